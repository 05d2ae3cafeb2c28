CREATE TABLE "access_question" (
	"tenant" text NOT NULL,
	"request" text NOT NULL,
	"number" integer NOT NULL,
	"requester" text NOT NULL,
	"by" text NOT NULL,
	"question" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "access_question_request_number_pk" PRIMARY KEY("request","number")
);
--> statement-breakpoint
DROP INDEX "request_waits_once";--> statement-breakpoint
DROP INDEX "request_pending";--> statement-breakpoint
DROP INDEX "request_pending_of_set";--> statement-breakpoint
ALTER TABLE "access_request" ADD COLUMN "wait_left" double precision;--> statement-breakpoint
ALTER TABLE "access_request" ADD COLUMN "reopened_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_request" ADD COLUMN "denial_kind" text;--> statement-breakpoint
ALTER TABLE "access_question" ADD CONSTRAINT "access_question_request_access_request_id_fk" FOREIGN KEY ("request") REFERENCES "public"."access_request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "request_waits_once" ON "access_request" USING btree ("tenant","requester","data_set","case_number") WHERE state in ('pending', 'asked');--> statement-breakpoint
CREATE INDEX "request_pending" ON "access_request" USING btree ("tenant","lapses_at") WHERE state in ('pending', 'asked');--> statement-breakpoint
CREATE INDEX "request_pending_of_set" ON "access_request" USING btree ("tenant","data_set") WHERE state in ('pending', 'asked');