import { sql } from 'drizzle-orm';
import {
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { PurposeKind } from '../catalog/data-set.ts';
import { sealedColumns } from '../vault/sealed.ts';
import type { Grant } from './grant.ts';
import type { Request } from './request.ts';
import type { Length, Start } from './span.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const requestTable = pgTable(
  'access_request',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    requester: text().notNull(),
    dataSet: text('data_set').notNull(),
    caseNumber: text('case_number').notNull(),
    purpose: text().$type<PurposeKind>().notNull(),
    /** Sealed. */
    reason: text().notNull(),
    /** The most it may last, whatever `lasts` says. */
    hours: integer().notNull(),
    starts: text().$type<Start['kind']>().notNull().default('now'),
    startsAt: moment('starts_at'),
    lasts: text().$type<Length['kind']>().notNull().default('hours'),
    untilAt: moment('until_at'),
    /** The fewer hours that were approved. */
    approvedHours: integer('approved_hours'),
    road: text().$type<Request['road']>().notNull().default('approver'),
    state: text().$type<Request['state']>().notNull(),
    createdAt: moment('created_at').notNull(),
    lapsesAt: moment('lapses_at').notNull(),
    waitLeft: doublePrecision('wait_left'),
    reopenedAt: moment('reopened_at'),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
    denialKind: text('denial_kind').$type<Request['denialKind']>(),
    /** Sealed. */
    denialReason: text('denial_reason'),
  },
  (t) => [
    // The same wish waits once, whatever the handlers do.
    uniqueIndex('request_waits_once')
      .on(t.tenant, t.requester, t.dataSet, t.caseNumber)
      .where(sql`state in ('pending', 'asked')`),
    index('request_of_requester').on(t.tenant, t.requester, t.createdAt),
    index('request_pending').on(t.tenant, t.lapsesAt).where(sql`state in ('pending', 'asked')`),
    index('request_pending_of_set').on(t.tenant, t.dataSet).where(sql`state in ('pending', 'asked')`),
    index('request_answered').on(t.tenant, t.dataSet, t.decidedAt).where(sql`state in ('granted', 'denied')`),
  ],
);

/** With the key of the requester: what they wrote, and what was written to them. */
export const requestSealed = sealedColumns(requestTable, [requestTable.reason, requestTable.denialReason], {
  holder: `'person:' || requester`,
});

/** What approvers asked before they decided, and the answers. */
export const questionTable = pgTable(
  'access_question',
  {
    tenant: text().notNull(),
    request: text()
      .notNull()
      .references(() => requestTable.id),
    number: integer().notNull(),
    /** Whose key seals the texts. */
    requester: text().notNull(),
    by: text().notNull(),
    /** Sealed. */
    question: text().notNull(),
    askedAt: moment('asked_at').notNull(),
    /** Sealed. */
    answer: text(),
    answeredAt: moment('answered_at'),
  },
  (t) => [primaryKey({ columns: [t.request, t.number] })],
);

/** With the key of the requester, as the request itself. */
export const questionSealed = sealedColumns(questionTable, [questionTable.question, questionTable.answer], {
  holder: `'person:' || requester`,
});

export const grantTable = pgTable(
  'access_grant',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    request: text()
      .notNull()
      .references(() => requestTable.id),
    holder: text().notNull(),
    dataSet: text('data_set').notNull(),
    caseNumber: text('case_number').notNull(),
    startsAt: moment('starts_at').notNull(),
    endsAt: moment('ends_at').notNull(),
    state: text().$type<Grant['state']>().notNull(),
    endedAt: moment('ended_at'),
    endedBy: text('ended_by'),
    /** Sealed. */
    endReason: text('end_reason'),
  },
  (t) => [
    uniqueIndex('grant_of_request').on(t.tenant, t.request),
    index('grant_of_holder').on(t.tenant, t.holder, t.startsAt),
    index('grant_running').on(t.tenant, t.endsAt).where(sql`state = 'running'`),
    index('grant_running_of_set').on(t.tenant, t.dataSet).where(sql`state = 'running'`),
    index('grant_to_start').on(t.tenant, t.startsAt).where(sql`state in ('scheduled', 'ready')`),
    index('grant_open_of_case')
      .on(t.tenant, t.caseNumber)
      .where(sql`state in ('scheduled', 'ready', 'running')`),
  ],
);

/** With the key of the holder. */
export const grantSealed = sealedColumns(grantTable, [grantTable.endReason], {
  holder: `'person:' || holder`,
});
