CREATE TABLE "absence" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"member" text NOT NULL,
	"first_day" text NOT NULL,
	"last_day" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"until_at" timestamp (3) with time zone NOT NULL,
	"deputies" jsonb NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"recorded_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "company" (
	"tenant" text PRIMARY KEY NOT NULL,
	"hours" jsonb NOT NULL,
	"tz" text NOT NULL,
	"holidays" text NOT NULL,
	"days_off" jsonb NOT NULL,
	"language" text NOT NULL,
	"case_form" text,
	"mail_domains" jsonb NOT NULL,
	"guard_dms" boolean NOT NULL,
	"guarded_channels" jsonb NOT NULL,
	"pilot" jsonb
);
--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "hours" jsonb;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "quiet_days" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "welcomed_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "absence_of_member" ON "absence" USING btree ("tenant","member","from_at");--> statement-breakpoint
CREATE INDEX "absence_state" ON "absence" USING btree ("tenant","state");--> statement-breakpoint
-- Whoever is here already needs no welcome.
UPDATE "member" SET "welcomed_at" = to_timestamp(0);
