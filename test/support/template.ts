import { prepareDatabase } from '../../src/bot.ts';

/** Fills the database that every test's own is a copy of: tables and work queues. */
export async function prepareTemplate(url: string): Promise<void> {
  await prepareDatabase(url);
}
