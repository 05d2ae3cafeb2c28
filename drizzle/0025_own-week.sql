ALTER TABLE "member" ADD COLUMN "days" jsonb;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "holidays" text;