import { z } from 'zod';

/** What a person wrote into a conversation that the bot hears. */
export type Said = {
  readonly channel: string;
  readonly kind: 'im' | 'mpim' | 'channel' | 'group';
  readonly user: string;
  /** As Slack sends it: three characters escaped, names as links. */
  readonly text: string;
  /** They wrote under this message. */
  readonly thread: string | undefined;
  /** Files came with it. They are never opened. */
  readonly files: boolean;
  /** They wrote it anew. */
  readonly edited: boolean;
};

const written = z.object({
  user: z.string().min(1),
  text: z.string().default(''),
  bot_id: z.string().nullish(),
  app_id: z.string().nullish(),
  thread_ts: z.string().nullish(),
  files: z.array(z.unknown()).nullish(),
});

const place = z.object({
  channel: z.string().min(1),
  channel_type: z.enum(['im', 'mpim', 'channel', 'group']),
  subtype: z.string().nullish(),
});

/** Of a person's own words, the subtypes that Slack gives: none, a file beside it, `/me`, a reply shown in the channel too. */
const spoken: readonly (string | null | undefined)[] = [
  undefined,
  null,
  'file_share',
  'me_message',
  'thread_broadcast',
];

/**
 * A `message` event as what somebody wrote, or wrote anew in an edit. Undefined for what no person wrote: the bot's own words, other
 * bots', notices, deletions, and edits that left the words as they were (Slack unfolds a link that way).
 */
export function saidIn(event: { readonly [key: string]: unknown }): Said | undefined {
  const where = place.safeParse(event);
  if (!where.success) return undefined;
  const { channel, channel_type: kind, subtype } = where.data;
  const edited = subtype === 'message_changed';
  if (!edited && !spoken.includes(subtype)) return undefined;
  const read = written.safeParse(edited ? event.message : event);
  if (!read.success) return undefined;
  const { user, text, bot_id, app_id, thread_ts, files } = read.data;
  if (bot_id || app_id) return undefined;
  const before = edited ? written.safeParse(event.previous_message) : undefined;
  if (before?.success && before.data.text === text) return undefined;
  const shared = !edited && (files ?? []).length > 0;
  if (text === '' && !shared) return undefined;
  return { channel, kind, user, text, thread: thread_ts ?? undefined, files: shared, edited };
}
