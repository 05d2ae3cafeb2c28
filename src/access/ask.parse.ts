import { chineseCount } from './moment.parse.ts';
import type { SaidLength, SaidStart } from './said.ts';
import { type Take, takeTimes } from './time.parse.ts';

/** What was said in one line: `client-files for 4h because VAT filing`, `客户身份资料 明天上午起 4小时 因为 增值税申报`. */
export type Said = {
  data: string;
  start?: SaidStart;
  length?: SaidLength;
  caseNumber?: string;
  reason?: string;
};

const because =
  /(?:^|\s)(?:because(?:\s+of)?\s+|for the reason\s+|(?:reason|purpose)\s?(?::\s*|is\s+)|so that\s+|so\s+(?=(?:I|we)\s))([\s\S]+)$|\s*(?:因为|由于|用于|用来|为了|(?:原因|理由|目的|用途)\s?[:是为])[:]?\s*([\s\S]+)$/iu;
const caseForm =
  /(?:^|\s|(?<=\p{Script=Han}))(?:case\s+|案件\s*)?([A-Za-z]{1,6}-\d{4}-\d[\dA-Za-z-]*)(?=\s|$|\p{Script=Han})/u;
const end = String.raw`(?:以?内)?(?=\s|$|的)`;
const chineseNumber = '[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]';
const notInNumber = String.raw`(?:^|\s|(?<=\p{Script=Han})(?<![一二两三四五六七八九十百千]))(?:for\s+)?`;
const numbered = new RegExp(
  `${notInNumber}(?:(\\d{1,4}|${chineseNumber})\\s*|(an?|a couple of|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\\s)(个?小时|h|hrs?|hours?|天|d|days?|周|个?星期|w|weeks?)${end}`,
  'iu',
);
/** Hours with a part of one. Access lasts whole hours: what is more than a number of them is the next. */
const broken = new RegExp(
  `${notInNumber}(?:(?<decimal>\\d{1,3}\\.\\d{1,2})\\s*(?:个?小时|h|hrs?|hours?)|(?<minutes>\\d{1,4})\\s*(?:分钟|mins?|minutes?)|(?<half>half an hour|half hour|半个?小时)|(?<and>\\d{1,3}|${chineseNumber}|an?|one|two|three|four)(?:个半小时|\\s(?:hours?\\s)?and a half(?:\\shours?)?))${end}`,
  'iu',
);
const halfDay = new RegExp(`(?:^|\\s|(?<=\\p{Script=Han}))(?:for\\s+)?(half a day|半天)${end}`, 'iu');

const words: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  'a couple of': 2,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};

/** Longest line that is read; a form holds less, and Slack sends at most a few thousand characters. */
const mostCharacters = 2_000;

/**
 * Reads what it can, in either language and any width, and leaves the rest for the form: an incomplete command opens it prefilled, so
 * nothing here refuses. Half a day is four hours of work; hours with a part of one are rounded up, since access lasts whole hours.
 */
export function parseAsk(text: string): Said {
  let rest = text.normalize('NFKC').slice(0, mostCharacters).replaceAll(/\s+/gu, ' ').trim();
  const said: Said = { data: '' };
  const take: Take = (pattern) => {
    const found = pattern.exec(rest);
    if (found) rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return found;
  };
  const why = take(because);
  if (why) said.reason = (why[1] ?? why[2] ?? '').trim();
  rest = rest.replaceAll(/[,;，；。?!]+|\.(?=\s|$)/gu, ' ');
  const named = take(caseForm);
  if (named?.[1]) said.caseNumber = named[1].toUpperCase();
  const counted = takeLength(take);
  const { start, length } = takeTimes(take);
  const lasts = counted ?? length;
  if (start) said.start = start;
  if (lasts) said.length = lasts;
  said.data = rest
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replace(/(?:\s+for)?\.?$/iu, '');
  return said;
}

/** Whether a line says enough for a request to be meant: a case, a time, or why. */
export function looksLikeAsk(text: string): boolean {
  const { start, length, caseNumber, reason } = parseAsk(text);
  return [start, length, caseNumber, reason].some((said) => said !== undefined);
}

/** Whether a line names a case. */
export function namesCase(text: string): boolean {
  return parseAsk(text).caseNumber !== undefined;
}

function takeLength(take: Take): SaidLength | undefined {
  if (take(halfDay)) return { kind: 'working', hours: 4 };
  const parts = take(broken)?.groups;
  if (parts) return { kind: 'hours', hours: Math.max(1, wholeHours(parts)) };
  const found = take(numbered);
  if (!found) return undefined;
  const [, figures = '', word = '', unit = ''] = found;
  return { kind: 'hours', hours: countIn(word || figures) * hoursIn(unit) };
}

function wholeHours({ decimal, minutes, and }: Readonly<Record<string, string | undefined>>): number {
  if (decimal !== undefined) return Math.ceil(Number(decimal));
  if (minutes !== undefined) return Math.ceil(Number(minutes) / 60);
  return and === undefined ? 1 : countIn(and) + 1;
}

function countIn(said: string): number {
  return words[said.toLowerCase()] ?? (/^\d+$/u.test(said) ? Number(said) : chineseCount(said));
}

function hoursIn(unit: string): number {
  if (/^(天|d|days?)$/iu.test(unit)) return 24;
  if (/^(周|个?星期|w|weeks?)$/iu.test(unit)) return 168;
  return 1;
}
