import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What is owed to people: who, about what, when. A reminder is a view of such a row. */
export const owedTable = pgTable(
  'owed',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    /** Which capability's words, e.g. `access.ending`. */
    kind: text().notNull(),
    person: text().notNull(),
    subject: text().notNull(),
    dueAt: timestamp('due_at', { withTimezone: true, precision: 3 }).notNull(),
    /** `owed`, then `told` once; or `dropped` when it was no longer worth saying. */
    state: text().$type<'owed' | 'told' | 'dropped'>().notNull().default('owed'),
    settledAt: timestamp('settled_at', { withTimezone: true, precision: 3 }),
  },
  (t) => [index('owed_due').on(t.tenant, t.state, t.dueAt), index('owed_subject').on(t.tenant, t.subject)],
);
