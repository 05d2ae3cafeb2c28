import { nextReachable, type QuietTimes } from '../people/quiet-time.ts';
import { nextWorking, type Schedule, type Span } from '../people/working-time.ts';
import { clockOn, dayOf, daysBetween, daysLater, startOfDay, weekdayOf } from './day.ts';

/** When somebody can be spoken to. */
export type Reach = {
  /** With their absences. */
  readonly schedule: Schedule;
  /** Slack's do-not-disturb. */
  readonly dnd: Span | null;
  readonly quiet: QuietTimes | null;
  /** `HH:mm` they want their digest at; null: when their working day begins. */
  readonly digestAt: string | null;
  /** The same calendar without absences and do-not-disturb, shared by everybody who has it: what it says is worked out once. */
  readonly shared?: Reach;
};

/** A moment for a digest, and the day it is the digest of. */
export type Moment = { readonly at: Date; readonly day: string };

/** The moment itself if they can be spoken to, else when they next can: at work, not in their quiet times, not in do-not-disturb. */
export function reachable({ schedule, dnd, quiet }: Reach, at: Date): Date {
  return nextReachable(dnd ? { ...schedule, away: [...schedule.away, dnd] } : schedule, quiet, at);
}

/**
 * Remembers what was worked out for one calendar: thousands of people share one, and working through it is slow. It is forgotten with the
 * object it is about.
 */
function remembered<A extends readonly unknown[], T>(
  work: (reach: Reach, ...asked: A) => T,
  keyOf: (...asked: A) => string,
): (reach: Reach, ...asked: A) => T {
  const known = new WeakMap<Reach, Map<string, T>>();
  return (reach, ...asked) => {
    const answers = known.get(reach) ?? new Map<string, T>();
    if (answers.size === 0) known.set(reach, answers);
    const key = keyOf(...asked);
    if (!answers.has(key)) answers.set(key, work(reach, ...asked));
    return answers.get(key) as T;
  };
}

const ofDay = (day: string): string => day;

/** Whether somebody is there at this moment, as far as absences and do-not-disturb go. */
function isThere({ schedule, dnd }: Reach, at: Date): boolean {
  const gone = ({ from, until }: Span) => from <= at && at < until;
  return !schedule.away.some(gone) && !(dnd && gone(dnd));
}

/** Whether somebody can be spoken to at this moment. */
const isReachable: (reach: Reach, at: Date) => boolean = remembered(
  (reach, at: Date) => {
    const { shared } = reach;
    if (shared) return isThere(reach, at) && isReachable(shared, at);
    return reachable(reach, at).getTime() === at.getTime();
  },
  (at) => String(at.getTime()),
);

/** The hour of the digest on a date, whether or not they can be spoken to then. */
function wished({ schedule, digestAt }: Reach, day: string): Date {
  return clockOn(day, digestAt !== null && digestAt < schedule.to ? digestAt : schedule.from, schedule.tz);
}

/**
 * The first moment for a digest from the hour of a date on. Where nothing of the day is left after that hour (their quiet times have grown over
 * it), the day has it as early as it can.
 */
const momentFrom: (reach: Reach, day: string) => Moment = remembered((reach, day: string) => {
  const { schedule, shared } = reach;
  // What the shared calendar says is so for them too unless they are away just then.
  const usual = shared && momentFrom(shared, day);
  if (usual && isThere(reach, usual.at)) return usual;
  const from = (at: Date): Moment => {
    const found = reachable(reach, at);
    return { at: found, day: dayOf(found, schedule.tz) };
  };
  const moment = from(wished(reach, day));
  const early = moment.day > day ? from(clockOn(day, schedule.from, schedule.tz)) : moment;
  return early.day === day ? early : moment;
}, ofDay);

/** Far enough for any absence and any holiday. */
const mostDays = 1_100;

/**
 * The first moment for a digest at or after `earliest`, on a day later than `after` (the day of the last digest; one a day, whatever clock and
 * zone do). Where somebody is never to be reached, `earliest` itself: a turn that is looked at again, not one that is lost.
 */
export function nextMoment(reach: Reach, earliest: Date, after: string | null): Moment {
  const { tz } = reach.schedule;
  let day = dayOf(earliest, tz);
  if (after !== null && after >= day) day = daysLater(after, 1);
  for (let n = 0; n < mostDays; n += 1) {
    const found = momentFrom(reach, day);
    if (found.day > day) day = found.day;
    else if (found.at >= earliest) return { at: found.at, day };
    else day = daysLater(day, 1);
  }
  return { at: earliest, day: dayOf(earliest, tz) };
}

/** Whether somebody's digest is to be made now, and of which day; else when to look again, later than now. */
export type Turn =
  | { readonly due: true; readonly day: string }
  | { readonly due: false; readonly lookAt: Date };

/** What a person's next digest depends on. */
export type Pending = {
  /** When the first of it became worth saying; null: nothing is, only what they hold. */
  readonly earliest: Date | null;
  /** The day of their last digest. */
  readonly digestDay: string | null;
};

/**
 * Judges the turn of somebody who holds something. What came due after today's hour waits for the next morning; a digest that should have
 * been (nothing ticked, or do-not-disturb went on) is made late, as long as they still work, else on their next day. On the last day before a
 * long leave there is one though nothing came due.
 */
export const judgeTurn: (reach: Reach, pending: Pending, now: Date) => Turn = remembered(
  (reach, { earliest, digestDay }: Pending, now: Date): Turn => {
    const { tz } = reach.schedule;
    const today = dayOf(now, tz);
    const due = earliest && nextMoment(reach, earliest, digestDay);
    const leave = nextLeave(reach, startOfDay(today, tz), digestDay);
    const first = due && leave ? (due.at <= leave.at ? due : leave) : (due ?? leave);
    const soon = new Date(now.getTime() + aheadDays * 86_400_000);
    if (!first) return { due: false, lookAt: soon };
    if (first.at > now) return { due: false, lookAt: first.at < soon ? first.at : soon };
    const there = isReachable(reach, now);
    const fresh = digestDay === null || today > digestDay;
    if (there && fresh && today >= first.day && momentFrom(reach, today).at <= now)
      return { due: true, day: today };
    const next = nextMoment(reach, now, digestDay);
    return { due: false, lookAt: next.at > now ? next.at : new Date(now.getTime() + 3_600_000) };
  },
  ({ earliest, digestDay }, now) => `${earliest?.getTime()} ${digestDay} ${now.getTime()}`,
);

/** When somebody next works after a date. */
const workAfter: (reach: Reach, day: string) => Date = remembered(({ schedule, shared }, day: string) => {
  const usual = shared && workAfter(shared, day);
  if (usual && isThere({ schedule, dnd: null, quiet: null, digestAt: null }, usual)) return usual;
  return nextWorking(schedule, startOfDay(daysLater(day, 1), schedule.tz));
}, ofDay);

/** The next date on which somebody works; known absences are no working days. */
function workingDay(reach: Reach, day: string): string {
  const found = dayOf(workAfter(reach, day), reach.schedule.tz);
  return found > day ? found : daysLater(day, 1);
}

/** After how many working days something is said again: ever more rarely. */
const gaps = [1, 2, 4, 7, 14] as const;
/** From there on it is said every so many working days. */
const rarest = 14;

/**
 * When something that has been said so often, last on a date, is said again: from the start of that working day on. What has a deadline ahead
 * is left alone until the working day before it, then said on its day; from then on its rhythm is that of its being late.
 */
export function sayAgain(reach: Reach, day: string, times: number, deadline: Date | null): Date {
  return again(reach, day, times, deadline && dayOf(deadline, reach.schedule.tz));
}

const again: (reach: Reach, day: string, times: number, deadline: string | null) => Date = remembered(
  (reach, day: string, times: number, deadline: string | null) => {
    const { tz } = reach.schedule;
    if (deadline && deadline > day) return startOfDay(dayBefore(reach, deadline, day), tz);
    const gap = deadline
      ? gapAfter(reach, deadline, day)
      : gaps[Math.min(Math.max(times, 1), gaps.length) - 1];
    return startOfDay(workingDaysLater(reach, day, gap ?? rarest), tz);
  },
  (day, times, deadline) => `${day} ${deadline ?? times}`,
);

function workingDaysLater(reach: Reach, day: string, count: number): string {
  let found = day;
  for (let n = 0; n < count; n += 1) found = workingDay(reach, found);
  return found;
}

/** The last working day before a deadline, if it is later than `after`; else the deadline's own, or the first one on which they work again. */
function dayBefore(reach: Reach, deadline: string, after: string): string {
  const works = (day: string) => workingDay(reach, daysLater(day, -1)) === day;
  let found = daysLater(deadline, -1);
  while (found > after && !works(found)) found = daysLater(found, -1);
  return found > after ? found : workingDay(reach, daysLater(deadline, -1));
}

/** How many working days after a date something late is said next: the gaps are counted from its deadline on. */
function gapAfter(reach: Reach, deadline: string, day: string): number {
  let late = 0;
  let next = 0;
  let found = deadline;
  for (const gap of gaps) {
    next += gap;
    for (; late < next && found < day; late += 1) found = workingDay(reach, found);
    if (late < next) return next - late;
  }
  return rarest;
}

/** As many days off in a row are a long leave; a weekend is none. */
const longDays = 3;

/**
 * The days off that follow on a date, if they are three or more in a row and not just how this person's week is: a holiday, or their own
 * absence. From when until when; undefined when there are none.
 */
export function leaveAfter(reach: Reach, day: string): Span | undefined {
  const { days, quietDays, tz } = reach.schedule;
  const first = daysLater(day, 1);
  const back = workingDay(reach, day);
  const off = daysBetween(first, back);
  if (off < longDays) return undefined;
  for (let n = 0; n < off; n += 1) {
    const weekday = weekdayOf(daysLater(first, n));
    if (days.includes(weekday) && !quietDays.includes(weekday))
      return { from: startOfDay(first, tz), until: startOfDay(back, tz) };
  }
  return undefined;
}

/** How far ahead the last day before a leave is looked for: whoever holds something is looked at at least so often. */
const aheadDays = 7;

/** The next moment for a digest on the last day before a long leave; undefined when there is none within the week. */
export function nextLeave(reach: Reach, earliest: Date, after: string | null): Moment | undefined {
  const { tz } = reach.schedule;
  const end = new Date(earliest.getTime() + aheadDays * 86_400_000);
  let moment = nextMoment(reach, earliest, after);
  while (moment.at <= end) {
    if (leaveAfter(reach, moment.day)) return moment;
    const next = nextMoment(reach, startOfDay(daysLater(moment.day, 1), tz), moment.day);
    if (next.day <= moment.day) return undefined;
    moment = next;
  }
  return undefined;
}
