import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  ModalView,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import type { Locale } from '../kernel/locale.ts';
import type { Markup } from '../kernel/message.ts';
import type { Blocks, Choice } from './capability.ts';

/** Cuts a text to a limit of Slack's (in UTF-16 units, as Slack counts), never through a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

export function plainText(text: string, limit = 3_000): PlainTextElement {
  return { type: 'plain_text', text: clip(text, limit), emoji: true };
}

/** A section of already worded mrkdwn; at most 3,000 characters. */
export function section(text: string, accessory?: Button | undefined): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: clip(text, 3_000) },
    ...(accessory ? { accessory } : {}),
  };
}

/** Two columns of label and value; at most ten of 2,000 characters. */
export function fields(pairs: readonly (readonly [label: string, value: string])[]): SectionBlock {
  return {
    type: 'section',
    fields: pairs
      .slice(0, 10)
      .map(([label, value]) => ({ type: 'mrkdwn', text: clip(`*${label}*\n${value}`, 2_000) })),
  };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(text, 150) };
}

/** Small grey lines; at most ten. */
export function context(...lines: readonly string[]): ContextBlock {
  return {
    type: 'context',
    elements: lines.slice(0, 10).map((text) => ({ type: 'mrkdwn', text: clip(text, 3_000) })),
  };
}

export const divider: DividerBlock = { type: 'divider' };

/** A row of buttons; at most 25. `block` keeps two rows of one message apart. */
export function actions(block: string, ...elements: readonly Button[]): ActionsBlock {
  return { type: 'actions', block_id: block, elements: [...elements] };
}

export function button(b: {
  id: string;
  text: string;
  value?: string;
  style?: 'primary' | 'danger';
  confirm?: { title: string; text: string; yes: string; no: string; danger?: boolean };
}): Button {
  return {
    type: 'button',
    action_id: b.id,
    text: plainText(b.text, 75),
    ...(b.value === undefined ? {} : { value: b.value }),
    ...(b.style ? { style: b.style } : {}),
    ...(b.confirm ? { confirm: confirmation(b.confirm) } : {}),
  };
}

function confirmation(c: {
  title: string;
  text: string;
  yes: string;
  no: string;
  danger?: boolean;
}): ConfirmationDialog {
  return {
    title: plainText(c.title, 100),
    text: plainText(c.text, 300),
    confirm: plainText(c.yes, 30),
    deny: plainText(c.no, 30),
    ...(c.danger ? { style: 'danger' as const } : {}),
  };
}

/** An option of a select, radio or checkbox. Slack refuses empty texts and texts over 75 characters. */
export function option(choice: Choice): PlainTextOption {
  return {
    text: plainText(choice.text || choice.value, 75),
    value: choice.value,
    ...(choice.description ? { description: plainText(choice.description, 75) } : {}),
  };
}

/** A labelled field of a modal. Its block_id is the field's name in the rule's input; the action_id is always `value`. */
export function field(f: {
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
  element: InputBlock['element'];
  dispatch?: boolean;
}): InputBlock {
  return {
    type: 'input',
    block_id: f.name,
    label: plainText(f.label, 2_000),
    element: f.element,
    optional: f.optional ?? false,
    ...(f.hint ? { hint: plainText(f.hint, 2_000) } : {}),
    ...(f.dispatch ? { dispatch_action: true } : {}),
  };
}

/** A modal; title and buttons hold 24 characters, so they are worded short in both languages rather than cut. */
export function modal(m: {
  callbackId: string;
  title: string;
  submit?: string;
  close: string;
  metadata?: string;
  blocks: Blocks;
}): ModalView {
  return {
    type: 'modal',
    callback_id: m.callbackId,
    title: plainText(m.title, 24),
    ...(m.submit ? { submit: plainText(m.submit, 24) } : {}),
    close: plainText(m.close, 24),
    private_metadata: m.metadata ?? '',
    blocks: m.blocks as ModalView['blocks'],
  };
}

/** A person, shown by Slack under the name the reader knows. Only ids that Slack gave us are put in. */
export function mention(userId: string): Markup {
  return { markup: `<@${userId}>` };
}

/** A user group, as Slack shows it. */
export function mentionGroup(groupId: string): Markup {
  return { markup: `<!subteam^${groupId}>` };
}

/** Several things in a row, as the language joins them: `a, b and c`, `a、b和c`. */
export function listed(
  items: readonly Markup[],
  locale: Locale,
  how: 'conjunction' | 'disjunction' = 'conjunction',
): Markup {
  const words = new Intl.ListFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { type: how });
  return { markup: words.format(items.map((item) => item.markup)) };
}

/** The language of what is posted for several readers. */
export type ChannelLanguage = 'both' | Locale;

/** The languages of a channel, in the order in which they stand there. */
export function localesOf(language: ChannelLanguage): readonly Locale[] {
  return language === 'both' ? ['en', 'zh'] : [language];
}

/** A moment that Slack shows to each reader in their own zone and language; in UTC where it cannot. */
export function eachTime(at: Date): Markup {
  const seconds = Math.floor(at.getTime() / 1_000);
  const utc = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { markup: `<!date^${seconds}^{date_short_pretty} {time}|${utc}>` };
}
