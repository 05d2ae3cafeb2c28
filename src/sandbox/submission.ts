import { actor, installed, interaction } from './acting.ts';
import { findPlaced, placed } from './blocks.ts';
import { withFiles } from './chosen-file.ts';
import { denial } from './control.call.ts';
import type { ControlAnswer, ControlSubmitAnswer, ControlValues } from './control.contract.ts';
import { holds, optionsOf } from './element.state.ts';
import { fieldErrors } from './field.check.ts';
import { isObject, type Json, textOf } from './json.ts';
import { isRefusal, refusal } from './method.ts';
import type { Person } from './people.ts';
import type { Platform } from './platform.ts';
import { viewInReach } from './screen.ts';
import { checkedView } from './views.method.ts';
import { slackView, type View, valuesOf } from './views.ts';

/** What the client shows when it cannot use the app's answer. */
const TROUBLE = 'We had some trouble connecting. Try again?';

/**
 * A person presses a modal's submit button. Fields that Slack's client would not let through are marked without asking the
 * app; else the app's answer closes, marks, replaces, adds to or clears the stack.
 */
export async function submit(
  platform: Platform,
  input: { user: string; view_id: string; values: ControlValues },
): Promise<ControlSubmitAnswer> {
  const { workspace, views, triggers } = platform;
  const who = actor(workspace, input.user);
  installed(platform);
  const view = viewInReach(platform, who, input.view_id);
  if (view.type !== 'modal') throw denial('not_a_modal', 'Only a modal can be submitted.');
  known(view, input.values);
  views.type(view, withFiles(platform, who, input.values));
  const errors = fieldErrors(view.given.blocks, valuesOf(view), who.locale);
  if (Object.keys(errors).length > 0) return marked(platform, view, errors);
  const payload = {
    ...interaction(platform, 'view_submission', who),
    trigger_id: triggers.issue(who.id, view.id),
    view: slackView(view),
    response_urls: responseUrlsOf(platform, view, who),
  };
  const ack = await platform.delivery.send(
    { kind: 'interactive', payload, answers: true },
    { what: 'view_submission', user: who.id },
  );
  if (!ack.ok) return { ok: false, error: ack.reason, closed: false };
  return carryOut(platform, view, ack.body);
}

function carryOut(platform: Platform, view: View, body: unknown): ControlSubmitAnswer {
  const { views } = platform;
  const open = () => views.stack(view.user).includes(view);
  const nothing =
    body === undefined || body === null || body === '' || (isObject(body) && Object.keys(body).length === 0);
  try {
    if (nothing) {
      if (open()) views.close(view);
      return { ok: true, closed: true };
    }
    if (!isObject(body)) throw refusal('invalid_response_action');
    switch (body.response_action) {
      case 'errors':
        return marked(platform, view, ownErrors(view, body.errors));
      case 'clear':
        views.closeAll(view.user);
        return { ok: true, response_action: 'clear', closed: true };
      case 'update': {
        const next = checkedView(platform, body.view, 'modal', view);
        if (open()) views.update(view, next);
        return { ok: true, response_action: 'update', closed: false };
      }
      case 'push': {
        const next = checkedView(platform, body.view, 'modal');
        if (open() && views.push(view, next) === undefined) throw refusal('push_limit_reached');
        return { ok: true, response_action: 'push', closed: false };
      }
      default:
        throw refusal('invalid_response_action');
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const messages = isObject(error.answer.response_metadata)
      ? listOfText(error.answer.response_metadata.messages)
      : [];
    return { ok: false, error: [textOf(error.answer.error), ...messages].join(' '), closed: false };
  }
}

function marked(platform: Platform, view: View, errors: Record<string, string>): ControlSubmitAnswer {
  platform.views.refuse(view, errors);
  return { ok: true, response_action: 'errors', errors, closed: false };
}

/** The app can only mark input blocks of this very view; anything else is trouble to the client. */
function ownErrors(view: View, errors: unknown): Record<string, string> {
  const inputs = new Set(
    [...placed(view.given.blocks)].filter(({ block }) => block.type === 'input').map((one) => one.blockId),
  );
  const given = isObject(errors) ? Object.entries(errors) : [];
  const fits = given.every(
    ([blockId, text]) => inputs.has(blockId) && typeof text === 'string' && text !== '',
  );
  if (given.length === 0 || !fits) throw refusal('invalid_errors', [TROUBLE]);
  return Object.fromEntries(given) as Record<string, string>;
}

/** Values can only be given for fields that are there, in their type, and of fixed options only those. */
function known(view: View, values: ControlValues): void {
  for (const [blockId, actions] of Object.entries(values)) {
    for (const [actionId, value] of Object.entries(actions)) {
      const found = findPlaced(view.given.blocks, actionId, blockId);
      const key = found === undefined ? undefined : holds(found.element.type);
      const name = `${blockId} / ${actionId}`;
      if (found === undefined || key === undefined)
        throw denial('unknown_field', `The modal has no field ${name}.`, 404);
      if (value.type !== undefined && value.type !== found.element.type) {
        throw denial(
          'invalid_value',
          `${name} is a ${String(found.element.type)}, not a ${String(value.type)}.`,
        );
      }
      if (!(key in value)) throw denial('invalid_value', `The value of ${name} is given as ${key}.`);
      const options = optionsOf(found.element);
      const chosen = value[key] === null ? [] : [value[key]].flat();
      if (
        options !== undefined &&
        !chosen.every((one) => options.some((o) => isObject(one) && o.value === one.value))
      ) {
        throw denial('invalid_value', `${name} has no such option.`);
      }
    }
  }
}

/** A chosen conversation gets a response_url where the app asked for one. */
function responseUrlsOf(platform: Platform, view: View, who: Person): Json[] {
  const values = valuesOf(view);
  return [...placed(view.given.blocks)]
    .filter(({ element }) => element.response_url_enabled === true)
    .flatMap(({ blockId, actionId }) => {
      const value = values[blockId]?.[actionId];
      const channelId = textOf(value?.selected_conversation) || textOf(value?.selected_channel);
      if (channelId === '') return [];
      const response_url = platform.responseUrls.issue({ user: who.id, channel: channelId });
      return [{ block_id: blockId, action_id: actionId, channel_id: channelId, response_url }];
    });
}

/** A person closes a modal, or the whole stack. The app hears of it only where the view asked to. */
export async function close(
  platform: Platform,
  input: { user: string; view_id: string; all?: boolean | undefined },
): Promise<ControlAnswer> {
  const { workspace, views } = platform;
  const who = actor(workspace, input.user);
  const view = viewInReach(platform, who, input.view_id);
  if (view.type !== 'modal') throw denial('not_a_modal', 'Only a modal can be closed.');
  const cleared = input.all === true || view.given.clear_on_close === true;
  const gone = cleared ? [...views.stack(who.id)].reverse() : [view];
  if (cleared) views.closeAll(who.id);
  else views.close(view);
  for (const one of gone.filter(({ given }) => given.notify_on_close === true)) {
    const payload = {
      ...interaction(platform, 'view_closed', who),
      view: slackView(one),
      is_cleared: cleared,
    };
    await platform.delivery.send(
      { kind: 'interactive', payload, answers: false },
      { what: 'view_closed', user: who.id },
    );
  }
  return { ok: true };
}

const listOfText = (value: unknown) =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
