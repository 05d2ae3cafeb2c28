CREATE TABLE "access_grant" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"request" text NOT NULL,
	"holder" text NOT NULL,
	"data_set" text NOT NULL,
	"case_number" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"end_reason" text
);
--> statement-breakpoint
CREATE TABLE "access_request" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"requester" text NOT NULL,
	"data_set" text NOT NULL,
	"case_number" text NOT NULL,
	"purpose" text NOT NULL,
	"reason" text NOT NULL,
	"hours" integer NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"lapses_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"denial_reason" text
);
--> statement-breakpoint
CREATE TABLE "owed" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"kind" text NOT NULL,
	"person" text NOT NULL,
	"subject" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'owed' NOT NULL,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "data_set" (
	"tenant" text NOT NULL,
	"id" text NOT NULL,
	"name_en" text NOT NULL,
	"name_zh" text NOT NULL,
	"classification" text NOT NULL,
	"personal" text NOT NULL,
	"handling" jsonb NOT NULL,
	"owner" text NOT NULL,
	"approvers" jsonb NOT NULL,
	"approver_groups" jsonb NOT NULL,
	"purposes" jsonb NOT NULL,
	"longest_hours" integer NOT NULL,
	"pending_hours" integer NOT NULL,
	"revision" integer NOT NULL,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "data_set_tenant_id_pk" PRIMARY KEY("tenant","id")
);
--> statement-breakpoint
CREATE TABLE "event_private" (
	"tenant" text NOT NULL,
	"event_id" text NOT NULL,
	"field" text NOT NULL,
	"salt" "bytea" NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "event_private_event_id_field_pk" PRIMARY KEY("event_id","field")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"subject" text NOT NULL,
	"type" text NOT NULL,
	"version" integer NOT NULL,
	"command_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"cause" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"effective_at" timestamp (3) with time zone NOT NULL,
	"data" text NOT NULL,
	"data_json" jsonb GENERATED ALWAYS AS (data::jsonb) STORED,
	"commitments" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"tenant" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"locale" text NOT NULL,
	"tz" text NOT NULL,
	"title" text NOT NULL,
	"standing" text NOT NULL,
	"workspace_owner" boolean NOT NULL,
	"left_at" timestamp (3) with time zone,
	"roles" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"manager" text,
	CONSTRAINT "member_tenant_id_pk" PRIMARY KEY("tenant","id")
);
--> statement-breakpoint
CREATE TABLE "user_group" (
	"tenant" text NOT NULL,
	"id" text NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"members" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	CONSTRAINT "user_group_tenant_id_pk" PRIMARY KEY("tenant","id")
);
--> statement-breakpoint
CREATE TABLE "card_shows" (
	"tenant" text NOT NULL,
	"card_id" text NOT NULL,
	"subject" text NOT NULL,
	CONSTRAINT "card_shows_card_id_subject_pk" PRIMARY KEY("card_id","subject")
);
--> statement-breakpoint
CREATE TABLE "card" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"kind" text NOT NULL,
	"reader" text NOT NULL,
	"occasion" text NOT NULL,
	"channel" text,
	"ts" text,
	"attempt" integer DEFAULT 0 NOT NULL,
	"shown" text,
	"noticed" text,
	"state" text DEFAULT 'live' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_request_access_request_id_fk" FOREIGN KEY ("request") REFERENCES "public"."access_request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_private" ADD CONSTRAINT "event_private_event_id_event_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."event"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "grant_of_request" ON "access_grant" USING btree ("tenant","request");--> statement-breakpoint
CREATE INDEX "grant_of_holder" ON "access_grant" USING btree ("tenant","holder","starts_at");--> statement-breakpoint
CREATE INDEX "grant_running" ON "access_grant" USING btree ("tenant","ends_at") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "grant_running_of_set" ON "access_grant" USING btree ("tenant","data_set") WHERE state = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "request_waits_once" ON "access_request" USING btree ("tenant","requester","data_set","case_number") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "request_of_requester" ON "access_request" USING btree ("tenant","requester","created_at");--> statement-breakpoint
CREATE INDEX "request_pending" ON "access_request" USING btree ("tenant","lapses_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "request_pending_of_set" ON "access_request" USING btree ("tenant","data_set") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "owed_due" ON "owed" USING btree ("tenant","state","due_at");--> statement-breakpoint
CREATE INDEX "owed_subject" ON "owed" USING btree ("tenant","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "data_set_name_en" ON "data_set" USING btree ("tenant","name_en");--> statement-breakpoint
CREATE UNIQUE INDEX "data_set_name_zh" ON "data_set" USING btree ("tenant","name_zh");--> statement-breakpoint
CREATE INDEX "data_set_owner" ON "data_set" USING btree ("tenant","owner");--> statement-breakpoint
CREATE UNIQUE INDEX "event_of_command" ON "event" USING btree ("tenant","command_id","ordinal");--> statement-breakpoint
CREATE INDEX "event_of_subject" ON "event" USING btree ("tenant","subject","at");--> statement-breakpoint
CREATE INDEX "event_of_type" ON "event" USING btree ("tenant","type","at");--> statement-breakpoint
CREATE INDEX "card_shows_subject" ON "card_shows" USING btree ("tenant","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "card_once" ON "card" USING btree ("tenant","kind","reader","occasion");