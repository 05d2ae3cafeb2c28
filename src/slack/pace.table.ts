import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** When the next call may go out, per channel, per method and per workspace; shared by all replicas. Real time. */
export const paceTable = pgTable(
  'slack_pace',
  {
    tenant: text().notNull(),
    /** `channel:D…`, `method:chat.update`, `workspace`. */
    key: text().notNull(),
    freeAt: timestamp('free_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.key] })],
);
