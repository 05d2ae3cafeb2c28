import { countOf, dateOf, dayIn, rruleDays, weekdayOf } from './day.parse.ts';

export type Off = 'before' | 'after' | 'skip' | 'stay';

/** How often, as it was said: a cadence without the day from which it counts. */
export type SaidCadence =
  | { readonly kind: 'rule'; readonly rule: string; readonly off: Off }
  | { readonly kind: 'workday'; readonly every: 'month' | 'quarter' | 'year'; readonly nth: number }
  | { readonly kind: 'after'; readonly event: string; readonly workingDays: number }
  | { readonly kind: 'once'; readonly on: string };

export const week = '(?:周|星期|礼拜)';
export const days = '[一二三四五六日天1-7]';

/** What can set off a duty "so many working days after …", by how people call it. */
const events: readonly (readonly [event: string, form: RegExp])[] = [
  ['people.left', /离职|leav(?:es|ing|er)|left|departure/i],
  ['people.joined', /入职|join(?:s|ed|ing)?|starts|new hire/i],
  ['case.closed', /结案|办结|案件关闭|case/i],
];

export const workdays: SaidCadence = { kind: 'rule', rule: 'FREQ=DAILY', off: 'skip' };

export function asRule(rule: string): SaidCadence {
  return { kind: 'rule', rule, off: 'before' };
}

export function daily(each: number): SaidCadence | undefined {
  if (!(each >= 1)) return undefined;
  return { kind: 'rule', rule: each === 1 ? 'FREQ=DAILY' : `FREQ=DAILY;INTERVAL=${each}`, off: 'stay' };
}

export function weekly(said: readonly (string | undefined)[], each: number): SaidCadence | undefined {
  const days = [...new Set(said.map((day) => weekdayOf(day ?? '')))].sort();
  if (days.length === 0 || days.some(Number.isNaN) || !(each >= 1)) return undefined;
  const interval = each === 1 ? '' : `;INTERVAL=${each}`;
  return asRule(`FREQ=WEEKLY${interval};BYDAY=${days.map((day) => rruleDays[day - 1]).join(',')}`);
}

/** `一、三、五`, `一到五`, `一和周四`. */
export function weekdaysIn(said: string): string[] {
  const range = new RegExp(`^(${days})\\s*(?:至|到)\\s*${week}?(${days})$`, 'u').exec(said.trim());
  if (range) {
    const [from, to] = [weekdayOf(range[1] ?? ''), weekdayOf(range[2] ?? '')];
    return [1, 2, 3, 4, 5, 6, 7].filter((day) => day >= from && day <= to).map(String);
  }
  return said.replaceAll(/周|星期|礼拜|[、,，和及与\s]/gu, '').split('');
}

export function monthly(days: readonly number[], each: number): SaidCadence | undefined {
  if (days.length === 0 || days.some((day) => !(day === -1 || (day >= 1 && day <= 31))) || !(each >= 1))
    return undefined;
  return asRule(
    `FREQ=MONTHLY${each === 1 ? '' : `;INTERVAL=${each}`};BYMONTHDAY=${[...days].sort((a, b) => a - b).join(',')}`,
  );
}

export function nthWeekday(nth = '', day = ''): SaidCadence | undefined {
  const [place, weekday] = [countOf(nth.replaceAll(/\s/gu, '')), weekdayOf(day)];
  if (!(Math.abs(place) >= 1 && Math.abs(place) <= 5) || Number.isNaN(weekday)) return undefined;
  return asRule(`FREQ=MONTHLY;BYDAY=${place}${rruleDays[weekday - 1]}`);
}

export function nthWorkday(nth = '', unit = ''): SaidCadence | undefined {
  const place = countOf(/[a-z]/iu.test(nth) ? nth : nth.replaceAll(/\s/gu, ''));
  const every = /^(?:month|月)/iu.test(unit) ? 'month' : /^(?:quarter|季)/iu.test(unit) ? 'quarter' : 'year';
  return Math.abs(place) >= 1 ? { kind: 'workday', every, nth: place } : undefined;
}

export function yearlyOn(said = ''): SaidCadence | undefined {
  const day = dayIn(said);
  if (!day || !(day.month >= 1 && day.month <= 12) || !(day.day >= 1 && day.day <= 31)) return undefined;
  return asRule(`FREQ=YEARLY;BYMONTH=${day.month};BYMONTHDAY=${day.day}`);
}

export function inMonth(said = ''): SaidCadence | undefined {
  const month = countOf(said);
  return month >= 1 && month <= 12 ? asRule(`FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=-1`) : undefined;
}

export function everyYears(each: number): SaidCadence | undefined {
  return each >= 1 ? asRule(`FREQ=YEARLY;INTERVAL=${each};BYMONTH=12;BYMONTHDAY=-1`) : undefined;
}

export function after(said: string, days = ''): SaidCadence | undefined {
  const event = events.find(([, form]) => form.test(said))?.[0];
  const workingDays = countOf(days);
  return event && workingDays >= 1 ? { kind: 'after', event, workingDays } : undefined;
}

export function once(said = '', today = ''): SaidCadence | undefined {
  const on = dateOf(said, today);
  return on ? { kind: 'once', on } : undefined;
}
