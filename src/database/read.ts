import { type Database, type Tx, within } from './connection.ts';

/**
 * The read door: `work` sees one tenant's rows as of one moment, however many statements it asks, and cannot write. The
 * tenant is also told to the database (`shoumi.tenant`) for as long as the transaction lasts.
 */
export function read<T>(database: Database, tenant: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.sql.begin('isolation level repeatable read read only', async (sql) => {
    // Sent ahead of the first statement of `work` on the same connection, not waited for: no round trip of its own.
    const told = sql`select set_config('shoumi.tenant', ${tenant}, true)`.execute();
    const result = await work(within(sql));
    await told;
    return result;
  }) as Promise<T>;
}
