import {
  addMessage,
  bySlack,
  type Content,
  dropMessage,
  keepMessage,
  type Message,
  markRead,
  message,
  repliesTo,
  visible,
} from './messages.ts';
import type { Platform } from './platform.ts';

/** A message that everybody in the conversation sees: kept first, then told to the app where it listens. */
export function post({ workspace, events }: Platform, draft: Omit<Message, 'ts'>): Message {
  const added = addMessage(workspace, draft);
  markRead(workspace, added.user, added.channel, added.ts);
  events.posted(added);
  return added;
}

/** Seen by one person; the app hears nothing of it. */
export function postEphemeral(
  { workspace }: Platform,
  draft: Omit<Message, 'ts'> & { ephemeral_for: string },
): Message {
  return addMessage(workspace, draft);
}

export function edit(
  { workspace, events }: Platform,
  before: Message,
  content: Content,
  editor: string,
): Message {
  const { blocks: _blocks, attachments: _attachments, metadata: _metadata, files: _files, ...place } = before;
  const edited: Message = {
    ...place,
    ...content,
    ...(before.ephemeral_for === undefined
      ? { edited: { user: editor, ts: `${workspace.clock.seconds()}.000000` } }
      : {}),
  };
  keepMessage(workspace, edited);
  events.edited(edited, before);
  return edited;
}

/** Of a message with others under it Slack leaves a stone, which goes with the last of them. */
export function remove({ workspace, events }: Platform, before: Message): void {
  const { channel, ts, thread_ts } = before;
  const all = visible(workspace, channel);
  if (before.ephemeral_for === undefined && repliesTo(before, all).length > 0) {
    const text = 'This message was deleted.';
    const stone: Message = { channel, ts, ...bySlack, text, thread_ts: ts, tombstone: true };
    keepMessage(workspace, stone);
    events.edited(stone, before);
    return;
  }
  dropMessage(workspace, before);
  events.deleted(before);
  const root = thread_ts === undefined ? undefined : message(workspace, channel, thread_ts);
  if (!root?.tombstone || repliesTo(root, visible(workspace, channel)).length > 0) return;
  dropMessage(workspace, root);
  events.deleted(root);
}
