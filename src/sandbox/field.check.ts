import { placed } from './blocks.ts';
import type { ControlValues } from './control.contract.ts';
import { holds, isEmpty } from './element.state.ts';
import type { Json } from './json.ts';

/** What Slack's own client says under a field, before the app hears of the submission. */
const SAID = {
  en: {
    required: 'Please complete this required field.',
    short: (n: number) => `Please enter at least ${n} characters.`,
    long: (n: number) => `Please enter no more than ${n} characters.`,
    many: (n: number) => `Please choose no more than ${n}.`,
    number: 'Please enter a number.',
    whole: 'Please enter a whole number.',
    least: (n: string) => `Please enter ${n} or more.`,
    most: (n: string) => `Please enter ${n} or less.`,
    email: 'Please enter a valid email address.',
    url: 'Please enter a valid URL.',
  },
  zh: {
    required: '此项为必填项。',
    short: (n: number) => `请至少输入 ${n} 个字符。`,
    long: (n: number) => `最多输入 ${n} 个字符。`,
    many: (n: number) => `最多选择 ${n} 项。`,
    number: '请输入数字。',
    whole: '请输入整数。',
    least: (n: string) => `请输入不小于 ${n} 的数。`,
    most: (n: string) => `请输入不大于 ${n} 的数。`,
    email: '请输入有效的电子邮件地址。',
    url: '请输入有效的网址。',
  },
};

/** Source: docs.slack.dev, plain-text input: 3,000 characters at most. */
const LONGEST = 3_000;

/** The errors by block id that keep the client from sending; none when every field is in order. */
export function fieldErrors(blocks: unknown, values: ControlValues, locale: string): Record<string, string> {
  const say = locale.startsWith('zh') ? SAID.zh : SAID.en;
  const errors: [string, string][] = [];
  for (const { block, element, blockId, actionId } of placed(blocks)) {
    const key = holds(element.type);
    if (block.type !== 'input' || key === undefined) continue;
    const value = values[blockId]?.[actionId]?.[key];
    const error = isEmpty(value)
      ? block.optional === true
        ? undefined
        : say.required
      : fieldError(element, value, say);
    if (error !== undefined) errors.push([blockId, error]);
  }
  return Object.fromEntries(errors);
}

function fieldError(element: Json, value: unknown, say: (typeof SAID)['en']): string | undefined {
  const number = (key: string, otherwise: number) =>
    typeof element[key] === 'number' ? (element[key] as number) : otherwise;
  if (Array.isArray(value)) {
    const most = number('max_selected_items', number('max_files', 100));
    return value.length > most ? say.many(most) : undefined;
  }
  if (typeof value !== 'string') return undefined;
  switch (element.type) {
    case 'plain_text_input': {
      if (value.length < number('min_length', 0)) return say.short(number('min_length', 0));
      return value.length > number('max_length', LONGEST)
        ? say.long(number('max_length', LONGEST))
        : undefined;
    }
    case 'number_input': {
      if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(value)) return say.number;
      if (element.is_decimal_allowed !== true && value.includes('.')) return say.whole;
      if (typeof element.min_value === 'string' && Number(value) < Number(element.min_value))
        return say.least(element.min_value);
      if (typeof element.max_value === 'string' && Number(value) > Number(element.max_value))
        return say.most(element.max_value);
      return undefined;
    }
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : say.email;
    case 'url_text_input':
      return /^https?:\/\/[^\s.]+\S*$/.test(value) && URL.canParse(value) ? undefined : say.url;
    default:
      return undefined;
  }
}
