ALTER TABLE "access_request" ADD COLUMN "starts" text DEFAULT 'now' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_request" ADD COLUMN "starts_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_request" ADD COLUMN "lasts" text DEFAULT 'hours' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_request" ADD COLUMN "until_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_request" ADD COLUMN "approved_hours" integer;--> statement-breakpoint
ALTER TABLE "access_request" ADD COLUMN "road" text DEFAULT 'approver' NOT NULL;--> statement-breakpoint
ALTER TABLE "data_set" ADD COLUMN "reason_needed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
-- As the classes suggest from now on.
UPDATE "data_set" SET "reason_needed" = false WHERE "classification" IN ('public', 'internal');--> statement-breakpoint
-- What waits counts hours of work from now on: the old suggestions, which counted the clock's, become the new ones.
UPDATE "data_set" SET "pending_hours" = CASE "pending_hours" WHEN 72 THEN 27 WHEN 48 THEN 18 WHEN 24 THEN 9 WHEN 8 THEN 9 ELSE "pending_hours" END;--> statement-breakpoint
CREATE INDEX "grant_to_start" ON "access_grant" USING btree ("tenant","starts_at") WHERE state in ('scheduled', 'ready');--> statement-breakpoint
CREATE INDEX "grant_open_of_case" ON "access_grant" USING btree ("tenant","case_number") WHERE state in ('scheduled', 'ready', 'running');--> statement-breakpoint
CREATE INDEX "request_answered" ON "access_request" USING btree ("tenant","data_set","decided_at") WHERE state in ('granted', 'denied');