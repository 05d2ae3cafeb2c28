import { z } from 'zod';
import { readable } from './conversations.method.ts';
import { type Message, repliesTo, slackMessage, visible } from './messages.ts';
import { count, flag, type Method, method, page, refusal, text } from './method.ts';

const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

const spanned = {
  channel: text,
  cursor: z.string().optional(),
  limit: count(999),
  oldest: text.optional(),
  latest: text.optional(),
  inclusive: flag,
  include_all_metadata: flag,
};

/** What was said: the conversation itself, and one thread of it. */
export const historyMethods: Record<string, Method> = {
  'conversations.history': method({
    scopes: HISTORY,
    tier: 3,
    args: z.object(spanned),
    run: (call, args) => {
      const where = readable(call, args.channel, 'history');
      const all = visible(call.workspace, where.id);
      const top = all.filter((one) => isTop(one) || one.reply_broadcast);
      const within = top.filter(spans(args)).reverse();
      const { items, next_cursor } = page(
        within,
        { cursor: args.cursor, limit: args.limit || 100 },
        ({ ts }) => ts,
      );
      const metadata = args.include_all_metadata === true;
      return {
        ok: true,
        ...(args.latest === undefined ? {} : { latest: args.latest }),
        ...(args.oldest === undefined ? {} : { oldest: args.oldest }),
        messages: items.map((one) => slackMessage(one, { metadata, replies: repliesTo(one, all) })),
        has_more: next_cursor !== '',
        pin_count: 0,
        ...(next_cursor === '' ? {} : { response_metadata: { next_cursor } }),
      };
    },
  }),

  'conversations.replies': method({
    scopes: HISTORY,
    tier: 3,
    args: z.object({ ...spanned, ts: text }),
    run: (call, args) => {
      const where = readable(call, args.channel, 'history');
      const all = visible(call.workspace, where.id);
      const asked = all.find(({ ts }) => ts === args.ts);
      const root = all.find(({ ts }) => ts === (asked?.thread_ts ?? args.ts));
      if (root === undefined) throw refusal('thread_not_found');
      const replies = repliesTo(root, all);
      const thread = [root, ...replies.filter(spans(args))];
      const { items, next_cursor } = page(
        thread,
        { cursor: args.cursor, limit: args.limit || 999 },
        ({ ts }) => ts,
      );
      const metadata = args.include_all_metadata === true;
      return {
        ok: true,
        messages: items.map((one) =>
          one === root
            ? slackMessage(one, { metadata, replies })
            : { ...slackMessage(one, { metadata }), parent_user_id: root.user },
        ),
        has_more: next_cursor !== '',
        ...(next_cursor === '' ? {} : { response_metadata: { next_cursor } }),
      };
    },
  }),
};

const isTop = (one: Message) => one.thread_ts === undefined || one.thread_ts === one.ts;

type Span = { oldest?: string | undefined; latest?: string | undefined; inclusive?: boolean | undefined };

/** Between `oldest` and `latest`; the ends count only when `inclusive`. */
function spans({ oldest = '', latest = '', inclusive = false }: Span): (one: Message) => boolean {
  const [from, to] = [fullTs(oldest), fullTs(latest)];
  return ({ ts }) =>
    (oldest === '' || ts > from || (inclusive && ts === from)) &&
    (latest === '' || ts < to || (inclusive && ts === to));
}

/** `1795468113.7` as `1795468113.700000`: so that texts compare as times, exactly. */
function fullTs(ts: string): string {
  const [seconds = '', fraction = ''] = ts.split('.');
  return `${seconds.padStart(10, '0')}.${fraction.padEnd(6, '0')}`;
}
