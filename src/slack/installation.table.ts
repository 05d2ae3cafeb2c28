import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { sealedColumns } from '../vault/sealed.ts';

/** The workspaces this house was let into. */
export const installationTable = pgTable('slack_installation', {
  tenant: text().primaryKey(),
  team: text().notNull(),
  botId: text('bot_id').notNull(),
  botUser: text('bot_user').notNull(),
  /** Sealed. */
  token: text().notNull(),
  at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
});

/** The holder of the tokens that open a workspace. */
export const installations = 'class:installation';

export const installationSealed = sealedColumns(installationTable, [installationTable.token], {
  holder: `'${installations}'`,
});
