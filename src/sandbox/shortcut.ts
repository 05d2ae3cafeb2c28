import { actor, conversation, installed, interaction, payloadChannel, seen } from './acting.ts';
import { denial } from './control.call.ts';
import type { ControlAnswer } from './control.contract.ts';
import type { Json } from './json.ts';
import { slackMessage } from './messages.ts';
import type { Person } from './people.ts';
import type { Platform } from './platform.ts';

type Asked = {
  user: string;
  callback_id: string;
  channel?: string | undefined;
  messageTs?: string | undefined;
};

/** A person picks one of the app's shortcuts: a global one, or one in a message's menu. */
export async function runShortcut(platform: Platform, input: Asked): Promise<ControlAnswer> {
  const { workspace, triggers, delivery } = platform;
  const who = actor(workspace, input.user);
  installed(platform);
  const type = input.messageTs === undefined ? 'global' : 'message';
  const shortcut = workspace.manifest.features.shortcuts.find(
    (one) => one.callback_id === input.callback_id && one.type === type,
  );
  if (shortcut === undefined)
    throw denial('shortcut_not_found', `The app has no ${type} shortcut ${input.callback_id}.`, 404);
  const payload = {
    ...interaction(platform, type === 'global' ? 'shortcut' : 'message_action', who),
    action_ts: `${workspace.clock.seconds()}.000000`,
    callback_id: input.callback_id,
    trigger_id: triggers.issue(who.id),
    ...(type === 'message' ? onMessage(platform, who, input) : {}),
  };
  const ack = await delivery.send(
    { kind: 'interactive', payload, answers: false },
    { what: type === 'global' ? 'shortcut' : 'message_action', user: who.id },
  );
  if (ack.ok) return { ok: true };
  return {
    ok: false,
    error: ack.reason,
    detail: `The app did not acknowledge the shortcut “${shortcut.name}”.`,
  };
}

function onMessage({ workspace, responseUrls }: Platform, who: Person, input: Asked): Json {
  const where = conversation(workspace, input.channel ?? '', who);
  const on = seen(workspace, where, input.messageTs ?? '', who);
  if (on.ephemeral_for !== undefined)
    throw denial('message_not_found', 'A message for one person has no shortcuts.', 404);
  return {
    channel: payloadChannel(where),
    message_ts: on.ts,
    message: slackMessage(on, { metadata: true }),
    response_url: responseUrls.issue({ user: who.id, channel: where.id, ts: on.ts }),
  };
}
