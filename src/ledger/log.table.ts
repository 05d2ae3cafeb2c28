import { bigint, bigserial, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { bytea } from '../database/bytea.ts';

/**
 * Events that have no leaf yet: written with the event, deleted in the transaction that inserts its leaf. An event whose commit came
 * late is waiting here like any other, so none is ever skipped.
 */
export const logPendingTable = pgTable('log_pending', {
  seq: bigserial({ mode: 'number' }).primaryKey(),
  eventId: text('event_id').notNull(),
  /** The leaf to be: SHA-256 of 0x00 and the entry as it was decided. Null for an event written past commit, which is hashed as it stands. */
  hash: bytea(),
});

/** The leaves of the Merkle tree (RFC 9162), one for each event of the house, whatever workspace it belongs to. Insert-only. */
export const logLeafTable = pgTable('log_leaf', {
  /** Place in the tree, from 0, without gaps. */
  index: bigint({ mode: 'number' }).primaryKey(),
  eventId: text('event_id').notNull().unique('leaf_of_event'),
  /** SHA-256 of 0x00 and the event's entry. */
  hash: bytea().notNull(),
});

/**
 * Roots of complete subtrees of 256 leaves (level 1), of 65,536 (level 2) and so on: what a proof needs without reading
 * the whole log. Insert-only.
 */
export const logNodeTable = pgTable(
  'log_node',
  {
    level: integer().notNull(),
    index: bigint({ mode: 'number' }).notNull(),
    hash: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.level, t.index] })],
);

/** Signed tree heads: C2SP tlog-checkpoints as signed notes. Insert-only. */
export const logCheckpointTable = pgTable('log_checkpoint', {
  size: bigint({ mode: 'number' }).primaryKey(),
  /** Size of the checkpoint before it, 0 for the first: a row that is missing is missed. */
  previous: bigint({ mode: 'number' }).notNull(),
  root: bytea().notNull(),
  note: text().notNull(),
  at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
});

/** Which checkpoint was handed to which place outside of this database. Insert-only. */
export const logAnchorTable = pgTable(
  'log_anchor',
  {
    /** `slack:C…`, `file:…` or `s3:…`. */
    place: text().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    /** Where it lies there: a message's ts, a file's or object's name. */
    reference: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.place, t.size] })],
);
