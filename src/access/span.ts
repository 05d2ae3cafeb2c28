import { z } from 'zod';
import { addWorking, endOfWorkday, endOfWorkweek, type Schedule } from '../people/working-time.ts';

/** When access begins: on approval; at a moment, or on approval if that comes later; or when its holder presses Start. */
export type Start = { kind: 'now' } | { kind: 'at'; at: Date } | { kind: 'press' };

/**
 * How long access lasts: hours by the clock; hours of the holder's work; to the end of the working day or week in which it begins; to
 * a moment; or until the case closes. Whatever it is, never longer than the request's `hours`.
 */
export type Length =
  | { kind: 'hours'; hours: number }
  | { kind: 'working'; hours: number }
  | { kind: 'day' }
  | { kind: 'week' }
  | { kind: 'until'; at: Date }
  | { kind: 'case' };

/** Furthest ahead that a start can be asked for, in days. */
export const mostDaysAhead = 30;
/** How long an approved access waits for its Start, in working days. */
export const daysToPress = 2;

const mostHours = 24 * 366;
const seconds = z.coerce.number().int().min(0).max(8_640_000_000);
const wholeHours = z.coerce.number().int().min(1).max(mostHours);
const momentOf = (text: string): Date => new Date(Number(text) * 1_000);

/** A length as a form hands it in: `4`, `work:4`, `day`, `week`, `case`, `until:1795600000` (seconds). */
export const lengthInput = z
  .string()
  .max(40)
  .transform((value, refine): Length => {
    const [kind = '', rest = ''] = value.split(':');
    if (kind === 'day' || kind === 'week' || kind === 'case') return { kind };
    if (kind === 'until' && rest !== '' && seconds.safeParse(rest).success)
      return { kind, at: momentOf(rest) };
    const hours = wholeHours.safeParse(kind === 'work' ? rest : value);
    if (hours.success) return { kind: kind === 'work' ? 'working' : 'hours', hours: hours.data };
    refine.addIssue({ code: 'custom', message: 'access.lengthMissing' });
    return z.NEVER;
  });

/** A length as `lengthInput` reads it. */
export function lengthValue(length: Length): string {
  switch (length.kind) {
    case 'hours':
      return String(length.hours);
    case 'working':
      return `work:${length.hours}`;
    case 'until':
      return `until:${inSeconds(length.at)}`;
    default:
      return length.kind;
  }
}

/** A start as a form hands it in: `now`, `press`, or `at:1795600000` (seconds). */
export const startInput = z
  .string()
  .max(40)
  .transform((value, refine): Start => {
    const [kind = '', rest = ''] = value.split(':');
    if (kind === 'now' || kind === 'press') return { kind };
    if (kind === 'at' && rest !== '' && seconds.safeParse(rest).success) return { kind, at: momentOf(rest) };
    refine.addIssue({ code: 'custom', message: 'access.startMissing' });
    return z.NEVER;
  });

/** A start as `startInput` reads it. */
export function startValue(start: Start): string {
  return start.kind === 'at' ? `at:${inSeconds(start.at)}` : start.kind;
}

export function inSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}

/** The hours a length asks for by name; undefined for those whose end a calendar decides. */
export function hoursNamed(length: Length): number | undefined {
  return length.kind === 'hours' || length.kind === 'working' ? length.hours : undefined;
}

/** When access that begins at a moment ends: by its length, and `most` hours later at the latest. */
export function endsAt(length: Length, startsAt: Date, schedule: Schedule, most: number): Date {
  const cap = later(startsAt, most);
  const end = naturalEnd(length, startsAt, schedule) ?? cap;
  return end < cap ? end : cap;
}

/** Whether the longest grant cuts a length that would end later by itself. */
export function isCut(length: Length, startsAt: Date, schedule: Schedule, most: number): boolean {
  const end = naturalEnd(length, startsAt, schedule);
  return end !== undefined && end > later(startsAt, most);
}

function naturalEnd(length: Length, startsAt: Date, schedule: Schedule): Date | undefined {
  switch (length.kind) {
    case 'hours':
      return later(startsAt, length.hours);
    case 'working':
      return addWorking(schedule, startsAt, length.hours * 60);
    case 'day':
      return endOfWorkday(schedule, startsAt);
    case 'week':
      return endOfWorkweek(schedule, startsAt);
    case 'until':
      return length.at;
    case 'case':
      return undefined;
  }
}

/** What an approval makes of a wish. */
export type Plan = {
  state: 'running' | 'scheduled' | 'ready';
  /** When it begins; while `ready`, the last moment at which Start can be pressed. */
  startsAt: Date;
  /** When it ends; while `ready`, the latest that can become. */
  endsAt: Date;
};

/**
 * Plans access approved now. `most` is the longest it may last, in hours; `schedule` is its holder's, whose days and weeks count, and
 * by which the two working days for pressing Start are counted.
 */
export function planned(
  wish: { start: Start; length: Length },
  now: Date,
  schedule: Schedule,
  most: number,
): Plan {
  const { start, length } = wish;
  if (start.kind === 'press') {
    const last = addWorking(schedule, now, daysToPress * minutesOfDay(schedule));
    const startsAt = length.kind === 'until' && length.at < last ? length.at : last;
    return { state: 'ready', startsAt, endsAt: endsAt(length, startsAt, schedule, most) };
  }
  const startsAt = start.kind === 'at' && start.at > now ? start.at : now;
  return {
    state: startsAt > now ? 'scheduled' : 'running',
    startsAt,
    endsAt: endsAt(length, startsAt, schedule, most),
  };
}

/** When a wish made now lapses if nobody decides: after so many hours of the company's work, and not after its own end. */
export function lapsesAt(length: Length, now: Date, company: Schedule, pendingHours: number): Date {
  const over = addWorking(company, now, pendingHours * 60);
  return length.kind === 'until' && length.at < over ? length.at : over;
}

/** Minutes of a whole working day. */
export function minutesOfDay({ from, to }: Pick<Schedule, 'from' | 'to'>): number {
  const minutes = (time: string) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  };
  return minutes(to) - minutes(from);
}

export type SpanRefusal =
  | 'access.tooLong'
  | 'access.startPast'
  | 'access.startTooFar'
  | 'access.endPast'
  | 'access.endsBeforeStart';

/** What is wrong with the times of a wish, if anything: the sentence, its values, and the field it stands under. */
export function faultOf(
  { start, length }: { start: Start; length: Length },
  now: Date,
  most: number,
): [SpanRefusal, Record<string, number> | undefined, 'start' | 'hours'] | undefined {
  if (start.kind === 'at' && start.at <= now) return ['access.startPast', undefined, 'start'];
  if (start.kind === 'at' && start.at > later(now, mostDaysAhead * 24))
    return ['access.startTooFar', { days: mostDaysAhead }, 'start'];
  if ((hoursNamed(length) ?? 0) > most) return ['access.tooLong', { hours: most }, 'hours'];
  if (length.kind === 'until' && length.at <= now) return ['access.endPast', undefined, 'hours'];
  if (length.kind === 'until' && start.kind === 'at' && length.at <= start.at)
    return ['access.endsBeforeStart', undefined, 'hours'];
  return undefined;
}

const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000);
