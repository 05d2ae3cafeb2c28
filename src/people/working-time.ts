import type { DateTime } from 'luxon';
import { inZone } from '../kernel/locale.ts';
import { type Holidays, holidayWork } from './holiday.ts';

/** Days of the week as ISO numbers them: Monday 1 to Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A stretch of time, its end not in it. */
export type Span = { readonly from: Date; readonly until: Date };

/** When somebody works: whose holidays, which days, from when to when, and when not. */
export type Schedule = {
  /** IANA zone; one nobody knows is read as UTC. */
  readonly tz: string;
  readonly days: readonly number[];
  /** Works on `days` and on no others: a make-up workday makes up for days that somebody with their own week was not off. */
  readonly daysOnly?: boolean;
  /** `HH:mm` of the zone's clock, `from` before `to`. */
  readonly from: string;
  readonly to: string;
  readonly holidays: Holidays;
  /** The company's own days, `yyyy-MM-dd`; they go before `days` and `holidays`. */
  readonly daysOff: readonly { readonly date: string; readonly working: boolean }[];
  /** Years of which `daysOff` holds the public holidays, since the house does not know them by itself. */
  readonly broughtIn?: readonly number[];
  /** Days of the week on which this person is left alone, make-up workdays included. */
  readonly quietDays: readonly number[];
  readonly away: readonly Span[];
};

/** Far enough for any absence and any holiday; a schedule in which nobody ever works ends there instead of never. */
const mostDays = 1_100;

function worksOn(schedule: Schedule, day: DateTime): boolean {
  return worksOnDate(schedule, day.toFormat('yyyy-MM-dd'));
}

/** Whether a day of the calendar, `yyyy-MM-dd`, is worked, absences apart. A year that is not covered counts by its weekdays. */
export function worksOnDate(schedule: Schedule, date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  if (schedule.quietDays.includes(weekday)) return false;
  const usual = schedule.days.includes(weekday);
  if (schedule.daysOnly && !usual) return false;
  return ownDays(schedule).get(date) ?? holidayWork(schedule.holidays, date) ?? usual;
}

const ownDaysOf = new WeakMap<Schedule['daysOff'], ReadonlyMap<string, boolean>>();

/** The company's own days by date; where one stands there twice, the first counts. */
function ownDays({ daysOff }: Schedule): ReadonlyMap<string, boolean> {
  const known = ownDaysOf.get(daysOff);
  if (known) return known;
  const made = new Map([...daysOff].reverse().map(({ date, working }) => [date, working]));
  ownDaysOf.set(daysOff, made);
  return made;
}

function clock(day: DateTime, time: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toJSDate();
}

/** The working stretches of a day of the zone, without what the person is away. */
function stretches(schedule: Schedule, day: DateTime): Span[] {
  if (!worksOn(schedule, day)) return [];
  let left: Span[] = [{ from: clock(day, schedule.from), until: clock(day, schedule.to) }];
  for (const away of schedule.away) {
    left = left.flatMap((span) => [
      { from: span.from, until: earlier(span.until, away.from) },
      { from: laterOf(span.from, away.until), until: span.until },
    ]);
    left = left.filter((span) => span.from < span.until);
  }
  return left;
}

/** The working stretches that end after a moment, in order; the first may have begun before it. */
function* stretchesFrom(schedule: Schedule, at: Date): Generator<Span> {
  let day = inZone(at, schedule.tz).startOf('day');
  for (let n = 0; n < mostDays; n += 1) {
    for (const span of stretches(schedule, day)) if (span.until > at) yield span;
    day = day.plus({ days: 1 });
  }
}

/** Whether the schedule works at this moment. */
export function isWorking(schedule: Schedule, at: Date): boolean {
  return nextWorking(schedule, at).getTime() === at.getTime();
}

/** The moment itself while the schedule works, else when it next begins to. Somebody who never works is not waited for: the moment itself. */
export function nextWorking(schedule: Schedule, at: Date): Date {
  for (const span of stretchesFrom(schedule, at)) return laterOf(span.from, at);
  return at;
}

/** When so many minutes will have been worked. No minutes end at once; fractions count. Where nobody ever works, minutes of the clock. */
export function addWorking(schedule: Schedule, at: Date, minutes: number): Date {
  let left = Math.max(0, minutes * 60_000);
  if (left === 0) return at;
  for (const span of stretchesFrom(schedule, at)) {
    const begin = laterOf(span.from, at);
    const length = span.until.getTime() - begin.getTime();
    if (left <= length) return new Date(begin.getTime() + left);
    left -= length;
  }
  return new Date(at.getTime() + minutes * 60_000);
}

/** Minutes worked between two moments; 0 when the second is not later. */
export function workingMinutes(schedule: Schedule, from: Date, to: Date): number {
  let worked = 0;
  for (const span of stretchesFrom(schedule, from)) {
    if (span.from >= to) break;
    worked += earlier(span.until, to).getTime() - laterOf(span.from, from).getTime();
  }
  return worked / 60_000;
}

/** When the working day ends on which the moment falls; at its end or on a day off, the end of the next one. */
export function endOfWorkday(schedule: Schedule, at: Date): Date {
  let day = inZone(at, schedule.tz).startOf('day');
  for (let n = 0; n < mostDays; n += 1) {
    const last = stretches(schedule, day).at(-1);
    if (last && last.until > at) return last.until;
    day = day.plus({ days: 1 });
  }
  return at;
}

/** When the last working day of this week (Monday to Sunday) ends; when that is past, of the next week that has one. */
export function endOfWorkweek(schedule: Schedule, at: Date): Date {
  let monday = inZone(at, schedule.tz).startOf('week');
  for (let n = 0; n < mostDays / 7; n += 1) {
    const days = [6, 5, 4, 3, 2, 1, 0].map((after) => monday.plus({ days: after }));
    for (const day of days) {
      const last = stretches(schedule, day).at(-1);
      if (last && last.until > at) return last.until;
    }
    monday = monday.plus({ weeks: 1 });
  }
  return at;
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const laterOf = (a: Date, b: Date): Date => (a > b ? a : b);
