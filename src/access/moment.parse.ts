import type { SaidDay, SaidHour } from './said.ts';

export type Groups = Readonly<Record<string, string | undefined>> | undefined;
/** A day, an hour, or both, as somebody says them. */
export type Moment = { day?: SaidDay; hour?: SaidHour };

const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const month = `(?:${months})(?:uary|ruary|ch|il|e|y|ust|t(?:ember)?|ober|ember)?`;
const figuresDay = String.raw`\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}/\d{1,2}`;
export const englishDay = String.raw`today|tonight|(?:the\sday\safter\s)?tomorrow|(?:next\s|this\s)?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?${month}|${month}\s\d{1,2}(?:st|nd|rd|th)?|(?:the\s)?end\sof\s(?:the\s|this\s)?month|${figuresDay}`;
export const englishHour = String.raw`\d{1,2}(?::\d{2})?\s?(?:am|pm)|\d{1,2}:\d{2}|\d{1,2}\so'clock|noon|midnight|(?:in the\s)?(?:morning|afternoon|evening)`;
const chineseDay = String.raw`今天|今日|明天|明日|大?后天|[今明][早晚]|(?<!下)(?:本|这|下)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}月\d{1,2}[日号]|(?:本|这个?)?月[底末]|${figuresDay}`;
const chineseParts = '上午|早上|早晨|凌晨|中午|下午|傍晚|晚上';
const chineseHour = String.raw`(?:${chineseParts}|早|晚)?\s?(?:\d{1,2}:\d{2}|(?:\d{1,2}|[一二两三四五六七八九]?十?[一二三四五六七八九十两])点(?:半|一刻|三刻|钟|整|\d{1,2}分?)?)|${chineseParts}`;

/** A moment in English, its groups called by a name: `Friday 3pm`, `3pm on Friday`. */
export const english = (name: string) =>
  String.raw`(?:(?<${name}Day>${englishDay})(?:\s(?:at\s)?(?<${name}Hour>${englishHour}))?|(?<${name}First>${englishHour})(?:\s(?:on\s)?(?<${name}Then>${englishDay}))?)`;
/** The same in Chinese: `周五下午三点`. */
export const chinese = (name: string) =>
  String.raw`(?:(?<${name}Day>${chineseDay})的?\s?(?<${name}Hour>${chineseHour})?|(?<${name}First>${chineseHour}))`;

/** The moment that was found; undefined where it is none: the 45th, 25 o'clock. */
export function momentIn(groups: Groups, name: string): Moment | undefined {
  const dayWords = (groups?.[`${name}Day`] ?? groups?.[`${name}Then`])?.toLowerCase();
  const bare = groups?.[`${name}Bare`];
  const hourWords = (groups?.[`${name}Hour`] ?? groups?.[`${name}First`] ?? bare)?.toLowerCase();
  if (dayWords === undefined && hourWords === undefined) return undefined;
  const part = partOfDay(dayWords);
  const day = dayWords === undefined ? undefined : dayIn(dayWords);
  const hour = hourWords === undefined && part === '' ? undefined : hourIn(`${part}${hourWords ?? ''}`);
  if ((dayWords !== undefined && !day) || (hourWords !== undefined && !hour)) return undefined;
  return { ...(day ? { day } : {}), ...(hour ? { hour } : {}) };
}

/** `今晚` and `tonight` name a part of the day as well. */
function partOfDay(dayWords: string | undefined): string {
  return /^[今明]([早晚])/u.exec(dayWords ?? '')?.[1] ?? (dayWords === 'tonight' ? '晚' : '');
}

/** The part of the day that a moment in Chinese names; '' where it names none. */
export function partIn(groups: Groups, name: string): string {
  const hourWords = groups?.[`${name}Hour`] ?? groups?.[`${name}First`] ?? '';
  const named = new RegExp(`^(?:${chineseParts}|早|晚)`, 'u').exec(hourWords)?.[0];
  return named ?? partOfDay(groups?.[`${name}Day`]);
}

/** The same hour in that part of the day. */
export function inPart(
  part: string,
  { hour, minute }: { hour: number; minute: number },
): SaidHour | undefined {
  return hourIn(`${part}${hour}:${String(minute).padStart(2, '0')}`);
}

const englishDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const chineseDays = '一二三四五六日';
const daysAhead: Readonly<Record<string, number>> = {
  ...{ today: 0, tonight: 0, 今天: 0, 今日: 0, 今早: 0, 今晚: 0 },
  ...{ tomorrow: 1, 明天: 1, 明日: 1, 明早: 1, 明晚: 1 },
  ...{ 'the day after tomorrow': 2, 后天: 2, 大后天: 3 },
};

function dayIn(words: string): SaidDay | undefined {
  const ahead = Object.hasOwn(daysAhead, words) ? daysAhead[words] : undefined;
  if (ahead !== undefined) return { kind: 'days', days: ahead };
  if (/month|月[底末]/u.test(words)) return { kind: 'monthEnd' };
  const chineseDate = /^(\d{1,2})月(\d{1,2})/u.exec(words);
  if (chineseDate) return dateIn(chineseDate[1], chineseDate[2]);
  const whole = /^\d{4}[-/](\d{1,2})[-/](\d{1,2})$/u.exec(words);
  if (whole) return dateIn(whole[1], whole[2]);
  const [, one, other] = /^(\d{1,2})\/(\d{1,2})$/u.exec(words) ?? [];
  // Where both could be the month, whichever was meant is not known.
  if (one && other && Number(one) <= 12 && Number(other) <= 12 && one !== other) return undefined;
  if (one && other) return Number(one) > 12 ? dateIn(other, one) : dateIn(one, other);
  const named = new RegExp(months, 'u').exec(words);
  const figures = /\d+/u.exec(words);
  if (named && figures) return dateIn(String(months.split('|').indexOf(named[0]) + 1), figures[0]);
  const chineseName = chineseDays.indexOf((words.at(-1) ?? '').replace('天', '日'));
  const name = words.replace(/^(?:next|this)\s/u, '').slice(0, 3);
  const weekday = chineseName >= 0 ? chineseName + 1 : englishDays.indexOf(name) + 1;
  return { kind: 'weekday', weekday, next: /^(?:next|下)/u.test(words) };
}

function dateIn(monthFigures = '', dayFigures = ''): SaidDay | undefined {
  const [month, day] = [Number(monthFigures), Number(dayFigures)];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { kind: 'date', month, day } : undefined;
}

function hourIn(words: string): SaidHour | undefined {
  const figures = /(\d{1,2})(?::(\d{2}))?(?:点(\d{1,2})?)?|([一二两三四五六七八九十]+)点(\d{1,2})?/u.exec(
    words,
  );
  if (!figures) {
    if (words === 'midnight') return { hour: 23, minute: 59 };
    if (/noon|中午/u.test(words) && !/afternoon/u.test(words)) return 'noon';
    if (/evening|晚/u.test(words)) return 'evening';
    return /afternoon|下午/u.test(words) ? 'afternoon' : 'morning';
  }
  const said = figures[4] === undefined ? Number(figures[1]) : chineseCount(figures[4]);
  const quarter = { 半: 30, 一刻: 15, 三刻: 45 }[/半|[一三]刻/u.exec(words)?.[0] ?? ''] ?? 0;
  const minute = Number(figures[2] ?? figures[3] ?? figures[5] ?? quarter);
  let hour = said;
  if (/pm|下午|晚/u.test(words) && hour < 12) hour += 12;
  if (/am/u.test(words) && hour === 12) hour = 0;
  if (/中午/u.test(words) && hour < 3) hour += 12;
  if (hour === 24 && minute === 0) return { hour: 23, minute: 59 };
  if (hour > 23 || minute > 59) return undefined;
  const loose = said >= 1 && said <= 11 && /^(?:[一二两三四五六七八九十]|[1-9](?!\d)|1[01]点)/u.test(words);
  return { hour, minute, ...(loose && !/[ap]m/u.test(words) ? { loose } : {}) };
}

/** `九`, `十二`, `二十` as a number. */
export function chineseCount(figures: string): number {
  const digits = '零一二三四五六七八九';
  const [tens, ones] = figures.replace('两', '二').split('十');
  if (ones === undefined) return digits.indexOf(tens?.at(-1) ?? '');
  return (tens ? digits.indexOf(tens) : 1) * 10 + (ones ? digits.indexOf(ones) : 0);
}
