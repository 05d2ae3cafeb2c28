import { integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { sealedColumns } from '../vault/sealed.ts';
import type { Choice } from './adopt.ts';
import { dutyHolder } from './duty.table.ts';
import type { Posts } from './suggest.ts';

/** What was decided about the suggestions of the starting set; those without a row are open. */
export const choiceTable = pgTable(
  'duty_choice',
  {
    tenant: text().notNull(),
    code: text().notNull(),
    how: text().$type<Choice['how']>().notNull(),
    duty: text(),
    /** Sealed. */
    reason: text(),
    by: text().notNull(),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    batch: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.code] })],
);

/** Why something is not for us is the company's, like everything written about duties. */
export const choiceSealed = sealedColumns(choiceTable, [choiceTable.reason], { holder: `'${dutyHolder}'` });

/** The starting set in a house: one row. */
export const startingSetTable = pgTable('duty_starting_set', {
  tenant: text().primaryKey(),
  posts: jsonb().$type<Posts>().notNull(),
  offers: jsonb().$type<string[][]>().notNull(),
  revision: integer().notNull(),
});
