CREATE TABLE "duty_calendar" (
	"tenant" text NOT NULL,
	"person" text NOT NULL,
	"serial" integer NOT NULL,
	"hash" text,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "duty_calendar_tenant_person_pk" PRIMARY KEY("tenant","person")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "duty_calendar_hash" ON "duty_calendar" USING btree ("tenant","hash");