import { z } from 'zod';
import { isObject, type Json, textOf } from './json.ts';
import { viewFaults } from './limits/limits.ts';
import { type Call, type Method, method, refusal, structure, text } from './method.ts';
import { person } from './people.ts';
import { STACK, slackView, type View } from './views.ts';

/** Source: docs.slack.dev, views.open: `view_too_large` past 250 kB. */
const LARGEST = 250 * 1024;

const answer = (view: View): Json => ({ ok: true, view: slackView(view) });

export const viewsMethods: Record<string, Method> = {
  'views.open': method({
    tier: 4,
    args: z.object({ trigger_id: text.optional(), interactivity_pointer: text.optional(), view: structure }),
    run: (call, args) => {
      const view = checkedView(call, args.view, 'modal');
      const { user, viewId } = exchanged(call, args);
      // From within an open modal Slack answers ok and its desktop client shows nothing: push or update is the way there.
      const inside = call.views.stack(user).some(({ id }) => id === viewId);
      return answer(inside ? call.views.draft(user, view) : call.views.open(user, view));
    },
  }),

  'views.push': method({
    tier: 4,
    args: z.object({ trigger_id: text.optional(), interactivity_pointer: text.optional(), view: structure }),
    run: (call, args) => {
      const view = checkedView(call, args.view, 'modal');
      const { viewId } = exchanged(call, args);
      const onto = viewId === undefined ? undefined : call.views.find(viewId);
      if (onto === undefined || onto.type !== 'modal') throw refusal('not_found');
      if (call.views.stack(onto.user).length >= STACK) throw refusal('push_limit_reached');
      const pushed = call.views.push(onto, view);
      if (pushed === undefined) throw refusal('not_found');
      return answer(pushed);
    },
  }),

  'views.update': method({
    tier: 4,
    args: z.object({
      view_id: text.optional(),
      external_id: text.optional(),
      hash: text.optional(),
      view: structure,
    }),
    run: (call, args) => {
      if (!args.view_id && !args.external_id) {
        throw refusal('invalid_arguments', ['[ERROR] missing required field: view_id']);
      }
      const found = args.view_id
        ? call.views.find(args.view_id)
        : call.views.findExternal(args.external_id ?? '');
      if (found === undefined) throw refusal('not_found');
      const view = checkedView(call, args.view, found.type, found);
      if (args.hash && args.hash !== found.hash) throw refusal('hash_conflict');
      return answer(call.views.update(found, view));
    },
  }),

  'views.publish': method({
    tier: 4,
    args: z.object({ user_id: text, hash: text.optional(), view: structure }),
    run: (call, args) => {
      if (!call.workspace.manifest.features.app_home.home_tab_enabled) throw refusal('not_enabled');
      const reader = person(call.workspace, args.user_id);
      if (reader === undefined || reader.is_bot) throw refusal('user_not_found');
      const before = call.views.home(reader.id);
      const view = checkedView(call, args.view, 'home', before);
      if (args.hash && args.hash !== before?.hash) throw refusal('hash_conflict');
      return answer(call.views.publish(reader.id, view));
    },
  }),
};

/** A view within Slack's limits, or a refusal that names each place. `instead` is the one it takes the place of. */
export function checkedView(
  call: Pick<Call, 'views'>,
  view: unknown,
  type: 'modal' | 'home',
  instead?: View,
): Json {
  if (view === undefined) throw refusal('invalid_arguments', ['[ERROR] missing required field: view']);
  const faults = viewFaults(view);
  if (faults.length > 0 || !isObject(view)) throw refusal('invalid_arguments', faults);
  if (view.type !== type) {
    throw refusal('invalid_arguments', ['[ERROR] must be a valid enum value [json-pointer:/view/type]']);
  }
  if (JSON.stringify(view).length > LARGEST) throw refusal('view_too_large');
  const externalId = textOf(view.external_id);
  const holder = externalId === '' ? undefined : call.views.findExternal(externalId);
  if (holder !== undefined && holder.id !== instead?.id) throw refusal('duplicate_external_id');
  return view;
}

function exchanged(
  call: Call,
  {
    trigger_id,
    interactivity_pointer,
  }: { trigger_id?: string | undefined; interactivity_pointer?: string | undefined },
): { user: string; viewId: string | undefined } {
  const id = trigger_id ?? interactivity_pointer;
  if (!id) throw refusal('invalid_arguments', ['[ERROR] missing required field: trigger_id']);
  const exchange = call.triggers.exchange(id);
  if (typeof exchange === 'string') throw refusal(exchange);
  return exchange;
}
