import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { AnchorFault } from './anchor.ts';

/** Places that take no checkpoint until somebody mends them, and since when. */
export const anchorTroubleTable = pgTable(
  'anchor_trouble',
  {
    tenant: text().notNull(),
    place: text().notNull(),
    fault: text().$type<AnchorFault>().notNull(),
    since: timestamp({ withTimezone: true, precision: 3 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.place] })],
);
