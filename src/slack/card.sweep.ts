import type { Database } from '../database/connection.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { memberById } from '../people/member.store.ts';
import { takesPart } from '../people/pilot.store.ts';
import { isReachable } from '../people/reachable.store.ts';
import type { House } from './capability.ts';
import { again, cardJob, cardQueue, goneJob } from './card.job.ts';
import { cardAt, cardId, heldCards, saveLooked, unlookedCards } from './card.store.ts';

/** A card with something to do is looked for once a day. */
const dayMs = 86_400_000;
/** A tick comes every ten seconds, and Slack lets through 50 looks a minute: half of them stay free. */
const aTick = 4;

/**
 * At every tick: has a few cards looked for that nobody has heard of for a day, the longest unheard first. Retention takes messages away
 * without an event; whoever still has something to do gets the card again.
 */
export async function cardsDue(house: House, jobs: Jobs): Promise<void> {
  const { tenant } = house;
  const now = house.now();
  const before = new Date(now.getTime() - dayMs);
  const found = await house.read((tx) => unlookedCards(tx, tenant, before, aTick));
  if (found.length === 0) return;
  const specs = found.map((key) => again(cardJob(tenant, key), 'look'));
  await house.commit({
    id: `look ${now.toISOString()}`,
    cause: { kind: 'tick', id: 'cards' },
    keys: [],
    load: async () => undefined,
    decide: () => ({ next: specs, events: [] }),
    save: async (tx) => {
      await saveLooked(
        tx,
        tenant,
        found.map((key) => cardId(tenant, key)),
        now,
      );
      await jobs.add(tx, specs);
    },
  });
  jobs.ring(cardQueue.name);
}

/** At every tick: the cards held back whose readers have begun to work meanwhile go out. */
export async function heldDue(house: House, jobs: Jobs): Promise<void> {
  const { tenant } = house;
  const now = house.now();
  const found = await house.read(async (tx) => {
    const held = await heldCards(tx, tenant);
    const there = new Set<string>();
    for (const reader of new Set(held.map((key) => key.reader))) {
      const inside = await takesPart(tx, tenant, await memberById(tx, tenant, reader));
      if (inside && (await isReachable(tx, tenant, reader, now))) there.add(reader);
    }
    return held.filter(({ reader }) => there.has(reader));
  });
  if (found.length === 0) return;
  await house.commit({
    id: `held ${now.toISOString()}`,
    cause: { kind: 'tick', id: 'cards' },
    keys: [],
    load: async () => undefined,
    decide: () => ({ next: found.map((key) => cardJob(tenant, key)), events: [] }),
    save: (tx, specs) => jobs.add(tx, specs),
  });
  jobs.ring(cardQueue.name);
}

type MessageEvent = Readonly<Record<string, unknown>>;

/** The ts of a message that an event says is gone: deleted, or a stone in the place of one with lines under it. */
export function goneTs(event: MessageEvent): string | undefined {
  if (event.subtype === 'message_deleted')
    return typeof event.deleted_ts === 'string' ? event.deleted_ts : undefined;
  const { ts, subtype } = (event.message ?? {}) as { ts?: unknown; subtype?: unknown };
  return event.subtype === 'message_changed' && subtype === 'tombstone' && typeof ts === 'string'
    ? ts
    : undefined;
}

/** Somebody deleted a message of a conversation: if it was a card whose reader has something to do, it comes back. */
export async function onGone(
  house: House,
  database: Database,
  jobs: Jobs,
  gone: { channel: string; ts: string },
): Promise<void> {
  const key = await house.read((tx) => cardAt(tx, house.tenant, gone.channel, gone.ts));
  if (!key) return;
  await jobs.add(database, [goneJob(house.tenant, key, gone.ts)]);
  jobs.ring(cardQueue.name);
}
