import type { Tx } from '../database/connection.ts';

/** Ids of duties that are in use and whose owner, deputy, checker or who waits with one of their occurrences is an employee no more. */
export async function dutiesOfLeavers(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    with gone as materialized (
      select id from member where tenant = ${tenant} and (left_at is not null or standing <> 'member'))
    select d.id from duty d join gone on gone.id in (d.owner, d.deputy, d.checker)
      where d.tenant = ${tenant} and d.state <> 'retired'
    union
    select o.duty from duty_occurrence o join gone on gone.id = o.owner
      where o.tenant = ${tenant} and o.state in ('open', 'returned')
    union
    select d.id from duty d where d.tenant = ${tenant} and d.owner is null and d.state <> 'retired'
    limit ${limit}`;
  return rows.map((row) => row.id);
}
