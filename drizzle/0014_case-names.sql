CREATE TABLE "case_name" (
	"tenant" text NOT NULL,
	"number" text NOT NULL,
	"hash" text NOT NULL,
	"length" integer NOT NULL,
	CONSTRAINT "case_name_tenant_number_hash_pk" PRIMARY KEY("tenant","number","hash")
);
--> statement-breakpoint
CREATE INDEX "case_name_hash" ON "case_name" USING btree ("tenant","hash");