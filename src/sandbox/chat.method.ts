import { z } from 'zod';
import { type Channel, channel, channels, directChannel, directId, keepChannel } from './channels.ts';
import { type Json, listOf } from './json.ts';
import { messageFaults } from './limits/limits.ts';
import { byBot, type Content, completeContent, type Message, message, slackMessage } from './messages.ts';
import { type Call, flag, type Method, method, refusal, structure, text } from './method.ts';
import { person } from './people.ts';
import { edit, post, postEphemeral, remove } from './posting.ts';
import { APP } from './workspace.ts';

const content = { text: text.optional(), blocks: structure, attachments: structure, metadata: structure };

/** Source: docs.slack.dev, chat.postMessage: text is cut or refused past 40,000 characters. */
const LONGEST = 40_000;

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': method({
    scopes: ['chat:write'],
    tier: 'post',
    args: z.object({ channel: text, thread_ts: text.optional(), reply_broadcast: flag, ...content }),
    run: (call, args) => {
      const where = postable(call, args.channel);
      const said = checked(args);
      const posted = post(call, {
        channel: where.id,
        ...byBot,
        ...said,
        ...threadOf(call, where, args.thread_ts),
        ...(args.reply_broadcast && args.thread_ts ? { reply_broadcast: true } : {}),
      });
      return {
        ok: true,
        channel: where.id,
        ts: posted.ts,
        message: slackMessage(posted, { metadata: true }),
      };
    },
  }),

  'chat.postEphemeral': method({
    scopes: ['chat:write'],
    tier: 4,
    args: z.object({ channel: text, user: text, thread_ts: text.optional(), ...content }),
    run: (call, args) => {
      const where = postable(call, args.channel);
      if (person(call.workspace, args.user) === undefined) throw refusal('user_not_found');
      if (!where.members.includes(args.user)) throw refusal('user_not_in_channel');
      const said = checked(args);
      const posted = postEphemeral(call, {
        channel: where.id,
        ...byBot,
        ...said,
        ...threadOf(call, where, args.thread_ts),
        ephemeral_for: args.user,
      });
      return { ok: true, message_ts: posted.ts };
    },
  }),

  'chat.update': method({
    scopes: ['chat:write'],
    tier: 3,
    args: z.object({ channel: text, ts: text, ...content }),
    run: (call, args) => {
      const before = own(call, args, 'cant_update_message');
      // What is not given stays; an empty list takes it away (docs.slack.dev, chat.update).
      const said = checked({
        text:
          args.text ??
          (args.blocks === undefined && args.attachments === undefined ? undefined : before.text),
        blocks: args.blocks ?? before.blocks,
        attachments: args.attachments ?? before.attachments,
        metadata: args.metadata ?? before.metadata,
      });
      const updated = edit(
        call,
        before,
        { ...said, ...(before.files ? { files: before.files } : {}) },
        APP.bot_id,
      );
      return {
        ok: true,
        channel: updated.channel,
        ts: updated.ts,
        text: updated.text,
        message: slackMessage(updated, { metadata: true }),
      };
    },
  }),

  'chat.delete': method({
    scopes: ['chat:write'],
    tier: 3,
    args: z.object({ channel: text, ts: text }),
    run: (call, args) => {
      remove(call, own(call, args, 'cant_delete_message'));
      return { ok: true, channel: args.channel, ts: args.ts };
    },
  }),

  'chat.getPermalink': method({
    tier: 'none',
    args: z.object({ channel: text, message_ts: text }),
    run: (call, args) => {
      const where = known(call, args.channel);
      const found = message(call.workspace, where.id, args.message_ts);
      if (found === undefined || found.ephemeral_for !== undefined) throw refusal('message_not_found');
      const thread = found.thread_ts === undefined ? '' : `?thread_ts=${found.thread_ts}&cid=${where.id}`;
      const permalink = `${call.url()}/archives/${where.id}/p${found.ts.replace('.', '')}${thread}`;
      return { ok: true, channel: where.id, permalink };
    },
  }),
};

/** The conversation, if the bot may know that it is there: a private one only as a member. */
export function known(call: Call, id: string): Channel {
  const found = channel(call.workspace, id);
  if (found === undefined) throw refusal('channel_not_found');
  const hidden = found.is_private || found.is_im || found.is_mpim;
  if (hidden && !found.members.includes(APP.bot_user)) throw refusal('channel_not_found');
  return found;
}

/** Where the bot may post: by id, by the name of a channel, or to a person, whose DM is opened. */
function postable(call: Call, to: string): Channel {
  const named = channels(call.workspace).find(
    ({ name, is_private }) => name !== '' && !is_private && `#${name}` === to,
  );
  const where = /^[UW]/.test(to) ? directTo(call, to) : (named ?? known(call, to));
  if (where.is_archived) throw refusal('is_archived');
  if (!where.members.includes(APP.bot_user) && !call.scopes.has('chat:write.public'))
    throw refusal('not_in_channel');
  return where;
}

/** The bot's DM with a person, opened when there is none yet. */
export function directTo(call: Call, userId: string): Channel {
  const to = person(call.workspace, userId);
  if (to === undefined || to.is_bot) throw refusal(to === undefined ? 'channel_not_found' : 'cannot_dm_bot');
  const existing = channel(call.workspace, directId(userId));
  if (existing !== undefined) return existing;
  const opened = { ...directChannel(userId), created: call.workspace.clock.seconds() };
  keepChannel(call.workspace, opened);
  return opened;
}

function own(call: Call, { channel: id, ts }: { channel: string; ts: string }, otherwise: string): Message {
  const where = known(call, id);
  const found = message(call.workspace, where.id, ts);
  // Ephemeral messages cannot be reached by ts.
  if (found === undefined || found.ephemeral_for !== undefined) throw refusal('message_not_found');
  if (found.bot_id !== APP.bot_id) throw refusal(otherwise);
  if (where.is_archived) throw refusal('is_archived');
  return found;
}

function threadOf(call: Call, where: Channel, threadTs: string | undefined): { thread_ts?: string } {
  if (threadTs === undefined || threadTs === '') return {};
  const parent = message(call.workspace, where.id, threadTs);
  if (parent === undefined || parent.ephemeral_for !== undefined) throw refusal('thread_not_found');
  return { thread_ts: parent.thread_ts ?? parent.ts };
}

type Said = { text?: string | undefined; blocks?: unknown; attachments?: unknown; metadata?: unknown };

/** The content of a message, within Slack's limits. Also used for answers to a response_url. */
export function checked({ text, blocks, attachments, metadata }: Said): Content {
  if ((text?.length ?? 0) > LONGEST) throw refusal('msg_too_long');
  const given = Object.fromEntries(
    Object.entries({ text, blocks, attachments, metadata }).filter(([, value]) => value !== undefined),
  );
  const faults = messageFaults(given);
  if (faults.length > 0) throw refusal(errorOf(faults[0] ?? ''), faults);
  if (!text && listOf(blocks).length === 0 && listOf(attachments).length === 0) throw refusal('no_text');
  return completeContent({
    text,
    blocks: listOf(blocks),
    attachments: listOf(attachments),
    metadata: metadata as Json | undefined,
  });
}

function errorOf(fault: string): string {
  if (fault.includes('json-pointer:/metadata')) return 'invalid_metadata_format';
  return fault.includes('json-pointer:/text') ? 'invalid_arguments' : 'invalid_blocks';
}
