import { derivedId } from '../kernel/id.ts';
import type { House } from '../slack/capability.ts';
import { forgetCards } from '../slack/card.store.ts';
import { digestKind } from './attention.view.ts';
import { digestsBefore, forgetDigests } from './digest.store.ts';

/** As long as a digest is kept. A free plan of Slack's hides messages after so many days; the events stay for ever. */
export const keptDays = 90;
/** So few in a tick that nothing waits for it: 50,000 of a morning are gone within twenty minutes. */
const atOnce = 500;

/**
 * Forgets digests of long ago with their cards, a batch at a tick. They are a view of what stood at the time: who was told what and when is in
 * the log. A message of one that still stands in Slack changes no more; a press on it is answered by what is owed now.
 */
export async function forgetOld(house: House): Promise<void> {
  const { tenant } = house;
  const before = new Date(house.now().getTime() - keptDays * 86_400_000);
  const found = await house.read((tx) => digestsBefore(tx, tenant, before, atOnce));
  if (found.length === 0) return;
  const ids = found.map(({ id }) => id);
  await house.commit({
    id: derivedId('cmd', tenant, 'attention.forget', house.now().toISOString(), ...ids),
    cause: { kind: 'tick', id: 'attention' },
    keys: ['attention.forget'],
    load: async () => undefined,
    decide: () => ({ next: found, events: [] }),
    save: async (tx, digests) => {
      await forgetCards(
        tx,
        tenant,
        digests.map(({ id, person }) => ({ kind: digestKind, reader: person, occasion: id })),
      );
      await forgetDigests(tx, tenant, ids);
    },
  });
}
