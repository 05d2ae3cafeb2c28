ALTER TABLE "audit_check" ADD COLUMN "held" integer;--> statement-breakpoint
ALTER TABLE "audit_check" ADD COLUMN "unread" jsonb DEFAULT '[]'::jsonb NOT NULL;