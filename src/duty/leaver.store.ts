import type { Tx } from '../database/connection.ts';

/**
 * Ids of duties in which somebody has a part who is an employee no more: of those in use the owner, deputy, checker, participants, who is to
 * judge an action, and whom one of their times waits for; of those that ended, the checker of what was handed in before.
 */
export async function dutiesOfLeavers(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    with gone as materialized (
      select id from member where tenant = ${tenant} and (left_at is not null or standing <> 'member'))
    select d.id from duty d
      where d.tenant = ${tenant} and d.state <> 'retired' and (d.owner in (select id from gone)
        or d.deputy in (select id from gone) or d.checker in (select id from gone)
        or (d.kind = 'meeting' and d.participants ?| array(select id from gone))
        or (d.kind = 'action' and d.action ->> 'effectiveBy' in (select id from gone)))
    union
    select o.duty from duty_occurrence o
      where o.tenant = ${tenant} and o.state in ('open', 'returned', 'submitted') and o.state <> 'submitted'
        and o.owner in (select id from gone)
    union
    select o.duty from duty_occurrence o join duty d on d.id = o.duty
      where o.tenant = ${tenant} and o.state in ('open', 'returned', 'submitted') and o.state = 'submitted'
        and d.checker in (select id from gone)
    union
    select d.id from duty d where d.tenant = ${tenant} and d.owner is null and d.state <> 'retired'
    limit ${limit}`;
  return rows.map((row) => row.id);
}

/** A duty in which somebody who left had a part that nobody has decided on since. */
export type LeftDuty = { id: string; part: 'owner' | 'deputy' | 'checker' | 'judge' };

/**
 * The parts that somebody who left at `since` had in duties: what they owned until somebody keeps it or is given it; what they stood in for
 * or checked until the rule is changed by hand; what they are to judge, where nobody else can.
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
          and later.type = 'duty.changed' and later.at > e.at and later.data_json ->> 'by' is not null)),
    found as (
      select d.id, part.part from duty d cross join lateral (
        select 'owner' as part where d.owner = ${person} or d.left_by = ${person}
        union all select 'deputy' where d.deputy = ${person}
          or (d.deputy is null and exists (select 1 from lost where subject = d.id and deputy))
        union all select 'checker' where d.checker = ${person} or exists (select 1 from lost where subject = d.id and checker)
        union all select 'judge' where d.action ->> 'effectiveBy' = ${person}
      ) part where d.tenant = ${tenant} and d.state <> 'retired'
      union all
      select d.id, 'checker' from duty d where d.tenant = ${tenant} and d.state = 'retired' and d.checker = ${person}
        and exists (select 1 from duty_occurrence o where o.duty = d.id and o.state in ('open', 'returned', 'submitted') and o.state = 'submitted')
      union all
      select e.duty, 'judge' from duty_effect e where e.tenant = ${tenant} and e.state = 'waiting' and e."by" = ${person})
    select f.id, f.part from found f join duty d on d.id = f.id order by d.added_at, f.id, f.part`;
  return [...rows];
}
