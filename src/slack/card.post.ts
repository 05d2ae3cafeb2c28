import type { KnownBlock } from '@slack/types';
import { RunAgainAfter } from '../jobs/jobs.ts';
import { crossing } from '../kernel/crossing.ts';
import type { House } from './capability.ts';
import { type Drawn, keep, kept } from './card.keep.ts';
import type { CardRow } from './card.store.ts';
import type { Clients } from './clients.ts';
import { slackError } from './failure.ts';
import type { Pace } from './pace.ts';

/** What posting needs: the client that nobody waits for, and its turn among all that is sent. */
export type Posting = { readonly bulk: Clients['bulk']; readonly pace: Pace };

/** Codes that say: this conversation is gone. A new one may be had. */
const channelGone = new Set(['channel_not_found', 'is_archived', 'is_inactive', 'not_in_channel']);
/** Codes that say: the message is gone, or can be edited no more. */
export const messageGone: ReadonlySet<string> = new Set([
  ...['message_not_found', 'edit_window_closed', 'cant_update_message', 'thread_not_found'],
  ...channelGone,
]);
/** Codes that leave it open whether the call was carried out. */
const unclear = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable']);
/** Codes that say: this reader cannot be reached, and trying again will not help. */
const readerGone = new Set([
  ...['user_not_found', 'user_disabled', 'cannot_dm_bot', 'messages_tab_disabled', 'user_not_visible'],
  ...channelGone,
]);

/** Why the reader cannot be reached, in Slack's words, or undefined when that is not what the failure says. */
export function unreachableCode(error: unknown): string | undefined {
  const code = slackError(error);
  return code !== undefined && readerGone.has(code) ? code : undefined;
}

/** Puts the face into Slack: edits the message, or posts it when there is none or it is gone and the reader still needs it. */
export async function show(posting: Posting, house: House, drawn: Drawn): Promise<CardRow | null> {
  const { row, face, shown } = drawn;
  const { channel, ts } = row;
  if (!channel || !ts) return post(posting, house, drawn);
  try {
    const blocks = face.blocks as KnownBlock[];
    await posting.pace({ method: 'chat.update' }, () =>
      posting.bulk.chat.update({ channel, ts, text: face.text, blocks }),
    );
    return await kept(house, { ...row, shown, lookedAt: house.now() });
  } catch (error) {
    if (!messageGone.has(slackError(error) ?? '')) throw error;
    if (!face.open) {
      await keep(house, { ...row, state: 'lost', shown: null });
      return null;
    }
    const fresh = await kept(house, unposted(row));
    return post(posting, house, { ...drawn, row: fresh });
  }
}

/** As if it had never been posted. The attempt that made it is over: looked up, a message that stands and cannot be edited would be found for ever. */
export function unposted(row: CardRow): CardRow {
  return { ...row, channel: null, ts: null, shown: null, begunAt: null };
}

/** The card after asking Slack whether its message still stands: retention and cleaning take messages away without a word. */
export async function lookedFor({ bulk, pace }: Posting, house: House, row: CardRow): Promise<CardRow> {
  const { channel, ts } = row;
  if (!channel || !ts) return row;
  try {
    const page = await pace({ method: 'conversations.history' }, () =>
      bulk.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true, limit: 1 }),
    );
    // Of a deleted message with lines under it a stone is left.
    const stands = page.messages?.some((message) => message.ts === ts && message.subtype !== 'tombstone');
    return stands ? { ...row, lookedAt: house.now() } : unposted(row);
  } catch (error) {
    if (!messageGone.has(slackError(error) ?? '')) throw error;
    return unposted(row);
  }
}

async function post(posting: Posting, house: House, drawn: Drawn): Promise<CardRow | null> {
  const { row, face, shown, left } = drawn;
  if (left && !row.begunAt) await openChannel(posting, row.reader);
  // An earlier post has no known outcome: look for it before posting again.
  const place = await outcomeOf(posting, house, row);
  if (place) {
    const found = await kept(house, { ...row, ...place, begunAt: null });
    return show(posting, house, { ...drawn, row: found });
  }
  let begun = row;
  // To the person: to open the conversation first is a call of its own, and of those Slack lets through 50 a minute.
  const posted = await posting
    .pace({ method: 'chat.postMessage', to: row.reader }, async () => {
      begun = await kept(house, { ...row, attempt: row.attempt + 1, begunAt: house.now() });
      crossing('post.before');
      return posting.bulk.chat.postMessage({
        channel: row.reader,
        text: face.text,
        blocks: face.blocks as KnownBlock[],
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: metadataType, event_payload: { card: row.id, attempt: begun.attempt } },
      });
    })
    .catch(async (error: unknown) => {
      const refused = error instanceof RunAgainAfter || !unclear.has(slackError(error) ?? 'internal_error');
      if (refused && begun !== row) await keep(house, { ...begun, begunAt: null });
      throw error;
    });
  crossing('post.sent');
  const { ts, channel } = posted;
  if (!ts || !channel) throw new Error('chat.postMessage answered no channel or ts');
  const noted = await kept(house, { ...begun, channel, ts, shown, begunAt: null, lookedAt: house.now() });
  crossing('post.noted');
  return noted;
}

/** Where the message of a post of unknown outcome stands, if Slack has it. */
export async function outcomeOf(
  posting: Posting,
  house: House,
  { id, attempt, reader, begunAt }: CardRow,
): Promise<{ channel: string; ts: string } | undefined> {
  if (!begunAt) return undefined;
  const channel = await openChannel(posting, reader);
  const wanted = { card: id, attempt };
  const ts = await findPosted(posting, house, channel, { wanted, since: begunAt });
  return ts === undefined ? undefined : { channel, ts };
}

/** The conversation with a person. Of those who are deactivated only this says so for certain. */
async function openChannel({ bulk, pace }: Posting, reader: string): Promise<string> {
  const opened = await pace({ method: 'conversations.open' }, () =>
    bulk.conversations.open({ users: reader }),
  );
  const channel = opened.channel?.id;
  if (!channel) throw new Error('conversations.open answered no channel');
  return channel;
}

/** Posts one line under the card, once per key, looking first whether it already stands there. */
export async function notify(
  posting: Posting,
  house: House,
  row: CardRow,
  notice: { key: string; text: string },
): Promise<void> {
  try {
    await postLine(posting, house, row, notice);
  } catch (error) {
    // Under a card that is gone nothing can stand: it is posted again with its next change, if there is something to do.
    if (!messageGone.has(slackError(error) ?? '')) throw error;
    house.log.warn({ code: slackError(error), card: row.id }, 'a line under a card that is gone');
  }
  await keep(house, { ...row, noticed: notice.key });
  crossing('post.noted');
}

async function postLine(
  { bulk, pace }: Posting,
  house: House,
  row: CardRow,
  notice: { key: string; text: string },
): Promise<void> {
  const { channel, ts: thread } = row;
  if (!channel || !thread) return;
  const line = { card: row.id, notice: notice.key };
  if (await findPosted({ bulk, pace }, house, channel, { wanted: line, thread })) return;
  crossing('post.before');
  await pace({ method: 'chat.postMessage', to: row.reader }, () =>
    bulk.chat.postMessage({
      channel,
      thread_ts: thread,
      text: notice.text,
      unfurl_links: false,
      metadata: { event_type: metadataType, event_payload: line },
    }),
  );
  crossing('post.sent');
}

const metadataType = 'shoumi_card';
/** Two thousand messages: more than anybody's conversation with a bot grows by while one answer is lost. */
const mostPages = 10;
const pageLength = 200;
/** Slack's clock and ours may differ. */
const clockSkewMs = 300_000;

/** Looks a message up by its metadata: back to the moment the attempt began, or in the whole thread. */
async function findPosted(
  { bulk, pace }: Posting,
  house: House,
  channel: string,
  look: { wanted: Record<string, string | number>; since?: Date; thread?: string },
): Promise<string | undefined> {
  const { wanted, since, thread } = look;
  const oldest = since ? { oldest: String((since.getTime() - clockSkewMs) / 1_000) } : {};
  let cursor = '';
  for (let pageNumber = 0; pageNumber < mostPages; pageNumber++) {
    const asked = {
      ...{ channel, limit: pageLength, include_all_metadata: true, ...oldest },
      ...(cursor ? { cursor } : {}),
    };
    const page = thread
      ? await pace({ method: 'conversations.replies' }, () =>
          bulk.conversations.replies({ ...asked, ts: thread }),
        )
      : await pace({ method: 'conversations.history' }, () => bulk.conversations.history(asked));
    const found = page.messages?.find((message) => {
      const payload = message.metadata?.event_payload as Record<string, unknown> | undefined;
      return payload && Object.entries(wanted).every(([name, value]) => payload[name] === value);
    });
    if (found) return found.ts;
    cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '') return undefined;
  }
  house.log.warn({ channel, ...wanted }, 'a post of unknown outcome was not among the newest 2,000 messages');
  return undefined;
}
