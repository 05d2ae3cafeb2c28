CREATE TABLE "duty" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"title_en" text NOT NULL,
	"title_zh" text NOT NULL,
	"kind" text NOT NULL,
	"controls" jsonb NOT NULL,
	"law" text,
	"owner" text,
	"deputy" text,
	"checker" text,
	"office" jsonb NOT NULL,
	"cadence" jsonb NOT NULL,
	"trigger" text,
	"lead_days" integer NOT NULL,
	"tolerance_days" integer NOT NULL,
	"asks" jsonb NOT NULL,
	"ladder" jsonb NOT NULL,
	"interim" text,
	"template" text,
	"action" jsonb,
	"cause" text,
	"state" text NOT NULL,
	"next_on" date,
	"opens_at" timestamp (3) with time zone,
	"unknown_year" integer,
	"last_on" date,
	"left_by" text,
	"added_by" text,
	"added_at" timestamp (3) with time zone NOT NULL,
	"revision" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "duty_occurrence" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"duty" text NOT NULL,
	"planned_on" date NOT NULL,
	"about" text,
	"opens_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"late_at" timestamp (3) with time zone NOT NULL,
	"owner" text NOT NULL,
	"state" text NOT NULL,
	"evidence" text,
	"evidence_on" date,
	"done_at" timestamp (3) with time zone,
	"done_by" text,
	"checked_at" timestamp (3) with time zone,
	"checked_by" text,
	"note" text,
	"flagged" text,
	"late_minutes" double precision DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "duty_occurrence" ADD CONSTRAINT "duty_occurrence_duty_duty_id_fk" FOREIGN KEY ("duty") REFERENCES "public"."duty"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "duty_to_open" ON "duty" USING btree ("tenant","opens_at") WHERE state = 'active' and opens_at is not null;--> statement-breakpoint
CREATE INDEX "duty_held" ON "duty" USING btree ("tenant","unknown_year") WHERE state = 'active' and unknown_year is not null;--> statement-breakpoint
CREATE INDEX "duty_trigger" ON "duty" USING btree ("tenant","trigger") WHERE state = 'active' and trigger is not null;--> statement-breakpoint
CREATE INDEX "duty_of_owner" ON "duty" USING btree ("tenant","owner","added_at");--> statement-breakpoint
CREATE INDEX "duty_ordered" ON "duty" USING btree ("tenant","state","added_at");--> statement-breakpoint
CREATE INDEX "duty_of_template" ON "duty" USING btree ("tenant","template") WHERE state <> 'retired' and template is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "occurrence_once" ON "duty_occurrence" USING btree ("duty","planned_on",coalesce(about, ''));--> statement-breakpoint
CREATE INDEX "occurrence_waiting_of" ON "duty_occurrence" USING btree ("tenant","owner","due_at") WHERE state in ('open', 'returned', 'submitted');--> statement-breakpoint
CREATE INDEX "occurrence_waiting" ON "duty_occurrence" USING btree ("tenant","due_at") WHERE state in ('open', 'returned', 'submitted');--> statement-breakpoint
CREATE INDEX "occurrence_waiting_duty" ON "duty_occurrence" USING btree ("duty") WHERE state in ('open', 'returned', 'submitted');--> statement-breakpoint
CREATE INDEX "occurrence_planned" ON "duty_occurrence" USING btree ("tenant","planned_on");--> statement-breakpoint
CREATE INDEX "occurrence_done_by" ON "duty_occurrence" USING btree ("tenant","owner","planned_on");