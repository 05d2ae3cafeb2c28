import { actor, conversation, installed, interaction, payloadChannel, seen } from './acting.ts';
import { findPlaced, type Placed } from './blocks.ts';
import type { Channel } from './channels.ts';
import { withFiles } from './chosen-file.ts';
import { denial } from './control.call.ts';
import type { ControlAnswer, ControlValues } from './control.contract.ts';
import { holds, optionsOf, stateValues } from './element.state.ts';
import { isObject, type Json, textOf } from './json.ts';
import { blocksOf, bySlack, type Message, slackMessage } from './messages.ts';
import type { Platform } from './platform.ts';
import { postEphemeral } from './posting.ts';
import { viewInReach } from './screen.ts';
import { slackView } from './views.ts';

/** A person acts on an element of a message. */
export async function actOnMessage(
  platform: Platform,
  input: { channel: string; user: string; messageTs: string; action: Json; stale?: boolean | undefined },
): Promise<ControlAnswer> {
  const { workspace, triggers, responseUrls, chosen } = platform;
  const who = actor(workspace, input.user);
  const where = conversation(workspace, input.channel, who);
  installed(platform);
  const on = seen(workspace, where, input.messageTs, who);
  const found = findOn(on, input.action);
  if (found === undefined && input.stale !== true) throw unknownElement(input.action);
  const action = found === undefined ? { ...input.action } : completeAction(found, input.action);
  const key = `${who.id} ${where.id} ${on.ts}`;
  const values = withAction(chosen.get(key) ?? {}, action);
  chosen.set(key, values);
  const payload = {
    ...interaction(platform, 'block_actions', who),
    container: containerOf(on, where, found),
    trigger_id: triggers.issue(who.id),
    channel: payloadChannel(where),
    // Of an ephemeral message the payload tells no more than where it stands.
    ...(on.ephemeral_for === undefined ? { message: slackMessage(on, { metadata: true }) } : {}),
    state: { values: stateValues(blocksOf(on), values) },
    response_url: responseUrls.issue({
      user: who.id,
      channel: where.id,
      ts: on.ts,
      ...(on.thread_ts === undefined ? {} : { threadTs: on.thread_ts }),
    }),
    actions: [stamped(platform, action)],
  };
  const answer = await deliver(platform, payload, who.id);
  if (!answer.ok) {
    const text = `${workspace.manifest.display_information.name} did not respond (\`${answer.error}\`). Try again.`;
    postEphemeral(platform, { channel: where.id, ...bySlack, text, ephemeral_for: who.id });
  }
  return answer;
}

/** A person acts on an element of a modal or of their Home. An input that does not dispatch is only filled in. */
export async function actOnView(
  platform: Platform,
  input: { user: string; view_id: string; action: Json; values?: ControlValues | undefined },
): Promise<ControlAnswer> {
  const { workspace, triggers, views } = platform;
  const who = actor(workspace, input.user);
  installed(platform);
  const view = viewInReach(platform, who, input.view_id);
  const found = findPlaced(view.given.blocks, textOf(input.action.action_id), blockIdOf(input.action));
  if (found === undefined) throw unknownElement(input.action);
  const action = completeAction(found, input.action);
  views.type(view, withFiles(platform, who, withAction(input.values ?? {}, action)));
  if (found.block.type === 'input' && found.block.dispatch_action !== true) return { ok: true };
  const payload = {
    ...interaction(platform, 'block_actions', who),
    container: { type: 'view', view_id: view.id },
    trigger_id: triggers.issue(who.id, view.type === 'modal' ? view.id : undefined),
    view: slackView(view),
    actions: [stamped(platform, action)],
  };
  return deliver(platform, payload, who.id);
}

async function deliver(platform: Platform, payload: Json, user: string): Promise<ControlAnswer> {
  const ack = await platform.delivery.send(
    { kind: 'interactive', payload, answers: false },
    { what: 'block_actions', user },
  );
  if (ack.ok) return { ok: true };
  return { ok: false, error: ack.reason, detail: 'The app did not acknowledge the action.' };
}

function unknownElement(action: Json) {
  const name = `${textOf(action.block_id) || '*'} / ${textOf(action.action_id)}`;
  return denial('action_not_found', `There is no element ${name} there (any more).`, 404);
}

const blockIdOf = (action: Json) => (typeof action.block_id === 'string' ? action.block_id : undefined);

const findOn = (on: Message, action: Json) =>
  findPlaced(blocksOf(on), textOf(action.action_id), blockIdOf(action));

function containerOf(on: Message, where: Channel, found: Placed | undefined): Json {
  const attachment = (on.attachments ?? []).find(
    (one) => found !== undefined && findPlaced(one.blocks, found.actionId, found.blockId) !== undefined,
  );
  return {
    type: attachment === undefined ? 'message' : 'message_attachment',
    message_ts: on.ts,
    ...(attachment === undefined ? {} : { attachment_id: attachment.id, is_app_unfurl: false }),
    channel_id: where.id,
    is_ephemeral: on.ephemeral_for !== undefined,
    ...(on.thread_ts === undefined ? {} : { thread_ts: on.thread_ts }),
  };
}

const stamped = (platform: Platform, action: Json): Json => ({
  ...action,
  action_ts: `${platform.workspace.clock.seconds()}.${String(Date.now() % 1_000_000).padStart(6, '0')}`,
});

/** Adds what was chosen to what this person has filled in so far; a button adds nothing. */
function withAction(values: ControlValues, action: Json): ControlValues {
  const key = holds(action.type);
  if (key === undefined) return values;
  const blockId = textOf(action.block_id);
  const actions = Object.hasOwn(values, blockId) ? values[blockId] : {};
  const kept = { type: action.type, [key]: action[key] };
  const merged = Object.fromEntries([...Object.entries(actions ?? {}), [textOf(action.action_id), kept]]);
  return Object.fromEntries([...Object.entries(values), [blockId, merged]]) as ControlValues;
}

/** `actions[0]`: what the person chose, and what the element itself says. */
function completeAction({ element, blockId, actionId }: Placed, given: Json): Json {
  const base = { type: element.type, action_id: actionId, block_id: blockId };
  const only = (keys: string[]) =>
    Object.fromEntries(keys.filter((key) => element[key] !== undefined).map((key) => [key, element[key]]));
  if (element.type === 'button' || element.type === 'icon_button' || element.type === 'workflow_button') {
    return { ...base, ...only(['text', 'value', 'style', 'url', 'icon', 'confirm']) };
  }
  if (element.type === 'feedback_buttons') {
    const pressed = [element.positive_button, element.negative_button].filter(isObject);
    const button = pressed.find(({ value }) => value === given.value);
    if (button === undefined) throw denial('invalid_action', 'The feedback has no such value.');
    return { ...base, text: button.text, value: button.value };
  }
  const key = element.type === 'overflow' ? 'selected_option' : holds(element.type);
  if (key === undefined || !(key in given)) {
    throw denial('invalid_action', `An action on a ${String(element.type)} gives ${key ?? 'nothing'}.`);
  }
  const initial = Object.keys(element).filter((name) => name.startsWith('initial_'));
  return { ...base, [key]: ownOption(element, given[key]), ...only(['placeholder', ...initial]) };
}

/** Of a fixed list, only its own options can be chosen. */
function ownOption(element: Json, value: unknown): unknown {
  const options = optionsOf(element);
  if (options === undefined || value === null) return value;
  const own = (one: unknown) => {
    const option = options.find((candidate) => isObject(one) && candidate.value === one.value);
    if (option === undefined) throw denial('invalid_action', 'That is not one of the options.');
    return option;
  };
  return Array.isArray(value) ? value.map(own) : own(value);
}
