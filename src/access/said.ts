import type { DateTime } from 'luxon';
import { inZone } from '../kernel/locale.ts';
import { endOfWorkday, nextWorking, type Schedule } from '../people/working-time.ts';
import { isCut, type Length, type Start } from './span.ts';

/** A day as people say it: days from today, or the next one of that name (`next`: of next week). */
export type SaidDay =
  | { kind: 'days'; days: number }
  | { kind: 'weekday'; weekday: number; next: boolean }
  | { kind: 'date'; month: number; day: number }
  | { kind: 'monthEnd' };
/** An hour as people say it: by the clock, or as a part of the day. `loose`: whether of the morning or of the afternoon was not said. */
export type SaidHour =
  | { hour: number; minute: number; loose?: true }
  | 'morning'
  | 'noon'
  | 'afternoon'
  | 'evening';
/** A length and a start as people say them; what they mean depends on the day and on the calendar. */
export type SaidLength =
  | Exclude<Length, { kind: 'until' }>
  | { kind: 'until'; day?: SaidDay; hour?: SaidHour };
export type SaidStart = Exclude<Start, { kind: 'at' }> | { kind: 'at'; day?: SaidDay; hour?: SaidHour };

/**
 * What was said, as times of the calendar. A day without an hour begins or ends with its work; until a day that is no working day means the
 * last working day before it. An hour without a day is the next one of that name. Half a day that the longest grant would cut in the night
 * begins with the next working day instead.
 */
export function meant(
  said: { start?: SaidStart | undefined; length?: SaidLength | undefined },
  now: Date,
  schedule: Schedule,
  most: number,
): { start: Start | undefined; length: Length | undefined } {
  const start = said.start && startMeant(said.start, now, schedule);
  const length = said.length && lengthMeant(said.length, start?.kind === 'at' ? start.at : now, schedule);
  if (!start && length?.kind === 'working' && isCut(length, now, schedule, most)) {
    const morning = nextWorking(schedule, endOfWorkday(schedule, now));
    if (!isCut(length, morning, schedule, most)) return { start: { kind: 'at', at: morning }, length };
  }
  return { start, length };
}

function lengthMeant(said: SaidLength, from: Date, schedule: Schedule): Length {
  if (said.kind !== 'until') return said;
  const { day, hour } = said;
  if (!day && !hour) return { kind: 'day' };
  if (!day) return { kind: 'until', at: nextAt(hour as SaidHour, from, schedule) };
  const date = dateOf(day, from, schedule, hour ? 'from' : 'to');
  if (hour) return { kind: 'until', at: at(date, hour, schedule) };
  return { kind: 'until', at: lastWorkEnd(date, from, schedule) };
}

function startMeant(said: SaidStart, now: Date, schedule: Schedule): Start {
  if (said.kind !== 'at') return said;
  const { day, hour } = said;
  if (!day) return { kind: 'at', at: nextAt(hour ?? 'morning', now, schedule) };
  const begin = at(dateOf(day, now, schedule, 'from'), hour ?? 'morning', schedule);
  return begin > now ? { kind: 'at', at: begin } : { kind: 'now' };
}

/** The day meant; a day of the week that is today counts for as long as its working time has not begun (`from`) or ended (`to`). */
function dateOf(day: SaidDay, now: Date, schedule: Schedule, edge: 'from' | 'to'): DateTime {
  const today = inZone(now, schedule.tz).startOf('day');
  switch (day.kind) {
    case 'days':
      return today.plus({ days: day.days });
    case 'weekday': {
      if (day.next) return today.startOf('week').plus({ weeks: 1, days: day.weekday - 1 });
      const ahead = today.plus({ days: (day.weekday - today.weekday + 7) % 7 });
      return clock(ahead, schedule[edge]) > now ? ahead : ahead.plus({ weeks: 1 });
    }
    case 'date': {
      const thisYear = today.set({ month: day.month, day: day.day });
      return thisYear < today ? thisYear.plus({ years: 1 }) : thisYear;
    }
    case 'monthEnd':
      return today.endOf('month').startOf('day');
  }
}

/** The end of the last working day that is not after this one and not over yet; where there is none, the day's own hour. */
function lastWorkEnd(date: DateTime, from: Date, schedule: Schedule): Date {
  const first = inZone(from, schedule.tz).startOf('day');
  for (let day = date; day >= first; day = day.minus({ days: 1 })) {
    const end = endOfWorkday(schedule, day.toJSDate());
    if (end > from && inZone(end, schedule.tz).hasSame(day, 'day')) return end;
  }
  return clock(date, schedule.to);
}

/** The next moment at which it is that hour. */
function nextAt(hour: SaidHour, now: Date, schedule: Schedule): Date {
  const today = inZone(now, schedule.tz).startOf('day');
  const moment = at(today, hour, schedule);
  return moment > now ? moment : at(today.plus({ days: 1 }), hour, schedule);
}

function at(day: DateTime, hour: SaidHour, schedule: Schedule): Date {
  if (hour === 'morning') return clock(day, schedule.from);
  if (hour === 'noon') return clock(day, '12:00');
  if (hour === 'afternoon') return clock(day, '13:00');
  if (hour === 'evening') return clock(day, schedule.to);
  return day
    .set({ hour: hour.loose ? likelyHour(hour, schedule) : hour.hour, minute: hour.minute })
    .toJSDate();
}

/** `5点` said at work is five in the afternoon; `9点` is the hour at which work begins. */
function likelyHour({ hour, minute }: { hour: number; minute: number }, { from, to }: Schedule): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const said = hour * 60 + minute;
  const early = said < minutes(from);
  return early && said + 720 <= minutes(to) + 60 ? hour + 12 : hour;
}

function clock(day: DateTime, time: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute }).toJSDate();
}
