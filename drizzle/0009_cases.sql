CREATE TABLE "client_case" (
	"tenant" text NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"team" text NOT NULL,
	"people" jsonb NOT NULL,
	"region" text NOT NULL,
	"clauses" text NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "client_case_tenant_number_pk" PRIMARY KEY("tenant","number")
);
--> statement-breakpoint
CREATE INDEX "case_recent" ON "client_case" USING btree ("tenant","state","changed_at");--> statement-breakpoint
CREATE INDEX "case_people" ON "client_case" USING gin ("people");