/** What an element holds, as `view.state.values` and `actions[0]` name it. */
export type ElementState = { type: string; [field: string]: unknown };

/** An interactive element as the app sent it; which further fields it has depends on its type. */
export type Interactive = {
  type: string;
  action_id: string;
  [field: string]: unknown;
};

/** By type: the key of the value, the field it starts from, and what empty is. */
const HELD: Record<string, { key: string; initial: string; empty: null | [] }> = {
  plain_text_input: { key: 'value', initial: 'initial_value', empty: null },
  number_input: { key: 'value', initial: 'initial_value', empty: null },
  email_text_input: { key: 'value', initial: 'initial_value', empty: null },
  url_text_input: { key: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', empty: null },
  file_input: { key: 'files', initial: '', empty: [] },
  datepicker: { key: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { key: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', empty: null },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', empty: null },
  checkboxes: { key: 'selected_options', initial: 'initial_options', empty: [] },
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

/** Whether an element of this type holds a value at all; buttons and overflow menus do not. */
export function holdsValue(type: string): boolean {
  return Object.hasOwn(HELD, type);
}

export function initialState(element: Interactive): ElementState {
  const held = HELD[element.type];
  if (!held) return { type: element.type };
  return { type: element.type, [held.key]: element[held.initial] ?? held.empty };
}

/** The value itself, whatever its key is called. */
export function heldValue(state: ElementState): unknown {
  return state[HELD[state.type]?.key ?? 'value'] ?? null;
}

/** The state with another value; `undefined` and '' are empty. */
export function withValue(element: Interactive, value: unknown): ElementState {
  const held = HELD[element.type];
  if (!held) return { type: element.type, value };
  return { type: element.type, [held.key]: value === undefined || value === '' ? held.empty : value };
}
