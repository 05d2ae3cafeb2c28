import { placed } from './blocks.ts';
import type { ControlValues } from './control.contract.ts';
import { isObject, type Json, listOf } from './json.ts';

/** For each element that holds something: its key in `state.values`, where it starts, and what it holds when empty. */
const HOLDS: Record<string, { key: string; initial: string; empty: null | [] }> = {
  plain_text_input: { key: 'value', initial: 'initial_value', empty: null },
  number_input: { key: 'value', initial: 'initial_value', empty: null },
  email_text_input: { key: 'value', initial: 'initial_value', empty: null },
  url_text_input: { key: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', empty: null },
  file_input: { key: 'files', initial: '', empty: [] },
  datepicker: { key: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { key: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', empty: null },
  checkboxes: { key: 'selected_options', initial: 'initial_options', empty: [] },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', empty: null },
  static_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  users_select: { key: 'selected_user', initial: 'initial_user', empty: null },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', empty: null },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', empty: [] },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', empty: [] },
};

/** The key that holds an element's value; nothing for a button or a menu of actions. */
export const holds = (type: unknown): string | undefined =>
  typeof type === 'string' && Object.hasOwn(HOLDS, type) ? HOLDS[type]?.key : undefined;

export const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** The options of a select, checkbox or radio group; groups are opened up. Nothing where they come from the app. */
export function optionsOf(element: Json): Json[] | undefined {
  if (Array.isArray(element.options)) return listOf(element.options);
  if (Array.isArray(element.option_groups))
    return listOf(element.option_groups).flatMap((one) => listOf(one.options));
  return undefined;
}

/**
 * `state.values` of a surface: for each element that holds something what the person gave, else where it starts. A value
 * of another type than the element's (the view changed meanwhile) is not taken over.
 */
export function stateValues(blocks: unknown, given: ControlValues): ControlValues {
  const state = new Map<string, [string, Json][]>();
  for (const { element, blockId, actionId } of placed(blocks)) {
    const rule =
      typeof element.type === 'string' && Object.hasOwn(HOLDS, element.type)
        ? HOLDS[element.type]
        : undefined;
    if (rule === undefined) continue;
    const actions = Object.hasOwn(given, blockId) ? given[blockId] : undefined;
    const typed = isObject(actions) && Object.hasOwn(actions, actionId) ? actions[actionId] : undefined;
    const taken =
      isObject(typed) && (typed.type === undefined || typed.type === element.type) && rule.key in typed;
    const value = taken ? (typed as Json)[rule.key] : startOf(element, rule);
    const kept: Json = {
      type: element.type,
      [rule.key]: isEmpty(value) ? rule.empty : wholeOption(element, value),
    };
    state.set(blockId, [...(state.get(blockId) ?? []), [actionId, kept]]);
  }
  // fromEntries defines, it does not assign: a block called __proto__ stays a block.
  return Object.fromEntries(
    [...state].map(([blockId, actions]) => [blockId, Object.fromEntries(actions)]),
  ) as ControlValues;
}

function startOf(element: Json, rule: { initial: string }): unknown {
  return rule.initial === '' ? undefined : element[rule.initial];
}

/** The person's choice in the app's own words: the whole option as the element has it, not as it was sent. */
function wholeOption(element: Json, value: unknown): unknown {
  const options = optionsOf(element);
  if (options === undefined) return value;
  const whole = (one: unknown) =>
    options.find((option) => isObject(one) && option.value === one.value) ?? one;
  return Array.isArray(value) ? value.map(whole) : whole(value);
}
