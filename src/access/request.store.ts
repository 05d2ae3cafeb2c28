import type { Piece } from '../database/alongside.ts';
import type { Tx } from '../database/connection.ts';
import { type StandsFor, standsFor } from '../people/absence.store.ts';
import { openRows, person, sealRow } from '../vault/sealed.ts';
import { requestSealed } from './access.table.ts';
import { undecidedNoMore } from './overdue.store.ts';
import type { Request } from './request.ts';
import { requestColumns as columns, fromRow, type RequestRow as Row, toRow } from './request-row.store.ts';

/** Which part of a list. */
export type Page = { limit: number; offset: number };
export type Paged<T> = { rows: T[]; total: number };

export async function requestById(tx: Tx, tenant: string, id: string): Promise<Request | undefined> {
  const stored = await storedRequest(tx, tenant, id);
  return stored && openRequest(tx, tenant, stored);
}

/** A request whose texts are sealed still. */
export type StoredRequest = Pick<Row, 'id' | 'requester' | 'data_set' | 'decided_by' | 'case_number'>;

/** The request, and with it in the same statement whatever else is to be read: pieces may speak of its columns as `asked`. */
export async function storedRequest<T = object>(
  tx: Tx,
  tenant: string,
  id: string,
  beside?: Piece,
): Promise<(StoredRequest & T) | undefined> {
  const [row] = await tx.sql<(Row & T)[]>`
    select ${tx.sql.unsafe(columns)} ${beside ? tx.sql`, ${beside}` : tx.sql``}
    from access_request asked where tenant = ${tenant} and id = ${id}`;
  return row;
}

export async function openRequest(tx: Tx, tenant: string, stored: StoredRequest): Promise<Request> {
  const [row] = await openRows(tx, tenant, requestSealed, [stored as Row]);
  return fromRow(row as Row);
}

/** Still to be decided, whoever has the next word. */
const undecided = `('pending', 'asked')`;

/** Id of an undecided request of this person for this data and case. */
export async function waitingOf(
  tx: Tx,
  tenant: string,
  wish: { by: string; dataSet: string; caseNumber: string },
): Promise<string | undefined> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from access_request where tenant = ${tenant} and requester = ${wish.by} and data_set = ${wish.dataSet}
    and case_number = ${wish.caseNumber} and state in ${tx.sql.unsafe(undecided)}`;
  return row?.id;
}

/** What a person asked for last, of one data set or of any. */
export async function lastRequestOf(
  tx: Tx,
  tenant: string,
  requester: string,
  dataSet?: string,
): Promise<Request | undefined> {
  const rows = await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from access_request where tenant = ${tenant} and requester = ${requester}
    ${dataSet === undefined ? tx.sql`` : tx.sql`and data_set = ${dataSet}`}
    order by created_at desc, id limit 1`;
  const [row] = await openRows(tx, tenant, requestSealed, rows);
  return row && fromRow(row);
}

export async function insertRequest(tx: Tx, tenant: string, request: Request): Promise<void> {
  const row = await sealRow(tx, tenant, requestSealed, person(request.requester), toRow(request));
  await tx.sql`insert into access_request ${tx.sql({ tenant, ...row })}`;
}

/** Saves what a decision changes. What waits no longer, or waits for its requester, is late of nobody who decides. */
export async function updateRequest(tx: Tx, tenant: string, request: Request): Promise<void> {
  const [{ denial_reason }] = await Promise.all([
    sealRow(tx, tenant, requestSealed, person(request.requester), {
      id: request.id,
      denial_reason: request.denialReason,
    }),
    request.state === 'pending' ? undefined : undecidedNoMore(tx, tenant, request.id),
  ]);
  await tx.sql`
    update access_request set state = ${request.state}, road = ${request.road}, approved_hours = ${request.approvedHours}, lapses_at = ${request.lapsesAt}, wait_left = ${request.waitLeft},
    reopened_at = ${request.reopenedAt}, decided_by = ${request.decidedBy}, decided_at = ${request.decidedAt},
    denial_kind = ${request.denialKind}, denial_reason = ${denial_reason} where tenant = ${tenant} and id = ${request.id}`;
}

/** What a person asked for: what still waits, or what is over (an approval is over when its access is). Newest first. */
export async function requestsOf(
  tx: Tx,
  tenant: string,
  requester: string,
  which: 'waiting' | 'over',
  now: Date,
  page: Page,
): Promise<Paged<Request>> {
  const waits = tx.sql`(state in ${tx.sql.unsafe(undecided)} and lapses_at > ${now})`;
  const runs = tx.sql`exists (
    select 1 from access_grant g where g.tenant = r.tenant and g.request = r.id and g.state in ('scheduled', 'ready', 'running') and g.ends_at > ${now}
    and (g.state <> 'ready' or g.starts_at > ${now}))`;
  const rows = await tx.sql<(Row & { total: number })[]>`
    select ${tx.sql.unsafe(columns)}, count(*) over ()::int as total from access_request r
    where tenant = ${tenant} and requester = ${requester}
    and ${which === 'waiting' ? waits : tx.sql`not ${waits} and not ${runs}`}
    order by created_at desc, id limit ${page.limit} offset ${page.offset}`;
  return paged(tx, tenant, rows);
}

/** Undecided requests on which this person may decide: an approver by name or through a user group, and not the requester. Oldest first. */
export async function inboxOf(
  tx: Tx,
  tenant: string,
  approver: string,
  now: Date,
  page: Page,
): Promise<Paged<Request>> {
  const instead = await standsFor(tx, tenant, approver);
  const prefixed = columns
    .split(', ')
    .map((column) => `r.${column}`)
    .join(', ');
  const rows = await tx.sql<(Row & { total: number })[]>`
    select ${tx.sql.unsafe(prefixed)}, count(*) over ()::int as total
    from access_request r join data_set d on d.tenant = r.tenant and d.id = r.data_set
    where r.tenant = ${tenant} and r.state in ${tx.sql.unsafe(undecided)} and r.lapses_at > ${now} and r.requester <> ${approver}
    and ${decidesOn(tx, approver, instead)}
    order by r.created_at, r.id limit ${page.limit} offset ${page.offset}`;
  return paged(tx, tenant, rows);
}

/** Ids of all that `inboxOf` lists and when they came, or came again; oldest first, at most 200. */
export async function inboxIds(
  tx: Tx,
  tenant: string,
  approver: string,
  now: Date,
): Promise<{ id: string; came: Date }[]> {
  const instead = await standsFor(tx, tenant, approver);
  return tx.sql<{ id: string; came: Date }[]>`
    select r.id, coalesce(r.reopened_at, r.created_at) as came
    from access_request r join data_set d on d.tenant = r.tenant and d.id = r.data_set
    where r.tenant = ${tenant} and r.state in ${tx.sql.unsafe(undecided)} and r.lapses_at > ${now} and r.requester <> ${approver}
    and ${decidesOn(tx, approver, instead)}
    order by r.created_at, r.id limit 200`;
}

/** What this person decided in the last day, or approved and is still in use: what they can still take back. Latest first. */
export async function decidedLately(
  tx: Tx,
  tenant: string,
  approver: string,
  now: Date,
  page: Page,
): Promise<Paged<Request>> {
  const dayAgo = new Date(now.getTime() - 86_400_000);
  const rows = await tx.sql<(Row & { total: number })[]>`
    select ${tx.sql.unsafe(columns)}, count(*) over ()::int as total from access_request r
    where tenant = ${tenant} and decided_by = ${approver} and state in ('granted', 'denied')
    and (decided_at > ${dayAgo} or exists (
      select 1 from access_grant g where g.tenant = r.tenant and g.request = r.id and g.state = 'running' and g.ends_at > ${now}))
    order by decided_at desc, id limit ${page.limit} offset ${page.offset}`;
  return paged(tx, tenant, rows);
}

/** How many requests wait for this person's decision, and for nobody's answer. */
export async function waitingCount(tx: Tx, tenant: string, approver: string): Promise<number> {
  const instead = await standsFor(tx, tenant, approver);
  const [row] = await tx.sql<{ waiting: number }[]>`
    select count(*)::int as waiting from access_request r join data_set d on d.tenant = r.tenant and d.id = r.data_set
    where r.tenant = ${tenant} and r.state = 'pending' and r.requester <> ${approver} and ${decidesOn(tx, approver, instead)}`;
  return row?.waiting ?? 0;
}

/** A row where a data set names this person as an approver now. Whether they still work here is another question. `dataSet`: an id in SQL. */
export function namingRows(tx: Tx, tenant: string, dataSet: Piece, person: string): Piece {
  return tx.sql`select 1 from data_set d where d.tenant = ${tenant} and d.id = ${dataSet} and ${decides(tx, person)}`;
}

/** Data set `d` names this person, or a user group they are in. */
function decides(tx: Tx, person: string) {
  return tx.sql`(d.approvers ? ${person} or exists (
    select 1 from user_group g
    where g.tenant = d.tenant and not g.disabled and d.approver_groups ? g.id and g.members ? ${person}))`;
}

/** Request `r` went to the privacy officers, and this person is one. */
function asOfficer(tx: Tx, person: string) {
  return tx.sql`(r.road = 'privacy_officer' and exists (
    select 1 from member m where m.tenant = r.tenant and m.id = ${person} and m.left_at is null and m.standing = 'member'
    and m.roles @> ${tx.sql.json(['privacy_officer'])}))`;
}

/** Request `r` for data set `d` is this person's to decide: named themselves, or in the stead of somebody who is away. */
function decidesOn(tx: Tx, person: string, instead: readonly StandsFor[]) {
  const absent = instead.map(({ absentee }) => absentee);
  let roads = tx.sql`${decides(tx, person)} or ${asOfficer(tx, person)}`;
  for (const { absentee, onlyOf } of instead) {
    const whose = onlyOf ? tx.sql`r.requester = ${onlyOf}` : tx.sql`not r.requester = any(${absent})`;
    roads = tx.sql`${roads} or (${decides(tx, absentee)} and ${whose})`;
  }
  return tx.sql`(${roads})`;
}

/** Ids of undecided requests for a data set, or on which a person or a user group decides. */
export async function pendingFor(tx: Tx, tenant: string, subject: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select r.id from access_request r join data_set d on d.tenant = r.tenant and d.id = r.data_set
    where r.tenant = ${tenant} and r.state in ${tx.sql.unsafe(undecided)} and (d.id = ${subject} or d.approver_groups ? ${subject} or ${decides(tx, subject)})
    order by r.created_at, r.id`;
  return rows.map((row) => row.id);
}

/** Ids of requests whose wait is over, oldest first. */
export async function lapsedBy(tx: Tx, tenant: string, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from access_request where tenant = ${tenant} and state in ${tx.sql.unsafe(undecided)} and lapses_at <= ${now}
    order by lapses_at, id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Ids of requests that wait although their requester has left or is an employee no more. */
export async function askedByLeavers(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select r.id from access_request r join member m on m.tenant = r.tenant and m.id = r.requester
    where r.tenant = ${tenant} and r.state in ${tx.sql.unsafe(undecided)} and (m.left_at is not null or m.standing <> 'member')
      and not (m.left_at is null and m.standing = 'guest' and exists (
        select from data_set d where d.tenant = r.tenant and d.id = r.data_set and d.guests_may_ask))
    order by r.lapses_at, r.id limit ${limit}`;
  return rows.map((row) => row.id);
}

async function paged(
  tx: Tx,
  tenant: string,
  rows: readonly (Row & { total: number })[],
): Promise<Paged<Request>> {
  const opened = await openRows(tx, tenant, requestSealed, rows);
  return { rows: opened.map(fromRow), total: rows[0]?.total ?? 0 };
}
