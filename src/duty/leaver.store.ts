import type { Tx } from '../database/connection.ts';

/** Ids of duties that are in use and whose owner, deputy, checker or who waits with one of their occurrences is an employee no more. */
export async function dutiesOfLeavers(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    with gone as materialized (
      select id from member where tenant = ${tenant} and (left_at is not null or standing <> 'member'))
    select d.id from duty d
      where d.tenant = ${tenant} and d.state <> 'retired' and (d.owner in (select id from gone)
        or d.deputy in (select id from gone) or d.checker in (select id from gone))
    union
    select o.duty from duty_occurrence o
      where o.tenant = ${tenant} and o.state in ('open', 'returned', 'submitted') and o.state <> 'submitted'
        and o.owner in (select id from gone)
    union
    select d.id from duty d where d.tenant = ${tenant} and d.owner is null and d.state <> 'retired'
    limit ${limit}`;
  return rows.map((row) => row.id);
}
