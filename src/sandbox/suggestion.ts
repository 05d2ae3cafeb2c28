import { actor, conversation, installed, interaction, payloadChannel, seen } from './acting.ts';
import { findPlaced, type Placed } from './blocks.ts';
import { denial } from './control.call.ts';
import type { ControlSuggestAnswer, ControlValues } from './control.contract.ts';
import { isObject, type Json, listOf } from './json.ts';
import { optionsFaults } from './limits/limits.ts';
import { blocksOf, slackMessage } from './messages.ts';
import type { Person } from './people.ts';
import type { Platform } from './platform.ts';
import { viewInReach } from './screen.ts';
import { slackView } from './views.ts';

type Asked = {
  user: string;
  view_id?: string | undefined;
  channel?: string | undefined;
  messageTs?: string | undefined;
  block_id: string;
  action_id: string;
  value: string;
  values?: ControlValues | undefined;
};

/** A person types into a select whose options come from the app. */
export async function suggest(platform: Platform, input: Asked): Promise<ControlSuggestAnswer> {
  const who = actor(platform.workspace, input.user);
  installed(platform);
  const { found, surface } =
    input.view_id === undefined ? onMessage(platform, who, input) : onView(platform, who, input);
  if (found === undefined || !String(found.element.type).endsWith('external_select')) {
    throw denial(
      'action_not_found',
      `There is no external select ${input.block_id} / ${input.action_id}.`,
      404,
    );
  }
  // The client does not ask before that many letters; 3 unless the app says otherwise.
  const least = typeof found.element.min_query_length === 'number' ? found.element.min_query_length : 3;
  if ([...input.value].length < least) return { ok: true, options: [] };
  const payload = {
    ...interaction(platform, 'block_suggestion', who),
    ...surface,
    action_id: input.action_id,
    block_id: input.block_id,
    value: input.value,
  };
  const ack = await platform.delivery.send(
    { kind: 'interactive', payload, answers: true },
    { what: 'block_suggestion', user: who.id },
  );
  if (!ack.ok) return { ok: false, error: ack.reason };
  const faults = optionsFaults(ack.body);
  if (faults.length > 0 || !isObject(ack.body)) return { ok: false, error: faults[0] ?? 'invalid_options' };
  return Array.isArray(ack.body.option_groups)
    ? { ok: true, option_groups: listOf(ack.body.option_groups) }
    : { ok: true, options: listOf(ack.body.options) };
}

type Surface = { found: Placed | undefined; surface: Json };

function onView(platform: Platform, who: Person, input: Asked): Surface {
  const view = viewInReach(platform, who, input.view_id ?? '');
  if (input.values !== undefined) platform.views.type(view, input.values);
  return {
    found: findPlaced(view.given.blocks, input.action_id, input.block_id),
    surface: { container: { type: 'view', view_id: view.id }, view: slackView(view) },
  };
}

function onMessage({ workspace }: Platform, who: Person, input: Asked): Surface {
  const where = conversation(workspace, input.channel ?? '', who);
  const on = seen(workspace, where, input.messageTs ?? '', who);
  return {
    found: findPlaced(blocksOf(on), input.action_id, input.block_id),
    surface: {
      container: {
        type: 'message',
        message_ts: on.ts,
        channel_id: where.id,
        is_ephemeral: on.ephemeral_for !== undefined,
      },
      channel: payloadChannel(where),
      ...(on.ephemeral_for === undefined ? { message: slackMessage(on) } : {}),
    },
  };
}
