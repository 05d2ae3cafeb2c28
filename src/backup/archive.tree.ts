import type { Tx } from '../database/connection.ts';
import { emptyFrontier, frontierRoot, grow } from '../ledger/frontier.ts';

/**
 * Size and root (hex) of the log as the transaction sees it, from the leaves alone: a log with a fault elsewhere is backed up as well. A
 * database from before there was a log has an empty one.
 */
export async function treeHead(tx: Tx): Promise<{ size: number; root: string }> {
  const [table] =
    await tx.sql`select 1 from pg_tables where schemaname = 'public' and tablename = 'log_leaf'`;
  const frontier = emptyFrontier();
  if (table) {
    const leaves = tx.sql<{ hash: Uint8Array }[]>`select hash from log_leaf order by index`.cursor(10_000);
    for await (const rows of leaves) for (const { hash } of rows) grow(frontier, hash);
  }
  return { size: frontier.size, root: Buffer.from(frontierRoot(frontier)).toString('hex') };
}
