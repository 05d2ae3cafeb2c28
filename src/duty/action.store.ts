import type { Tx } from '../database/connection.ts';
import { openRows, sealRow } from '../vault/sealed.ts';
import { effectSealed } from './action.table.ts';
import type { Effect } from './action.ts';
import { dutiesById } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import type { Duty } from './duty.ts';
import type { Occurrence } from './occurrence.ts';

type Row = {
  duty: string;
  state: Effect['state'];
  done_by: string;
  done_at: Date;
  by: string;
  due_at: Date;
  note: string | null;
  judged_by: string | null;
  judged_at: Date | null;
  next: string | null;
};

export async function effectsOf(
  tx: Tx,
  tenant: string,
  duties: readonly string[],
): Promise<Map<string, Effect>> {
  if (duties.length === 0) return new Map();
  const rows = await tx.sql<Row[]>`
    select duty, state, done_by, done_at, "by", due_at, note, judged_by, judged_at, next from duty_effect
    where tenant = ${tenant} and duty = any(${[...duties]})`;
  const opened = await openRows(tx, tenant, effectSealed, rows);
  return new Map(
    opened.map(({ done_by, done_at, due_at, judged_by, judged_at, ...rest }) => [
      rest.duty,
      { ...rest, doneBy: done_by, doneAt: done_at, dueAt: due_at, judgedBy: judged_by, judgedAt: judged_at },
    ]),
  );
}

export async function effectOf(tx: Tx, tenant: string, duty: string): Promise<Effect | undefined> {
  return (await effectsOf(tx, tenant, [duty])).get(duty);
}

export async function saveEffect(tx: Tx, tenant: string, effect: Effect): Promise<void> {
  const row = await sealRow(tx, tenant, effectSealed, dutyHolder, {
    ...{ duty: effect.duty, tenant, state: effect.state, done_by: effect.doneBy, done_at: effect.doneAt },
    ...{ by: effect.by, due_at: effect.dueAt, note: effect.note },
    ...{ judged_by: effect.judgedBy, judged_at: effect.judgedAt, next: effect.next },
  });
  const { duty: _duty, tenant: _tenant, ...set } = row;
  await tx.sql`insert into duty_effect ${tx.sql(row)} on conflict (duty) do update set ${tx.sql(set)}`;
}

export async function dropEffectOf(tx: Tx, tenant: string, duty: string): Promise<void> {
  await tx.sql`delete from duty_effect where tenant = ${tenant} and duty = ${duty} and state = 'waiting'`;
}

/** Which corrective actions: still to be done, done and to be looked at, or over. */
export const actionLists = ['open', 'check', 'closed'] as const;
export type ActionList = (typeof actionLists)[number];

/** A corrective action with its one time and the look at it. */
export type ActionRow = {
  duty: Duty;
  occurrence: Pick<Occurrence, 'id' | 'state' | 'dueAt' | 'lateAt' | 'owner' | 'plannedOn'> | undefined;
  effect: Effect | undefined;
};

export type ActionCounts = { open: number; late: number; check: number; closed: number };

/** In which list an action stands, over `duty d`, its occurrence `o` and its effect `e`. */
const listOf = `case
  when o.state = 'done' and e.state = 'waiting' then 'check'
  when o.state in ('open', 'returned', 'submitted') or (o.state is null and d.state <> 'retired') then 'open'
  else 'closed' end`;

const joined = `duty d
  left join lateral (select id, state, due_at, late_at, owner, planned_on from duty_occurrence
    where duty = d.id order by planned_on desc, id desc limit 1) o on true
  left join duty_effect e on e.duty = d.id`;

/** A page of corrective actions, what is due first before what is due later, and how many there are of each kind. `person`: theirs alone. */
export async function actionsOf(
  tx: Tx,
  tenant: string,
  which: {
    list: ActionList;
    person?: string | undefined;
    found?: string;
    now: Date;
    limit: number;
    offset: number;
  },
): Promise<{ rows: ActionRow[]; counts: ActionCounts }> {
  const { list, person, found, now, limit, offset } = which;
  const mine =
    person === undefined
      ? tx.sql``
      : tx.sql`and (coalesce(o.owner, d.owner) = ${person} or e."by" = ${person})`;
  const from = found === undefined ? tx.sql`` : tx.sql`and d.action ->> 'found' = ${found}`;
  const of = tx.sql`${tx.sql.unsafe(joined)} where d.tenant = ${tenant} and d.kind = 'action' ${mine} ${from}`;
  type Found = {
    id: string;
    occurrence: string | null;
    state: Occurrence['state'];
    due_at: Date;
    late_at: Date;
    owner: string;
    planned_on: string;
  };
  const [found_, [counted]] = await Promise.all([
    tx.sql<Found[]>`
      select d.id, o.id as occurrence, o.state, o.due_at, o.late_at, o.owner, o.planned_on from ${of}
        and ${tx.sql.unsafe(listOf)} = ${list}
      order by ${list === 'closed' ? tx.sql`o.due_at desc nulls last` : tx.sql`coalesce(e.due_at, o.due_at) nulls last`}, d.id
      limit ${limit} offset ${offset}`,
    tx.sql<Omit<ActionCounts, never>[]>`
      select count(*) filter (where l = 'open')::int as open, count(*) filter (where l = 'open' and late_at <= ${now})::int as late,
        count(*) filter (where l = 'check')::int as check, count(*) filter (where l = 'closed')::int as closed
      from (select ${tx.sql.unsafe(listOf)} as l, o.late_at from ${of}) x`,
  ]);
  const ids = found_.map(({ id }) => id);
  const [duties, effects] = await Promise.all([dutiesById(tx, tenant, ids), effectsOf(tx, tenant, ids)]);
  const rows = found_.flatMap((row): ActionRow[] => {
    const duty = duties.get(row.id);
    const occurrence = row.occurrence
      ? {
          id: row.occurrence,
          state: row.state,
          dueAt: row.due_at,
          lateAt: row.late_at,
          owner: row.owner,
          plannedOn: row.planned_on,
        }
      : undefined;
    return duty ? [{ duty, occurrence, effect: effects.get(row.id) }] : [];
  });
  return { rows, counts: counted ?? { open: 0, late: 0, check: 0, closed: 0 } };
}
