import type { Tx } from '../database/connection.ts';
import type { Turned, Waiting } from './digest.ts';
import type { OwedState } from './owed.ts';

/** Stores how turns ended: the digests, what changed of what is owed, and when to look again. */
export async function saveTurns(
  tx: Tx,
  tenant: string,
  turned: readonly Turned[],
  before: readonly Waiting[],
): Promise<void> {
  const digests = turned.flatMap(({ digest }) => digest ?? []);
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
    saveChanged(
      tx,
      tenant,
      turned.flatMap((one) => one.changed),
      new Map(before.flatMap(({ listed }) => listed.map((owed) => [owed.id, owed]))),
    ),
    tx.sql`
      update attention_turn as turn set look_at = next."lookAt", digest_day = next."digestDay", said = next.said, day = next."saidDay",
        returned = case when next.returned then turn.returned end
      from jsonb_to_recordset(${tx.sql.json(turns as never)}) as next(person text, "lookAt" timestamptz, "digestDay" text, said int,
        "saidDay" text, returned boolean)
      where turn.tenant = ${tenant} and turn.person = next.person`,
  ]);
}

/** How something changes from what it was. It climbs on as before, unless it is dropped. */
function wayOf({ state, dueAt, settledAt, times, climbAt, risenTo }: OwedState, was: OwedState | undefined) {
  return {
    ...{ state, dueAt, settledAt, times },
    climbs: climbAt !== null || risenTo !== null,
    wasState: was?.state,
    wasDueAt: was?.dueAt,
  };
}

/** Thousands of rows change in the same few ways. What was put off or owed anew meanwhile stays as it is. */
async function saveChanged(
  tx: Tx,
  tenant: string,
  changed: readonly OwedState[],
  was: ReadonlyMap<string, OwedState>,
): Promise<void> {
  if (changed.length === 0) return;
  const ways = new Map<string, ReturnType<typeof wayOf> & { n: number }>();
  const numbers = changed.map((owed) => {
    const way = wayOf(owed, was.get(owed.id));
    const key = Object.values(way)
      .map((value) => (value instanceof Date ? value.getTime() : value))
      .join();
    const known = ways.get(key) ?? { ...way, n: ways.size };
    ways.set(key, known);
    return known.n;
  });
  await tx.sql`
    update owed set state = way.state, due_at = way."dueAt", settled_at = way."settledAt", times = way.times,
      climb_at = case when way.climbs then owed.climb_at end, risen_to = case when way.climbs then owed.risen_to end
    from unnest(${changed.map(({ id }) => id)}::text[], ${numbers}::int[]) as one(id, n)
      join jsonb_to_recordset(${tx.sql.json([...ways.values()] as never)}) as way(n int, state text, "dueAt" timestamptz,
        "settledAt" timestamptz, times int, climbs boolean, "wasState" text, "wasDueAt" timestamptz) using (n)
    where owed.tenant = ${tenant} and owed.id = one.id and owed.state = way."wasState" and owed.due_at = way."wasDueAt"`;
}
