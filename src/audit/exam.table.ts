import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Finding } from '../slack/capability.ts';

/** What the doctor was asked in Slack, and found. */
export const examTable = pgTable(
  'audit_exam',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: timestamp('asked_at', { withTimezone: true, precision: 3 }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true, precision: 3 }),
    findings: jsonb().$type<Finding[]>().notNull().default([]),
  },
  (t) => [index('audit_exam_asked').on(t.tenant, t.askedBy, t.askedAt)],
);
