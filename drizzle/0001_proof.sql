CREATE TABLE "audit_check" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"size" bigint,
	"root" text,
	"fault" text,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "log_anchor" (
	"place" text NOT NULL,
	"size" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"reference" text NOT NULL,
	CONSTRAINT "log_anchor_place_size_pk" PRIMARY KEY("place","size")
);
--> statement-breakpoint
CREATE TABLE "log_checkpoint" (
	"size" bigint PRIMARY KEY NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_leaf" (
	"index" bigint PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "leaf_of_event" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "log_node" (
	"level" integer NOT NULL,
	"index" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "log_node_level_index_pk" PRIMARY KEY("level","index")
);
--> statement-breakpoint
CREATE TABLE "log_pending" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slack_installation" (
	"tenant" text PRIMARY KEY NOT NULL,
	"team" text NOT NULL,
	"bot_id" text NOT NULL,
	"bot_user" text NOT NULL,
	"token" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slack_pace" (
	"tenant" text NOT NULL,
	"key" text NOT NULL,
	"free_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "slack_pace_tenant_key_pk" PRIMARY KEY("tenant","key")
);
--> statement-breakpoint
CREATE TABLE "data_key" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"holder" text NOT NULL,
	"version" integer NOT NULL,
	"kek" text NOT NULL,
	"wrapped" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"shredded_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "key_rotation" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"target" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"cursor" text DEFAULT '' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "audit_check_asked" ON "audit_check" USING btree ("tenant","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "data_key_version" ON "data_key" USING btree ("tenant","holder","version");--> statement-breakpoint
CREATE UNIQUE INDEX "key_rotation_target" ON "key_rotation" USING btree ("tenant","target","started_at");