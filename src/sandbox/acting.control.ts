import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { actor, conversation, installed, seen } from './acting.ts';
import { actOnMessage, actOnView } from './block-action.ts';
import { typedBlocks } from './blocks.ts';
import { channel, directChannel, directId, keepChannel } from './channels.ts';
import { escapeText, linkNames, runCommand } from './command.ts';
import { type ControlCall, controlCall, denial } from './control.call.ts';
import { giveFile } from './files.method.ts';
import { markRead, message } from './messages.ts';
import { edit, post, remove } from './posting.ts';
import { runShortcut } from './shortcut.ts';
import { close, submit } from './submission.ts';
import { suggest } from './suggestion.ts';
import { slackView } from './views.ts';

const id = z.string().min(1).max(255);
const typed = z.string().max(40_000);
const action = z.looseObject({ action_id: id, block_id: id.optional() });
const values = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

/** What a person can do in Slack. */
export const actingCalls: Record<string, ControlCall> = {
  message: controlCall({
    args: z.object({ channel: id, user: id, text: typed.min(1), thread_ts: id.optional() }),
    run: (platform, input) => {
      const who = actor(platform.workspace, input.user);
      const where = conversation(platform.workspace, input.channel, who);
      const parent =
        input.thread_ts === undefined ? undefined : seen(platform.workspace, where, input.thread_ts, who);
      const text = linkNames(platform.workspace, escapeText(input.text));
      const posted = post(platform, {
        channel: where.id,
        user: who.id,
        client_msg_id: randomUUID(),
        text,
        blocks: typedBlocks(input.text),
        ...(parent === undefined ? {} : { thread_ts: parent.thread_ts ?? parent.ts }),
      });
      return { ok: true, ts: posted.ts };
    },
  }),

  'edit-message': controlCall({
    args: z.object({ channel: id, user: id, ts: id, text: typed.min(1) }),
    run: (platform, input) => {
      const who = actor(platform.workspace, input.user);
      const where = conversation(platform.workspace, input.channel, who);
      const before = seen(platform.workspace, where, input.ts, who);
      if (before.user !== who.id)
        throw denial('cant_update_message', 'Only one’s own messages can be edited.', 403);
      const text = linkNames(platform.workspace, escapeText(input.text));
      edit(platform, before, { text, blocks: typedBlocks(input.text) }, who.id);
      return { ok: true };
    },
  }),

  'delete-message': controlCall({
    args: z.object({ channel: id, ts: id, user: id.optional() }),
    run: (platform, input) => {
      const { workspace } = platform;
      const found = message(workspace, input.channel, input.ts);
      if (found === undefined) throw denial('message_not_found', 'There is no such message.', 404);
      if (input.user === undefined) {
        // Retention takes a message away without a word to the app.
        workspace.store.dropMessage(found.channel, found.ts);
        workspace.changes.tell({ type: 'message', channel: found.channel });
        return { ok: true };
      }
      const who = actor(workspace, input.user);
      if (found.user !== who.id && found.ephemeral_for !== who.id && !who.is_admin) {
        throw denial('cant_delete_message', 'Only one’s own messages can be deleted.', 403);
      }
      remove(platform, found);
      return { ok: true };
    },
  }),

  read: controlCall({
    args: z.object({ user: id, channel: id, ts: z.string().regex(/^\d+\.\d{6}$/) }),
    run: (platform, input) => {
      const who = actor(platform.workspace, input.user);
      markRead(platform.workspace, who.id, conversation(platform.workspace, input.channel, who).id, input.ts);
      return { ok: true };
    },
  }),

  command: controlCall({
    args: z.object({ channel: id, user: id, command: z.string().startsWith('/'), text: typed.default('') }),
    run: (platform, input) => runCommand(platform, input),
  }),

  interact: controlCall({
    args: z.object({ channel: id, user: id, messageTs: id, action, stale: z.boolean().optional() }),
    run: (platform, input) => actOnMessage(platform, input),
  }),

  'view-interact': controlCall({
    args: z.object({ user: id, view_id: id, action, values: values.optional() }),
    run: (platform, input) => actOnView(platform, input),
  }),

  suggest: controlCall({
    args: z.object({
      user: id,
      view_id: id.optional(),
      channel: id.optional(),
      messageTs: id.optional(),
      block_id: id,
      action_id: id,
      value: z.string().max(3_000).default(''),
      values: values.optional(),
    }),
    run: (platform, input) => suggest(platform, input),
  }),

  upload: controlCall({
    args: z.object({ user: id, name: z.string().min(1).max(255), content: z.base64() }),
    run: (platform, input) => {
      const who = actor(platform.workspace, input.user);
      const bytes = Buffer.from(input.content, 'base64');
      const {
        id: file,
        name,
        mimetype,
        size,
      } = giveFile(platform, { user: who.id, name: input.name, bytes });
      return { ok: true, file: { id: file, name, mimetype, size } };
    },
  }),

  submit: controlCall({
    args: z.object({ user: id, view_id: id, values: values.default({}) }),
    run: (platform, input) => submit(platform, input),
  }),

  close: controlCall({
    args: z.object({ user: id, view_id: id, all: z.boolean().optional() }),
    run: (platform, input) => close(platform, input),
  }),

  shortcut: controlCall({
    args: z.object({ user: id, callback_id: id, channel: id.optional(), messageTs: id.optional() }),
    run: (platform, input) => runShortcut(platform, input),
  }),

  'open-home': controlCall({
    args: z.object({ user: id, tab: z.enum(['home', 'messages']).default('home') }),
    run: (platform, input) => {
      const { workspace, events, views } = platform;
      const who = actor(workspace, input.user);
      installed(platform);
      if (channel(workspace, directId(who.id)) === undefined) keepChannel(workspace, directChannel(who.id));
      const home = input.tab === 'home' ? views.home(who.id) : undefined;
      events.tell(
        {
          type: 'app_home_opened',
          user: who.id,
          channel: directId(who.id),
          tab: input.tab,
          ...(home === undefined ? {} : { view: slackView(home) }),
        },
        { user: who.id },
      );
      return { ok: true };
    },
  }),
};
