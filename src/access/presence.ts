import { inZone } from '../kernel/locale.ts';
import { nextWorking, type Schedule } from '../people/working-time.ts';

/** Who of several works today, and when the others next do. */
export type Presence = {
  readonly here: readonly string[];
  readonly back: readonly { readonly id: string; readonly at: Date }[];
};

/**
 * Who of these people works at this moment or later today, today being the day of `tz`; the others with when they next work, the earliest
 * first. At most `most` of them, those who are there before all.
 */
export function presenceOf(
  people: readonly { readonly id: string; readonly schedule: Schedule }[],
  now: Date,
  tz: string,
  most: number,
): Presence {
  const day = (at: Date) => inZone(at, tz).toISODate();
  const next = people.map(({ id, schedule }) => ({ id, at: nextWorking(schedule, now) }));
  const here = next.filter(({ at }) => day(at) === day(now)).slice(0, most);
  const back = next
    .filter(({ at }) => day(at) !== day(now))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, most - here.length);
  return { here: here.map(({ id }) => id), back };
}
