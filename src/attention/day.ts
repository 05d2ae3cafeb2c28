import { DateTime } from 'luxon';
import { inZone } from '../kernel/locale.ts';

/** Every zone's day begins at a whole quarter of an hour of UTC: within one the date is the same. */
const quarterMs = 900_000;
const mostKnown = 20_000;

/** Remembers what is the same for ever, as long as there is room: asked for thousands of people, working it out is most of the work. */
function remembered<T>(work: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= mostKnown) known.clear();
    const found = work(key);
    known.set(key, found);
    return found;
  };
}

const dateIn = remembered((key) => {
  const [quarter = '0', tz = 'utc'] = key.split(' ');
  return inZone(new Date(Number(quarter) * quarterMs), tz).toFormat('yyyy-MM-dd');
});

const startIn = remembered((key) => {
  const [day = '', tz = 'utc'] = key.split(' ');
  return local(day, tz).getTime();
});

function local(day: string, tz: string, hour = 0, minute = 0): Date {
  const zone = inZone(new Date(0), tz).zoneName ?? 'utc';
  return DateTime.fromISO(day, { zone }).startOf('day').set({ hour, minute }).toJSDate();
}

/** The date in somebody's zone. */
export function dayOf(at: Date, tz: string): string {
  return dateIn(`${Math.floor(at.getTime() / quarterMs)} ${tz}`);
}

/** When a date begins in somebody's zone. */
export function startOfDay(day: string, tz: string): Date {
  return new Date(startIn(`${day} ${tz}`));
}

/** A time of the zone's clock (`HH:mm`) on a date; one that daylight saving leaves out, an hour later. */
export function clockOn(day: string, time: string, tz: string): Date {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return local(day, tz, hour, minute);
}

/** The date so many days later. */
export function daysLater(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** ISO: Monday 1 to Sunday 7. */
export function weekdayOf(day: string): number {
  return new Date(Date.parse(`${day}T00:00Z`)).getUTCDay() || 7;
}

/** Days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);
}
