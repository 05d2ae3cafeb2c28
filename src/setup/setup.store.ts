import { eq } from 'drizzle-orm';
import { findDataSets } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { companyOf } from '../people/company.store.ts';
import { type Company, inPilot } from '../people/company.ts';
import { allUserGroups, holdersOf } from '../people/member.store.ts';
import type { Role } from '../people/member.ts';
import type { UserGroup } from '../people/user-group.ts';
import { setupTable } from './setup.table.ts';
import type { Setup } from './setup.ts';

export async function setupOf(tx: Tx, tenant: string): Promise<Setup | undefined> {
  const [row] = await tx.db.select().from(setupTable).where(eq(setupTable.tenant, tenant));
  if (!row) return undefined;
  const { tenant: _tenant, ...setup } = row;
  return setup;
}

export async function saveSetup(tx: Tx, tenant: string, setup: Setup): Promise<void> {
  const row = { ...setup, readers: [...setup.readers] };
  await tx.db
    .insert(setupTable)
    .values({ tenant, ...row })
    .onConflictDoUpdate({ target: setupTable.tenant, set: row });
}

/** Whether anybody was ever known here: a house that is new has no people yet. */
export async function isNewHouse(tx: Tx, tenant: string): Promise<boolean> {
  const [row] = await tx.sql<{ id: string }[]>`select id from member where tenant = ${tenant} limit 1`;
  return row === undefined;
}

/** What the guide shows of the house as it is. */
export type Standing = {
  readonly roles: Readonly<Record<'admin' | 'privacy_officer' | 'auditor', readonly string[]>>;
  readonly sets: readonly DataSet[];
  readonly company: Company;
  /** Who decides on requests and takes no part in the pilot: what waits for them would not reach them. */
  readonly outside: readonly string[];
};

export async function standingOf(tx: Tx, tenant: string): Promise<Standing> {
  const holders = (role: Role) => holdersOf(tx, tenant, role);
  const [admin, privacy_officer, auditor, { sets }, company, groups] = await Promise.all([
    holders('admin'),
    holders('privacy_officer'),
    holders('auditor'),
    findDataSets(tx, tenant, { words: '', locale: 'en', limit: 1_000 }),
    companyOf(tx, tenant),
    allUserGroups(tx, tenant),
  ]);
  const deciding = deciders(sets, privacy_officer, groups);
  const groupsOf = (id: string) =>
    groups.filter((one) => !one.disabled && one.members.includes(id)).map((one) => one.id);
  const outside = deciding.filter((id) => !admin.includes(id) && !inPilot(company, id, groupsOf(id)));
  return { roles: { admin, privacy_officer, auditor }, sets, company, outside };
}

/** Approvers of a data set, by name or by group, and privacy officers. */
function deciders(
  sets: readonly DataSet[],
  officers: readonly string[],
  groups: readonly UserGroup[],
): string[] {
  const named = new Set(sets.flatMap((set) => set.approverGroups));
  const grouped = groups.filter(({ id, disabled }) => named.has(id) && !disabled);
  return [
    ...new Set([
      ...sets.flatMap((set) => set.approvers),
      ...grouped.flatMap(({ members }) => members),
      ...officers,
    ]),
  ];
}
