import { dayNumber, nearbyDay } from './date-token.ts';
import type { Reader } from './reader.ts';

/** Milliseconds of a Slack ts (`seconds.micros`). */
export function millisOf(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}

export function formatTime(at: number, reader: Reader): string {
  return new Intl.DateTimeFormat(reader.locale, { timeZone: reader.tz, timeStyle: 'short' }).format(at);
}

export function formatDateTime(at: number, reader: Reader): string {
  const options = { timeZone: reader.tz, dateStyle: 'full', timeStyle: 'medium' } as const;
  return new Intl.DateTimeFormat(reader.locale, options).format(at);
}

/** `Mon 23 Nov 16:05`. */
export function formatClock(at: number, reader: Reader): string {
  const options = { timeZone: reader.tz, weekday: 'short', day: 'numeric', month: 'short' } as const;
  return `${new Intl.DateTimeFormat(reader.locale, options).format(at)} ${formatTime(at, reader)}`;
}

/** `Today`, `Yesterday`, or `Monday, 23 November`; the year only when it is not this one. */
export function formatDay(at: number, now: number, reader: Reader): string {
  const nearby = nearbyDay(at, now, reader);
  if (nearby) return nearby.slice(0, 1).toLocaleUpperCase(reader.locale) + nearby.slice(1);
  const year = (time: number) =>
    new Intl.DateTimeFormat('en', { timeZone: reader.tz, year: 'numeric' }).format(time);
  const options = { timeZone: reader.tz, weekday: 'long', month: 'long', day: 'numeric' } as const;
  const withYear = year(at) === year(now) ? options : { ...options, year: 'numeric' as const };
  return new Intl.DateTimeFormat(reader.locale, withYear).format(at);
}

export function sameDay(a: number, b: number, tz: string): boolean {
  return dayNumber(a, tz) === dayNumber(b, tz);
}

/** A wall clock reading (`2026-11-23`, `09:00`) of a zone as a moment in milliseconds. */
export function momentOf(date: string, time: string, tz: string): number {
  const wall = Date.parse(`${date}T${time}:00Z`);
  // Twice, so that a guess on the other side of a change of daylight saving is put right.
  const once = wall - zoneOffset(wall, tz);
  return wall - zoneOffset(once, tz);
}

/** The wall clock reading of a moment: `{ date: '2026-11-23', time: '09:00' }`. */
export function wallClock(at: number, tz: string): { date: string; time: string } {
  const [date = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone: tz,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(at)
    .split(' ');
  return { date, time };
}

function zoneOffset(at: number, tz: string): number {
  const { date, time } = wallClock(at, tz);
  return Date.parse(`${date}T${time}:00Z`) - Math.floor(at / 60_000) * 60_000;
}

/** The coming Monday, 9:00 in the zone; a Monday before nine is its own. */
export function nextMonday(now: number, tz: string): number {
  const today = dayNumber(now, tz);
  // Day 0 of 1970 was a Thursday, so Mondays are ≡ 4 (mod 7).
  const ahead = (((4 - today) % 7) + 7) % 7;
  const at = (days: number) =>
    momentOf(new Date((today + days) * 86_400_000).toISOString().slice(0, 10), '09:00', tz);
  return at(ahead) > now ? at(ahead) : at(ahead + 7);
}
