import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** The workspaces this house was let into. The token is sealed. */
export const installationTable = pgTable('slack_installation', {
  tenant: text().primaryKey(),
  team: text().notNull(),
  botId: text('bot_id').notNull(),
  botUser: text('bot_user').notNull(),
  /** Sealed. */
  token: text().notNull(),
  at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
});
