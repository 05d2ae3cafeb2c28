import type { Cadence } from './cadence.ts';
import { rruleDays } from './day.parse.ts';
import { partsOf, ruleFrom } from './rule.ts';

/** The plain choices of how often. */
export const hows = [
  ...[
    'workdays',
    'daily',
    'weekly',
    'monthday',
    'monthweekday',
    'workday',
    'yearly',
    'once',
    'after',
    'rule',
  ],
] as const;
export type How = (typeof hows)[number];

/** What stands in the form, by field. */
export type Values = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** The field under which stands what is wrong with a cadence. */
export const mainField: Readonly<Record<How, string>> = {
  workdays: 'how',
  daily: 'how',
  weekly: 'weekdays',
  monthday: 'days',
  monthweekday: 'nthWeek',
  workday: 'nth',
  yearly: 'yearDay',
  once: 'on',
  after: 'event',
  rule: 'rule',
};

/** Whether a day off makes a difference that can be chosen. */
export function choosesOff(how: How): boolean {
  return !['workdays', 'workday', 'once', 'after'].includes(how);
}

export function howOf(value: unknown): How {
  return hows.find((how) => how === value) ?? 'workday';
}

/** What was chosen, as a cadence, still to be judged by its rules; or the field in which something is missing. */
export function cadenceFrom(values: Values, today: string): { cadence: Cadence } | { missing: string } {
  const how = howOf(values.how);
  const from = one(values.from) || today;
  const off = offOf(values.off) ?? (how === 'daily' ? 'stay' : 'before');
  const asRule = (rule: string): { cadence: Cadence } => ({ cadence: { kind: 'rule', rule, from, off } });
  const missing = { missing: mainField[how] };
  switch (how) {
    case 'workdays':
      return { cadence: { kind: 'rule', rule: 'FREQ=DAILY', from, off: 'skip' } };
    case 'daily':
      return asRule('FREQ=DAILY');
    case 'weekly': {
      const days = many(values.weekdays).map(Number);
      return days.length > 0
        ? asRule(ruleFrom({ freq: 'WEEKLY', each: count(values.weeks), days }))
        : missing;
    }
    case 'monthday': {
      const monthDays = many(values.days).map(Number);
      const each = count(values.months);
      return monthDays.length > 0 ? asRule(ruleFrom({ freq: 'MONTHLY', each, monthDays })) : missing;
    }
    case 'monthweekday': {
      const [nth, day] = [Number(one(values.nthWeek)), Number(one(values.weekday))];
      return nth && day ? asRule(ruleFrom({ freq: 'MONTHLY', nth, days: [day] })) : missing;
    }
    case 'workday': {
      const every = one(values.every);
      const nth = Number(one(values.nth));
      if ((every !== 'month' && every !== 'quarter' && every !== 'year') || !nth) return missing;
      return { cadence: { kind: 'workday', every, nth, from } };
    }
    case 'yearly': {
      const [, month, day] = one(values.yearDay).split('-').map(Number);
      return month && day ? asRule(ruleFrom({ freq: 'YEARLY', months: [month], monthDays: [day] })) : missing;
    }
    case 'once': {
      const on = one(values.on);
      return on ? { cadence: { kind: 'once', on } } : missing;
    }
    case 'after': {
      const event = one(values.event);
      const days = one(values.workingDays).normalize('NFKC').trim();
      if (!event) return missing;
      if (!/^\d{1,3}$/.test(days)) return { missing: 'workingDays' };
      return { cadence: { kind: 'after', event, workingDays: Number(days) } };
    }
    case 'rule': {
      const rule = one(values.rule)
        .trim()
        .toUpperCase()
        .replace(/^RRULE:/u, '');
      return rule ? asRule(rule) : missing;
    }
  }
}

/** A cadence as what stands in the form. */
export function valuesOf(cadence: Cadence): Record<string, string | string[]> {
  switch (cadence.kind) {
    case 'workday':
      return { how: 'workday', every: cadence.every, nth: String(cadence.nth), from: cadence.from };
    case 'once':
      return { how: 'once', on: cadence.on };
    case 'after':
      return { how: 'after', event: cadence.event, workingDays: String(cadence.workingDays) };
    case 'rule': {
      const { rule, from, off } = cadence;
      return { ...(plainChoice(rule, from, off) ?? { how: 'rule', rule }), from, off };
    }
  }
}

function plainChoice(rule: string, from: string, off: string): Record<string, string | string[]> | undefined {
  const parts = partsOf(rule);
  if (!parts) return undefined;
  const { freq, each, days, nth, monthDays, months } = parts;
  if (ruleFrom(parts) !== rule && !sameParts(rule, ruleFrom(parts))) return undefined;
  if (freq === 'DAILY' && each === 1 && days.length + monthDays.length + months.length === 0)
    return { how: off === 'skip' ? 'workdays' : 'daily' };
  if (freq === 'WEEKLY' && each <= 4 && days.length > 0 && nth === undefined && months.length === 0)
    return { how: 'weekly', weekdays: days.map(String), weeks: String(each) };
  if (freq === 'MONTHLY' && months.length === 0) {
    if (nth !== undefined && days.length === 1 && each === 1 && offered(nth))
      return { how: 'monthweekday', nthWeek: String(nth), weekday: String(days[0]) };
    if (
      days.length === 0 &&
      monthDays.length > 0 &&
      monthDays.every((day) => day >= -1) &&
      everyMonths.includes(each)
    )
      return { how: 'monthday', days: monthDays.map(String), months: String(each) };
  }
  const [month, day] = [months[0], monthDays[0]];
  if (
    freq === 'YEARLY' &&
    each === 1 &&
    months.length === 1 &&
    monthDays.length === 1 &&
    month &&
    day &&
    day > 0
  )
    return { how: 'yearly', yearDay: `${leapOr(from, month, day)}-${two(month)}-${two(day)}` };
  return undefined;
}

/** How many months apart can be chosen. */
export const everyMonths: readonly number[] = [1, 2, 3, 4, 6, 12];
export const nthWeeks: readonly number[] = [1, 2, 3, 4, -1];
export const nthWorkdays: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1, -2, -3, -4, -5];

function offered(nth: number): boolean {
  return nthWeeks.includes(nth);
}

/** A picker of days wants a year: this one, or for 29 February one that has it. */
function leapOr(from: string, month: number, day: number): number {
  const year = Number(from.slice(0, 4));
  return month === 2 && day === 29 ? year + ((4 - (year % 4)) % 4) : year;
}

function sameParts(a: string, b: string): boolean {
  return a.split(';').sort().join() === b.split(';').sort().join();
}

function two(some: number): string {
  return String(some).padStart(2, '0');
}

function one(value: Values[string]): string {
  return typeof value === 'string' ? value : '';
}

function many(value: Values[string]): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}

function count(value: Values[string]): number {
  return Number(one(value)) || 1;
}

function offOf(value: Values[string]): 'before' | 'after' | 'skip' | 'stay' | undefined {
  return (['before', 'after', 'skip', 'stay'] as const).find((off) => off === value);
}

/** The weekdays of a rule by number. */
export const weekdays: readonly number[] = rruleDays.map((_, at) => at + 1);
