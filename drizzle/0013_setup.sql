CREATE TABLE "setup" (
	"tenant" text PRIMARY KEY NOT NULL,
	"readers" jsonb NOT NULL,
	"steps" jsonb NOT NULL,
	"begun_at" timestamp (3) with time zone NOT NULL,
	"switched_on_at" timestamp (3) with time zone
);
