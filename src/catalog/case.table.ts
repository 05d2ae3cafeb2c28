import { index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { sealedColumns } from '../vault/sealed.ts';
import type { Case, CaseKind } from './case.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The register of client cases. No name of a client stands in it. */
export const caseTable = pgTable(
  'client_case',
  {
    tenant: text().notNull(),
    number: text().notNull(),
    kind: text().$type<CaseKind>().notNull(),
    team: text().notNull(),
    people: jsonb().$type<string[]>().notNull(),
    region: text().notNull(),
    /** Sealed. */
    clauses: text().notNull(),
    state: text().$type<Case['state']>().notNull(),
    openedAt: moment('opened_at').notNull(),
    closedAt: moment('closed_at'),
    changedAt: moment('changed_at').notNull(),
    revision: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.number] }),
    index('case_recent').on(t.tenant, t.state, t.changedAt),
    index('case_people').using('gin', t.people),
  ],
);

/** Whose key seals what contracts say: nobody's alone, the register's. */
export const casesHolder = 'class:case';

export const caseSealed = sealedColumns(caseTable, [caseTable.clauses], { holder: `'${casesHolder}'` });
