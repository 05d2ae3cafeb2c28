import { approversOf, dataSetById } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { holdersOf, membersById } from '../people/member.store.ts';
import type { Member, Role } from '../people/member.ts';

/** What somebody answered for and nobody has taken over yet. */
export type LeftBehind = {
  owned: readonly DataSet[];
  /** In whose rules they still stand as an approver; owned ones left out. */
  approved: readonly DataSet[];
  /** Of those: on which nobody decides any more. */
  undecided: ReadonlySet<string>;
  /** Open cases they are on. `alone`: nobody else who is here is on it. */
  cases: readonly { number: string; alone: boolean }[];
  reports: readonly Member[];
  /** Planned or current absences that name them as a deputy, and whose they are. */
  stoodInFor: readonly { absence: string; member: Member }[];
  /** Roles of theirs that nobody has any more. */
  vacant: readonly LastingRole[];
};

/** Roles of the whole house that somebody has to have. The last admin's is given anew by itself (people/member.ts). */
export const lastingRoles = ['privacy_officer', 'auditor'] as const satisfies readonly Role[];
type LastingRole = (typeof lastingRoles)[number];

/** `roles`: what they had when they left, as the event says. */
export async function leftBehind(
  tx: Tx,
  tenant: string,
  person: string,
  roles: unknown,
): Promise<LeftBehind> {
  const [sets, cases, below, absences] = await Promise.all([
    tx.sql<{ id: string; owner: string }[]>`
      select id, owner from data_set where tenant = ${tenant} and retired_at is null
      and (owner = ${person} or approvers ? ${person}) order by id`,
    tx.sql<{ number: string; alone: boolean }[]>`
      select number, not exists (select 1 from member m where m.tenant = c.tenant and c.people ? m.id and m.left_at is null
        and m.standing = 'member') as alone
      from client_case c where tenant = ${tenant} and state = 'open' and people ? ${person} order by number`,
    tx.sql<{ id: string }[]>`
      select id from member where tenant = ${tenant} and manager = ${person} and left_at is null and standing = 'member'
      order by id`,
    tx.sql<{ id: string; member: string }[]>`
      select a.id, a.member from absence a join member m on m.tenant = a.tenant and m.id = a.member
      where a.tenant = ${tenant} and a.state in ('planned', 'current') and a.deputies ? ${person} and a.member <> ${person}
        and m.left_at is null and m.standing = 'member' order by a.from_at, a.id`,
  ]);
  const found = await Promise.all(sets.map(({ id }) => dataSetById(tx, tenant, id)));
  const known = found.filter((set) => set !== undefined);
  const undecided = new Set<string>();
  for (const set of known) if ((await approversOf(tx, tenant, set)).length === 0) undecided.add(set.id);
  const people = await membersById(tx, tenant, [
    ...below.map(({ id }) => id),
    ...absences.map(({ member }) => member),
  ]);
  const vacant: LastingRole[] = [];
  for (const role of lastingRoles)
    if (Array.isArray(roles) && roles.includes(role) && (await holdersOf(tx, tenant, role)).length === 0)
      vacant.push(role);
  return {
    owned: known.filter(({ owner }) => owner === person),
    approved: known.filter(({ owner }) => owner !== person),
    undecided,
    cases: cases.map(({ number, alone }) => ({ number, alone })),
    reports: below.flatMap(({ id }) => people.get(id) ?? []),
    stoodInFor: absences.flatMap(({ id, member }) => {
      const found = people.get(member);
      return found ? [{ absence: id, member: found }] : [];
    }),
    vacant,
  };
}

/** How much there is to hand over. */
export function leftCount(left: LeftBehind): number {
  const { owned, approved, cases, reports, stoodInFor, vacant } = left;
  return [owned, approved, cases, reports, stoodInFor, vacant].reduce((sum, some) => sum + some.length, 0);
}

/** Somebody who is no employee any more: since when (`subject` of what is owed about it), and what roles they had. */
export type Leaver = {
  person: string;
  subject: string;
  roles: string[];
  /** An admin who is here has been told, or will be. */
  told: boolean;
};

/** Who left since, or became no employee, and is none now; the latest first. */
export async function leaversSince(
  tx: Tx,
  tenant: string,
  { since, limit }: { since: Date; limit: number },
): Promise<Leaver[]> {
  const rows = await tx.sql<Leaver[]>`
    with gone as (
      select distinct on (e.subject) e.subject as person, e.id, e.at, e.data_json -> 'rolesBefore' as roles from event e
      join member m on m.tenant = e.tenant and m.id = e.subject and (m.left_at is not null or m.standing <> 'member')
      where e.tenant = ${tenant} and e.type in ('people.left', 'people.standing_changed') and e.at >= ${since}
      order by e.subject, e.at desc)
    select person, person || ' ' || id as subject, coalesce(roles, '[]'::jsonb) as roles,
      exists (select 1 from owed o join member a on a.tenant = o.tenant and a.id = o.person
        where o.tenant = ${tenant} and o.subject = gone.person || ' ' || gone.id and o.kind = 'membership.leaver'
          and o.state in ('owed', 'listed', 'told') and a.left_at is null and a.roles @> '["admin"]') as told
    from gone order by at desc limit ${limit}`;
  return rows.map((row) => ({ ...row }));
}
