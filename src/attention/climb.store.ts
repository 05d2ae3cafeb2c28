import type { Tx } from '../database/connection.ts';
import { currentAbsences } from '../people/absence.store.ts';
import { holdersOf, membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { type Holder, standsIn } from './climb.ts';
import type { Rung } from './ladder.ts';
import type { OwedState } from './owed.ts';

/** Ids of what may climb by now, the longest due first. */
export async function climbingBy(tx: Tx, tenant: string, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from owed where tenant = ${tenant} and climb_at is not null and climb_at <= ${now}
    order by climb_at, id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** How many deputies of deputies are looked at. */
const deepest = 5;

/** Who holds each rung of the ladder of what is late. */
export async function holdersFor(tx: Tx, tenant: string, owed: OwedState): Promise<Holder[]> {
  const [officers, members] = await Promise.all([
    holdersOf(tx, tenant, 'privacy_officer'),
    membersById(tx, tenant, [owed.person]),
  ]);
  const manager = members.get(owed.person)?.manager ?? null;
  const deputies = new Map<string, readonly string[]>();
  const people = new Map(members);
  const away = new Set<string>();
  const learn = async (ids: readonly string[]): Promise<string[]> => {
    const fresh = ids.filter((id) => !deputies.has(id));
    const [found, absences] = await Promise.all([
      membersById(tx, tenant, fresh),
      currentAbsences(tx, tenant, fresh),
    ]);
    for (const id of fresh) {
      const member = found.get(id);
      if (member) people.set(id, member);
      const absence = absences.get(id);
      if (absence) away.add(id);
      deputies.set(id, absence?.deputies ?? []);
    }
    return fresh.flatMap((id) => deputies.get(id) ?? []);
  };
  let next = [owed.person, ...officers, ...(manager ? [manager] : []), ...(owed.deputy ? [owed.deputy] : [])];
  for (let depth = 0; depth < deepest && next.length > 0; depth += 1) next = await learn(next);

  const known = {
    present: (id: string) => isEmployee(people.get(id)),
    there: (id: string) => isEmployee(people.get(id)) && !away.has(id),
    deputiesOf: (id: string) => deputies.get(id) ?? [],
  };
  const holder = (ids: readonly string[]): Holder => {
    const others = ids.filter((id) => id !== owed.person && known.present(id));
    const there = others.find(known.there);
    return there ? { id: there } : others.length > 0 ? 'away' : 'nobody';
  };
  return owed.ladder.map(({ to }) => {
    if (to === 'manager') return holder(manager ? [manager] : []);
    if (to === 'officer') return holder(officers);
    const own = owed.deputy ? [owed.deputy] : [];
    return standsIn(owed.person, [...own, ...known.deputiesOf(owed.person)], known);
  });
}

/** The same pair by pair: how many, and what they are about (a few of them, the longest late first). */
export async function latePairs(
  tx: Tx,
  tenant: string,
  holders: readonly string[],
): Promise<Map<string, { count: number; subjects: string[] }>> {
  const rows = await tx.sql<{ holder: string; person: string; count: number; subjects: string[] }[]>`
    select risen_to as holder, person, count(*)::int as count, (array_agg(subject order by deadline, id))[1:50] as subjects
    from owed where tenant = ${tenant} and risen_to = any(${[...holders]}) group by risen_to, person`;
  return new Map(rows.map(({ holder, person, ...late }) => [`${holder} ${person}`, late]));
}

/**
 * Somebody on ladders is gone, or holds that rung no more (`rung`; `of`: for this person alone): what had come to them looks for the next.
 */
export async function climbOn(
  tx: Tx,
  tenant: string,
  gone: string,
  now: Date,
  only: { rung?: Rung['to']; of?: string } = {},
): Promise<void> {
  const { rung = null, of = null } = only;
  await tx.sql`
    update owed set risen_to = null, climb_at = ${now}, rung = greatest(rung - 1, 0)
    where tenant = ${tenant} and risen_to = ${gone} and (${of}::text is null or person = ${of})
      and (${rung}::text is null or ladder -> greatest(rung - 1, 0) ->> 'to' = ${rung})`;
}

/** A rung that was missing has somebody now: what is late and had nobody to go on to climbs on. `of`: of this person alone. */
export async function climbAgain(
  tx: Tx,
  tenant: string,
  now: Date,
  only: { rung: Rung['to']; of?: string },
): Promise<void> {
  const { rung, of = null } = only;
  await tx.sql`
    update owed set climb_at = ${now}
    where tenant = ${tenant} and state in ('owed', 'listed', 'stopped') and climb_at is null and deadline <= ${now}
      and (${of}::text is null or person = ${of}) and rung < jsonb_array_length(ladder)
      and exists (select 1 from jsonb_array_elements(ladder) with ordinality as step(of, nth)
        where step.nth > owed.rung and step.of ->> 'to' = ${rung})`;
}
