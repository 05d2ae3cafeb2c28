import type { View } from '@slack/types';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import type { Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, plain } from '../kernel/message.ts';
import { actions, button, clip, section } from './blocks.ts';
import type { Blocks } from './capability.ts';
import { wordAct } from './line.ts';
import { slackText } from './slack.text.ts';

/** Slack shows 50 blocks of a message; two are ours. */
const mostBlocks = 48;
/** Slack keeps 2,000 in a button. */
const mostCharacters = 1_900;

/**
 * A modal said as a message: an event brings no trigger, so nothing can open. A list is shown as it is; a form becomes one button that
 * opens it, with what was understood above. The button says the line again.
 */
export function openedAsMessage(
  reader: Reader,
  view: View,
  line: string,
  rest: string,
): { text: string; blocks: Blocks } {
  const { locale } = reader;
  const title = 'title' in view ? (view.title?.text ?? '') : '';
  const isForm = view.blocks.some(({ type }) => type === 'input');
  // What a form says of its own accord was not understood from anybody.
  const heard = rest === '' ? [] : understood(view.blocks as Blocks);
  const shown = isForm ? heard : view.blocks.slice(0, mostBlocks);
  const key = shown.length > 0 ? 'line.formReady' : 'line.formEmpty';
  const cut = !isForm && view.blocks.length > mostBlocks;
  const open = button({
    id: wordAct,
    text: plain(slackText, locale, 'line.open'),
    value: clip(maskPersonalNumbers(line, locale), mostCharacters),
    ...(isForm ? { style: 'primary' as const } : {}),
  });
  const lead = isForm ? plain(slackText, locale, key, { title }) : title;
  return {
    text: lead,
    blocks: [
      section(isForm ? escapeMrkdwn(lead) : `*${escapeMrkdwn(title)}*`),
      ...(shown as Blocks),
      ...(isForm || cut ? [actions('slack.open', open)] : []),
    ],
  };
}

type Field = {
  type: string;
  label?: { text: string };
  element?: {
    initial_value?: string;
    initial_option?: { text: { text: string } };
    initial_options?: { text: { text: string } }[];
    initial_user?: string;
    initial_users?: string[];
    initial_date?: string;
    initial_time?: string;
  };
};

/** What stands in the fields already, one line each. */
function understood(blocks: Blocks): Blocks {
  const lines = (blocks as Field[]).flatMap(({ type, label, element }) => {
    if (type !== 'input' || !element) return [];
    const people = [element.initial_user ?? [], element.initial_users ?? []].flat();
    const words = [
      element.initial_value ?? [],
      element.initial_option?.text.text ?? [],
      (element.initial_options ?? []).map((one) => one.text.text),
      element.initial_date ?? [],
      element.initial_time ?? [],
    ].flat();
    const said = [...words.map((word) => escapeMrkdwn(clip(word, 300))), ...people.map((id) => `<@${id}>`)];
    return said.length > 0 ? [`*${escapeMrkdwn(label?.text ?? '')}*  ${said.join(' · ')}`] : [];
  });
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}
