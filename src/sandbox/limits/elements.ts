import {
  colorScheme,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  markedOption,
  option,
  optionGroup,
  overflowOption,
  placeholder,
  plainText,
  slackFile,
} from './composition.ts';
import { calendarDay, initialOffered, inOrder, maxHolds, numberInOrder } from './element-fit.ts';
import { richText } from './rich-text.ts';
import {
  either,
  type Fields,
  flag,
  list,
  matching,
  object,
  oneOf,
  pick,
  type Rule,
  text,
  typed,
  url,
  whole,
} from './rule.ts';

/**
 * Block elements and the places that admit them.
 * Source: docs.slack.dev/reference/block-kit/block-elements and @slack/types 3.2.0.
 */

function element(type: string, required: Fields, optional: Fields, ...also: Rule[]): Rule {
  return object({ type: oneOf(type), ...required }, { action_id: text(255), ...optional }, ...also);
}

const focus = { focus_on_load: flag };
const dispatched = { dispatch_action_config: dispatchActionConfig, ...focus, placeholder };
const chosen = { confirm, ...focus, placeholder };
const several = { ...chosen, max_selected_items: whole(1) };
const id = text(255);
const ids = list(id);
const label = { accessibility_label: text(75) };

const staticOptions = { options: list(option, 100), option_groups: list(optionGroup, 100) };
const oneSource = either('options', 'option_groups');

const decimal = matching(/^-?\d+(\.\d+)?$/, 255);
const feedbackButton = object({ text: plainText(75), value: text(2000) }, label);

const workflow = object({
  trigger: object(
    { url: url() },
    { customizable_input_parameters: list(object({ name: id, value: text(3000, 0) }), 100, 0) },
  ),
});

export const imageElement = object(
  { type: oneOf('image'), alt_text: text(2000) },
  { image_url: url(), slack_file: slackFile },
  either('image_url', 'slack_file'),
);

export const button = element(
  'button',
  { text: plainText(75) },
  { value: text(2000), url: url(), style: colorScheme, confirm, ...label },
);

const channelChoice = { ...chosen, initial_channel: id };
const conversationChoice = {
  ...chosen,
  initial_conversation: id,
  default_to_current_conversation: flag,
  filter: conversationFilter,
};

const elements = {
  button,
  image: imageElement,
  channels_select: element('channels_select', {}, channelChoice),
  checkboxes: element(
    'checkboxes',
    { options: list(markedOption, 10) },
    { initial_options: list(markedOption, 10), confirm, ...focus },
    initialOffered,
  ),
  conversations_select: element('conversations_select', {}, conversationChoice),
  datepicker: element('datepicker', {}, { ...chosen, initial_date: calendarDay }),
  // Ten digits: seconds, never milliseconds.
  datetimepicker: element(
    'datetimepicker',
    {},
    { initial_date_time: whole(1_000_000_000, 9_999_999_999), confirm, ...focus },
  ),
  email_text_input: element('email_text_input', {}, { ...dispatched, initial_value: text(3000) }),
  external_select: element(
    'external_select',
    {},
    { ...chosen, initial_option: option, min_query_length: whole(0) },
  ),
  feedback_buttons: element(
    'feedback_buttons',
    { positive_button: feedbackButton, negative_button: feedbackButton },
    {},
  ),
  file_input: element('file_input', {}, { filetypes: ids, max_files: whole(1, 10) }),
  icon_button: element(
    'icon_button',
    { icon: oneOf('trash'), text: plainText(75) },
    { value: text(2000), confirm, visible_to_user_ids: ids, ...label },
  ),
  multi_channels_select: element(
    'multi_channels_select',
    {},
    { ...several, initial_channels: ids },
    maxHolds,
  ),
  multi_conversations_select: element(
    'multi_conversations_select',
    {},
    {
      ...several,
      initial_conversations: ids,
      default_to_current_conversation: flag,
      filter: conversationFilter,
    },
    maxHolds,
  ),
  multi_external_select: element(
    'multi_external_select',
    {},
    { ...several, initial_options: list(option, 100), min_query_length: whole(0) },
    maxHolds,
  ),
  multi_static_select: element(
    'multi_static_select',
    {},
    { ...several, ...staticOptions, initial_options: list(option, 100) },
    oneSource,
    initialOffered,
    maxHolds,
  ),
  multi_users_select: element('multi_users_select', {}, { ...several, initial_users: ids }, maxHolds),
  number_input: element(
    'number_input',
    { is_decimal_allowed: flag },
    { ...dispatched, initial_value: decimal, min_value: decimal, max_value: decimal },
    numberInOrder,
  ),
  overflow: element('overflow', { options: list(overflowOption, 5) }, { confirm }),
  plain_text_input: element(
    'plain_text_input',
    {},
    {
      ...dispatched,
      initial_value: text(3000, 0),
      multiline: flag,
      min_length: whole(0, 3000),
      max_length: whole(1, 3000),
    },
    inOrder('min_length', 'max_length'),
  ),
  radio_buttons: element(
    'radio_buttons',
    { options: list(markedOption, 10) },
    { initial_option: markedOption, confirm, ...focus },
    initialOffered,
  ),
  rich_text_input: element(
    'rich_text_input',
    {},
    { ...dispatched, initial_value: richText, min_lines: whole(1, 100), max_lines: whole(1, 100) },
    inOrder('min_lines', 'max_lines'),
  ),
  static_select: element(
    'static_select',
    {},
    { ...chosen, ...staticOptions, initial_option: option },
    oneSource,
    initialOffered,
  ),
  timepicker: element(
    'timepicker',
    {},
    { ...chosen, initial_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/), timezone: text(255) },
  ),
  url_text_input: element('url_text_input', {}, { ...dispatched, initial_value: text(3000) }),
  users_select: element('users_select', {}, { ...chosen, initial_user: id }),
  workflow_button: element(
    'workflow_button',
    { text: plainText(75), workflow },
    { style: colorScheme, confirm, ...label },
  ),
};

const selects = [
  'channels_select',
  'conversations_select',
  'external_select',
  'static_select',
  'users_select',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
] as const;
const choices = ['checkboxes', 'datepicker', 'radio_buttons', 'timepicker', ...selects] as const;
const written = [
  'email_text_input',
  'number_input',
  'plain_text_input',
  'rich_text_input',
  'url_text_input',
] as const;

export const actionsElement = typed(
  pick(elements, ...choices, 'button', 'datetimepicker', 'overflow', 'rich_text_input', 'workflow_button'),
);
export const sectionAccessory = typed(
  pick(elements, ...choices, 'button', 'image', 'overflow', 'workflow_button'),
);
export const contextActionsElement = typed(pick(elements, 'feedback_buttons', 'icon_button'));
export const inputElement = typed(pick(elements, ...choices, ...written, 'datetimepicker'));
/** Only in a modal can one ask for files, or for a response_url to the conversation chosen. */
export const modalInputElement = typed({
  ...pick(elements, ...choices, ...written, 'datetimepicker', 'file_input'),
  channels_select: element('channels_select', {}, { ...channelChoice, response_url_enabled: flag }),
  conversations_select: element(
    'conversations_select',
    {},
    { ...conversationChoice, response_url_enabled: flag },
  ),
});
