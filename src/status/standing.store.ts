import type { Tx } from '../database/connection.ts';

/** Events that wait for their leaf, of all workspaces: the log is one. */
export async function unloggedEvents(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`select count(*)::int as count from log_pending`;
  return row?.count ?? 0;
}
