import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Classification, Handling, PersonalKind, PurposeKind } from './data-set.ts';

/** The catalog: what client data there is, who answers for it, and under which rules people get at it. */
export const dataSetTable = pgTable(
  'data_set',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    nameEn: text('name_en').notNull(),
    nameZh: text('name_zh').notNull(),
    classification: text().$type<Classification>().notNull(),
    personal: text().$type<PersonalKind>().notNull(),
    handling: jsonb().$type<Handling>().notNull(),
    owner: text().notNull(),
    approvers: jsonb().$type<string[]>().notNull(),
    approverGroups: jsonb('approver_groups').$type<string[]>().notNull(),
    purposes: jsonb().$type<PurposeKind[]>().notNull(),
    longestHours: integer('longest_hours').notNull(),
    pendingHours: integer('pending_hours').notNull(),
    guestsMayAsk: boolean('guests_may_ask').notNull().default(false),
    reasonNeeded: boolean('reason_needed').notNull().default(true),
    revision: integer().notNull(),
    retiredAt: timestamp('retired_at', { withTimezone: true, precision: 3 }),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.id] }),
    uniqueIndex('data_set_name_en').on(t.tenant, t.nameEn),
    uniqueIndex('data_set_name_zh').on(t.tenant, t.nameZh),
    index('data_set_owner').on(t.tenant, t.owner),
  ],
);
