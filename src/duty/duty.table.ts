import { sql } from 'drizzle-orm';
import { date, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { sealedColumns } from '../vault/sealed.ts';
import type { Cadence } from './cadence.ts';
import type { Duty } from './duty.ts';
import type { Ask } from './evidence.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Whose key seals what people write about duties: nobody's alone. It is the company's proof, and outlasts who wrote it. */
export const dutyHolder = 'class:duty';

/** The rules. */
export const dutyTable = pgTable(
  'duty',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    titleEn: text('title_en').notNull(),
    titleZh: text('title_zh').notNull(),
    kind: text().$type<Duty['kind']>().notNull(),
    controls: jsonb().$type<string[]>().notNull(),
    law: text(),
    owner: text(),
    deputy: text(),
    checker: text(),
    office: jsonb().$type<Duty['office']>().notNull(),
    cadence: jsonb().$type<Cadence>().notNull(),
    /** The type of event it waits for. */
    trigger: text(),
    leadDays: integer('lead_days').notNull(),
    toleranceDays: integer('tolerance_days').notNull(),
    asks: jsonb().$type<Ask[]>().notNull(),
    ladder: jsonb().$type<Duty['ladder']>().notNull(),
    interim: text(),
    template: text(),
    /** Of a corrective action: its parts without the cause. */
    action: jsonb().$type<{ found: string; effectiveBy: string | null; effectiveAfterDays: number }>(),
    /** Sealed. */
    cause: text(),
    participants: jsonb().$type<string[]>().notNull().default([]),
    state: text().$type<Duty['state']>().notNull(),
    retiredWhy: text('retired_why').$type<NonNullable<Duty['retiredWhy']>>(),
    nextOn: date('next_on', { mode: 'string' }),
    opensAt: moment('opens_at'),
    unknownYear: integer('unknown_year'),
    lastOn: date('last_on', { mode: 'string' }),
    leftBy: text('left_by'),
    addedBy: text('added_by'),
    addedAt: moment('added_at').notNull(),
    revision: integer().notNull(),
  },
  (t) => [
    index('duty_to_open').on(t.tenant, t.opensAt).where(sql`state = 'active' and opens_at is not null`),
    index('duty_held').on(t.tenant, t.unknownYear).where(sql`state = 'active' and unknown_year is not null`),
    index('duty_trigger').on(t.tenant, t.trigger).where(sql`state = 'active' and trigger is not null`),
    index('duty_nothing_comes')
      .on(t.tenant, t.id)
      .where(sql`state = 'active' and next_on is null and unknown_year is null and trigger is null`),
    index('duty_of_owner').on(t.tenant, t.owner, t.addedAt),
    index('duty_ordered').on(t.tenant, t.state, t.addedAt),
    index('duty_of_template')
      .on(t.tenant, t.template)
      .where(sql`state <> 'retired' and template is not null`),
  ],
);

export const dutySealed = sealedColumns(dutyTable, [dutyTable.cause], { holder: `'${dutyHolder}'` });
