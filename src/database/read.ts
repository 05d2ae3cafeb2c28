import type { Database, Tx } from './connection.ts';
import { connectionIsGone, transaction } from './transaction.ts';

/** How often a read is asked again when the connection died under it: a restarted database should cost nobody a sentence. */
const attempts = 3;

/**
 * The read door: `work` sees one tenant's rows as of one moment, however many statements it asks, and cannot write. The
 * tenant is also told to the database (`shoumi.tenant`) for as long as the transaction lasts.
 */
export async function read<T>(database: Database, tenant: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(database.sql, 'repeatable read read only', async (sql) => {
        // Sent ahead of the first statement of `work` on the same connection, not waited for: no round trip of its own.
        const told = sql`select set_config('shoumi.tenant', ${tenant}, true)`.execute();
        const result = await work(database.within(sql));
        await told;
        return result;
      });
    } catch (error) {
      if (attempt >= attempts || !connectionIsGone(error)) throw error;
    }
  }
}
