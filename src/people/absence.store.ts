import { and, asc, desc, eq, gt, inArray, lt, lte, ne, or } from 'drizzle-orm';
import type { Tx } from '../database/connection.ts';
import { absenceTable } from './absence.table.ts';
import { type Absence, standIn } from './absence.ts';
import { membersById } from './member.store.ts';
import { isEmployee } from './member.ts';

type Row = typeof absenceTable.$inferSelect;

export async function absenceById(tx: Tx, tenant: string, id: string): Promise<Absence | undefined> {
  const [row] = await tx.db
    .select()
    .from(absenceTable)
    .where(and(eq(absenceTable.tenant, tenant), eq(absenceTable.id, id)));
  return row && fromRow(row);
}

/** Planned and current absences that name this person among their deputies. */
export async function absencesNaming(
  tx: Tx,
  tenant: string,
  deputy: string,
): Promise<{ id: string; member: string }[]> {
  const rows = await tx.sql<{ id: string; member: string }[]>`
    select id, member from absence where tenant = ${tenant} and state in ('planned', 'current') and deputies ? ${deputy} order by id`;
  return rows.map((row) => ({ ...row }));
}

/** A person's absences that count (not cancelled), the earliest first. */
export async function absencesOf(tx: Tx, tenant: string, member: string): Promise<Absence[]> {
  const rows = await tx.db
    .select()
    .from(absenceTable)
    .where(
      and(
        eq(absenceTable.tenant, tenant),
        eq(absenceTable.member, member),
        ne(absenceTable.state, 'cancelled'),
      ),
    )
    .orderBy(asc(absenceTable.from), asc(absenceTable.id));
  return rows.map(fromRow);
}

/** Whether somebody is away at a moment: by a recorded absence or a status with an end, never by presence. */
export async function isAway(tx: Tx, tenant: string, member: string, at: Date): Promise<boolean> {
  const rows = await tx.db
    .select({ id: absenceTable.id })
    .from(absenceTable)
    .where(
      and(
        eq(absenceTable.tenant, tenant),
        eq(absenceTable.member, member),
        ne(absenceTable.state, 'cancelled'),
        lte(absenceTable.from, at),
        gt(absenceTable.until, at),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** The current absences of these people, the one with deputies first. */
export async function currentAbsences(
  tx: Tx,
  tenant: string,
  members: readonly string[],
): Promise<Map<string, Absence>> {
  const found = new Map<string, Absence>();
  for (const one of await currentOf(tx, tenant, members)) {
    const known = found.get(one.member);
    if (!known || (known.deputies.length === 0 && one.deputies.length > 0)) found.set(one.member, one);
  }
  return found;
}

/** The absences of these people that come from their status and are not over. */
export async function statusAbsences(
  tx: Tx,
  tenant: string,
  members: readonly string[],
): Promise<Map<string, Absence>> {
  const found = (await currentOf(tx, tenant, members)).filter(({ source }) => source === 'status');
  return new Map(found.map((one) => [one.member, one]));
}

/** The longest first. */
async function currentOf(tx: Tx, tenant: string, members: readonly string[]): Promise<Absence[]> {
  if (members.length === 0) return [];
  const rows = await tx.db
    .select()
    .from(absenceTable)
    .where(
      and(
        eq(absenceTable.tenant, tenant),
        eq(absenceTable.state, 'current'),
        inArray(absenceTable.member, [...members]),
      ),
    )
    .orderBy(desc(absenceTable.until));
  return rows.map(fromRow);
}

/** Everybody's absences that are planned or current, the earliest first. */
export async function standingAbsences(tx: Tx, tenant: string, limit: number): Promise<Absence[]> {
  const rows = await tx.db
    .select()
    .from(absenceTable)
    .where(and(eq(absenceTable.tenant, tenant), inArray(absenceTable.state, ['planned', 'current'])))
    .orderBy(asc(absenceTable.from), asc(absenceTable.id))
    .limit(limit);
  return rows.map(fromRow);
}

/** Which of these people are away at some moment of a span, by absences that stand. */
export async function absencesWithin(
  tx: Tx,
  tenant: string,
  people: readonly string[],
  span: { from: Date; until: Date },
): Promise<string[]> {
  if (people.length === 0) return [];
  const rows = await tx.db
    .select({ member: absenceTable.member })
    .from(absenceTable)
    .where(
      and(
        eq(absenceTable.tenant, tenant),
        inArray(absenceTable.member, [...people]),
        inArray(absenceTable.state, ['planned', 'current']),
        lt(absenceTable.from, span.until),
        gt(absenceTable.until, span.from),
      ),
    );
  return people.filter((id) => rows.some(({ member }) => member === id));
}

/** Current absences in which this person is named as a deputy. */
export async function absencesWithDeputy(tx: Tx, tenant: string, deputy: string): Promise<Absence[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from absence where tenant = ${tenant} and state = 'current' and deputies ? ${deputy} order by id`;
  if (rows.length === 0) return [];
  const found = await tx.db
    .select()
    .from(absenceTable)
    .where(
      and(
        eq(absenceTable.tenant, tenant),
        inArray(
          absenceTable.id,
          rows.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(asc(absenceTable.id));
  return found.map(fromRow);
}

/** Ids of absences whose beginning or end has come, oldest first. */
export async function absencesTurning(tx: Tx, tenant: string, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.db
    .select({ id: absenceTable.id })
    .from(absenceTable)
    .where(
      and(
        eq(absenceTable.tenant, tenant),
        or(
          and(eq(absenceTable.state, 'planned'), lte(absenceTable.from, now)),
          and(eq(absenceTable.state, 'current'), lte(absenceTable.until, now)),
        ),
      ),
    )
    .orderBy(asc(absenceTable.from), asc(absenceTable.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

export async function saveAbsence(tx: Tx, tenant: string, absence: Absence): Promise<void> {
  const { id, ...rest } = absence;
  const row = { ...rest, deputies: [...absence.deputies] };
  await tx.db
    .insert(absenceTable)
    .values({ tenant, id, ...row })
    .onConflictDoUpdate({ target: absenceTable.id, set: row });
}

/** Somebody who may decide, and whose place they take when it is not their own. */
export type Decider = { readonly id: string; readonly insteadOf: string | null };

/**
 * Who of the named decides now: those who are there for themselves, and for each who is away the first deputy who is there. Deputies
 * never decide on the wish of somebody they stand in for (`requester`), nor on their own. Empty when nobody is left.
 */
export async function deciding(
  tx: Tx,
  tenant: string,
  named: readonly string[],
  requester?: string,
): Promise<Decider[]> {
  const away = await currentAbsences(tx, tenant, requester ? [...named, requester] : named);
  const deputies = [...away.values()].flatMap((absence) => absence.deputies);
  const [members, deputiesAway] = await Promise.all([
    membersById(tx, tenant, [...named, ...deputies]),
    currentAbsences(tx, tenant, deputies),
  ]);
  const there = (id: string) => isEmployee(members.get(id)) && !deputiesAway.has(id);
  const found = new Map<string, Decider>();
  for (const id of named) {
    if (isEmployee(members.get(id)) && !away.has(id)) found.set(id, { id, insteadOf: null });
  }
  const forRequester = requester ? standIn(away.get(requester)?.deputies ?? [], there) : undefined;
  const excluded = [requester, forRequester].flatMap((id) => id ?? []);
  for (const id of named) {
    const absence = isEmployee(members.get(id)) ? away.get(id) : undefined;
    const deputy = absence && standIn(absence.deputies, there, excluded);
    if (deputy && !found.has(deputy)) found.set(deputy, { id: deputy, insteadOf: id });
  }
  return [...found.values()];
}

/** For whom a person decides as a deputy now. */
export type StandsFor = {
  readonly absentee: string;
  /** Only on wishes of this person: they are the deputy before, and nobody decides on their own. */
  readonly onlyOf: string | null;
};

/** Those in whose stead this person decides now: they are the first deputy who is there, or the next after the requester. */
export async function standsFor(tx: Tx, tenant: string, person: string): Promise<StandsFor[]> {
  const absences = await absencesWithDeputy(tx, tenant, person);
  if (absences.length === 0) return [];
  const deputies = absences.flatMap((absence) => absence.deputies);
  const [members, away] = await Promise.all([
    membersById(tx, tenant, deputies),
    currentAbsences(tx, tenant, deputies),
  ]);
  return absences.flatMap(({ member, deputies: named }): StandsFor[] => {
    const there = named.filter((id) => isEmployee(members.get(id)) && !away.has(id));
    if (there[0] === person) return [{ absentee: member, onlyOf: null }];
    return there[0] && there[1] === person ? [{ absentee: member, onlyOf: there[0] }] : [];
  });
}

function fromRow({ tenant: _tenant, ...absence }: Row): Absence {
  return absence;
}
