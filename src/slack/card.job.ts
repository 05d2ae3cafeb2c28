import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import type { Tx } from '../database/connection.ts';
import type { JobSpec, Jobs, QueueSpec } from '../jobs/jobs.ts';
import { canonical } from '../ledger/canonical.ts';
import type { Route } from '../ledger/dispatch.ts';
import { memberById, readerFrom } from '../people/member.store.ts';
import { takesPart } from '../people/pilot.store.ts';
import { isReachable } from '../people/reachable.store.ts';
import type { Capability, CardFace, CardKind, House } from './capability.ts';
import { takeAway } from './card.away.ts';
import { type Drawn, keep, keepReached, keepUnreachable } from './card.keep.ts';
import { lookedFor, notify, type Posting, show, unposted, unreachableCode } from './card.post.ts';
import {
  type CardKey,
  type CardRow,
  cardByKey,
  cardId,
  cardsShowing,
  heldCards,
  openedHome,
  showsOf,
  unseenBy,
} from './card.store.ts';
import type { Clients } from './clients.ts';
import { homeKind } from './home.ts';
import type { Pace } from './pace.ts';

/** Finds the cards that a changed subject touches. */
export const refreshQueue: QueueSpec = { name: 'refresh', keyed: false, concurrency: 2 };
/** Brings one card up to date; at most one at a time per card, and none that waits is dropped. */
export const cardQueue: QueueSpec = { name: 'card', keyed: true, concurrency: 4 };

/** Every event refreshes what shows its subject. */
export const refreshRoute: Route = ({ tenant, subject, type }) => [
  {
    queue: refreshQueue.name,
    data: { tenant, subject, family: type.split('.', 1)[0] ?? '' },
    ...(type === 'attention.digested' ? { patient: true } : {}),
  },
];

export function cardJob(tenant: string, { kind, reader, occasion }: CardKey): JobSpec {
  return {
    queue: cardQueue.name,
    data: { tenant, kind, reader, occasion },
    key: cardId(tenant, { kind, reader, occasion }),
    ...(kind === 'attention.digest' ? { patient: true } : {}),
  };
}

/** Has the cards tried again that a person did not get to see: they seem to be back. */
export async function unseenJobs(tx: Tx, tenant: string, reader: string): Promise<JobSpec[]> {
  const unseen = await unseenBy(tx, tenant, reader);
  return unseen.map((key) => again(cardJob(tenant, key), 'reader'));
}

/** Why a card is taken up though nothing changed: its reader may be back, it is gone from Slack, or nobody has looked for long. */
type Again = 'reader' | 'gone' | 'look';
export const again = (job: JobSpec, why: Again): JobSpec => ({ ...job, data: { ...job.data, again: why } });

/** Has a card brought back whose message was deleted; `ts` of that message, since Slack can tell of it twice. */
export function goneJob(tenant: string, key: CardKey, ts: string): JobSpec {
  const job = again(cardJob(tenant, key), 'gone');
  return { ...job, data: { ...job.data, ts } };
}

export type Cards = {
  readonly house: (tenant: string) => House;
  readonly pace: (tenant: string) => Pace;
  readonly clients: Clients;
  readonly capabilities: readonly Capability[];
  readonly jobs: () => Jobs;
};

/** Handler of the refresh queue: existing cards of the subject, and people who should have one now. */
export async function refreshSubject(
  cards: Cards,
  { tenant = '', subject = '', family = '' }: Record<string, string>,
): Promise<void> {
  const specs = await cards.house(tenant).read(async (tx) => {
    const found = new Map<string, JobSpec>();
    const add = (key: CardKey) => found.set(cardId(tenant, key), cardJob(tenant, key));
    for (const key of await cardsShowing(tx, tenant, subject)) add(key);
    for (const capability of cards.capabilities) {
      for (const kind of capability.cards ?? []) {
        if (!kind.about.includes(family)) continue;
        for (const who of await kind.audience(tx, tenant, subject)) add({ kind: kind.kind, ...who });
      }
      const concerned = (await capability.concerns?.(tx, tenant, subject)) ?? [];
      for (const reader of await openedHome(tx, tenant, concerned))
        add({ kind: 'home', reader, occasion: 'home' });
    }
    // Of people who are back, or changed: what they did not get to see.
    const unseen = family === 'people' ? await unseenJobs(tx, tenant, subject) : [];
    for (const job of unseen) found.set(job.key ?? '', job);
    // Who takes part may have changed.
    const held = family === 'people' ? await heldCards(tx, tenant) : [];
    for (const key of held) add(key);
    return [...found.values()];
  });
  if (specs.length === 0) return;
  await addJobs(cards, cards.house(tenant), `refresh ${subject}`, specs);
}

/** Handler of the card queue: renders, and posts or edits only when something else stands in Slack. */
export async function refreshCard(
  cards: Cards,
  { tenant = '', kind = '', reader = '', occasion = '', again: asked = '', ts: gone }: Record<string, string>,
): Promise<void> {
  const house = cards.house(tenant);
  const key: CardKey = { kind, reader, occasion };
  const made = kind === 'home' ? homeKind(cards.capabilities) : kindNamed(cards.capabilities, kind);
  // Such as after an update, while a process of the old version still takes work: one of the new version has its turn later.
  if (!made) throw new Error(`no capability has cards of the kind ${kind}`);
  const now = await draw(house, made, key);
  if (!now) return;
  const { face, shown } = now;
  if ((now.row.state === 'lost' || now.row.state === 'ended') && !face.open) return;
  // Somebody who could not be reached is left alone until the card would say something else, or they seem to be back.
  const retried = asked === 'reader' && now.row.state === 'unreachable';
  let row: CardRow = {
    ...now.row,
    ...{ state: 'live', open: face.open, shown: retried ? null : now.row.shown },
  };
  if (kind === 'home') return publishHome(cards, house, { ...now, row });
  const posting: Posting = { bulk: cards.clients.bulk, pace: cards.pace(tenant) };
  if (face.gone) return takeAway(posting, house, now);
  try {
    if (asked === 'gone' && row.ts === gone) row = unposted(row);
    if (asked === 'look') row = await lookedFor(posting, house, row);
    if (row.ts === null && (await heldBack(house, { ...now, row: { ...row, state: now.row.state } }))) return;
    if (row.ts === null && now.row.ts !== null && !face.open)
      return await keep(house, { ...row, state: 'lost' });
    if (row.shown === shown && (row.lookedAt !== now.row.lookedAt || row.open !== now.row.open))
      await keep(house, row);
    let posted = row.shown === shown ? row : await show(posting, house, { ...now, row });
    if (posted?.ts && posted.trouble) posted = await keepReached(house, posted, posted.trouble);
    if (posted && face.notice && posted.noticed !== face.notice.key)
      await notify(posting, house, posted, face.notice);
    if (posted?.ts && face.replaces && face.replaces.length > 0)
      await giveWay(cards, house, key, face.replaces);
  } catch (error) {
    const code = unreachableCode(error);
    if (!code) throw error;
    house.log.warn({ code, card: row.id }, 'this person cannot be written to');
    // As it stands by now: posting counts its attempts.
    const stands = await house.read((tx) => cardByKey(tx, tenant, key));
    await keepUnreachable(house, { ...now, row: stands }, code);
  }
}

/** Has what this card took the place of taken away. Whatever ends this process before is made up for: the job runs again, or the next does it. */
async function giveWay(cards: Cards, house: House, key: CardKey, replaced: readonly string[]): Promise<void> {
  const { tenant } = house;
  const specs = replaced.map((occasion): JobSpec => {
    return { ...cardJob(tenant, { ...key, occasion }), patient: 'last' };
  });
  await addJobs(cards, house, `replaced by ${cardId(tenant, key)}`, specs);
}

async function addJobs(cards: Cards, house: House, id: string, specs: readonly JobSpec[]): Promise<void> {
  await house.commit({
    id,
    cause: { kind: 'event', id },
    keys: [],
    load: async () => undefined,
    decide: () => ({ next: specs, events: [] }),
    save: (tx) => cards.jobs().add(tx, specs),
  });
  cards.jobs().ring(cardQueue.name);
}

/**
 * Nothing is posted to whoever is outside of the pilot, and nothing unasked to whoever does not work now: the card waits for them. Then it
 * goes out if there is still something to do, and is forgotten if not.
 */
async function heldBack(house: House, { row, face, outside, asleep }: Drawn): Promise<boolean> {
  const waits = outside || asleep;
  if (!waits && (row.state !== 'held' || face.open)) return false;
  const state = waits ? 'held' : 'lost';
  if (row.state !== state) await keep(house, { ...row, state, open: face.open });
  return true;
}

/** A Home is no message: where it cannot be shown, it is shown when it is opened. */
async function publishHome(cards: Cards, house: House, { row, face, shown }: Drawn): Promise<void> {
  if (row.shown === shown) return;
  try {
    await cards.pace(house.tenant)({ method: 'views.publish' }, () =>
      cards.clients.bulk.views.publish({
        user_id: row.reader,
        view: { type: 'home', blocks: face.blocks as KnownBlock[] },
      }),
    );
    await keep(house, { ...row, shown });
  } catch (error) {
    if (!unreachableCode(error)) throw error;
    await keep(house, { ...row, state: 'unreachable', shown });
  }
}

/**
 * The card's row and its face. What it shows is stored before the face is used: a change between drawing and storing would
 * otherwise find no card to refresh. So a face that shows something new is drawn once more.
 */
async function draw(house: House, kind: CardKind, key: CardKey): Promise<Drawn | null> {
  for (;;) {
    const drawn = await house.read(async (tx) => {
      const member = await memberById(tx, house.tenant, key.reader);
      // A conversation with another company's person is a channel shared with that company.
      if (member?.standing === 'stranger') return null;
      const face = await kind.render(tx, {
        tenant: house.tenant,
        reader: readerFrom(key.reader, member),
        occasion: key.occasion,
        now: house.now(),
      });
      if (!face) return null;
      const row = await cardByKey(tx, house.tenant, key);
      const before = await showsOf(tx, house.tenant, row.id);
      const news = face.shows.some((subject) => !before.has(subject));
      const outside = !(await takesPart(tx, house.tenant, member));
      const asleep =
        (kind.unasked ?? face.unasked ?? false) &&
        !(await isReachable(tx, house.tenant, key.reader, house.now()));
      return { row, face, shown: hashOf(face), left: Boolean(member?.leftAt), outside, asleep, news };
    });
    if (!drawn?.news) return drawn;
    await keep(house, drawn.row, drawn.face.shows);
  }
}

function hashOf({ text, blocks }: CardFace): string {
  return createHash('sha256')
    .update(canonical([text, blocks]))
    .digest('base64url');
}

function kindNamed(capabilities: readonly Capability[], name: string): CardKind | undefined {
  for (const capability of capabilities) {
    const kind = capability.cards?.find((card) => card.kind === name);
    if (kind) return kind;
  }
  return undefined;
}
