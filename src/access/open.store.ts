import type { Tx } from '../database/connection.ts';

/** Requests that wait for a decision: how many, since when the oldest, and the ids of the oldest twenty. */
export async function waitingNow(
  tx: Tx,
  tenant: string,
  now: Date,
): Promise<{ count: number; since: Date | null; ids: string[] }> {
  const rows = await tx.sql<{ id: string; since: Date; count: number }[]>`
    select id, coalesce(reopened_at, created_at) as since, count(*) over ()::int as count from access_request
    where tenant = ${tenant} and state = 'pending' and lapses_at > ${now}
    order by 2, id limit 20`;
  return { count: rows[0]?.count ?? 0, since: rows[0]?.since ?? null, ids: rows.map(({ id }) => id) };
}

/** Data sets in use whose owner has left. */
export async function ownerless(
  tx: Tx,
  tenant: string,
): Promise<{ id: string; name_en: string; name_zh: string }[]> {
  return tx.sql<{ id: string; name_en: string; name_zh: string }[]>`
    select d.id, d.name_en, d.name_zh from data_set d join member m on m.tenant = d.tenant and m.id = d.owner
    where d.tenant = ${tenant} and d.retired_at is null and m.left_at is not null order by d.id limit 20`;
}
