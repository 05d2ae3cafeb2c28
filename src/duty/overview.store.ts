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
  /** `yyyy-MM-dd`. */
  plannedOn: string;
  dueAt: Date;
  lateAt: Date;
  /** Of the office whose days it goes by. */
  tz: string;
};

/** What waits by now: due later this week, past its day and still in time by its tolerance, late. */
export type WaitingCounts = { due: number; within: number; late: number };

export type Standing = WaitingCounts & { key: string; open: number; fell: number; inTime: number };

/** How what fell due was done: `fell` counts what was done, is late or was missed; `medianLate` is of what was done late, in working minutes. */
export type Punctuality = { fell: number; missed: number; inTime: number; medianLate: number | null };

const waiting = "o.state in ('open', 'returned')";

function of(tx: Tx, whose: Whose) {
  return whose === null ? tx.sql`` : tx.sql`and o.owner = any(${[...whose]})`;
}

/** What waits and is not late, due before `until`; or what is late by now; the longest due first. */
export async function waitingItems(
  tx: Tx,
  tenant: string,
  which: { whose: Whose; now: Date; limit: number; offset: number } & ({ until: Date } | { late: true }),
): Promise<OverviewItem[]> {
  const { whose, now, limit, offset } = which;
  return tx.sql<OverviewItem[]>`
    select o.id as occurrence, o.duty, d.title_en as "titleEn", d.title_zh as "titleZh", o.owner, o.planned_on::text as "plannedOn",
      o.due_at as "dueAt", o.late_at as "lateAt", d.office ->> 'tz' as tz
    from duty_occurrence o join duty d on d.id = o.duty
    where o.tenant = ${tenant} and ${tx.sql.unsafe(waiting)} ${of(tx, whose)} and
      ${'until' in which ? tx.sql`o.due_at < ${which.until} and o.late_at > ${now}` : tx.sql`o.late_at <= ${now}`}
    order by o.due_at, o.id limit ${limit} offset ${offset}`;
}

export async function waitingCounts(
  tx: Tx,
  tenant: string,
  { whose, now, until }: { whose: Whose; now: Date; until: Date },
): Promise<WaitingCounts> {
  const [row] = await tx.sql<WaitingCounts[]>`
    select ${counted(tx, now, until)} from duty_occurrence o
    where o.tenant = ${tenant} and ${tx.sql.unsafe(waiting)} ${of(tx, whose)} and o.due_at < ${until}`;
  return row ?? { due: 0, within: 0, late: 0 };
}

function counted(tx: Tx, now: Date, until: Date) {
  const some = tx.sql.unsafe(waiting);
  return tx.sql`
    count(*) filter (where ${some} and o.due_at > ${now} and o.due_at < ${until})::int as due,
    count(*) filter (where ${some} and o.due_at <= ${now} and o.late_at > ${now})::int as within,
    count(*) filter (where ${some} and o.late_at <= ${now})::int as late`;
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
      coalesce(d.owner, first.owner) as owner, first.planned_on::text as "plannedOn", first.due_at as "dueAt", first.late_at as "lateAt",
      d.office ->> 'tz' as tz, count(*) over ()::int as total
    from duty d join lateral (
      select o.id, o.owner, o.planned_on, o.due_at, o.late_at from duty_occurrence o where o.duty = d.id and o.late_at <= ${now}
      order by o.planned_on limit 1) first on true
    where d.tenant = ${tenant} and d.state = 'active' ${mine}
      and not exists (select 1 from duty_occurrence o where o.duty = d.id and o.state in ('done', 'submitted'))
    order by first.due_at, d.id limit ${limit} offset ${offset}`;
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/**
 * How it stands by owner, chapter of the programme or office: what waits, what is open; and of what fell due in the last year, how much
 * was done in time. A duty that is evidence for several chapters counts in each of them.
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
      ${counted(tx, now, until)},
      count(*) filter (where ${tx.sql.unsafe(waiting)})::int as open,
      count(*) filter (where ${fell(tx, now)})::int as fell,
      count(*) filter (where o.state in ('done', 'submitted') and o.late_minutes = 0)::int as "inTime"
    from duty_occurrence o join duty d on d.id = o.duty ${each}
    where o.tenant = ${tenant} and (o.planned_on >= ${since} or ${tx.sql.unsafe(waiting)}) ${of(tx, whose)}
    group by 1 order by late desc, within desc, due desc, open desc, 1`;
}

/** Done, or late, or missed by now: what was left out on purpose and what is still in time say nothing of punctuality. */
function fell(tx: Tx, now: Date) {
  return tx.sql`(o.state in ('done', 'submitted', 'missed') or (${tx.sql.unsafe(waiting)} and o.late_at <= ${now}))`;
}

/** Of what was planned since a day and fell due. */
export async function punctuality(
  tx: Tx,
  tenant: string,
  { whose, since, now }: { whose: Whose; since: string; now: Date },
): Promise<Punctuality> {
  const [row] = await tx.sql<Punctuality[]>`
    select count(*)::int as fell, count(*) filter (where o.state = 'missed')::int as missed,
      count(*) filter (where o.state in ('done', 'submitted') and o.late_minutes = 0)::int as "inTime",
      percentile_cont(0.5) within group (order by o.late_minutes) filter (where o.state in ('done', 'submitted') and o.late_minutes > 0) as "medianLate"
    from duty_occurrence o
    where o.tenant = ${tenant} and ${fell(tx, now)} and o.planned_on >= ${since} ${of(tx, whose)}`;
  return row ?? { fell: 0, missed: 0, inTime: 0, medianLate: null };
}

/** A day of a year: how many times it had, and how they went. `within`: past their day and in time; `ahead`: not due yet. */
export type DayCount = {
  day: string;
  count: number;
  late: number;
  doneLate: number;
  within: number;
  ahead: number;
};

export async function daysOfYear(
  tx: Tx,
  tenant: string,
  which: { whose: Whose; year: number; now: Date },
): Promise<DayCount[]> {
  const { whose, year, now } = which;
  const some = tx.sql.unsafe(waiting);
  return tx.sql<DayCount[]>`
    select o.planned_on::text as day, count(*)::int as count,
      count(*) filter (where o.state = 'missed' or (${some} and o.late_at <= ${now}))::int as late,
      count(*) filter (where o.state in ('done', 'submitted') and o.late_minutes > 0)::int as "doneLate",
      count(*) filter (where ${some} and o.due_at <= ${now} and o.late_at > ${now})::int as within,
      count(*) filter (where ${some} and o.due_at > ${now})::int as ahead
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
