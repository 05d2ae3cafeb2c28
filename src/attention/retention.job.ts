import { derivedId } from '../kernel/id.ts';
import type { House } from '../slack/capability.ts';
import { type CardKey, forgetCards } from '../slack/card.store.ts';
import { digestKind, toldKind, toldOccasion } from './attention.view.ts';
import { digestsBefore, forgetDigests } from './digest.store.ts';
import { type Kinds, standingOf } from './kind.ts';
import { forgetOwed, overBefore, saveDone, saveLookedAt, unsettledDone } from './over.store.ts';
import type { OwedState } from './owed.ts';

/** As long as a digest is kept, and what was owed after it is over. A free plan of Slack's hides messages after so many days; the events stay for ever. */
export const keptDays = 90;
/**
 * So few in a tick that nothing waits for it: 50,000 digests of a morning are gone within twenty minutes, and of what was owed 1.7 million in a day
 * (`npm run bench -- over`).
 */
const atOnce = { digests: 500, owed: 200 } as const;

/**
 * Forgets digests of long ago, and what was owed and has been over as long, with their cards, a batch of each at a tick. They are a view of what
 * stood at the time: who was told what and when is in the log. A message of one that still stands in Slack changes no more; a press on it is
 * answered by what is owed now. What was told for good and still waits to be done is kept for as long as it does.
 */
export async function forgetOld(house: House, kinds: Kinds): Promise<void> {
  const { tenant } = house;
  const now = house.now();
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  const found = await house.read(async (tx) => {
    const [digests, done, over] = await Promise.all([
      digestsBefore(tx, tenant, before, atOnce.digests),
      unsettledDone(tx, tenant, atOnce.owed),
      overBefore(tx, tenant, before, atOnce.owed),
    ]);
    const told = over.filter(({ state }) => state === 'told');
    return { digests, done, over, stands: await standingOf(tx, tenant, kinds, told, now) };
  });
  const ids = [...found.digests, ...found.over].map(({ id }) => id);
  if (ids.length + found.done.length === 0) return;
  await house.commit({
    id: derivedId('cmd', tenant, 'attention.forget', now.toISOString(), ...ids, ...found.done),
    cause: { kind: 'tick', id: 'attention' },
    keys: ['attention.forget'],
    load: async () => undefined,
    decide: () => ({ next: found, events: [] }),
    save: async (tx, { digests, done, over, stands }) => {
      if (done.length > 0) await saveDone(tx, tenant, done, now);
      await saveLookedAt(tx, tenant, [...stands], now);
      const past = over.flatMap(({ id }) => (stands.has(id) ? [] : [id]));
      const forgotten = past.length > 0 ? await forgetOwed(tx, tenant, past, before) : [];
      await forgetCards(tx, tenant, [
        ...digests.map(({ id, person }) => ({ kind: digestKind, reader: person, occasion: id })),
        ...forgotten.flatMap(cardsOf),
      ]);
      await forgetDigests(
        tx,
        tenant,
        digests.map(({ id }) => id),
      );
    },
  });
}

/** The messages of its own that something had: each time it was told alone. */
function cardsOf({ id, person, alone }: Pick<OwedState, 'id' | 'person' | 'alone'>): CardKey[] {
  return Array.from({ length: Math.max(1, alone) }, (_, n) => ({
    ...{ kind: toldKind, reader: person },
    occasion: toldOccasion(id, n + 1),
  }));
}
