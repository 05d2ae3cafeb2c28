import type { Tx } from '../database/connection.ts';
import { companyOf } from '../people/company.store.ts';
import { type Company, inPilot } from '../people/company.ts';
import { holds, type Member } from '../people/member.ts';
import type { Preferences } from '../people/preference.ts';
import { scheduleFrom } from '../people/schedule.store.ts';
import type { Span } from '../people/working-time.ts';
import { dayOf } from './day.ts';
import type { Waiting } from './digest.ts';
import { columns, type OwedState } from './owed.store.ts';
import type { Reach } from './turn.ts';

type TurnRow = Pick<Waiting, 'person' | 'digestDay' | 'said' | 'saidDay'> & { returned: string | null };
type MemberRow = Pick<Member, 'id' | 'tz' | 'standing' | 'leftAt' | 'roles' | 'language'> &
  Omit<Preferences, 'language'> & {
    dndFrom: Date | null;
    dndUntil: Date | null;
  };

/** People whose turn is to be looked at by now, the longest due first. */
export async function turnsBy(
  tx: Tx,
  tenant: string,
  now: Date,
  page: { limit: number; offset: number },
): Promise<string[]> {
  const rows = await tx.sql<{ person: string }[]>`
    select person from attention_turn where tenant = ${tenant} and look_at <= ${now}
    order by look_at, person limit ${page.limit} offset ${page.offset}`;
  return rows.map((row) => row.person);
}

/** Somebody for whom something has fallen due, and when. */
export type Fresh = { readonly person: string; readonly dueAt: Date };

/** Whom something that is to stand in a digest has fallen due for, the longest due first; a page of them from behind one. */
export async function freshBy(
  tx: Tx,
  tenant: string,
  kinds: readonly string[],
  now: Date,
  page: { limit: number; after?: Fresh | undefined },
): Promise<Fresh[]> {
  const { limit, after = { person: '', dueAt: new Date(0) } } = page;
  const rows = await tx.sql<Fresh[]>`
    select person, due_at as "dueAt" from owed
    where tenant = ${tenant} and state = 'owed' and due_at <= ${now} and (due_at, person) > (${after.dueAt}, ${after.person})
      and not asked and kind = any(${[...kinds]})
    group by due_at, person order by due_at, person limit ${limit}`;
  return rows.map((row) => ({ ...row }));
}

/**
 * Everything that the turns of these people depend on, in a few statements for all of them. Only of those whose turn is still to be
 * looked at, or for whom something is `fresh`, and that no other process has in hand; they are locked to the end of the transaction.
 */
export async function waitingTurns(
  tx: Tx,
  tenant: string,
  of: { readonly people: readonly string[]; readonly fresh: boolean; readonly kinds: readonly string[] },
  now: Date,
  known: Map<string, Reach>,
): Promise<Waiting[]> {
  const { people, fresh, kinds } = of;
  // Whom nothing was owed before has no turn yet.
  if (fresh)
    await tx.sql`
      insert into attention_turn (tenant, person) select ${tenant}, person from unnest(${[...people]}::text[]) person order by person
      on conflict do nothing`;
  const turns = await tx.sql<TurnRow[]>`
    select person, digest_day as "digestDay", said, day as "saidDay", returned from attention_turn
    where tenant = ${tenant} and person = any(${[...people]}) and (${fresh} or look_at <= ${now}) order by person for update skip locked`;
  if (turns.length === 0) return [];
  const ids = turns.map(({ person }) => person);
  const returned = turns.flatMap((turn) => turn.returned ?? []);
  const [company, reaches, listed, absences] = await Promise.all([
    companyOf(tx, tenant),
    reachesOf(tx, tenant, ids, now, known),
    tx.sql<OwedState[]>`
      select ${columns(tx)} from owed where tenant = ${tenant} and person = any(${ids})
        and (state = 'listed' or state = 'owed' and due_at <= ${now} and not asked and kind = any(${[...kinds]}))`,
    // Heard of, or ended since yesterday: a clock that moves by days ticks before everybody has heard.
    tx.sql<(Span & { id: string; member: string })[]>`
      select id, member, from_at as "from", until_at as until from absence
      where tenant = ${tenant} and state = 'over' and member = any(${ids}) and (id = any(${returned})
        or until_at between ${new Date(now.getTime() - 86_400_000)} and ${now})
      order by until_at desc`,
  ]);
  const groups = await groupsOf(tx, tenant, company);
  const byPerson = Map.groupBy(listed, ({ person }) => person);
  return turns.map(({ returned: absence, ...turn }) => {
    const found = reaches.get(turn.person);
    const own = absences.filter(({ member }) => member === turn.person);
    const back = own.find(({ id }) => id === absence) ?? own[0];
    // Once a digest: whoever had one since then was told.
    const told =
      found &&
      back &&
      turn.digestDay !== null &&
      turn.digestDay >= dayOf(back.until, found.reach.schedule.tz);
    return {
      ...turn,
      reach: found?.reach ?? null,
      within:
        found !== undefined &&
        (holds(found.member, 'admin') || inPilot(company, turn.person, groups(turn.person))),
      returned: back && !told ? { from: back.from, until: back.until } : null,
      listed: byPerson.get(turn.person) ?? [],
    };
  });
}

/** The user groups of the pilot that somebody is in. */
async function groupsOf(tx: Tx, tenant: string, { pilot }: Company): Promise<(person: string) => string[]> {
  if (!pilot || pilot.groups.length === 0) return () => [];
  const rows = await tx.sql<{ id: string; members: string[] }[]>`
    select id, members from user_group where tenant = ${tenant} and id = any(${[...pilot.groups]}) and not disabled`;
  const members = rows.map(({ id, members }) => ({ id, members: new Set(members) }));
  return (person) => members.filter((group) => group.members.has(person)).map(({ id }) => id);
}

/**
 * When each of these people can be spoken to; who left or is not one of us is missing. People whose calendar is the same share it
 * (`known`), so that it is worked through once.
 */
export async function reachesOf(
  tx: Tx,
  tenant: string,
  people: readonly string[],
  now: Date,
  known: Map<string, Reach> = new Map(),
): Promise<Map<string, { reach: Reach; member: Member }>> {
  const [company, members, absences] = await Promise.all([
    companyOf(tx, tenant),
    tx.sql<MemberRow[]>`
      select id, tz, language, standing, left_at as "leftAt", roles, hours, days, holidays, quiet_days as "quietDays", digest_at as "digestAt", quiet,
        dnd_from as "dndFrom", dnd_until as "dndUntil"
      from member where tenant = ${tenant} and id = any(${[...people]})`,
    tx.sql<(Span & { member: string })[]>`
      select member, from_at as "from", until_at as until from absence
      where tenant = ${tenant} and member = any(${[...people]}) and state <> 'cancelled' and until_at > ${now} order by from_at, id`,
  ]);
  const away = Map.groupBy(absences, ({ member }) => member);
  const found = new Map<string, { reach: Reach; member: Member }>();
  for (const member of members) {
    if (member.leftAt || (member.standing !== 'member' && member.standing !== 'guest')) continue;
    const { digestAt, quiet, dndFrom, dndUntil } = member;
    const dnd = dndFrom && dndUntil && dndUntil > now ? { from: dndFrom, until: dndUntil } : null;
    const own = away.get(member.id) ?? [];
    const key = JSON.stringify([
      member.tz,
      member.hours,
      member.days,
      member.holidays,
      member.quietDays,
      digestAt,
      quiet,
    ]);
    const shared: Reach = known.get(key) ?? {
      ...{ quiet, digestAt, dnd: null },
      schedule: scheduleFrom(company, { person: [member], absences: [] }),
    };
    known.set(key, shared);
    const reach: Reach =
      own.length === 0 && !dnd
        ? shared
        : { ...shared, dnd, shared, schedule: scheduleFrom(company, { person: [member], absences: own }) };
    found.set(member.id, { reach, member: member as unknown as Member });
  }
  return found;
}

/** How many unasked messages somebody has had, and when their last digest was. */
export async function turnOf(
  tx: Tx,
  tenant: string,
  person: string,
): Promise<Pick<Waiting, 'digestDay' | 'said' | 'saidDay'>> {
  const [row] = await tx.sql<Pick<Waiting, 'digestDay' | 'said' | 'saidDay'>[]>`
    select digest_day as "digestDay", said, day as "saidDay" from attention_turn where tenant = ${tenant} and person = ${person}`;
  return row ?? { digestDay: null, said: 0, saidDay: null };
}

/** Has a person's turn looked at by a moment at the latest; counts a message of a day when they were told something. */
export async function nudge(
  tx: Tx,
  tenant: string,
  person: string,
  nudged: { at: Date | null; told?: { day: string; said: number } | undefined },
): Promise<void> {
  const { at, told } = nudged;
  await tx.sql`
    insert into attention_turn as turn (tenant, person, look_at, day, said)
    values (${tenant}, ${person}, ${at}, ${told?.day ?? null}, ${told?.said ?? 0})
    on conflict (tenant, person) do update set look_at = least(turn.look_at, excluded.look_at),
      day = coalesce(excluded.day, turn.day), said = case when excluded.day is null then turn.said else excluded.said end`;
}

/** Has turns looked at again because a calendar changed: of one person, or of everybody who waits for one. */
export async function lookAgain(tx: Tx, tenant: string, person: string | null, now: Date): Promise<void> {
  await tx.sql`
    update attention_turn set look_at = ${now}
    where tenant = ${tenant} and look_at > ${now} and (${person}::text is null or person = ${person})`;
}

/** Notes that somebody is back from an absence. */
export async function saveReturn(
  tx: Tx,
  tenant: string,
  person: string,
  absence: string,
  now: Date,
): Promise<void> {
  await tx.sql`
    insert into attention_turn as turn (tenant, person, look_at, returned) values (${tenant}, ${person}, ${now}, ${absence})
    on conflict (tenant, person) do update set look_at = least(turn.look_at, excluded.look_at), returned = excluded.returned`;
}
