CREATE TABLE "audit_exam" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"findings" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slack_heard" (
	"tenant" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "slack_heard_tenant_type_pk" PRIMARY KEY("tenant","type")
);
--> statement-breakpoint
CREATE INDEX "audit_exam_asked" ON "audit_exam" USING btree ("tenant","asked_by","asked_at");