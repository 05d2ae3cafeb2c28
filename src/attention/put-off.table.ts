import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { OwedState } from './owed.ts';
import type { PutOff } from './put-off.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** What somebody put off or stopped, as it was before: the last time of each thing owed. */
export const putOffTable = pgTable(
  'put_off',
  {
    tenant: text().notNull(),
    owed: text().notNull(),
    /** Until when; null: for good. */
    until: moment('until'),
    /** `taken_back`: it stands again as it did. */
    state: text().$type<PutOff['state']>().notNull(),
    wasState: text('was_state').$type<OwedState['state']>().notNull(),
    wasDueAt: moment('was_due_at').notNull(),
    /** How often its person has put it off, stopped it or taken that back: tells their clicks apart. */
    revision: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.owed] })],
);
