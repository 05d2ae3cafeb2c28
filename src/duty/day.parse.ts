import { DateTime } from 'luxon';

/** Longest line that is read; a form holds less, and Slack sends at most a few thousand characters. */
export const mostCharacters = 2_000;

const digits = '零一二三四五六七八九';
const named: Readonly<Record<string, number>> = {
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
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  last: -1,
  penultimate: -2,
  首: 1,
  头: 1,
  末: -1,
  最后: -1,
  最末: -1,
};

/** How counts are written in either language: `3`, `3rd`, `third`, `三`, `十五`. */
export const count = String.raw`(?:\d{1,3}(?:st|nd|rd|th)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|one|two|three|four|five|six|seven|eight|nine|ten|twelve)`;
export const ordinal = String.raw`(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|(?:second|third|2nd|3rd)[ -](?:to[ -])?last|last|penultimate)`;

/** A count as a number; from the end where it says so (`last`, `second last`, `倒数第二`). NaN where it is none. */
export function countOf(said: string): number {
  const text = said.trim().toLowerCase().replaceAll('第', '');
  const fromEnd = /^倒数(.+)$/u.exec(text) ?? /^(.+?)[ -](?:to[ -])?last$/u.exec(text);
  if (fromEnd?.[1]) return -countOf(fromEnd[1]);
  if (text in named) return named[text] ?? Number.NaN;
  const figures = /^(\d{1,3})(?:st|nd|rd|th)?$/u.exec(text);
  if (figures) return Number(figures[1]);
  const [, tens = '', ones = ''] = /^([一二两三四五六七八九]?)十([一二三四五六七八九]?)$/u.exec(text) ?? [];
  if (/十/u.test(text)) return (tens ? one(tens) : 1) * 10 + (ones ? one(ones) : 0);
  return one(text);
}

function one(digit: string): number {
  const at = digits.indexOf(digit === '两' ? '二' : digit);
  return at >= 0 && digit.length === 1 ? at : Number.NaN;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const monthName = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;

/** A day of the year in either language, with or without its year. Groups are not counted on: read it with `yearlyOf`, `dateOf`. */
export const dayOfYear = String.raw`(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?|\d{1,2}(?:st|nd|rd|th)?(?: of)? ${monthName}(?:,? \d{4})?|${monthName} \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)`;

/** Month and day of a `dayOfYear`, and the year where it was said. */
export function dayIn(said: string): { month: number; day: number; year: number | undefined } | undefined {
  const text = said.trim().toLowerCase();
  const figures = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/u.exec(text);
  if (figures) return { year: Number(figures[1]), month: Number(figures[2]), day: Number(figures[3]) };
  const han = /^(?:(\d{4})年)?(.+?)月(.+?)[日号]?$/u.exec(text);
  if (han) {
    const [, year, month = '', day = ''] = han;
    return { year: year ? Number(year) : undefined, month: countOf(month), day: countOf(day) };
  }
  const name = new RegExp(monthName, 'u').exec(text);
  if (!name) return undefined;
  const [day] = /\d{1,2}(?!\d)/u.exec(text.replace(/\d{4}/u, '')) ?? [];
  const [year] = /\d{4}/u.exec(text) ?? [];
  return {
    year: year ? Number(year) : undefined,
    month: months.findIndex((month) => name[0].startsWith(month)) + 1,
    day: Number(day),
  };
}

const ofTheWeek = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const rruleDays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export const weekdayName = String.raw`(?:mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:nesday)?s?|thu(?:rs?(?:day)?)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?)`;

/** 1 Monday … 7 Sunday, of a name or of one Chinese character; NaN where it is none. */
export function weekdayOf(said: string): number {
  const text = said.trim().toLowerCase();
  if (/^[日天]$/u.test(text)) return 7;
  const han = '一二三四五六'.indexOf(text);
  if (han >= 0 && text.length === 1) return han + 1;
  if (/^[1-7]$/u.test(text)) return Number(text);
  const at = ofTheWeek.findIndex((name) => text.startsWith(name));
  return at < 0 ? Number.NaN : at + 1;
}

/** Days that are said by where they stand to today, and days of the calendar. */
export const dateSaid = String.raw`(?:${dayOfYear}|today|tomorrow|the day after tomorrow|next ${weekdayName}|this ${weekdayName}|next month|今天|明天|后天|大后天|下个?(?:周|星期|礼拜)[一二三四五六日天]|(?:这|本)个?(?:周|星期|礼拜)[一二三四五六日天]|下个?月(?:初|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?)`;

/** A date that was said, as `yyyy-MM-dd`. Without a year the next one that is not past; undefined for a day that no calendar has. */
export function dateOf(said: string, today: string): string | undefined {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const text = said.trim().toLowerCase();
  const ahead = [
    /^(?:today|今天)$/u,
    /^(?:tomorrow|明天)$/u,
    /^(?:the day after tomorrow|后天)$/u,
    /^大后天$/u,
  ];
  const days = ahead.findIndex((pattern) => pattern.test(text));
  if (days >= 0) return iso(now.plus({ days }));
  const week = /^(next |this |下个?|这个?|本个?)(?:周|星期|礼拜)?(.+)$/u.exec(text);
  const weekday = week?.[2] ? weekdayOf(week[2]) : Number.NaN;
  if (week?.[1] && weekday >= 1) {
    const monday = now.startOf('week').plus({ weeks: /^(?:next|下)/u.test(week[1]) ? 1 : 0 });
    return iso(monday.plus({ days: weekday - 1 }));
  }
  const next = /^(?:next month|下个?月)(?:初|(.+?)[日号])?$/u.exec(text);
  if (next) return valid(now.plus({ months: 1 }).set({ day: 1 }), next[1] ? countOf(next[1]) : 1);
  const named = dayIn(text);
  if (!named) return undefined;
  const { month, day, year } = named;
  const inYear = (some: number) => DateTime.fromObject({ year: some, month, day }, { zone: 'utc' });
  const date = inYear(year ?? now.year);
  if (!date.isValid) return undefined;
  return iso(year === undefined && date < now ? inYear(now.year + 1) : date);
}

function valid(month: DateTime, day: number): string | undefined {
  return day >= 1 && day <= (month.daysInMonth ?? 0) ? iso(month.set({ day })) : undefined;
}

function iso(date: DateTime): string | undefined {
  return date.isValid ? date.toFormat('yyyy-MM-dd') : undefined;
}
