import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { House } from '../slack/capability.ts';
import { dayOf } from './day.ts';
import { takeTurn, type Waiting } from './digest.ts';
import { type Kinds, kindsOf, standingOf } from './kind.ts';
import { list, saveTurns, somethingDue, turnsBy, waitingTurns } from './turn.store.ts';
import { leaveAfter, type Reach } from './turn.ts';

/** People whose turns are looked at in one commit: enough that statements cost little each, few enough that none waits long for a lock. */
const people = 200;
const lines = 2_000;

/**
 * Puts what has fallen due into digests, and makes the digests whose time has come, a batch of people in a commit. Several processes share
 * the people: whoever is in the hands of one is passed over by the others. A process that dies leaves whole batches behind, or none.
 */
export async function digestsDue(house: House, kinds: Kinds): Promise<void> {
  const { tenant } = house;
  const names = kindsOf(kinds, 'digest');
  while (await house.read((tx) => somethingDue(tx, tenant, names, house.now())))
    if ((await listSome(house, names)) < lines) break;
  const known = new Map<string, Reach>();
  for (let offset = 0; ; ) {
    const now = house.now();
    const found = await house.read((tx) => turnsBy(tx, tenant, now, { limit: people, offset }));
    if (found.length === 0) return;
    const taken = await takeTurns(house, kinds, found, known);
    // In the hands of another process, all of them: there may be more behind them.
    offset = taken === 0 ? offset + people : 0;
  }
}

async function listSome(house: House, names: readonly string[]): Promise<number> {
  let count = 0;
  await house.commit({
    id: derivedId('cmd', house.tenant, 'attention.list', house.now().toISOString()),
    cause: { kind: 'tick', id: 'attention' },
    // One after the other: who is through has seen everything listed, so that nobody's digest goes out with half of it.
    keys: ['attention.list'],
    load: async () => undefined,
    decide: () => ({ next: undefined, events: [] }),
    save: async (tx, _next) => {
      count = await list(tx, house.tenant, names, house.now(), lines);
    },
  });
  return count;
}

/** One batch. Answers of how many people the turn was taken. */
async function takeTurns(
  house: House,
  kinds: Kinds,
  found: readonly string[],
  known: Map<string, Reach>,
): Promise<number> {
  const { tenant } = house;
  const now = house.now();
  let taken = 0;
  await house.commit({
    id: derivedId('cmd', tenant, 'attention.digests', now.toISOString(), ...found),
    cause: { kind: 'tick', id: 'attention' },
    keys: [],
    load: async (tx) => {
      const waiting = await waitingTurns(tx, tenant, found, now, known);
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
    save: async (tx, turned) => {
      taken = turned.length;
      if (taken > 0) await saveTurns(tx, tenant, turned);
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
