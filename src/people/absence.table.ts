import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Absence } from './absence.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Who is not there, from when until when, and who stands in. */
export const absenceTable = pgTable(
  'absence',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    member: text().notNull(),
    firstDay: text('first_day').notNull(),
    lastDay: text('last_day').notNull(),
    from: moment('from_at').notNull(),
    until: moment('until_at').notNull(),
    deputies: jsonb().$type<string[]>().notNull(),
    source: text().$type<Absence['source']>().notNull(),
    state: text().$type<Absence['state']>().notNull(),
    recordedBy: text('recorded_by').notNull(),
  },
  (t) => [
    index('absence_of_member').on(t.tenant, t.member, t.from),
    index('absence_state').on(t.tenant, t.state),
  ],
);
