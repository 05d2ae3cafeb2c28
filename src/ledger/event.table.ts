import { sql } from 'drizzle-orm';
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { sealedColumns } from '../vault/sealed.ts';

/**
 * The audit log. Rows are only ever inserted. `data` is exact RFC 8785 text, since jsonb reorders keys; `data_json` is its copy
 * for queries. `commitments` is RFC 8785 text too: per personal field the SHA-256 of its salt and value, so that the
 * value can be erased and the event stays provable.
 */
export const eventTable = pgTable(
  'event',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    subject: text().notNull(),
    type: text().notNull(),
    version: integer().notNull(),
    commandId: text('command_id').notNull(),
    /** Place among the events of one command, from 0. */
    ordinal: integer().notNull(),
    cause: text().notNull(),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    effectiveAt: timestamp('effective_at', { withTimezone: true, precision: 3 }).notNull(),
    data: text().notNull(),
    dataJson: jsonb('data_json').generatedAlwaysAs(sql`data::jsonb`),
    commitments: text().notNull(),
  },
  (t) => [
    uniqueIndex('event_of_command').on(t.tenant, t.commandId, t.ordinal),
    index('event_of_subject').on(t.tenant, t.subject, t.at),
    index('event_of_type').on(t.tenant, t.type, t.at),
  ],
);

/** Names, reasons and other free text of an event, field by field. Erasing a row erases the person, not the event. */
export const eventPrivateTable = pgTable(
  'event_private',
  {
    tenant: text().notNull(),
    eventId: text('event_id')
      .notNull()
      .references(() => eventTable.id),
    field: text().notNull(),
    /** Sealed: 32 bytes in base64url. Open beside a sealed value it would let a short one be guessed from its commitment. */
    salt: text().notNull(),
    /** Sealed. */
    value: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.field] })],
);

/** The holder of free text that is not about one person, such as the names of data sets. */
export const nobodysEvents = 'class:event';

export const privateSealed = sealedColumns(
  eventPrivateTable,
  [eventPrivateTable.salt, eventPrivateTable.value],
  { holder: `'${nobodysEvents}'` },
);

/** One row per event, written with it and deleted by the dispatcher when its jobs exist. */
export const outboxTable = pgTable('outbox', {
  seq: bigserial({ mode: 'number' }).primaryKey(),
  tenant: text().notNull(),
  eventId: text('event_id').notNull(),
  type: text().notNull(),
  subject: text().notNull(),
});
