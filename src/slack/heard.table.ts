import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Which events of Slack ever reached us, and about when last: what can be seen of the app's subscriptions. */
export const heardTable = pgTable(
  'slack_heard',
  {
    tenant: text().notNull(),
    /** As the manifest names it: `message.im`, `user_change`. */
    type: text().notNull(),
    /** Right to the hour. */
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.type] })],
);
