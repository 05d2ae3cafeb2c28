ALTER TABLE "company" ADD COLUMN "messages_per_day" integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "digest_at" text;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "quiet" jsonb;