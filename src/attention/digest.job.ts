import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { House } from '../slack/capability.ts';
import { dayOf } from './day.ts';
import { takeTurn, type Waiting } from './digest.ts';
import { type Kinds, kindsOf, standingOf } from './kind.ts';
import { type Fresh, freshBy, turnsBy, waitingTurns } from './turn.store.ts';
import { leaveAfter, type Reach } from './turn.ts';
import { saveTurns } from './turned.store.ts';

/** People whose turns are looked at in one commit: enough that statements cost little each, few enough that none waits long for a lock. */
const people = 200;

/**
 * Makes the digests whose time has come, and has what has fallen due wait for its person's next, a batch of people in a commit. Several
 * processes share the people: whoever is in the hands of one is passed over by the others. A process that dies leaves whole batches behind,
 * or none.
 */
export async function digestsDue(house: House, kinds: Kinds): Promise<void> {
  const known = new Map<string, Reach>();
  await fresh(house, kinds, known);
  for (let offset = 0; ; ) {
    const now = house.now();
    const found = await house.read((tx) => turnsBy(tx, house.tenant, now, { limit: people, offset }));
    if (found.length === 0) return;
    const taken = await takeTurns(house, kinds, { people: found, fresh: false }, known);
    // In the hands of another process, all of them: there may be more behind them.
    offset = taken === 0 ? offset + people : 0;
  }
}

/** The people for whom something has fallen due. Each is asked for once: one whom another process has in hand is left to it. */
async function fresh(house: House, kinds: Kinds, known: Map<string, Reach>): Promise<void> {
  const names = kindsOf(kinds, 'digest');
  for (let after: Fresh | undefined; ; ) {
    const now = house.now();
    const found = await house.read((tx) => freshBy(tx, house.tenant, names, now, { limit: people, after }));
    if (found.length === 0) return;
    after = found.at(-1);
    const some = [...new Set(found.map(({ person }) => person))];
    await takeTurns(house, kinds, { people: some, fresh: true }, known);
  }
}

/** One batch. Answers of how many people the turn was taken. */
async function takeTurns(
  house: House,
  kinds: Kinds,
  found: { readonly people: readonly string[]; readonly fresh: boolean },
  known: Map<string, Reach>,
): Promise<number> {
  const { tenant } = house;
  const now = house.now();
  const names = kindsOf(kinds, 'digest');
  let taken = 0;
  await house.commit({
    id: derivedId('cmd', tenant, 'attention.digests', now.toISOString(), ...found.people),
    cause: { kind: 'tick', id: 'attention' },
    keys: [],
    load: async (tx) => {
      const waiting = await waitingTurns(tx, tenant, { ...found, kinds: names }, now, known);
      return { waiting, stands: await standing(tx, tenant, kinds, waiting, now) };
    },
    decide: ({ waiting, stands }, at) => {
      const manners = (name: string) => {
        const kind = kinds.get(name);
        return kind && { priority: kind.priority, repeats: kind.repeats ?? false };
      };
      const turned = waiting.map((one) =>
        takeTurn(tenant, one, { manners, stands: ({ id }) => stands.has(id) }, at),
      );
      return { next: turned, events: turned.flatMap(({ events }) => events) };
    },
    save: async (tx, turned, { waiting }) => {
      taken = turned.length;
      if (taken > 0) await saveTurns(tx, tenant, turned, waiting);
    },
  });
  return taken;
}

/** What of all that is listed is still worth saying. */
function standing(
  tx: Tx,
  tenant: string,
  kinds: Kinds,
  waiting: readonly Waiting[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const listed = waiting.flatMap(({ reach, returned, listed: some }) => {
    const leave = reach && leaveAfter(reach, dayOf(now, reach.schedule.tz));
    return leave || returned ? some : some.filter(({ dueAt }) => dueAt <= now);
  });
  return standingOf(tx, tenant, kinds, listed, now);
}
