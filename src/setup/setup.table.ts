import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Setup } from './setup.ts';

/** How far a house is set up: one row per workspace that began with the guide, or called for it. */
export const setupTable = pgTable('setup', {
  tenant: text().primaryKey(),
  readers: jsonb().$type<string[]>().notNull(),
  steps: jsonb().$type<Setup['steps']>().notNull(),
  begunAt: timestamp('begun_at', { withTimezone: true, precision: 3 }).notNull(),
  switchedOnAt: timestamp('switched_on_at', { withTimezone: true, precision: 3 }),
});
