ALTER TABLE "card" ADD COLUMN "trouble" text;--> statement-breakpoint
ALTER TABLE "card" ADD COLUMN "trouble_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "card" ADD COLUMN "begun_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "slack_pace" ADD COLUMN "blocked_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "card_unreachable" ON "card" USING btree ("tenant","reader") WHERE "card"."state" = 'unreachable';