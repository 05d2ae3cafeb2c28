CREATE TABLE "anchor_trouble" (
	"tenant" text NOT NULL,
	"place" text NOT NULL,
	"fault" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "anchor_trouble_tenant_place_pk" PRIMARY KEY("tenant","place")
);
--> statement-breakpoint
ALTER TABLE "card" ADD COLUMN "open" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "card" ADD COLUMN "looked_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "card_message" ON "card" USING btree ("tenant","channel","ts");--> statement-breakpoint
CREATE INDEX "card_look" ON "card" USING btree ("tenant","looked_at") WHERE "card"."state" = 'live' and "card"."open" and "card"."ts" is not null;--> statement-breakpoint
CREATE INDEX "card_held" ON "card" USING btree ("tenant","reader") WHERE "card"."state" = 'held';