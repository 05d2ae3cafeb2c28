import { either, flag, list, object, oneOf, type Rule, some, text, typed, url } from './rule.ts';

/**
 * Composition objects: text, options, confirm, filter, files.
 * Source: docs.slack.dev/reference/block-kit/composition-objects and the types of @slack/types 3.2.0.
 */

const textTypes = (max: number) => ({
  plain_text: object({ type: oneOf('plain_text'), text: text(max) }, { emoji: flag }),
  mrkdwn: object({ type: oneOf('mrkdwn'), text: text(max) }, { verbatim: flag }),
});

/** `plain_text` only: mrkdwn is refused where a label, a button or a header is asked for. */
export function plainText(max = 3000): Rule {
  return typed({ plain_text: textTypes(max).plain_text });
}

export function anyText(max = 3000): Rule {
  return typed(textTypes(max));
}

/** The text objects as variants, for places that admit other things beside them. */
export const textVariants = textTypes(3000);

export const placeholder = plainText(150);
export const colorScheme = oneOf('primary', 'danger');

export const confirm = object(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style: colorScheme },
);

/** Option of a select menu. Slack's page says 150 for the value, the workspace measured says 75: the stricter holds. */
export const option = object({ text: plainText(75), value: text(75) }, { description: plainText(75) });

/** Option of an overflow menu, the only one that may open an address. */
export const overflowOption = object(
  { text: plainText(75), value: text(75) },
  { description: plainText(75), url: url() },
);

/** Option of radio buttons and checkboxes, the only one that may hold mrkdwn. */
export const markedOption = object({ text: anyText(75), value: text(75) }, { description: anyText(75) });

export const optionGroup = object({ label: plainText(75), options: list(option, 100) });

export const dispatchActionConfig = object({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2),
});

export const conversationFilter = object(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
  some('include', 'exclude_external_shared_channels', 'exclude_bot_users'),
);

export const slackFile = object({}, { id: text(255), url: url() }, either('id', 'url'));
