import { completeBlocks, completeTexts } from './blocks.ts';
import { channels } from './channels.ts';
import type { ControlMessage } from './control.contract.ts';
import { type Json, listOf } from './json.ts';
import { APP, SLACKBOT, TEAM, type Workspace } from './workspace.ts';

export type SharedFile = {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  /** What a picture shows, in words. */
  alt?: string;
};

export type Message = {
  channel: string;
  ts: string;
  user: string;
  text: string;
  bot_id?: string;
  client_msg_id?: string;
  thread_ts?: string;
  reply_broadcast?: boolean;
  blocks?: Json[];
  attachments?: Json[];
  metadata?: Json;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[] }[];
  files?: SharedFile[];
  ephemeral_for?: string;
  is_system?: boolean;
  /** Left where a message was deleted that others stand under. */
  tombstone?: true;
};

/** What a message says; the rest is where and by whom. */
export type Content = Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata' | 'files'>;

/** Content as Slack keeps it: block ids filled in, empty lists left out. */
export function completeContent(given: { [Key in keyof Content]?: Content[Key] | undefined }): Content {
  const attachments = structuredClone(given.attachments ?? []);
  attachments.forEach((attachment, index) => {
    attachment.id ??= index + 1;
    attachment.fallback ??= '[no preview available]';
    if (attachment.blocks !== undefined) attachment.blocks = completeBlocks(attachment.blocks);
    completeTexts(attachment);
  });
  return {
    text: given.text ?? '',
    ...(given.blocks !== undefined && given.blocks.length > 0
      ? { blocks: completeBlocks(given.blocks) }
      : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(given.metadata !== undefined ? { metadata: structuredClone(given.metadata) } : {}),
    ...(given.files !== undefined && given.files.length > 0 ? { files: given.files } : {}),
  };
}

export const byBot = { user: APP.bot_user, bot_id: APP.bot_id } as const;
export const bySlack = { user: SLACKBOT, is_system: true } as const;

export const message = ({ store }: Workspace, channel: string, ts: string) =>
  store.message<Message>(channel, ts);

/** Every message of a conversation after a ts, oldest first, ephemerals included. */
export const messages = ({ store }: Workspace, channel: string, after = '') =>
  store.messages<Message>(channel, after);

/** What the Web API shows: what everybody sees. */
export const visible = (workspace: Workspace, channel: string) =>
  messages(workspace, channel).filter((one) => one.ephemeral_for === undefined);

export function keepMessage({ store, changes }: Workspace, kept: Message): void {
  store.putMessage(kept.channel, kept.ts, kept);
  tellMessage({ changes }, kept);
}

export function addMessage(workspace: Workspace, draft: Omit<Message, 'ts'>): Message {
  return workspace.store.together(() => {
    const added: Message = { ...draft, ts: workspace.clock.nextTs() };
    keepMessage(workspace, added);
    return added;
  });
}

export function dropMessage({ store, changes }: Workspace, dropped: Message): void {
  if (store.dropMessage(dropped.channel, dropped.ts)) tellMessage({ changes }, dropped);
}

function tellMessage({ changes }: Pick<Workspace, 'changes'>, { channel, ephemeral_for }: Message): void {
  changes.tell({ type: 'message', channel, ...(ephemeral_for === undefined ? {} : { ephemeral_for }) });
}

/** Every block of a message, those in attachments included. */
export const blocksOf = ({ blocks, attachments }: Message): Json[] => [
  ...(blocks ?? []),
  ...(attachments ?? []).flatMap((attachment) => listOf(attachment.blocks)),
];

/** The message object of the Web API and of payloads. Metadata is shown only to who asks for it. */
export function slackMessage(one: Message, options: { metadata?: boolean; replies?: Message[] } = {}): Json {
  const replies = options.replies ?? [];
  const repliers = [...new Set(replies.map(({ user }) => user))];
  return {
    ...(one.client_msg_id === undefined ? {} : { client_msg_id: one.client_msg_id }),
    ...(one.reply_broadcast ? { subtype: 'thread_broadcast' } : {}),
    // As Slack sends it; not in its reference, seen in github.com/slack-edge/slack-edge/pull/10.
    ...(one.tombstone ? { subtype: 'tombstone', hidden: true, parent_user_id: one.user } : {}),
    user: one.user,
    type: 'message',
    ts: one.ts,
    ...(one.bot_id === undefined ? {} : { bot_id: one.bot_id, app_id: APP.id, bot_profile: botProfile }),
    text: one.text,
    team: TEAM.id,
    ...(one.edited === undefined ? {} : { edited: one.edited }),
    ...(replies.length > 0
      ? {
          thread_ts: one.ts,
          reply_count: replies.length,
          reply_users_count: repliers.length,
          latest_reply: replies.at(-1)?.ts,
          reply_users: repliers,
          is_locked: false,
          subscribed: false,
        }
      : one.thread_ts === undefined
        ? {}
        : { thread_ts: one.thread_ts }),
    ...(one.blocks === undefined ? {} : { blocks: one.blocks }),
    ...(one.attachments === undefined ? {} : { attachments: one.attachments }),
    ...(one.files === undefined ? {} : { files: one.files }),
    ...(one.reactions === undefined
      ? {}
      : { reactions: one.reactions.map((reaction) => ({ ...reaction, count: reaction.users.length })) }),
    ...(options.metadata && one.metadata !== undefined ? { metadata: one.metadata } : {}),
  };
}

const botProfile = {
  id: APP.bot_id,
  app_id: APP.id,
  user_id: APP.bot_user,
  team_id: TEAM.id,
  deleted: false,
};

export function controlMessage(one: Message, replyCount: number): ControlMessage {
  const { client_msg_id: _id, reply_broadcast: _broadcast, tombstone: _stone, files, ...rest } = one;
  return {
    ...rest,
    ...(files === undefined
      ? {}
      : { files: files.map((file) => ({ ...file, url: `/_control/file/${file.id}` })) }),
    ...(replyCount > 0 ? { reply_count: replyCount } : {}),
  };
}

/** What was said under a message. */
export const repliesTo = (root: Message, all: readonly Message[]): Message[] =>
  all.filter((one) => one.thread_ts === root.ts && one.ts !== root.ts);

/** How far a person has read a conversation. */
const readMark = ({ store }: Workspace, user: string, channel: string) =>
  store.get<string>('read', `${user} ${channel}`) ?? '';

/** Moves the mark, only forward. */
export function markRead(workspace: Workspace, user: string, channel: string, ts: string): void {
  if (ts <= readMark(workspace, user, channel)) return;
  workspace.store.put('read', `${user} ${channel}`, ts);
  workspace.changes.tell({ type: 'channels' });
}

/** For one person: how many messages each of their conversations holds that they have not read (replies in threads do not count). */
export function unreadCounts(workspace: Workspace, user: string): Map<string, number> {
  return new Map(
    channels(workspace)
      .filter((one) => one.members.includes(user))
      .map(({ id }) => {
        const unread = messages(workspace, id, readMark(workspace, user, id)).filter(
          (one) =>
            one.user !== user &&
            (one.thread_ts === undefined || one.thread_ts === one.ts || one.reply_broadcast === true) &&
            (one.ephemeral_for === undefined || one.ephemeral_for === user),
        );
        return [id, unread.length];
      }),
  );
}
