CREATE TABLE "digest" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"person" text NOT NULL,
	"day" text NOT NULL,
	"occasion" text NOT NULL,
	"from_at" timestamp (3) with time zone,
	"until_at" timestamp (3) with time zone,
	"items" text[] NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attention_turn" (
	"tenant" text NOT NULL,
	"person" text NOT NULL,
	"look_at" timestamp (3) with time zone,
	"digest_day" text,
	"day" text,
	"said" integer DEFAULT 0 NOT NULL,
	"returned" text,
	CONSTRAINT "attention_turn_tenant_person_pk" PRIMARY KEY("tenant","person")
);
--> statement-breakpoint
DROP INDEX "owed_due";--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "first_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "deadline" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "ladder" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "deputy" text;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "times" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "alone" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "asked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "rung" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "climb_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "owed" ADD COLUMN "risen_to" text;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "dnd_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "dnd_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "digest_once" ON "digest" USING btree ("tenant","person","day");--> statement-breakpoint
CREATE INDEX "digest_made" ON "digest" USING btree ("tenant","made_at");--> statement-breakpoint
CREATE INDEX "attention_turn_due" ON "attention_turn" USING btree ("tenant","look_at");--> statement-breakpoint
CREATE INDEX "owed_listed" ON "owed" USING btree ("tenant","person","due_at") WHERE "owed"."state" = 'listed';--> statement-breakpoint
CREATE INDEX "owed_climb" ON "owed" USING btree ("tenant","climb_at") WHERE "owed"."climb_at" is not null;--> statement-breakpoint
CREATE INDEX "owed_risen" ON "owed" USING btree ("tenant","risen_to","person") WHERE "owed"."risen_to" is not null;--> statement-breakpoint
CREATE INDEX "owed_due" ON "owed" USING btree ("tenant","due_at") WHERE "owed"."state" = 'owed';