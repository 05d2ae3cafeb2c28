CREATE TABLE "duty_effect" (
	"duty" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"state" text NOT NULL,
	"done_by" text NOT NULL,
	"done_at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"note" text,
	"judged_by" text,
	"judged_at" timestamp (3) with time zone,
	"next" text
);
--> statement-breakpoint
CREATE TABLE "duty_choice" (
	"tenant" text NOT NULL,
	"code" text NOT NULL,
	"how" text NOT NULL,
	"duty" text,
	"reason" text,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"batch" text NOT NULL,
	CONSTRAINT "duty_choice_tenant_code_pk" PRIMARY KEY("tenant","code")
);
--> statement-breakpoint
CREATE TABLE "duty_starting_set" (
	"tenant" text PRIMARY KEY NOT NULL,
	"posts" jsonb NOT NULL,
	"offers" jsonb NOT NULL,
	"revision" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "duty_effect" ADD CONSTRAINT "duty_effect_duty_duty_id_fk" FOREIGN KEY ("duty") REFERENCES "public"."duty"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "effect_waiting" ON "duty_effect" USING btree ("tenant","by") WHERE state = 'waiting';