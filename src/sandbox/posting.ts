import { addMessage, type Content, dropMessage, keepMessage, type Message, markRead } from './messages.ts';
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

export function remove({ workspace, events }: Platform, before: Message): void {
  dropMessage(workspace, before);
  events.deleted(before);
}
