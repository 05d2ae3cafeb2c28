import { bigint, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Checks of the whole log that somebody asked for in Slack, with what was found. */
export const checkTable = pgTable(
  'audit_check',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: timestamp('asked_at', { withTimezone: true, precision: 3 }).notNull(),
    state: text().$type<'running' | 'whole' | 'broken'>().notNull(),
    /** Entries of the log; while it runs, how many have been checked. */
    size: bigint({ mode: 'number' }),
    /** Hex. */
    root: text(),
    /** The first bad entry, as `shoumi verify` names it. */
    fault: text(),
    finishedAt: timestamp('finished_at', { withTimezone: true, precision: 3 }),
    /** Checkpoints held outside that the log was compared with. */
    held: integer(),
    /** Places outside that could not be read. */
    unread: jsonb().$type<string[]>().notNull().default([]),
  },
  (t) => [index('audit_check_asked').on(t.tenant, t.askedAt)],
);
