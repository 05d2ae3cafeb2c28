import { sql } from 'drizzle-orm';
import { date, doublePrecision, index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { sealedColumns } from '../vault/sealed.ts';
import { dutyHolder, dutyTable } from './duty.table.ts';
import type { Occurrence } from './occurrence.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const waiting = sql`state in ('open', 'returned', 'submitted')`;

/** The times of the rules. Millions of past ones stand here: whatever looks for open ones does so through an index of those alone. */
export const occurrenceTable = pgTable(
  'duty_occurrence',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    duty: text()
      .notNull()
      .references(() => dutyTable.id),
    plannedOn: date('planned_on', { mode: 'string' }).notNull(),
    about: text(),
    opensAt: moment('opens_at').notNull(),
    dueAt: moment('due_at').notNull(),
    lateAt: moment('late_at').notNull(),
    owner: text().notNull(),
    state: text().$type<Occurrence['state']>().notNull(),
    /** Sealed: the answers as JSON. */
    evidence: text(),
    evidenceOn: date('evidence_on', { mode: 'string' }),
    doneAt: moment('done_at'),
    doneBy: text('done_by'),
    checkedAt: moment('checked_at'),
    checkedBy: text('checked_by'),
    /** Sealed. */
    note: text(),
    flagged: text().$type<NonNullable<Occurrence['flagged']>>(),
    lateMinutes: doublePrecision('late_minutes').notNull().default(0),
  },
  (t) => [
    uniqueIndex('occurrence_once').on(t.duty, t.plannedOn, sql`coalesce(about, '')`),
    index('occurrence_waiting_of').on(t.tenant, t.owner, t.dueAt).where(waiting),
    index('occurrence_waiting').on(t.tenant, t.dueAt).where(waiting),
    index('occurrence_waiting_duty').on(t.duty).where(waiting),
    index('occurrence_planned').on(t.tenant, t.plannedOn),
    index('occurrence_done_by').on(t.tenant, t.owner, t.plannedOn),
  ],
);

/** Evidence and notes are the company's: with the key of all duties. */
export const occurrenceSealed = sealedColumns(
  occurrenceTable,
  [occurrenceTable.evidence, occurrenceTable.note],
  {
    holder: `'${dutyHolder}'`,
  },
);
