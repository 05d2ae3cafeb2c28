import type { Tx } from '../database/connection.ts';
import { companyOf } from '../people/company.store.ts';
import { type Company, inPilot } from '../people/company.ts';
import { holds, type Member } from '../people/member.ts';
import type { Preferences } from '../people/preference.ts';
import { scheduleFrom } from '../people/schedule.store.ts';
import type { Span } from '../people/working-time.ts';
import type { Turned, Waiting } from './digest.ts';
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

/**
 * Everything that the turns of these people depend on, in a few statements for all of them. Only of those whose turn is still to be
 * looked at and that no other process has in hand; they are locked to the end of the transaction.
 */
export async function waitingTurns(
  tx: Tx,
  tenant: string,
  people: readonly string[],
  now: Date,
  known: Map<string, Reach>,
): Promise<Waiting[]> {
  const turns = await tx.sql<TurnRow[]>`
    select person, digest_day as "digestDay", said, day as "saidDay", returned from attention_turn
    where tenant = ${tenant} and person = any(${[...people]}) and look_at <= ${now} order by person for update skip locked`;
  if (turns.length === 0) return [];
  const ids = turns.map(({ person }) => person);
  const returned = turns.flatMap((turn) => turn.returned ?? []);
  const [company, reaches, listed, absences] = await Promise.all([
    companyOf(tx, tenant),
    reachesOf(tx, tenant, ids, now, known),
    tx.sql<OwedState[]>`
      select ${columns(tx)} from owed where tenant = ${tenant} and state = 'listed' and person = any(${ids})`,
    returned.length === 0
      ? []
      : tx.sql<(Span & { id: string })[]>`
          select id, from_at as "from", until_at as until from absence
          where tenant = ${tenant} and id = any(${returned}) and state = 'over'`,
  ]);
  const groups = await groupsOf(tx, tenant, company);
  const byPerson = Map.groupBy(listed, ({ person }) => person);
  return turns.map(({ returned: absence, ...turn }) => {
    const found = reaches.get(turn.person);
    const back = absences.find(({ id }) => id === absence);
    return {
      ...turn,
      reach: found?.reach ?? null,
      within:
        found !== undefined &&
        (holds(found.member, 'admin') || inPilot(company, turn.person, groups(turn.person))),
      returned: back ? { from: back.from, until: back.until } : null,
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

/** Stores how turns ended: the digests, what changed of what is owed, and when to look again. */
export async function saveTurns(tx: Tx, tenant: string, turned: readonly Turned[]): Promise<void> {
  const digests = turned.flatMap(({ digest }) => digest ?? []);
  const changed = turned.flatMap((one) => one.changed);
  const turns = turned.map(({ person, lookAt, digestDay, said, saidDay, returned }) => ({
    ...{ person, lookAt, digestDay, said, saidDay, returned },
  }));
  await Promise.all([
    ...(digests.length > 0
      ? [
          tx.sql`
            insert into digest (id, tenant, person, day, occasion, from_at, until_at, items, made_at)
            select id, ${tenant}, person, day, occasion, "from", until, array(select jsonb_array_elements_text(items)), "madeAt"
            from jsonb_to_recordset(${tx.sql.json(digests as never)}) as made(id text, person text, day text, occasion text,
              "from" timestamptz, until timestamptz, items jsonb, "madeAt" timestamptz)
            on conflict do nothing`,
        ]
      : []),
    ...(changed.length > 0
      ? [
          tx.sql`
            update owed set state = next.state, due_at = next."dueAt", settled_at = next."settledAt", times = next.times,
              climb_at = next."climbAt", risen_to = next."risenTo"
            from jsonb_to_recordset(${tx.sql.json(changed.map(stored) as never)}) as next(id text, state text, "dueAt" timestamptz,
              "settledAt" timestamptz, times int, "climbAt" timestamptz, "risenTo" text)
            where owed.tenant = ${tenant} and owed.id = next.id and owed.state = 'listed'`,
        ]
      : []),
    tx.sql`
      update attention_turn as turn set look_at = next."lookAt", digest_day = next."digestDay", said = next.said, day = next."saidDay",
        returned = case when next.returned then turn.returned end
      from jsonb_to_recordset(${tx.sql.json(turns as never)}) as next(person text, "lookAt" timestamptz, "digestDay" text, said int,
        "saidDay" text, returned boolean)
      where turn.tenant = ${tenant} and turn.person = next.person`,
  ]);
}

const stored = ({ id, state, dueAt, settledAt, times, climbAt, risenTo }: OwedState) => ({
  ...{ id, state, dueAt, settledAt, times, climbAt, risenTo },
});

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

/** Whether anything has fallen due that is to stand in a digest. */
export async function somethingDue(
  tx: Tx,
  tenant: string,
  kinds: readonly string[],
  now: Date,
): Promise<boolean> {
  const [row] = await tx.sql<{ due: boolean }[]>`
    select exists (
      select 1 from owed where tenant = ${tenant} and state = 'owed' and due_at <= ${now} and not asked and kind = any(${[...kinds]})
    ) as due`;
  return row?.due ?? false;
}

/** Puts what has fallen due into people's digests, so many at once, and has their turns looked at. Answers how many there were. */
export async function list(
  tx: Tx,
  tenant: string,
  kinds: readonly string[],
  now: Date,
  limit: number,
): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    with found as materialized (
      select id from owed where tenant = ${tenant} and state = 'owed' and due_at <= ${now} and not asked and kind = any(${[...kinds]})
      order by due_at, id limit ${limit} for update
    ), moved as (
      update owed set state = 'listed' from found where owed.id = found.id returning owed.person
    ), turned as (
      insert into attention_turn as turn (tenant, person, look_at)
      select distinct ${tenant}, person, ${now}::timestamptz from moved order by person
      on conflict (tenant, person) do update set look_at = least(turn.look_at, excluded.look_at)
    )
    select count(*)::int as count from moved`;
  return row?.count ?? 0;
}
