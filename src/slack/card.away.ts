import type { KnownBlock } from '@slack/types';
import { crossing } from '../kernel/crossing.ts';
import type { House } from './capability.ts';
import { type Drawn, keep } from './card.keep.ts';
import { messageGone, outcomeOf, type Posting, unreachableCode } from './card.post.ts';
import { type CardKey, type CardRow, cardAt, saveReplied } from './card.store.ts';
import { slackError } from './failure.ts';

/** Codes that say: the message stands, and may not be deleted (docs.slack.dev, chat.delete). */
const mayNotDelete = new Set(['cant_delete_message', 'compliance_exports_prevent_deletion']);

/**
 * Takes the message of a card away in whose place something newer stands; the row stays. Deleting is idempotent: what a process that died has
 * deleted is not found any more, which is just as well. A message with lines under it would leave a stone of Slack's own there: it says its
 * last instead, as does one that may not be deleted.
 */
export async function takeAway(posting: Posting, house: House, drawn: Drawn): Promise<void> {
  const { row } = drawn;
  const place = await placeOf(posting, house, row);
  const under = row.noticed !== null || (row.ts !== null && row.repliedTs === row.ts);
  if (place && (under || !(await deleted(posting, place)))) {
    await sayLast(posting, drawn, place);
    return keep(house, { ...ended(row), ...place, shown: drawn.shown }, []);
  }
  crossing('post.sent');
  await keep(house, ended(row), []);
}

type Place = { readonly channel: string; readonly ts: string };

function ended(row: CardRow): CardRow {
  return { ...row, state: 'ended', open: false, shown: null, begunAt: null };
}

/** Where its message stands, as far as it has one and its reader can be written to. */
async function placeOf(posting: Posting, house: House, row: CardRow): Promise<Place | undefined> {
  const { channel, ts } = row;
  if (channel && ts) return { channel, ts };
  try {
    return await outcomeOf(posting, house, row);
  } catch (error) {
    if (!unreachableCode(error)) throw error;
    return undefined;
  }
}

/** Whether the message is gone, by this call or another. */
async function deleted({ bulk, pace }: Posting, place: Place): Promise<boolean> {
  try {
    crossing('post.before');
    await pace({ method: 'chat.delete' }, () => bulk.chat.delete({ ...place }));
    return true;
  } catch (error) {
    const code = slackError(error) ?? '';
    if (mayNotDelete.has(code)) return false;
    if (!messageGone.has(code)) throw error;
    return true;
  }
}

async function sayLast({ bulk, pace }: Posting, { row, face, shown }: Drawn, place: Place): Promise<void> {
  if (row.shown === shown) return;
  try {
    const blocks = face.blocks as KnownBlock[];
    await pace({ method: 'chat.update' }, () => bulk.chat.update({ ...place, text: face.text, blocks }));
  } catch (error) {
    if (!messageGone.has(slackError(error) ?? '')) throw error;
  }
}

/** The message of a conversation with somebody under which this event says something was written. */
export function repliedUnder(event: Readonly<Record<string, unknown>>): Place | undefined {
  const { channel, channel_type: kind, ts, thread_ts: thread } = event;
  if (kind !== 'im' || typeof channel !== 'string' || typeof thread !== 'string') return undefined;
  return thread === ts ? undefined : { channel, ts: thread };
}

/** Somebody wrote under a message: if it is a card, it is not deleted any more. */
export async function onReply(house: House, { channel, ts }: Place): Promise<void> {
  const key = await house.read((tx) => cardAt(tx, house.tenant, channel, ts));
  if (!key) return;
  await house.commit({
    id: `replied ${ts}`,
    cause: { kind: 'event', id: ts },
    keys: [],
    load: async () => undefined,
    decide: () => ({ next: key, events: [] }),
    save: (tx, card: CardKey) => saveReplied(tx, house.tenant, card, ts),
  });
}
