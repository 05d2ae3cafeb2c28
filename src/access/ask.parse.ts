import type { SaidLength, SaidStart } from './said.ts';
import { chineseCount, type Take, takeStart, takeUntil } from './time.parse.ts';

/** What was said in one line: `client-files for 4h because VAT filing`, `客户身份资料 明天上午起 4小时 因为 增值税申报`. */
export type Said = {
  data: string;
  start?: SaidStart;
  length?: SaidLength;
  caseNumber?: string;
  reason?: string;
};

const because =
  /(?:^|\s)(?:because(?:\s+of)?|for the reason)\s+([\s\S]+)$|\s*(?:因为|由于|用于)[:：]?\s*([\s\S]+)$/iu;
const caseForm = /(?:^|\s)(?:case\s+|案件\s*)?([A-Za-z]{1,6}-\d{4}-\d[\dA-Za-z-]*)(?=\s|$)/u;
const numbered =
  /(?:^|\s|(?<=\p{Script=Han})(?<![一二两三四五六七八九十百千]))(?:for\s+)?(?:(\d{1,4}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])\s*|(an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s)(个?小时|h|hrs?|hours?|天|d|days?|周|个?星期|w|weeks?)(?=\s|$)/iu;
const halfDay = /(?:^|\s|(?<=\p{Script=Han}))(?:for\s+)?(half a day|半天)(?=\s|$)/iu;

const words: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
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
 * nothing here refuses. Half a day is four hours of work.
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
  rest = rest.replaceAll(/[,;，；。]/gu, ' ');
  const named = take(caseForm);
  if (named?.[1]) said.caseNumber = named[1].toUpperCase();
  const start = takeStart(take);
  if (start) said.start = start;
  const length = takeUntil(take) ?? takeLength(take);
  if (length) said.length = length;
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

function takeLength(take: Take): SaidLength | undefined {
  if (take(halfDay)) return { kind: 'working', hours: 4 };
  const found = take(numbered);
  if (!found) return undefined;
  const [, figures = '', word = '', unit = ''] = found;
  const count =
    words[word.toLowerCase()] ?? (/^\d+$/u.test(figures) ? Number(figures) : chineseCount(figures));
  return { kind: 'hours', hours: count * hoursIn(unit) };
}

function hoursIn(unit: string): number {
  if (/^(天|d|days?)$/iu.test(unit)) return 24;
  if (/^(周|个?星期|w|weeks?)$/iu.test(unit)) return 168;
  return 1;
}
