import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

/** A message that is a view of a row: who reads it, where it stands, and what it shows. */
export const cardTable = pgTable(
  'card',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    kind: text().notNull(),
    reader: text().notNull(),
    occasion: text().notNull(),
    channel: text(),
    ts: text(),
    /** How often a post was begun: with no `ts`, the outcome of the last one is unclear and is looked up before the next. */
    attempt: integer().notNull().default(0),
    /** `ts` of its message when somebody last wrote under it. */
    repliedTs: text('replied_ts'),
    /** Hash of what stands in Slack. */
    shown: text(),
    /** Key of the last line posted under the card. */
    noticed: text(),
    /**
     * `live`; `lost`: gone from Slack and nothing left to do; `unreachable`: the reader cannot be written to; `held`: the reader is
     * outside of the pilot, or of their working hours where the card is unasked; `ended`: something newer took its place, so its message was
     * deleted or has said its last.
     */
    state: text().$type<'live' | 'lost' | 'unreachable' | 'held' | 'ended'>().notNull().default('live'),
    /** Slack's code for why the reader cannot be written to. */
    trouble: text(),
    /** Since when this reader cannot be written to: of all their cards the same. */
    troubleAt: timestamp('trouble_at', { withTimezone: true, precision: 3 }),
    /** When the last post was begun: its message is not looked for further back. */
    begunAt: timestamp('begun_at', { withTimezone: true, precision: 3 }),
    /** The reader still has something to do here, as far as the card says. */
    open: boolean().notNull().default(true),
    /** When the message was last posted, edited or looked for. */
    lookedAt: timestamp('looked_at', { withTimezone: true, precision: 3 }),
  },
  (t) => [
    uniqueIndex('card_once').on(t.tenant, t.kind, t.reader, t.occasion),
    index('card_message').on(t.tenant, t.channel, t.ts),
    index('card_look')
      .on(t.tenant, t.lookedAt)
      .where(sql`${t.state} = 'live' and ${t.open} and ${t.ts} is not null`),
    index('card_held').on(t.tenant, t.reader).where(sql`${t.state} = 'held'`),
    index('card_unreachable').on(t.tenant, t.reader).where(sql`${t.state} = 'unreachable'`),
  ],
);

/** By whose change a card goes stale. */
export const cardShowsTable = pgTable(
  'card_shows',
  {
    tenant: text().notNull(),
    cardId: text('card_id').notNull(),
    subject: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.cardId, t.subject] }),
    index('card_shows_subject').on(t.tenant, t.subject),
  ],
);
