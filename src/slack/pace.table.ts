import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * When the next call may go out, per person written to and per method of the workspace; shared by all replicas. Real time.
 *
 * It stands outside of the two doors on purpose. Nobody decides anything here and nothing is remembered of anybody: a row says what was
 * let through in the last minutes, so there is no event to append and nothing to prove, and losing every row costs no more than a 429. A
 * place is booked in one statement of its own, before and apart from the call, so that no transaction waits for Slack.
 */
export const paceTable = pgTable(
  'slack_pace',
  {
    tenant: text().notNull(),
    /** `to:U…`, `method:chat.update`. */
    key: text().notNull(),
    /** When all that was let through would have gone out at a steady rate (GCRA's theoretical arrival time). */
    freeAt: timestamp('free_at', { withTimezone: true, precision: 3 }).notNull(),
    /** Slack said 429 to one of these: none goes before. */
    blockedUntil: timestamp('blocked_until', { withTimezone: true, precision: 3 }),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.key] })],
);
