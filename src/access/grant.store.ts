import type { Tx } from '../database/connection.ts';
import { openRows, person, sealRow } from '../vault/sealed.ts';
import { grantSealed } from './access.table.ts';
import type { Grant } from './grant.ts';
import type { Page, Paged } from './request.store.ts';

type Row = {
  id: string;
  request: string;
  holder: string;
  data_set: string;
  case_number: string;
  starts_at: Date;
  ends_at: Date;
  state: Grant['state'];
  ended_at: Date | null;
  ended_by: string | null;
  end_reason: string | null;
};

const columns =
  'id, request, holder, data_set, case_number, starts_at, ends_at, state, ended_at, ended_by, end_reason';

export async function grantById(tx: Tx, tenant: string, id: string): Promise<Grant | undefined> {
  const [row] = await tx.sql<
    Row[]
  >`select ${tx.sql.unsafe(columns)} from access_grant where tenant = ${tenant} and id = ${id}`;
  return row && opened(tx, tenant, row);
}

export async function grantOfRequest(tx: Tx, tenant: string, request: string): Promise<Grant | undefined> {
  const [row] = await tx.sql<
    Row[]
  >`select ${tx.sql.unsafe(columns)} from access_grant where tenant = ${tenant} and request = ${request}`;
  return row && opened(tx, tenant, row);
}

export async function insertGrant(tx: Tx, tenant: string, grant: Grant): Promise<void> {
  const row = await sealRow(tx, tenant, grantSealed, person(grant.holder), toRow(grant));
  await tx.sql`insert into access_grant ${tx.sql({ tenant, ...row })}`;
}

/** Saves how a grant began or ended. */
export async function updateGrant(tx: Tx, tenant: string, grant: Grant): Promise<void> {
  const { end_reason } = await sealRow(tx, tenant, grantSealed, person(grant.holder), {
    id: grant.id,
    end_reason: grant.endReason,
  });
  await tx.sql`
    update access_grant set state = ${grant.state}, starts_at = ${grant.startsAt}, ends_at = ${grant.endsAt}, ended_at = ${grant.endedAt}, ended_by = ${grant.endedBy},
    end_reason = ${end_reason} where tenant = ${tenant} and id = ${grant.id}`;
}

/** When access of this person to the same data for the same case ends, the latest there is; undefined where none is open. */
export async function openUntil(
  tx: Tx,
  tenant: string,
  wish: { holder: string; dataSet: string; caseNumber: string },
  now: Date,
): Promise<Date | undefined> {
  const [row] = await tx.sql<{ ends_at: Date }[]>`
    select ends_at from access_grant where tenant = ${tenant} and holder = ${wish.holder} and data_set = ${wish.dataSet}
    and case_number = ${wish.caseNumber} and state in ('scheduled', 'running') and ends_at > ${now}
    order by ends_at desc limit 1`;
  return row?.ends_at;
}

/** What a person holds now or is to hold, ending soonest first. */
export async function runningOf(
  tx: Tx,
  tenant: string,
  holder: string,
  now: Date,
  page: Page,
): Promise<Paged<Grant>> {
  return paged(
    tx,
    tenant,
    await tx.sql<(Row & { total: number })[]>`
    select ${tx.sql.unsafe(columns)}, count(*) over ()::int as total from access_grant
    where tenant = ${tenant} and holder = ${holder} and ${isOpen(tx, now)}
    order by ends_at, id limit ${page.limit} offset ${page.offset}`,
  );
}

/** What others hold now, or are to hold, in data sets that this person may end access to; `every` for privacy officers. Ending soonest first. */
export async function runningUnder(
  tx: Tx,
  tenant: string,
  owner: string,
  every: boolean,
  now: Date,
  page: Page,
): Promise<Paged<Grant>> {
  const prefixed = columns
    .split(', ')
    .map((column) => `g.${column}`)
    .join(', ');
  return paged(
    tx,
    tenant,
    await tx.sql<(Row & { total: number })[]>`
    select ${tx.sql.unsafe(prefixed)}, count(*) over ()::int as total
    from access_grant g join data_set d on d.tenant = g.tenant and d.id = g.data_set
    where g.tenant = ${tenant} and ${isOpen(tx, now)} and (${every} or d.owner = ${owner})
    order by g.ends_at, g.id limit ${page.limit} offset ${page.offset}`,
  );
}

/** Ids of grants whose time is over, oldest first. */
export async function overBy(tx: Tx, tenant: string, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from access_grant where tenant = ${tenant} and state = 'running' and ends_at <= ${now} order by ends_at, id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Ids of grants that run, or are to run, although their holder has left or is an employee no more. */
export async function heldByLeavers(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select g.id from access_grant g join member m on m.tenant = g.tenant and m.id = g.holder
    where g.tenant = ${tenant} and g.state in ('scheduled', 'ready', 'running') and (m.left_at is not null or m.standing <> 'member')
      and not (m.left_at is null and m.standing = 'guest' and exists (
        select from data_set d where d.tenant = g.tenant and d.id = g.data_set and d.guests_may_ask))
    order by g.ends_at, g.id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Ids of grants whose beginning is due, or whose Start can be pressed no more; oldest first. */
export async function toStartBy(
  tx: Tx,
  tenant: string,
  state: 'scheduled' | 'ready',
  now: Date,
  limit: number,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from access_grant where tenant = ${tenant} and state = ${state} and state in ('scheduled', 'ready')
    and starts_at <= ${now} order by starts_at, id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Ids of grants that were to last until this case closes, and have not ended. */
export async function lastingWithCase(
  tx: Tx,
  tenant: string,
  caseNumber: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select g.id from access_grant g join access_request r on r.tenant = g.tenant and r.id = g.request
    where g.tenant = ${tenant} and g.case_number = ${caseNumber} and g.state in ('scheduled', 'ready', 'running') and r.lasts = 'case'
    order by g.ends_at, g.id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Rows of grants in force or yet to begin. A running one of the past is over, and so is a Start that was not pressed. */
function isOpen(tx: Tx, now: Date) {
  return tx.sql`state in ('scheduled', 'ready', 'running') and ends_at > ${now} and (state <> 'ready' or starts_at > ${now})`;
}

async function opened(tx: Tx, tenant: string, row: Row): Promise<Grant> {
  const [open] = await openRows(tx, tenant, grantSealed, [row]);
  return fromRow(open as Row);
}

async function paged(
  tx: Tx,
  tenant: string,
  rows: readonly (Row & { total: number })[],
): Promise<Paged<Grant>> {
  const open = await openRows(tx, tenant, grantSealed, rows);
  return { rows: open.map(fromRow), total: rows[0]?.total ?? 0 };
}

function fromRow(row: Row): Grant {
  return {
    id: row.id,
    request: row.request,
    holder: row.holder,
    dataSet: row.data_set,
    caseNumber: row.case_number,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    state: row.state,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    endReason: row.end_reason,
  };
}

function toRow(grant: Grant): Row {
  return {
    id: grant.id,
    request: grant.request,
    holder: grant.holder,
    data_set: grant.dataSet,
    case_number: grant.caseNumber,
    starts_at: grant.startsAt,
    ends_at: grant.endsAt,
    state: grant.state,
    ended_at: grant.endedAt,
    ended_by: grant.endedBy,
    end_reason: grant.endReason,
  };
}
