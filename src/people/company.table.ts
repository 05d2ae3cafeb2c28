import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Company, OwnDay, Pilot, WorkingHours } from './company.ts';

/** The company's settings: one row per workspace, none before somebody sets anything. */
export const companyTable = pgTable('company', {
  tenant: text().primaryKey(),
  hours: jsonb().$type<WorkingHours>().notNull(),
  tz: text().notNull(),
  holidays: text().$type<Company['holidays']>().notNull(),
  daysOff: jsonb('days_off').$type<OwnDay[]>().notNull(),
  /** China's public holidays of years that the house did not know, as somebody brought them in. */
  announced: jsonb().$type<OwnDay[]>().notNull().default([]),
  language: text().$type<Company['language']>().notNull(),
  caseForm: text('case_form'),
  mailDomains: jsonb('mail_domains').$type<string[]>().notNull(),
  guardDms: boolean('guard_dms').notNull(),
  guardedChannels: jsonb('guarded_channels').$type<string[]>().notNull(),
  /** Unasked messages to one person a day, over everything. */
  messagesPerDay: integer('messages_per_day').notNull().default(5),
  /** Null: everybody is in. */
  pilot: jsonb().$type<Pilot>(),
});
