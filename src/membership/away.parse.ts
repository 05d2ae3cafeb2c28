import { DateTime } from 'luxon';

/** What was typed behind the word: days and deputies, as far as they are clear. */
export type TypedAway = {
  firstDay?: string;
  lastDay?: string;
  deputies: string[];
  /** Words that may be the names of deputies. */
  called: string[];
};

const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const zhDays = '一二三四五六日';
const names =
  'monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun';

/** One day as people write it; the groups say which of the forms it was. */
const day = new RegExp(
  [
    String.raw`(?<y>\d{4})(?:[-/.]|年)(?<m>\d{1,2})(?:[-/.]|月)(?<d>\d{1,2})[日号]?`,
    String.raw`(?<m2>\d{1,2})(?:[-/]|月)(?<d2>\d{1,2})[日号]?`,
    `(?<d3>\\d{1,2})\\s*(?<m3>${months})[a-z]*`,
    `(?<m4>${months})[a-z]*\\s*(?<d4>\\d{1,2})`,
    `(?<today>today|今天)`,
    `(?<tomorrow>tomorrow|明天)`,
    `(?<after>后天|day after tomorrow)`,
    `(?<next>next\\s+|下)?(?:(?:周|星期|礼拜)(?<zh>[${zhDays}天])|\\b(?<en>${names})\\b)`,
  ].join('|'),
  'giu',
);
const length = /(\d{1,3})\s*(?:days?|天|日(?!\d))/iu;
const untilOnly = /^\s*(?:(?:until|till|to|through)\b|到|至)/iu;
const nextWeek = /(?:next\s+week|下(?:个)?(?:周|星期|礼拜))(?![一二三四五六日天])/iu;
const mention = /<@([UW][A-Z0-9]{2,30})(?:\|[^>]*)?>/g;

/**
 * Reads days and deputies out of what was typed: `11-30 to 12-4 @wang`, `下周一到周三`, `明天 3天`, `until Friday`, `next week`. Days without a year
 * are the next ones to come. `today` is a day of the person's zone.
 */
export function awayIn(typed: string, today: DateTime): TypedAway {
  const deputies = [...typed.matchAll(mention)].flatMap(([, id]) => id ?? []);
  const text = typed.replaceAll(mention, ' ').normalize('NFKC').trim();
  const days: DateTime[] = [];
  for (const found of text.matchAll(day)) {
    const read = dayOf(found.groups ?? {}, today, days.at(-1));
    if (read) days.push(read);
  }
  if (days.length === 0 && nextWeek.test(text)) {
    const monday = today.startOf('week').plus({ weeks: 1 });
    days.push(monday, monday.plus({ days: 4 }));
  }
  const run = Number(length.exec(text.replaceAll(day, ' '))?.[1] ?? 0);
  const [first, second] = untilOnly.test(text) && days.length === 1 ? [today, days[0]] : days;
  const begin = first ?? (run > 0 ? today : undefined);
  const end = second ?? (begin && run > 0 ? begin.plus({ days: run - 1 }) : begin);
  return {
    deputies: [...new Set(deputies)],
    called: calledIn(text),
    ...(begin ? { firstDay: begin.toFormat('yyyy-MM-dd') } : {}),
    ...(end ? { lastDay: end.toFormat('yyyy-MM-dd') } : {}),
  };
}

const filling =
  /\b(?:until|till?|to|from|through|and|on|off|out|for|with|next|this|week|days?|am|pm|morning|afternoon|deputy|deputies|covers?|covering|instead|my|me|is|the|by|please|sick|leave|annual|holiday|vacation)\b|下个?(?:周|星期|礼拜)|代理人?|由|请|找|代(?:我|班|审批|理)?|[从到至和、，,。.;；:：()（）–—-]/giu;

/** What stands beside the days, as far as it can be a name: Chinese of two to four characters, other words of three letters and more. */
function calledIn(text: string): string[] {
  return text
    .replaceAll(day, ' ')
    .replace(length, ' ')
    .replaceAll(filling, ' ')
    .split(/\s+/u)
    .filter((word) => /^\p{Script=Han}{2,4}$|^\p{L}{3,20}$/u.test(word))
    .slice(0, 4);
}

function dayOf(
  part: Readonly<Record<string, string | undefined>>,
  today: DateTime,
  after: DateTime | undefined,
): DateTime | undefined {
  if (part.today) return today;
  if (part.tomorrow) return today.plus({ days: 1 });
  if (part.after) return today.plus({ days: 2 });
  const named = part.zh ?? part.en;
  if (named) return weekdayOf(named, Boolean(part.next), today, after);
  const month = part.m ?? part.m2 ?? part.m3 ?? part.m4 ?? '';
  const number = /^\d+$/.test(month)
    ? Number(month)
    : months.split('|').indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const date = Number(part.d ?? part.d2 ?? part.d3 ?? part.d4);
  const from = after ?? today;
  const year = part.y ? Number(part.y) : from.year;
  const made = DateTime.fromObject({ year, month: number, day: date }, { zone: 'utc' });
  const read = made.isValid ? today.set({ year, month: number, day: date }) : undefined;
  return read && !part.y && read < from ? read.plus({ years: 1 }) : read;
}

/** The next such day, today included; after another day, the next one from there; with "next", the one of the week after. */
function weekdayOf(name: string, next: boolean, today: DateTime, after: DateTime | undefined): DateTime {
  const zh = zhDays.indexOf(name === '天' ? '日' : name);
  const wanted = (zh >= 0 ? zh : weekdays.indexOf(name.slice(0, 3).toLowerCase())) + 1;
  if (next) return today.startOf('week').plus({ weeks: 1, days: wanted - 1 });
  const from = after ?? today;
  return from.plus({ days: (wanted - from.weekday + 7) % 7 });
}
