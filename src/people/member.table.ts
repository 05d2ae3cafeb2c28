import { boolean, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Locale } from '../kernel/locale.ts';
import type { Holidays } from './holiday.ts';
import type { Role } from './member.ts';
import type { QuietTimes } from './quiet-time.ts';

/** The people of a workspace as Slack told us, with the roles and the manager that the company gave them. */
export const memberTable = pgTable(
  'member',
  {
    tenant: text().notNull(),
    /** Slack user id. */
    id: text().notNull(),
    name: text().notNull(),
    /** Slack locale, e.g. `zh-CN`. */
    locale: text().notNull(),
    /** IANA zone. */
    tz: text().notNull(),
    title: text().notNull(),
    /** `member`, `guest` (restricted), `stranger` (another company's) or `bot`. */
    standing: text().$type<'member' | 'guest' | 'stranger' | 'bot'>().notNull(),
    /** Workspace owner in Slack: an admin here until admins are named. */
    workspaceOwner: boolean('workspace_owner').notNull(),
    /** Left the company: the row stays, its rights end. */
    leftAt: timestamp('left_at', { withTimezone: true, precision: 3 }),
    roles: jsonb().$type<Role[]>().notNull().default([]),
    manager: text(),
    /** Chosen by the person over Slack's; null: as Slack has it. */
    language: text().$type<Locale>(),
    /** Own working hours; null: the company's. */
    hours: jsonb().$type<{ from: string; to: string }>(),
    /** Own working days, ISO weekdays; null: the company's. */
    days: jsonb().$type<number[]>(),
    /** Whose public holidays, chosen by the person; null: by the company's and their zone. */
    holidays: text().$type<Holidays>(),
    /** ISO weekdays on which nothing unasked is sent. */
    quietDays: jsonb('quiet_days').$type<number[]>().notNull().default([]),
    /** Slack's do-not-disturb, as it stood when Slack last told of it. */
    dndFrom: timestamp('dnd_from', { withTimezone: true, precision: 3 }),
    dndUntil: timestamp('dnd_until', { withTimezone: true, precision: 3 }),
    /** `HH:mm` at which the day's digest comes; null: when the working day begins. */
    digestAt: text('digest_at'),
    /** Part of every day in which nothing unasked is sent. */
    quiet: jsonb().$type<QuietTimes>(),
    /** When the first working morning's message was due; null: not yet. */
    welcomedAt: timestamp('welcomed_at', { withTimezone: true, precision: 3 }),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);

/** Slack user groups with their members, as far as the workspace has them. */
export const userGroupTable = pgTable(
  'user_group',
  {
    tenant: text().notNull(),
    id: text().notNull(),
    handle: text().notNull(),
    name: text().notNull(),
    members: jsonb().$type<string[]>().notNull().default([]),
    disabled: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.id] })],
);
