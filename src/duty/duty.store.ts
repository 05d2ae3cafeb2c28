import { and, asc, count, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../database/connection.ts';
import { openRows, sealRow } from '../vault/sealed.ts';
import { dutyHolder, dutySealed, dutyTable } from './duty.table.ts';
import type { Duty } from './duty.ts';

export type Page = { limit: number; offset: number };
export type Paged<T> = { rows: T[]; total: number };

type Row = typeof dutyTable.$inferSelect;

export async function dutyById(tx: Tx, tenant: string, id: string): Promise<Duty | undefined> {
  return (await dutiesById(tx, tenant, [id])).get(id);
}

export async function dutiesById(tx: Tx, tenant: string, ids: readonly string[]): Promise<Map<string, Duty>> {
  if (ids.length === 0) return new Map();
  const rows = await select(
    tx,
    tenant,
    and(eq(dutyTable.tenant, tenant), inArray(dutyTable.id, [...new Set(ids)])),
  );
  return new Map(rows.map((duty) => [duty.id, duty]));
}

/** Duties by owner and state, in the order they were added. Without a state: all that are not retired. */
export async function dutiesOf(
  tx: Tx,
  tenant: string,
  which: { owner?: string | null; state?: Duty['state']; kind?: Duty['kind']; page: Page },
): Promise<Paged<Duty>> {
  const where = and(
    eq(dutyTable.tenant, tenant),
    which.state ? eq(dutyTable.state, which.state) : inArray(dutyTable.state, ['active', 'paused']),
    ...(which.owner === undefined
      ? []
      : [which.owner === null ? sql`owner is null` : eq(dutyTable.owner, which.owner)]),
    ...(which.kind ? [eq(dutyTable.kind, which.kind)] : []),
  );
  const [rows, [counted]] = await Promise.all([
    select(tx, tenant, where, which.page),
    tx.db.select({ total: count() }).from(dutyTable).where(where),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** Ids of duties whose next day is to be opened by now, the longest due first. */
export async function dueDuties(tx: Tx, tenant: string, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from duty where tenant = ${tenant} and state = 'active' and opens_at is not null and opens_at <= ${now}
    order by opens_at, id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Ids of active duties of which nothing comes and nothing waits any more. */
export async function overDuties(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select d.id from duty d
    where d.tenant = ${tenant} and d.state = 'active' and d.next_on is null and d.unknown_year is null and d.trigger is null
      and exists (select 1 from duty_occurrence o where o.duty = d.id)
      and not exists (select 1 from duty_occurrence o where o.duty = d.id and o.state in ('open', 'returned', 'submitted'))
    order by d.id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** A duty whose next day is held until the holidays of a year are known. */
export type Held = { id: string; year: number; holidays: Duty['office']['holidays'] };

export async function heldDuties(tx: Tx, tenant: string): Promise<Held[]> {
  const rows = await tx.sql<Held[]>`
    select id, unknown_year as year, office ->> 'holidays' as holidays from duty
    where tenant = ${tenant} and state = 'active' and unknown_year is not null order by id`;
  return [...rows];
}

/** Of a row of `duty`: its next days hang on this calendar of holidays. */
export function hangsOn({ sql: say }: Tx, holidays: ReturnType<Tx['sql']> | Held['holidays']) {
  return say`state = 'active' and office ->> 'holidays' = ${holidays}
    and (unknown_year is not null or (opens_at is not null and (cadence ->> 'kind' = 'workday' or cadence ->> 'off' <> 'stay')))`;
}

/** Whether the next days of a duty hang on this calendar of holidays. */
export async function usesCalendar(tx: Tx, tenant: string, holidays: Held['holidays']): Promise<boolean> {
  const rows = await tx.sql`select 1 from duty where tenant = ${tenant} and ${hangsOn(tx, holidays)} limit 1`;
  return rows.length > 0;
}

/** Ids of active duties that wait for an event of this type. */
export async function dutiesAfter(tx: Tx, tenant: string, event: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from duty where tenant = ${tenant} and state = 'active' and trigger = ${event} order by id`;
  return rows.map((row) => row.id);
}

/** Ids of active duties with a day to come. */
export async function plannedDuties(tx: Tx, tenant: string, after: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from duty where tenant = ${tenant} and state = 'active' and trigger is null and id > ${after} order by id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Ids of duties that stand in for controls which are all among `made` by now. */
export async function standIns(
  tx: Tx,
  tenant: string,
  made: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from duty where tenant = ${tenant} and interim is not null and state <> 'retired'
      and controls <@ ${tx.sql.json([...made])}::jsonb order by id limit ${limit}`;
  return rows.map((row) => row.id);
}

export function saveDuty(tx: Tx, tenant: string, duty: Duty): Promise<void> {
  return saveDuties(tx, tenant, [duty]);
}

/** Every column of a row that is there already, as it would have been inserted. */
const { id: _id, tenant: _tenant, ...changing } = getTableColumns(dutyTable);
const asInserted = Object.fromEntries(
  Object.entries(changing).map(([name, column]) => [name, sql.raw(`excluded."${column.name}"`)]),
);

/** Saves many in one statement: a whole starting set is adopted within the time Slack waits for an answer. */
export async function saveDuties(tx: Tx, tenant: string, duties: readonly Duty[]): Promise<void> {
  if (duties.length === 0) return;
  const rows = await Promise.all(
    duties.map((duty) => sealRow(tx, tenant, dutySealed, dutyHolder, toRow(tenant, duty))),
  );
  await tx.db.insert(dutyTable).values(rows).onConflictDoUpdate({ target: dutyTable.id, set: asInserted });
}

async function select(tx: Tx, tenant: string, where: SQL | undefined, page?: Page): Promise<Duty[]> {
  const asked = tx.db
    .select()
    .from(dutyTable)
    .where(where)
    .orderBy(asc(dutyTable.addedAt), asc(dutyTable.id));
  const rows = await (page ? asked.limit(page.limit).offset(page.offset) : asked);
  return (await openRows(tx, tenant, dutySealed, rows)).map(fromRow);
}

function fromRow(row: Row): Duty {
  const { tenant: _tenant, trigger: _trigger, controls, law, cause, action, ...rest } = row;
  return { ...rest, why: { controls, law }, action: action && { ...action, cause } };
}

function toRow(tenant: string, duty: Duty): Row {
  const { why, action, asks, ladder, cadence, ...rest } = duty;
  return {
    ...rest,
    tenant,
    cadence,
    controls: [...why.controls],
    law: why.law,
    trigger: cadence.kind === 'after' ? cadence.event : null,
    asks: [...asks],
    participants: [...duty.participants],
    ladder: [...ladder],
    action: action && {
      found: action.found,
      effectiveBy: action.effectiveBy,
      effectiveAfterDays: action.effectiveAfterDays,
    },
    cause: action?.cause ?? null,
  };
}
