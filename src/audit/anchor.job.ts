import type { WebClient } from '@slack/web-api';
import type { Jobs, QueueSpec } from '../jobs/jobs.ts';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import type { ChannelLanguage } from '../slack/blocks.ts';
import type { House } from '../slack/capability.ts';
import { aheadSince, lastAnchors, newestNote, saveAnchor } from './anchor.store.ts';
import { anchorText } from './anchor.text.ts';
import {
  type Anchorage,
  type AnchorFault,
  type AnchorPlace,
  AnchorRefused,
  type AnchorSettings,
  anchorDue,
} from './anchor.ts';
import { dropTrouble, saveTrouble, troubleOf } from './anchor-trouble.store.ts';
import { failAnchor, mendAnchor } from './anchor-trouble.ts';
import { fileAnchorage } from './file.anchor.ts';
import { s3Anchorage } from './s3.anchor.ts';
import { slackAnchorage } from './slack.anchor.ts';

/** Hands the newest checkpoint to one place; one at a time per place. */
export const anchorQueue: QueueSpec = { name: 'anchor', keyed: true, concurrency: 2 };

/** What handing checkpoints over needs: where to, and a Slack to speak through (absent: channels cannot be reached from here). */
export type Anchoring = {
  readonly settings: AnchorSettings;
  readonly slack?: Pick<WebClient, 'conversations' | 'chat'> | undefined;
};

/** The door to a place; undefined for a channel where no Slack is at hand. */
export function anchorageOf(
  { settings, slack }: Anchoring,
  place: AnchorPlace,
  language?: ChannelLanguage,
): Anchorage | undefined {
  switch (place.kind) {
    case 'file':
      return fileAnchorage(place);
    case 's3':
      return s3Anchorage(place, settings.s3);
    case 'slack':
      return slack && slackAnchorage(place, slack, language);
  }
}

/** At every tick: a job for each place that wants the newest checkpoint and has none under way. */
export async function anchorsDue(house: House, { settings }: Anchoring, jobs: Jobs): Promise<void> {
  const { newest, last } = await house.read(async (tx) => ({
    newest: await newestNote(tx),
    last: await lastAnchors(tx),
  }));
  for (const { name } of settings.places) {
    const wants = anchorDue({ newest, last: last.get(name), now: house.now(), everyMs: settings.everyMs });
    if (!wants || (await jobs.pending(anchorQueue.name, name))) continue;
    const spec = { queue: anchorQueue.name, data: { tenant: house.tenant, place: name }, key: name };
    await house.commit({
      id: `anchor ${name}`,
      cause: { kind: 'tick', id: 'anchor' },
      keys: [],
      load: async () => undefined,
      decide: () => ({ next: spec, events: [] }),
      save: (tx) => jobs.add(tx, [spec]),
    });
    jobs.ring(anchorQueue.name);
  }
}

/**
 * Handler of the anchor queue. Reads again what is newest and whether it is still due: two replicas may have asked. An anchor is no
 * event: it would make the log grow, and so want the next one.
 */
export async function handOver(
  house: House,
  anchoring: Anchoring,
  { place: name = '' }: Record<string, string>,
) {
  const { settings } = anchoring;
  const place = settings.places.find((one) => one.name === name);
  const { language, newest, last } = await house.read(async (tx) => ({
    language: (await companyOf(tx, house.tenant)).language,
    newest: await newestNote(tx),
    last: await lastAnchors(tx),
  }));
  const anchorage = place && anchorageOf(anchoring, place, language);
  if (!anchorage || !newest) return;
  if (!anchorDue({ newest, last: last.get(name), now: house.now(), everyMs: settings.everyMs })) return;
  let reference: string;
  try {
    reference = await anchorage.put(newest);
  } catch (error) {
    if (!(error instanceof AnchorRefused)) throw error;
    // The next tick looks again: whoever mends the place need not tell us.
    await tellTrouble(house, name, error.fault);
    return;
  }
  const row = { place: name, size: newest.size, at: house.now(), reference };
  await house.commit({
    id: `anchored ${name}`,
    cause: { kind: 'tick', id: 'anchor' },
    keys: [`anchor:${name}`],
    load: async () => undefined,
    decide: () => ({ next: row, events: [] }),
    save: (tx) => saveAnchor(tx, row),
  });
  await tellMended(house, name);
}

/** Once for each time: in the log of the bot, and to those who can mend it. */
async function tellTrouble(house: House, place: string, fault: AnchorFault): Promise<void> {
  const { tenant } = house;
  const outcome = await house.commit({
    id: derivedId('cmd', tenant, 'anchor.failed', place, house.now().toISOString()),
    cause: { kind: 'tick', id: 'anchor' },
    keys: [`anchor:${place}`],
    load: (tx) => troubleOf(tx, tenant, place),
    decide: failAnchor(place, fault),
    save: (tx, next) => saveTrouble(tx, tenant, next),
  });
  if (outcome.kind !== 'done' || outcome.events.length === 0) return;
  house.log.error(
    { place, fault },
    `${plain(anchorText, 'en', 'anchor.fault', { fault })}: ${plain(anchorText, 'en', 'anchor.mend', { fault })}`,
  );
}

async function tellMended(house: House, place: string): Promise<void> {
  const { tenant } = house;
  if (!(await house.read((tx) => troubleOf(tx, tenant, place)))) return;
  await house.commit({
    id: derivedId('cmd', tenant, 'anchor.mended', place, house.now().toISOString()),
    cause: { kind: 'tick', id: 'anchor' },
    keys: [`anchor:${place}`],
    load: (tx) => troubleOf(tx, tenant, place),
    decide: mendAnchor(place),
    save: (tx) => dropTrouble(tx, tenant, place),
  });
}

/** For how many seconds the log has been ahead of each place: 0 while it holds the newest checkpoint. */
export async function anchorAges(
  house: Pick<House, 'read' | 'now'>,
  places: readonly AnchorPlace[],
): Promise<{ place: string; seconds: number }[]> {
  return house.read(async (tx) => {
    const last = await lastAnchors(tx);
    return Promise.all(
      places.map(async ({ name }) => {
        const since = await aheadSince(tx, last.get(name)?.size ?? 0);
        return {
          place: name,
          seconds: since ? Math.max(0, (house.now().getTime() - since.getTime()) / 1_000) : 0,
        };
      }),
    );
  });
}

/**
 * Every checkpoint that the places hold, read from there: what the log is compared with. Throws where a place cannot be read; a
 * channel is left out where no Slack is at hand.
 */
export async function* anchoredCheckpoints(
  anchoring: Anchoring,
): AsyncIterable<{ place: string; note: string }> {
  for (const place of anchoring.settings.places) {
    const anchorage = anchorageOf(anchoring, place);
    if (!anchorage) continue;
    for await (const note of anchorage.all()) yield { place: place.name, note };
  }
}
