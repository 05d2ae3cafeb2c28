import type { Tx } from '../database/connection.ts';

/** Ids of duties that are in use and whose owner, deputy, checker or who waits with one of their occurrences is an employee no more. */
export async function dutiesOfLeavers(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    with gone as materialized (
      select id from member where tenant = ${tenant} and (left_at is not null or standing <> 'member'))
    select d.id from duty d
      where d.tenant = ${tenant} and d.state <> 'retired' and (d.owner in (select id from gone)
        or d.deputy in (select id from gone) or d.checker in (select id from gone)
        or (d.kind = 'meeting' and d.participants ?| array(select id from gone)))
    union
    select o.duty from duty_occurrence o
      where o.tenant = ${tenant} and o.state in ('open', 'returned', 'submitted') and o.state <> 'submitted'
        and o.owner in (select id from gone)
    union
    select d.id from duty d where d.tenant = ${tenant} and d.owner is null and d.state <> 'retired'
    limit ${limit}`;
  return rows.map((row) => row.id);
}

/** A duty in which somebody who left had a part that nobody has decided on since. */
export type LeftDuty = { id: string; part: 'owner' | 'deputy' | 'checker' };

/**
 * The parts that somebody who left at `since` had in duties: what they owned until somebody keeps it or is given it; what they stood in for
 * or checked until the rule is changed by hand.
 */
export async function leftDuties(
  tx: Tx,
  { tenant, person, since }: { tenant: string; person: string; since: Date },
): Promise<LeftDuty[]> {
  const rows = await tx.sql<LeftDuty[]>`
    with lost as materialized (
      select subject, at, data_json ->> 'deputyFrom' = ${person} as deputy, data_json ->> 'checkerFrom' = ${person} as checker
      from event e where tenant = ${tenant} and type = 'duty.changed' and at >= ${since} and data_json ->> 'why' = 'left'
        and (data_json ->> 'deputyFrom' = ${person} or data_json ->> 'checkerFrom' = ${person})
        and not exists (select 1 from event later where later.tenant = e.tenant and later.subject = e.subject
          and later.type = 'duty.changed' and later.at > e.at and later.data_json ->> 'by' is not null))
    select d.id, found.part from duty d cross join lateral (
      select 'owner' as part where d.owner = ${person} or d.left_by = ${person}
      union all select 'deputy' where d.deputy = ${person}
        or (d.deputy is null and exists (select 1 from lost where subject = d.id and deputy))
      union all select 'checker' where d.checker = ${person} or exists (select 1 from lost where subject = d.id and checker)
    ) found where d.tenant = ${tenant} and d.state <> 'retired' order by d.added_at, d.id, found.part`;
  return [...rows];
}
