DROP INDEX "attention_turn_due";--> statement-breakpoint
ALTER TABLE "attention_turn" ADD COLUMN "dnd_at" timestamp (3) with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
CREATE INDEX "attention_turn_due" ON "attention_turn" USING btree ("tenant","look_at","dnd_at");