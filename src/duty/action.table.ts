import { sql } from 'drizzle-orm';
import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { sealedColumns } from '../vault/sealed.ts';
import type { Effect } from './action.ts';
import { dutyHolder, dutyTable } from './duty.table.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Whether corrective actions helped: one row for each that was done and is looked at later. */
export const effectTable = pgTable(
  'duty_effect',
  {
    duty: text()
      .primaryKey()
      .references(() => dutyTable.id),
    tenant: text().notNull(),
    state: text().$type<Effect['state']>().notNull(),
    doneBy: text('done_by').notNull(),
    doneAt: moment('done_at').notNull(),
    by: text().notNull(),
    dueAt: moment('due_at').notNull(),
    /** Sealed. */
    note: text(),
    judgedBy: text('judged_by'),
    judgedAt: moment('judged_at'),
    next: text(),
  },
  (t) => [index('effect_waiting').on(t.tenant, t.by).where(sql`state = 'waiting'`)],
);

export const effectSealed = sealedColumns(effectTable, [effectTable.note], { holder: `'${dutyHolder}'` });
