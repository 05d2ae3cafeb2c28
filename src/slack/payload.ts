import { z } from 'zod';
import type { Act, SubmittedView } from './capability.ts';

/** The parts of Slack's payloads that we read. Everything else may change without us. */
const person = z.object({ id: z.string() });
const choice = z.object({ value: z.string() });

/** An interactive element's state, as far as values go; all kinds share these few fields. */
const element = z.object({
  type: z.string().optional(),
  value: z.string().nullish(),
  selected_option: choice.nullish(),
  selected_options: z.array(choice).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
  selected_conversations: z.array(z.string()).nullish(),
  selected_channel: z.string().nullish(),
  selected_channels: z.array(z.string()).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_date_time: z.number().nullish(),
  files: z.array(person).nullish(),
});
type ElementState = z.infer<typeof element>;

const view = z.object({
  id: z.string(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  type: z.string().default('modal'),
  hash: z.string().optional(),
  title: z.unknown().optional(),
  submit: z.unknown().optional(),
  close: z.unknown().optional(),
  external_id: z.string().optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() })).default([]),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), element)) }).optional(),
});
export type ViewPayload = z.infer<typeof view>;
type View = ViewPayload;

export const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
});

export const actionPayload = z.object({
  type: z.literal('block_actions'),
  user: person,
  trigger_id: z.string(),
  channel: person.optional(),
  message: z.object({ ts: z.string() }).optional(),
  container: z
    .looseObject({
      message_ts: z.string().optional(),
      channel_id: z.string().optional(),
      is_ephemeral: z.boolean().default(false),
    })
    .optional(),
  view: view.optional(),
  actions: z
    .array(element.extend({ action_id: z.string(), block_id: z.string(), action_ts: z.string().optional() }))
    .min(1),
});

export const viewPayload = z.object({ type: z.enum(['view_submission', 'view_closed']), user: person, view });

export const suggestionPayload = z.object({
  type: z.literal('block_suggestion'),
  user: person,
  action_id: z.string(),
  block_id: z.string(),
  value: z.string().default(''),
});

export const shortcutPayload = z.object({
  type: z.enum(['shortcut', 'message_action']),
  user: person,
  callback_id: z.string(),
  trigger_id: z.string(),
});

export const eventPayload = z.object({
  event_id: z.string(),
  event: z.looseObject({ type: z.string() }),
});

/** What a person did, in our words. */
export function actOf(payload: z.infer<typeof actionPayload>): Act {
  const [first] = payload.actions;
  if (!first) throw new Error('an action payload without an action');
  const read = chosenIn(first);
  const channel = payload.channel?.id ?? payload.container?.channel_id;
  const ephemeral = payload.container?.is_ephemeral ?? false;
  const ts = payload.message?.ts ?? payload.container?.message_ts;
  return {
    // What follows a # only tells drawings of one modal apart: Slack keeps what was typed under an id.
    actionId: first.action_id.split('#', 1)[0] ?? '',
    blockId: first.block_id,
    value: typeof read === 'string' ? read : '',
    values: typeof read === 'string' ? [read] : (read ?? []),
    ...(channel && ts ? { message: { channel, ts, ephemeral } } : {}),
    ...(payload.view ? { view: submittedView(payload.view) } : {}),
  };
}

export function submittedView(from: View): SubmittedView {
  const values: Record<string, string | readonly string[] | null> = {};
  for (const [block, elements] of Object.entries(from.state?.values ?? {})) {
    const [state] = Object.values(elements);
    values[block] = state ? chosenIn(state) : null;
  }
  return { id: from.id, callbackId: from.callback_id, privateMetadata: from.private_metadata, values };
}

/** The value of an element: a text, several chosen values (of files their ids), or nothing. */
function chosenIn(state: ElementState): string | readonly string[] | null {
  if (state.selected_options) return state.selected_options.map((one) => one.value);
  const several = state.selected_users ?? state.selected_conversations ?? state.selected_channels;
  if (several) return several;
  if (state.files) return state.files.map((one) => one.id);
  const moment = state.selected_date_time;
  return (
    state.selected_option?.value ??
    state.selected_user ??
    state.selected_conversation ??
    state.selected_channel ??
    state.selected_date ??
    state.selected_time ??
    (moment === null || moment === undefined ? undefined : String(moment)) ??
    state.value ??
    null
  );
}
