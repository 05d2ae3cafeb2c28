import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Rung } from './ladder.ts';
import type { OwedState } from './owed.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

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
    /** From when it is worth saying, as it was owed; null where that was not kept yet. */
    firstAt: moment('first_at'),
    /** When it is said, or said again. */
    dueAt: moment('due_at').notNull(),
    /** When it is meant to be done, where its deadline is later: within what is tolerated. */
    plannedAt: moment('planned_at'),
    /** By when it should be done; null: nothing to be late for. */
    deadline: moment('deadline'),
    /** The way up once it is late. */
    ladder: jsonb().$type<Rung[]>().notNull().default([]),
    /** Who stands in for this one; null: whom the person named for their absence. */
    deputy: text(),
    state: text().$type<OwedState['state']>().notNull().default('owed'),
    /** When it was told for good or dropped, or was seen to be done; of what was told and stands, when that was last looked at. */
    settledAt: moment('settled_at'),
    /** How often it has been said. */
    times: integer().notNull().default(0),
    /** How many messages of its own it has had. */
    alone: integer().notNull().default(0),
    /** The person asked for this very moment. */
    asked: boolean().notNull().default(false),
    /** Rungs of the ladder that were passed. */
    rung: integer().notNull().default(0),
    /** When the next rung is looked at; null: there is none, or nothing to climb for. */
    climbAt: moment('climb_at'),
    /** Who on the ladder has been told. */
    risenTo: text('risen_to'),
  },
  (t) => [
    index('owed_due').on(t.tenant, t.dueAt, t.person).where(sql`${t.state} = 'owed'`),
    index('owed_open').on(t.tenant, t.person).where(sql`${t.state} in ('owed', 'listed')`),
    index('owed_resting').on(t.tenant, t.person).where(sql`${t.asked} or ${t.state} = 'stopped'`),
    index('owed_subject').on(t.tenant, t.subject),
    index('owed_unsettled').on(t.tenant, t.id).where(sql`${t.state} = 'done' and ${t.settledAt} is null`),
    index('owed_over').on(t.tenant, t.settledAt).where(sql`${t.state} in ('done', 'dropped', 'told')`),
    index('owed_climb').on(t.tenant, t.climbAt).where(sql`${t.climbAt} is not null`),
    index('owed_risen').on(t.tenant, t.risenTo, t.person).where(sql`${t.risenTo} is not null`),
  ],
);
