import type { Tx } from '../database/connection.ts';
import { openRows, sealRow } from '../vault/sealed.ts';
import type { Page, Paged } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import type { Ask, Evidence } from './evidence.ts';
import { figureOf } from './meeting.ts';
import { occurrenceSealed } from './occurrence.table.ts';
import type { Occurrence } from './occurrence.ts';

type Row = {
  id: string;
  duty: string;
  planned_on: string;
  about: string | null;
  opens_at: Date;
  due_at: Date;
  late_at: Date;
  owner: string;
  state: Occurrence['state'];
  evidence: string | null;
  evidence_on: string | null;
  done_at: Date | null;
  done_by: string | null;
  checked_at: Date | null;
  checked_by: string | null;
  note: string | null;
  flagged: Occurrence['flagged'];
  late_minutes: number;
};

const columns =
  'o.id, o.duty, o.planned_on, o.about, o.opens_at, o.due_at, o.late_at, o.owner, o.state, o.evidence, o.evidence_on, o.done_at, o.done_by, o.checked_at, o.checked_by, o.note, o.flagged, o.late_minutes';

export async function occurrenceById(tx: Tx, tenant: string, id: string): Promise<Occurrence | undefined> {
  const [one] = await opened(
    tx,
    tenant,
    await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from duty_occurrence o where o.tenant = ${tenant} and o.id = ${id}`,
  );
  return one;
}

/** What waits for a person as its owner, the earliest due first. */
export async function openFor(tx: Tx, tenant: string, person: string): Promise<Occurrence[]> {
  return opened(
    tx,
    tenant,
    await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from duty_occurrence o
    where o.tenant = ${tenant} and o.owner = ${person} and o.state in ('open', 'returned')
    order by o.due_at, o.id`,
  );
}

/** What was handed in and waits for this person to check it, the earliest first. */
export async function toCheckBy(tx: Tx, tenant: string, person: string): Promise<Occurrence[]> {
  return opened(
    tx,
    tenant,
    await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from duty_occurrence o join duty d on d.id = o.duty
    where o.tenant = ${tenant} and o.state = 'submitted' and d.checker = ${person} and o.done_by <> ${person}
    order by o.due_at, o.id`,
  );
}

/** The occurrences of a duty that wait for their owner or a checker, the earliest first. */
export async function waitingOf(tx: Tx, tenant: string, duty: string): Promise<Occurrence[]> {
  return opened(
    tx,
    tenant,
    await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from duty_occurrence o
    where o.tenant = ${tenant} and o.duty = ${duty} and o.state in ('open', 'returned', 'submitted')
    order by o.planned_on, o.id`,
  );
}

/** Occurrences planned from one day to another (both in), the latest first: of a duty, of an owner, or of everybody. */
export async function historyOf(
  tx: Tx,
  tenant: string,
  which: { duty?: string; person?: string; from: string; to: string; page?: Page },
): Promise<Paged<Occurrence>> {
  const { duty, person, from, to, page = { limit: 1_000, offset: 0 } } = which;
  const rows = await tx.sql<(Row & { total: number })[]>`
    select ${tx.sql.unsafe(columns)}, count(*) over ()::int as total from duty_occurrence o
    where o.tenant = ${tenant} and o.planned_on between ${from} and ${to}
      ${duty === undefined ? tx.sql`` : tx.sql`and o.duty = ${duty}`}
      ${person === undefined ? tx.sql`` : tx.sql`and o.owner = ${person}`}
    order by o.planned_on desc, o.id limit ${page.limit} offset ${page.offset}`;
  return { rows: await opened(tx, tenant, rows), total: rows[0]?.total ?? 0 };
}

/** The evidence handed in last, before this occurrence. */
export async function lastEvidence(tx: Tx, tenant: string, of: Occurrence): Promise<Evidence | null> {
  const [one] = await opened(
    tx,
    tenant,
    await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from duty_occurrence o
    where o.tenant = ${tenant} and o.duty = ${of.duty} and o.id <> ${of.id} and o.state in ('done', 'submitted')
    order by o.planned_on desc, o.id desc limit 1`,
  );
  return one?.evidence ?? null;
}

/** What was answered to one ask of a duty when it was done, the earliest first: the last `limit` times. Only figures make a series. */
export async function seriesOf(
  tx: Tx,
  tenant: string,
  duty: string,
  ask: Ask,
  limit = 60,
): Promise<{ plannedOn: string; value: number }[]> {
  const rows = await opened(
    tx,
    tenant,
    await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from duty_occurrence o
    where o.tenant = ${tenant} and o.duty = ${duty} and o.state in ('done', 'submitted')
    order by o.planned_on desc, o.id desc limit ${limit}`,
  );
  return rows.reverse().flatMap(({ plannedOn, evidence }) => {
    const value = evidence ? figureOf(ask, evidence) : undefined;
    return value === undefined ? [] : [{ plannedOn, value }];
  });
}

/** Saves occurrences. One that is there already is brought up to date; `fresh` ones do not touch what was done. */
export async function saveOccurrences(
  tx: Tx,
  tenant: string,
  some: readonly Occurrence[],
  fresh = false,
): Promise<void> {
  for (const one of some) {
    const row = await sealRow(tx, tenant, occurrenceSealed, dutyHolder, { ...toRow(one), tenant });
    const { id: _id, tenant: _tenant, duty: _duty, planned_on: _on, about: _about, ...set } = row;
    await tx.sql`
      insert into duty_occurrence ${tx.sql(row)}
      on conflict (id) do update set ${tx.sql(set)}
      where not ${fresh} or duty_occurrence.state in ('skipped', 'missed')`;
  }
}

/** Ids of the occurrences of a duty about something. */
export async function occurrencesAbout(
  tx: Tx,
  tenant: string,
  duty: string,
  about: string,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from duty_occurrence where tenant = ${tenant} and duty = ${duty} and about = ${about}`;
  return rows.map((row) => row.id);
}

/** Several by id. */
export async function occurrencesById(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, Occurrence>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from duty_occurrence o where o.tenant = ${tenant} and o.id = any(${[...ids]})`;
  return new Map((await opened(tx, tenant, rows)).map((one) => [one.id, one]));
}

async function opened(tx: Tx, tenant: string, rows: readonly Row[]): Promise<Occurrence[]> {
  return (await openRows(tx, tenant, occurrenceSealed, rows)).map(fromRow);
}

function fromRow(row: Row): Occurrence {
  return {
    id: row.id,
    duty: row.duty,
    plannedOn: row.planned_on,
    about: row.about,
    opensAt: row.opens_at,
    dueAt: row.due_at,
    lateAt: row.late_at,
    owner: row.owner,
    state: row.state,
    evidence: row.evidence === null ? null : (JSON.parse(row.evidence) as Evidence),
    evidenceOn: row.evidence_on,
    doneAt: row.done_at,
    doneBy: row.done_by,
    checkedAt: row.checked_at,
    checkedBy: row.checked_by,
    note: row.note,
    flagged: row.flagged,
    lateMinutes: row.late_minutes,
  };
}

function toRow(one: Occurrence): Row {
  return {
    id: one.id,
    duty: one.duty,
    planned_on: one.plannedOn,
    about: one.about,
    opens_at: one.opensAt,
    due_at: one.dueAt,
    late_at: one.lateAt,
    owner: one.owner,
    state: one.state,
    evidence: one.evidence === null ? null : JSON.stringify(one.evidence),
    evidence_on: one.evidenceOn,
    done_at: one.doneAt,
    done_by: one.doneBy,
    checked_at: one.checkedAt,
    checked_by: one.checkedBy,
    note: one.note,
    flagged: one.flagged,
    late_minutes: one.lateMinutes,
  };
}
