ALTER TABLE "duty" ADD COLUMN "participants" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "duty" ADD COLUMN "retired_why" text;--> statement-breakpoint
CREATE INDEX "duty_nothing_comes" ON "duty" USING btree ("tenant","id") WHERE state = 'active' and next_on is null and unknown_year is null and trigger is null;