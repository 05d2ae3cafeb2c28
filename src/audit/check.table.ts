import { bigint, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Checks of the whole log that somebody asked for in Slack, with what was found. */
export const checkTable = pgTable(
  'audit_check',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: timestamp('asked_at', { withTimezone: true, precision: 3 }).notNull(),
    state: text().$type<'running' | 'whole' | 'broken'>().notNull(),
    size: bigint({ mode: 'number' }),
    /** Hex. */
    root: text(),
    /** The first bad entry, as `shoumi verify` names it. */
    fault: text(),
    finishedAt: timestamp('finished_at', { withTimezone: true, precision: 3 }),
  },
  (t) => [index('audit_check_asked').on(t.tenant, t.askedAt)],
);
