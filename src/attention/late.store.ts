import type { Tx } from '../database/connection.ts';
import { columns, type OwedState } from './owed.store.ts';

/** What of somebody's is late and has come to this holder of a rung; the longest late first. */
export async function lateOf(
  tx: Tx,
  tenant: string,
  { holder, person }: { holder: string; person: string },
  page: { limit: number; offset: number },
): Promise<{ rows: OwedState[]; total: number }> {
  const [rows, [count]] = await Promise.all([
    tx.sql<OwedState[]>`
      select ${columns(tx)} from owed where tenant = ${tenant} and risen_to = ${holder} and person = ${person}
      order by deadline, id limit ${page.limit} offset ${page.offset}`,
    tx.sql<{ total: number }[]>`
      select count(*)::int as total from owed where tenant = ${tenant} and risen_to = ${holder} and person = ${person}`,
  ]);
  return { rows: rows.map((row) => ({ ...row })), total: count?.total ?? 0 };
}
