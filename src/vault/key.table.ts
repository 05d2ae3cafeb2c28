import { integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytea } from '../database/bytea.ts';

/**
 * Data keys, each wrapped by a key-encryption key that is not in the database. One current key per holder: a person
 * (`person:U…`) or a class of data (`class:…`). A shredded key stays as a row without its bytes: what it sealed is gone for good.
 */
export const dataKeyTable = pgTable(
  'data_key',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    holder: text().notNull(),
    /** From 1; a rotation adds the next one. */
    version: integer().notNull(),
    /** Which key-encryption key wraps it. */
    kek: text().notNull(),
    /** Null once shredded. */
    wrapped: bytea(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
    shreddedAt: timestamp('shredded_at', { withTimezone: true, precision: 3 }),
  },
  (t) => [uniqueIndex('data_key_version').on(t.tenant, t.holder, t.version)],
);

/** How far a rotation has come: one row per rotation and sealed column. */
export const rotationTable = pgTable(
  'key_rotation',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    /** `table.column`. */
    target: text().notNull(),
    startedAt: timestamp('started_at', { withTimezone: true, precision: 3 }).notNull(),
    /** The last row done, in the order of the table's key. */
    cursor: text().notNull().default(''),
    done: integer().notNull().default(0),
    finishedAt: timestamp('finished_at', { withTimezone: true, precision: 3 }),
  },
  (t) => [uniqueIndex('key_rotation_target').on(t.tenant, t.target, t.startedAt)],
);
