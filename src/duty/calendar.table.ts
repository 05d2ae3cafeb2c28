import { integer, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

/** Whose calendar has a link. The link itself stands nowhere: it is derived from the person's key, and its hash finds the row. */
export const calendarTable = pgTable(
  'duty_calendar',
  {
    tenant: text().notNull(),
    person: text().notNull(),
    /** Which link of theirs it is; the ones before lead nowhere. */
    serial: integer().notNull(),
    /** SHA-256 of the link's secret, in base64url; null: there is no link now. */
    hash: text(),
    madeAt: timestamp('made_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.person] }),
    uniqueIndex('duty_calendar_hash').on(t.tenant, t.hash),
  ],
);
