DROP INDEX "owed_listed";--> statement-breakpoint
DROP INDEX "owed_due";--> statement-breakpoint
CREATE INDEX "owed_open" ON "owed" USING btree ("tenant","person") WHERE "owed"."state" in ('owed', 'listed');--> statement-breakpoint
CREATE INDEX "owed_due" ON "owed" USING btree ("tenant","due_at","person") WHERE "owed"."state" = 'owed';