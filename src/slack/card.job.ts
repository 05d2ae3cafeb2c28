import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { type JobSpec, type Jobs, type QueueSpec, RunAgainAfter } from '../jobs/jobs.ts';
import type { Reader } from '../kernel/locale.ts';
import { canonical } from '../ledger/commit.ts';
import type { Route } from '../ledger/dispatch.ts';
import { readerOf } from '../people/member.store.ts';
import type { Capability, CardFace, CardKind, House } from './capability.ts';
import {
  type CardKey,
  type CardRow,
  cardByKey,
  cardId,
  cardsShowing,
  openedHome,
  saveCard,
  saveShows,
  showsOf,
} from './card.store.ts';
import type { Clients } from './clients.ts';
import { retryAfter, slackError } from './failure.ts';
import { homeKind } from './home.ts';

/** Finds the cards that a changed subject touches. */
export const refreshQueue: QueueSpec = { name: 'refresh', keyed: false, concurrency: 2 };
/** Brings one card up to date; at most one at a time per card, and none that waits is dropped. */
export const cardQueue: QueueSpec = { name: 'card', keyed: true, concurrency: 4 };

/** Every event refreshes what shows its subject. */
export const refreshRoute: Route = ({ tenant, subject, type }) => [
  { queue: refreshQueue.name, data: { tenant, subject, family: type.split('.', 1)[0] ?? '' } },
];

export function cardJob(tenant: string, { kind, reader, occasion }: CardKey): JobSpec {
  return {
    queue: cardQueue.name,
    data: { tenant, kind, reader, occasion },
    key: cardId(tenant, { kind, reader, occasion }),
  };
}

export type Cards = {
  readonly house: (tenant: string) => House;
  readonly clients: Clients;
  readonly capabilities: readonly Capability[];
  readonly jobs: () => Jobs;
};

/** Handler of the refresh queue: existing cards of the subject, and people who should have one now. */
export async function refreshSubject(
  cards: Cards,
  { tenant = '', subject = '', family = '' }: Record<string, string>,
): Promise<void> {
  const stale = await cards.house(tenant).read(async (tx) => {
    const found = new Map<string, CardKey>();
    const add = (key: CardKey) => found.set(cardId(tenant, key), key);
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
    return [...found.values()];
  });
  if (stale.length === 0) return;
  const specs = stale.map((key) => cardJob(tenant, key));
  await cards.house(tenant).commit({
    id: `refresh ${subject}`,
    cause: { kind: 'event', id: subject },
    keys: [],
    load: async () => undefined,
    decide: () => ({ next: specs, events: [] }),
    save: (tx) => cards.jobs().add(tx, specs),
  });
  cards.jobs().ring(cardQueue.name);
}

/** Handler of the card queue: renders, and posts or edits only when something else stands in Slack. */
export async function refreshCard(
  cards: Cards,
  { tenant = '', kind = '', reader = '', occasion = '' }: Record<string, string>,
): Promise<void> {
  const house = cards.house(tenant);
  const key: CardKey = { kind, reader, occasion };
  const made = kind === 'home' ? homeKind(cards.capabilities) : kindNamed(cards.capabilities, kind);
  if (!made) return house.log.warn({ kind }, 'a card of a kind that no capability has');
  const drawn = await draw(house, made, key);
  if (!drawn) return;
  const { face } = drawn;
  if (drawn.row.state === 'lost' && !face.open) return;
  // Somebody who could not be reached is left alone until the card would say something else: people come back.
  const row: CardRow = { ...drawn.row, state: 'live' };
  const shown = createHash('sha256')
    .update(canonical([face.text, face.blocks]))
    .digest('base64url');
  try {
    if (kind === 'home') {
      if (row.shown !== shown) {
        await cards.clients.bulk.views.publish({
          user_id: reader,
          view: { type: 'home', blocks: face.blocks as KnownBlock[] },
        });
        await keep(house, { ...row, shown });
      }
      return;
    }
    const posted = row.shown === shown ? row : await show(cards, house, row, face, shown);
    if (posted && face.notice && posted.noticed !== face.notice.key)
      await notify(cards, house, posted, face.notice);
  } catch (error) {
    const wait = retryAfter(error);
    if (wait !== undefined) throw new RunAgainAfter(wait);
    const code = slackError(error);
    if (code && unreachable.has(code)) {
      house.log.warn({ code, card: row.id }, 'this person cannot be written to');
      return keep(house, { ...row, state: 'unreachable', shown });
    }
    throw error;
  }
}

/** Codes that say: this reader cannot be reached, and trying again will not help. */
const unreachable = new Set([
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'user_not_visible',
]);
/** Codes that say: the message is gone, or can be edited no more. */
const gone = new Set([
  'message_not_found',
  'edit_window_closed',
  'cant_update_message',
  'channel_not_found',
  'is_archived',
  'is_inactive',
]);

/**
 * The card's row and its face. What it shows is stored before the face is used: a change between drawing and storing would
 * otherwise find no card to refresh. So a face that shows something new is drawn once more.
 */
async function draw(
  house: House,
  kind: CardKind,
  key: CardKey,
): Promise<{ row: CardRow; face: CardFace } | null> {
  for (;;) {
    const drawn = await house.read(async (tx) => {
      const reader: Reader = await readerOf(tx, house.tenant, key.reader);
      const face = await kind.render(tx, {
        tenant: house.tenant,
        reader,
        occasion: key.occasion,
        now: house.now(),
      });
      if (!face) return null;
      const row = await cardByKey(tx, house.tenant, key);
      const before = await showsOf(tx, house.tenant, row.id);
      return { row, face, news: face.shows.some((subject) => !before.has(subject)) };
    });
    if (!drawn?.news) return drawn;
    await keep(house, drawn.row, drawn.face.shows);
  }
}

/** Puts the face into Slack: edits the message, or posts it when there is none or it is gone and the reader still needs it. */
async function show(
  cards: Cards,
  house: House,
  row: CardRow,
  face: CardFace,
  shown: string,
): Promise<CardRow | null> {
  const { bulk } = cards.clients;
  const blocks = face.blocks as KnownBlock[];
  if (row.ts && row.channel) {
    try {
      await bulk.chat.update({ channel: row.channel, ts: row.ts, text: face.text, blocks });
      return await kept(house, { ...row, shown });
    } catch (error) {
      if (!gone.has(slackError(error) ?? '')) throw error;
      if (!face.open) {
        await keep(house, { ...row, state: 'lost', shown: null });
        return null;
      }
      // The attempt that made it is over: were it looked up, a message that stands but cannot be edited would be found for ever.
      const attempt = row.attempt + 1;
      return show(
        cards,
        house,
        await kept(house, { ...row, channel: null, ts: null, shown: null, attempt }),
        face,
        shown,
      );
    }
  }
  const channel = row.channel ?? (await bulk.conversations.open({ users: row.reader })).channel?.id;
  if (!channel) throw new Error('conversations.open answered no channel');
  if (row.attempt > 0) {
    // An earlier post has no known outcome: look for it before posting again.
    const ts = await findPosted(cards, channel, { card: row.id, attempt: row.attempt });
    if (ts) return show(cards, house, await kept(house, { ...row, channel, ts }), face, shown);
  }
  const begun = await kept(house, { ...row, channel, attempt: row.attempt + 1 });
  const { ts } = await bulk.chat.postMessage({
    channel,
    text: face.text,
    blocks,
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: metadataType, event_payload: { card: row.id, attempt: begun.attempt } },
  });
  if (!ts) throw new Error('chat.postMessage answered no ts');
  return kept(house, { ...begun, ts, shown });
}

/** Posts one line under the card, once per key, looking first whether it already stands there. */
async function notify(
  cards: Cards,
  house: House,
  row: CardRow,
  notice: { key: string; text: string },
): Promise<void> {
  if (!row.channel || !row.ts) return;
  const { bulk } = cards.clients;
  const line = { card: row.id, notice: notice.key };
  const already = await findPosted(cards, row.channel, line, row.ts);
  if (!already) {
    await bulk.chat.postMessage({
      channel: row.channel,
      thread_ts: row.ts,
      text: notice.text,
      unfurl_links: false,
      metadata: { event_type: metadataType, event_payload: line },
    });
  }
  await keep(house, { ...row, noticed: notice.key });
}

const metadataType = 'shoumi_card';

/** Looks a message up by its metadata among the newest hundred of the conversation or thread. */
async function findPosted(
  cards: Cards,
  channel: string,
  wanted: Record<string, string | number>,
  thread?: string,
): Promise<string | undefined> {
  const asked = { channel, limit: 100, include_all_metadata: true } as const;
  const { messages = [] } = thread
    ? await cards.clients.bulk.conversations.replies({ ...asked, ts: thread })
    : await cards.clients.bulk.conversations.history(asked);
  return messages.find((message) => {
    const payload = message.metadata?.event_payload as Record<string, unknown> | undefined;
    return payload !== undefined && Object.entries(wanted).every(([name, value]) => payload[name] === value);
  })?.ts;
}

async function kept(house: House, row: CardRow): Promise<CardRow> {
  await keep(house, row);
  return row;
}

async function keep(house: House, row: CardRow, shows?: readonly string[]): Promise<void> {
  await house.commit({
    id: row.id,
    cause: { kind: 'event', id: row.id },
    keys: [row.id],
    load: async () => undefined,
    decide: () => ({ next: row, events: [] }),
    save: async (tx) => {
      await Promise.all([
        saveCard(tx, house.tenant, row),
        ...(shows ? [saveShows(tx, house.tenant, row.id, shows)] : []),
      ]);
    },
  });
}

function kindNamed(capabilities: readonly Capability[], name: string): CardKind | undefined {
  for (const capability of capabilities) {
    const kind = capability.cards?.find((card) => card.kind === name);
    if (kind) return kind;
  }
  return undefined;
}
