import type { Schedule } from '../people/working-time.ts';
import { plusDays } from './cadence.ts';
import type { Duty } from './duty.ts';
import { planAfter } from './plan.ts';

/** How often a rule comes in the year after a day; what waits for events is not foreseen. A rule that comes daily is counted, not guessed. */
export function timesAYear(
  rule: Pick<Duty, 'cadence' | 'office' | 'leadDays'>,
  today: string,
  schedule: Schedule,
): number {
  const { cadence } = rule;
  if (cadence.kind === 'after') return 0;
  if (cadence.kind === 'once') return cadence.on >= today ? 1 : 0;
  if (cadence.kind === 'workday') return { month: 12, quarter: 4, year: 1 }[cadence.every];
  const last = plusDays(today, 365);
  let count = 0;
  for (
    let day = planAfter(rule, today, schedule).nextOn;
    day !== null && day <= last && count < 366;
    count += 1
  )
    day = planAfter(rule, day, schedule).nextOn;
  return count;
}

export type Load = { readonly person: string; readonly duties: number; readonly aYear: number };

/** What each person carries, the most first. */
export function loads(
  duties: readonly Duty[],
  today: string,
  scheduleOf: (office: Duty['office']) => Schedule,
): Load[] {
  const known = new Map<string, number>();
  const byPerson = new Map<string, { duties: number; aYear: number }>();
  for (const duty of duties) {
    if (duty.owner === null || duty.state !== 'active') continue;
    const { cadence, office } = duty;
    const key = JSON.stringify([cadence, office]);
    const times = known.get(key) ?? timesAYear(duty, today, scheduleOf(office));
    known.set(key, times);
    const before = byPerson.get(duty.owner) ?? { duties: 0, aYear: 0 };
    byPerson.set(duty.owner, { duties: before.duties + 1, aYear: before.aYear + times });
  }
  return [...byPerson]
    .map(([person, load]) => ({ person, ...load }))
    .sort((a, b) => b.aYear - a.aYear || b.duties - a.duties || (a.person < b.person ? -1 : 1));
}

/** Fewer times a year than this are nobody's burden. */
const leastTimes = 12;

/**
 * Whoever carries more than a third of all that comes in a year: should they be away, much stands still. Where few share it, each of them
 * has a third or more of necessity: there it is half as much again as an even share.
 */
export function overloaded(all: readonly Load[]): Load[] {
  const total = all.reduce((sum, { aYear }) => sum + aYear, 0);
  const limit = all.length === 1 ? 0.5 : Math.max(1 / 3, 1.5 / all.length);
  return total < leastTimes ? [] : all.filter(({ aYear }) => aYear > total * limit);
}

/** Shares are said from so many on: of fewer, one more or less changes everything. */
export const fewestForShares = 5;
