import type { Tx } from '../database/connection.ts';
import type { Page } from './request.store.ts';

/** What is looked for. `people` is one person, or several of one name. */
export type Sought =
  | { readonly kind: 'case'; readonly number: string }
  | { readonly kind: 'set'; readonly id: string }
  | { readonly kind: 'people'; readonly ids: readonly string[] }
  | { readonly kind: 'request'; readonly id: string };

/** Who looks: `every` for privacy officers and auditors, to whom everything is shown. */
export type Asker = { readonly id: string; readonly every: boolean };

/**
 * Ids of requests about what is sought, as far as the asker may see them: their own, those for data they own or decide on, those they
 * decided, and all of them for whom `every` is true. Newest first.
 */
export async function requestsSought(
  tx: Tx,
  tenant: string,
  sought: Sought,
  asker: Asker,
  page: Page,
): Promise<{ ids: string[]; total: number }> {
  const { sql } = tx;
  const about = {
    case: () => sql`r.case_number = ${sought.kind === 'case' ? sought.number : ''}`,
    set: () => sql`r.data_set = ${sought.kind === 'set' ? sought.id : ''}`,
    people: () => sql`r.requester = any(${sought.kind === 'people' ? [...sought.ids] : []})`,
    request: () => sql`(r.id = ${sought.kind === 'request' ? sought.id : ''} or exists (
      select 1 from access_grant g where g.tenant = r.tenant and g.request = r.id and g.id = ${sought.kind === 'request' ? sought.id : ''}))`,
  }[sought.kind]();
  const rows = await sql<{ id: string; total: number }[]>`
    select r.id, count(*) over ()::int as total
    from access_request r join data_set d on d.tenant = r.tenant and d.id = r.data_set
    where r.tenant = ${tenant} and ${about}
    and (${asker.every} or r.requester = ${asker.id} or r.decided_by = ${asker.id} or ${answersFor(tx, asker.id)})
    order by r.created_at desc, r.id limit ${page.limit} offset ${page.offset}`;
  return { ids: rows.map((row) => row.id), total: rows[0]?.total ?? 0 };
}

/** A grant in force, as a list of who can see something shows it. */
export type InForce = { holder: string; dataSet: string; caseNumber: string; endsAt: Date };

/** Grants in force for a data set or a case; only the asker's own where they are not entitled to the others'. Ending soonest first. */
export async function inForceFor(
  tx: Tx,
  tenant: string,
  sought: Extract<Sought, { kind: 'case' | 'set' }>,
  asker: Asker,
  now: Date,
  page: Page,
): Promise<{ grants: InForce[]; total: number }> {
  const { sql } = tx;
  const about =
    sought.kind === 'case' ? sql`g.case_number = ${sought.number}` : sql`g.data_set = ${sought.id}`;
  const rows = await sql<
    { holder: string; data_set: string; case_number: string; ends_at: Date; total: number }[]
  >`
    select g.holder, g.data_set, g.case_number, g.ends_at, count(*) over ()::int as total
    from access_grant g join data_set d on d.tenant = g.tenant and d.id = g.data_set
    where g.tenant = ${tenant} and ${about} and g.state in ('scheduled', 'running') and g.starts_at <= ${now} and g.ends_at > ${now}
    and (${asker.every} or g.holder = ${asker.id} or ${answersFor(tx, asker.id)})
    order by g.ends_at, g.id limit ${page.limit} offset ${page.offset}`;
  const grants = rows.map((row) => ({
    holder: row.holder,
    dataSet: row.data_set,
    caseNumber: row.case_number,
    endsAt: row.ends_at,
  }));
  return { grants, total: rows[0]?.total ?? 0 };
}

/** Whether a person owns a data set or decides on it, by name or through a user group. */
export async function answersForSet(tx: Tx, tenant: string, id: string, person: string): Promise<boolean> {
  const rows = await tx.sql`
    select 1 from data_set d where d.tenant = ${tenant} and d.id = ${id} and ${answersFor(tx, person)}`;
  return rows.length > 0;
}

/** Data set `d` is owned by this person, or names them, or a user group they are in. */
function answersFor(tx: Tx, person: string) {
  return tx.sql`(d.owner = ${person} or d.approvers ? ${person} or exists (
    select 1 from user_group g2
    where g2.tenant = d.tenant and not g2.disabled and d.approver_groups ? g2.id and g2.members ? ${person}))`;
}
