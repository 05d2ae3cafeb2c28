import { z } from 'zod';
import { calendarDay, knowsYear } from '../people/company.ts';
import { type Schedule, worksOnDate } from '../people/working-time.ts';
import { nextOfRecurrence, type RecurrenceFault, recurrenceFault, recurrenceRemark } from './recurrence.ts';

/** What becomes of a day that falls on a day off: the working day before, the one after, nothing, or the day itself. */
export const offRules = ['before', 'after', 'skip', 'stay'] as const;

/** Events after which something can be due, by what happened: all of them rare, each about one person, case or data set. */
export const triggers = [
  'people.joined',
  'people.left',
  'people.returned',
  'people.standing_changed',
  'people.roles_set',
  'case.opened',
  'case.closed',
  'catalog.added',
  'catalog.changed',
  'catalog.retired',
] as const;
export type Trigger = (typeof triggers)[number];

/** When a duty falls due. Days are days of its office's calendar, `yyyy-MM-dd`. */
export type Cadence =
  /** RFC 5545 without DTSTART: `from` is its beginning, at most one day a day. */
  | { kind: 'rule'; rule: string; from: string; off: (typeof offRules)[number] }
  /** The nth working day of each period: 1 the first, -1 the last. */
  | { kind: 'workday'; every: 'month' | 'quarter' | 'year'; nth: number; from: string }
  | { kind: 'after'; event: string; workingDays: number }
  | { kind: 'once'; on: string };

/** Any month has so many working days, the one with a week of holidays included. */
export const mostNth = 15;

const recurrence = z
  .string()
  .max(300)
  .transform((typed) =>
    typed
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, ''),
  )
  .pipe(z.string().regex(/^[A-Z0-9=;,+-]+$/, { error: 'duty.ruleUnreadable' }));

/** What a form or a plan hands in; whether it ever happens is judged by `judgeCadence`. */
export const cadenceInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rule'), rule: recurrence, from: calendarDay, off: z.enum(offRules) }),
  z.object({
    kind: z.literal('workday'),
    every: z.enum(['month', 'quarter', 'year']),
    nth: z.coerce
      .number()
      .int({ error: 'duty.nth' })
      .min(-mostNth, { error: 'duty.nth' })
      .max(mostNth, { error: 'duty.nth' })
      .refine((nth) => nth !== 0, { error: 'duty.nth' }),
    from: calendarDay,
  }),
  z.object({
    kind: z.literal('after'),
    event: z.enum(triggers, { error: 'duty.trigger' }),
    workingDays: z.coerce.number().int().min(0, { error: 'duty.days' }).max(250, { error: 'duty.days' }),
  }),
  z.object({ kind: z.literal('once'), on: calendarDay }),
]);

/** The next planned day; the year whose holidays would be needed and are not known; or null: never again by itself. */
export type Next = string | { readonly unknownYear: number } | null;

/** The first planned day after a day. Never guesses: where a year's holidays are needed and unknown it says so. */
export function nextOn(cadence: Cadence, after: string, schedule: Schedule): Next {
  switch (cadence.kind) {
    case 'rule':
      return nextOfRule(cadence, after, schedule);
    case 'workday':
      return nextWorkday(cadence, after, schedule);
    case 'once':
      return cadence.on > after ? cadence.on : null;
    case 'after':
      return null;
  }
}

/** Days by which a day can move: more than the longest run of days off that any calendar here has. */
const mostMoved = 40;

/** Twenty-eight years, after which days of the month have met every day of the week: what has not come by then never comes. */
const mostSearched = 28 * 366;

/** Why a cadence cannot be taken. */
export function cadenceFault(cadence: Cadence): RecurrenceFault | undefined {
  return cadence.kind === 'rule' ? recurrenceFault(cadence.rule) : undefined;
}

/** What to say beside the form: it comes in leap years only, or not in short months. */
export function cadenceRemark(cadence: Cadence): 'leapYears' | 'shortMonths' | null {
  return cadence.kind === 'rule' ? recurrenceRemark(cadence.rule, cadence.from) : null;
}

function nextOfRule(cadence: Cadence & { kind: 'rule' }, after: string, schedule: Schedule): Next {
  // Only a day of the days off that reach to `after` can have moved past it.
  let raw: string | null = after;
  if (cadence.off === 'after')
    for (let n = 0; n < mostMoved && !worksOnDate(schedule, raw); n += 1) raw = plusDays(raw, -1);
  if (raw < plusDays(cadence.from, -1)) raw = plusDays(cadence.from, -1);
  const horizon = plusDays(after, mostSearched);
  for (;;) {
    raw = nextOfRecurrence(cadence.rule, cadence.from, raw);
    if (raw === null || raw > horizon) return null;
    const planned = cadence.off === 'stay' ? raw : moved(raw, cadence.off, schedule);
    // A year that is not known holds up the days to come, not those that are past.
    if (planned !== undefined && (typeof planned === 'string' ? planned > after : raw > after))
      return planned;
  }
}

/** Where a day goes; undefined when it falls out. */
function moved(
  day: string,
  off: 'before' | 'after' | 'skip',
  schedule: Schedule,
): string | { unknownYear: number } | undefined {
  for (let at = day, n = 0; n < mostMoved; n += 1) {
    const year = yearOf(at);
    if (!knowsYear(schedule, year)) return { unknownYear: year };
    if (worksOnDate(schedule, at)) return at;
    if (off === 'skip') return undefined;
    at = plusDays(at, off === 'before' ? -1 : 1);
  }
  return undefined;
}

const months = { month: 1, quarter: 3, year: 12 } as const;

function nextWorkday(
  { every, nth, from }: Cadence & { kind: 'workday' },
  after: string,
  schedule: Schedule,
): Next {
  const start = after < plusDays(from, -1) ? plusDays(from, -1) : after;
  const length = months[every];
  let month = yearOf(start) * 12 + Number(start.slice(5, 7)) - 1;
  month -= month % length;
  for (let period = 0; period < 40; period += 1, month += length) {
    const first = firstOf(month);
    const last = plusDays(firstOf(month + length), -1);
    for (const year of [yearOf(first), yearOf(last)])
      if (!knowsYear(schedule, year)) return { unknownYear: year };
    const step = nth > 0 ? 1 : -1;
    let left = Math.abs(nth);
    for (let day = nth > 0 ? first : last; day >= first && day <= last; day = plusDays(day, step)) {
      if (!worksOnDate(schedule, day)) continue;
      left -= 1;
      if (left > 0) continue;
      if (day > start) return day;
      break;
    }
  }
  return null;
}

function firstOf(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}
