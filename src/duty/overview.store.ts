import type { Tx } from '../database/connection.ts';

/** Whose duties: everybody's (null), or those of some people. */
export type Whose = readonly string[] | null;

/** One time of a duty, in a list. */
export type OverviewItem = {
  occurrence: string;
  duty: string;
  titleEn: string;
  titleZh: string;
  owner: string;
  dueAt: Date;
  late: boolean;
};

export type Standing = { key: string; due: number; late: number; open: number; done: number; inTime: number };

/** How done duties were done: `medianLate` is of those that were late, in working minutes. */
export type Punctuality = { done: number; inTime: number; medianLate: number | null };

const waiting = "o.state in ('open', 'returned')";

function of(tx: Tx, whose: Whose) {
  return whose === null ? tx.sql`` : tx.sql`and o.owner = any(${[...whose]})`;
}

/** What waits, falls due before `until` and is not late yet, or what is late by now; the longest due first. */
export async function waitingItems(
  tx: Tx,
  tenant: string,
  which: { whose: Whose; now: Date; until?: Date; late?: boolean; limit: number; offset: number },
): Promise<{ rows: OverviewItem[]; total: number }> {
  const { whose, now, until, late, limit, offset } = which;
  const rows = await tx.sql<(OverviewItem & { total: number })[]>`
    select o.id as occurrence, o.duty, d.title_en as "titleEn", d.title_zh as "titleZh", o.owner, o.due_at as "dueAt",
      o.late_at <= ${now} as late, count(*) over ()::int as total
    from duty_occurrence o join duty d on d.id = o.duty
    where o.tenant = ${tenant} and ${tx.sql.unsafe(waiting)} ${of(tx, whose)}
      ${until ? tx.sql`and o.due_at < ${until} and o.late_at > ${now}` : tx.sql``} ${late ? tx.sql`and o.late_at <= ${now}` : tx.sql``}
    order by o.due_at, o.id limit ${limit} offset ${offset}`;
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** Active duties that were due at least once and were never done, the oldest first. */
export async function neverDone(
  tx: Tx,
  tenant: string,
  which: { whose: Whose; now: Date; limit: number; offset: number },
): Promise<{ rows: OverviewItem[]; total: number }> {
  const { whose, now, limit, offset } = which;
  const mine = whose === null ? tx.sql`` : tx.sql`and d.owner = any(${[...whose]})`;
  const rows = await tx.sql<(OverviewItem & { total: number })[]>`
    select first.id as occurrence, d.id as duty, d.title_en as "titleEn", d.title_zh as "titleZh",
      coalesce(d.owner, first.owner) as owner, first.due_at as "dueAt", true as late, count(*) over ()::int as total
    from duty d join lateral (
      select o.id, o.owner, o.due_at from duty_occurrence o where o.duty = d.id and o.late_at <= ${now}
      order by o.planned_on limit 1) first on true
    where d.tenant = ${tenant} and d.state = 'active' ${mine}
      and not exists (select 1 from duty_occurrence o where o.duty = d.id and o.state in ('done', 'submitted'))
    order by first.due_at, d.id limit ${limit} offset ${offset}`;
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/**
 * How it stands by owner, chapter of the programme or office: due this week, late, open; and of what was planned in the last year, how much
 * was done, and in time. A duty that is evidence for several chapters counts in each of them.
 */
export async function standings(
  tx: Tx,
  tenant: string,
  by: 'owner' | 'chapter' | 'office',
  which: { whose: Whose; now: Date; until: Date; since: string },
): Promise<Standing[]> {
  const { whose, now, until, since } = which;
  const key = {
    owner: tx.sql`o.owner`,
    chapter: tx.sql`split_part(c.control, '.', 1)`,
    office: tx.sql`d.office ->> 'tz'`,
  }[by];
  const each =
    by === 'chapter'
      ? tx.sql`cross join lateral (select distinct split_part(value, '.', 1) as control from jsonb_array_elements_text(d.controls)) c`
      : tx.sql``;
  return tx.sql<Standing[]>`
    select ${key} as key,
      count(*) filter (where ${tx.sql.unsafe(waiting)} and o.due_at < ${until} and o.late_at > ${now})::int as due,
      count(*) filter (where ${tx.sql.unsafe(waiting)} and o.late_at <= ${now})::int as late,
      count(*) filter (where ${tx.sql.unsafe(waiting)})::int as open,
      count(*) filter (where o.state in ('done', 'submitted'))::int as done,
      count(*) filter (where o.state in ('done', 'submitted') and o.late_minutes = 0)::int as "inTime"
    from duty_occurrence o join duty d on d.id = o.duty ${each}
    where o.tenant = ${tenant} and (o.planned_on >= ${since} or ${tx.sql.unsafe(waiting)}) ${of(tx, whose)}
    group by 1 order by late desc, due desc, open desc, 1`;
}

/** Of what was planned since a day and is done. */
export async function punctuality(
  tx: Tx,
  tenant: string,
  which: { whose: Whose; since: string },
): Promise<Punctuality> {
  const [row] = await tx.sql<Punctuality[]>`
    select count(*)::int as done, count(*) filter (where o.late_minutes = 0)::int as "inTime",
      percentile_cont(0.5) within group (order by o.late_minutes) filter (where o.late_minutes > 0) as "medianLate"
    from duty_occurrence o
    where o.tenant = ${tenant} and o.state in ('done', 'submitted') and o.planned_on >= ${which.since} ${of(tx, which.whose)}`;
  return row ?? { done: 0, inTime: 0, medianLate: null };
}

/** How many times each day of a year had, and how they went. */
export async function daysOfYear(
  tx: Tx,
  tenant: string,
  which: { whose: Whose; year: number; now: Date },
): Promise<{ day: string; count: number; late: number; doneLate: number; open: number }[]> {
  const { whose, year, now } = which;
  return tx.sql<{ day: string; count: number; late: number; doneLate: number; open: number }[]>`
    select o.planned_on::text as day, count(*)::int as count,
      count(*) filter (where o.state = 'missed' or (${tx.sql.unsafe(waiting)} and o.late_at <= ${now}))::int as late,
      count(*) filter (where o.state in ('done', 'submitted') and o.late_minutes > 0)::int as "doneLate",
      count(*) filter (where ${tx.sql.unsafe(waiting)} and o.late_at > ${now})::int as open
    from duty_occurrence o
    where o.tenant = ${tenant} and o.planned_on between ${`${year}-01-01`} and ${`${year}-12-31`} and o.state <> 'skipped'
      ${of(tx, whose)}
    group by 1`;
}

/** Who reports to somebody. */
export async function reportsOf(tx: Tx, tenant: string, manager: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from member where tenant = ${tenant} and manager = ${manager} and left_at is null and standing = 'member' order by id`;
  return rows.map(({ id }) => id);
}
