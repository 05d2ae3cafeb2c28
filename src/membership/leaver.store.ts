import { approversOf, dataSetById } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { membersById } from '../people/member.store.ts';
import type { Member } from '../people/member.ts';

/** What somebody answered for and nobody has taken over yet. */
export type LeftBehind = {
  owned: readonly DataSet[];
  /** In whose rules they still stand as an approver; owned ones left out. */
  approved: readonly DataSet[];
  /** Of those: on which nobody decides any more. */
  undecided: ReadonlySet<string>;
  cases: readonly string[];
  reports: readonly Member[];
  /** Whose planned or current absences name them as a deputy. */
  stoodInFor: readonly string[];
};

export async function leftBehind(tx: Tx, tenant: string, person: string): Promise<LeftBehind> {
  const [sets, cases, below, absences] = await Promise.all([
    tx.sql<{ id: string; owner: string }[]>`
      select id, owner from data_set where tenant = ${tenant} and retired_at is null
      and (owner = ${person} or approvers ? ${person}) order by id`,
    tx.sql<{ number: string }[]>`
      select number from client_case where tenant = ${tenant} and state = 'open' and people ? ${person} order by number`,
    tx.sql<{ id: string }[]>`
      select id from member where tenant = ${tenant} and manager = ${person} and left_at is null and standing = 'member'
      order by id`,
    tx.sql<{ member: string }[]>`
      select distinct member from absence where tenant = ${tenant} and state in ('planned', 'current')
      and deputies ? ${person} and member <> ${person} order by member`,
  ]);
  const found = await Promise.all(sets.map(({ id }) => dataSetById(tx, tenant, id)));
  const known = found.filter((set) => set !== undefined);
  const undecided = new Set<string>();
  for (const set of known) if ((await approversOf(tx, tenant, set)).length === 0) undecided.add(set.id);
  const reports = await membersById(
    tx,
    tenant,
    below.map(({ id }) => id),
  );
  return {
    owned: known.filter(({ owner }) => owner === person),
    approved: known.filter(({ owner }) => owner !== person),
    undecided,
    cases: cases.map(({ number }) => number),
    reports: [...reports.values()],
    stoodInFor: absences.map(({ member }) => member),
  };
}

/** How much there is to hand over. */
export function leftCount(left: LeftBehind): number {
  const { owned, approved, cases, reports, stoodInFor } = left;
  return owned.length + approved.length + cases.length + reports.length + stoodInFor.length;
}
