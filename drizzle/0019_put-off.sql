CREATE TABLE "put_off" (
	"tenant" text NOT NULL,
	"owed" text NOT NULL,
	"until" timestamp (3) with time zone,
	"state" text NOT NULL,
	"was_state" text NOT NULL,
	"was_due_at" timestamp (3) with time zone NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "put_off_tenant_owed_pk" PRIMARY KEY("tenant","owed")
);
