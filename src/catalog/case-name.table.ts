import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/**
 * By which keyed hash a client's name is recognised, and whose case it is. No name stands here, and none can be read out of it without
 * the data key of the class; see src/catalog/case-name.store.ts for what becomes of it when that key changes.
 */
export const caseNameTable = pgTable(
  'case_name',
  {
    tenant: text().notNull(),
    number: text().notNull(),
    hash: text().notNull(),
    /** Characters of the folded name: only pieces of a text that long have to be hashed. */
    length: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.number, t.hash] }),
    index('case_name_hash').on(t.tenant, t.hash),
  ],
);
