import type { Tx } from '../database/connection.ts';
import { actionsOf } from './action.store.ts';
import { dutiesById } from './duty.store.ts';
import type { Duty } from './duty.ts';

/** Something late: whose, since when, and of which duty. */
export type LateRow = { occurrence: string; duty: Duty; owner: string; dueAt: Date };

/** What stands open among the duties, for an agenda: the longest late first, at most `limit` by name. */
export type OpenDuties = {
  late: { count: number; rows: readonly LateRow[] };
  actionsLate: { count: number; rows: readonly LateRow[] };
  submitted: number;
  orphans: number;
  effects: number;
};

type Found = { id: string; duty: string; owner: string; due_at: Date; count: number };

export async function openDuties(tx: Tx, tenant: string, now: Date, limit: number): Promise<OpenDuties> {
  const late = (actions: boolean) => tx.sql<Found[]>`
    select o.id, o.duty, o.owner, o.due_at, count(*) over ()::int as count
    from duty_occurrence o join duty d on d.id = o.duty
    where o.tenant = ${tenant} and o.state in ('open', 'returned') and o.late_at <= ${now}
      and (d.kind = 'action') = ${actions}
    order by o.due_at, o.id limit ${limit}`;
  const [duties, corrective, [counts], { counts: ofActions }] = await Promise.all([
    late(false),
    late(true),
    tx.sql<{ submitted: number; orphans: number }[]>`
      select
        (select count(*)::int from duty_occurrence where tenant = ${tenant} and state = 'submitted') as submitted,
        (select count(*)::int from duty where tenant = ${tenant} and state <> 'retired' and (owner is null or left_by is not null)) as orphans`,
    actionsOf(tx, tenant, { list: 'check', now, limit: 0, offset: 0 }),
  ]);
  const of = await dutiesById(
    tx,
    tenant,
    [...duties, ...corrective].map(({ duty }) => duty),
  );
  const rows = (found: readonly Found[]) => ({
    count: found[0]?.count ?? 0,
    rows: found.flatMap(({ id, duty, owner, due_at }): LateRow[] => {
      const rule = of.get(duty);
      return rule ? [{ occurrence: id, duty: rule, owner, dueAt: due_at }] : [];
    }),
  });
  return {
    late: rows(duties),
    actionsLate: rows(corrective),
    submitted: counts?.submitted ?? 0,
    orphans: counts?.orphans ?? 0,
    effects: ofActions.check,
  };
}

/** The time of each meeting that waits to be held, or the next planned day; meetings in the order of their days. */
export async function meetingsOf(
  tx: Tx,
  tenant: string,
  limit: number,
): Promise<{ duty: string; occurrence: string | null; on: string | null }[]> {
  return tx.sql<{ duty: string; occurrence: string | null; on: string | null }[]>`
    select d.id as duty, o.id as occurrence, coalesce(o.planned_on, d.next_on)::text as "on" from duty d
    left join lateral (select id, planned_on from duty_occurrence
      where duty = d.id and state in ('open', 'returned') order by planned_on limit 1) o on true
    where d.tenant = ${tenant} and d.kind = 'meeting' and d.state <> 'retired' and d.owner is not null
    order by 3 nulls last, d.id limit ${limit}`;
}
