import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Digest } from './digest.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** What somebody was told on a day, all in one: a message is a view of such a row. */
export const digestTable = pgTable(
  'digest',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    person: text().notNull(),
    /** `yyyy-MM-dd` in the person's zone of then. */
    day: text().notNull(),
    occasion: text().$type<Digest['occasion']>().notNull(),
    /** Of a return the beginning of the absence, of a leave the next working day. */
    from: moment('from_at'),
    until: moment('until_at'),
    /** Ids of what was owed, in the order in which it is said. */
    items: text().array().notNull(),
    madeAt: moment('made_at').notNull(),
  },
  (t) => [
    uniqueIndex('digest_once').on(t.tenant, t.person, t.day),
    index('digest_made').on(t.tenant, t.madeAt),
  ],
);

/** Whose turn to be spoken to comes when, and what they have heard today. One row per person who is owed anything. */
export const turnTable = pgTable(
  'attention_turn',
  {
    tenant: text().notNull(),
    person: text().notNull(),
    /** When to look whether there is a digest to be made; null: not before something new is owed. */
    lookAt: moment('look_at'),
    /** The last day of a digest. */
    digestDay: text('digest_day'),
    /** The day that `said` counts. */
    day: text(),
    /** Unasked messages of that day. */
    said: integer().notNull().default(0),
    /** When Slack was last asked for their do-not-disturb. */
    dndAt: moment('dnd_at').notNull().default(sql`'epoch'`),
    /** Id of the absence they are back from and have not been told about. */
    returned: text(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.person] }),
    index('attention_turn_due').on(t.tenant, t.lookAt, t.dndAt),
  ],
);
