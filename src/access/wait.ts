import { addWorking, type Schedule, workingMinutes } from '../people/working-time.ts';

/** How waiting is counted. Rules of requests do not know which hours count. */
export type WaitClock = {
  /** Minutes of waiting between two moments; none when the second is the earlier. */
  readonly left: (from: Date, until: Date) => number;
  /** The moment after so many minutes of waiting. */
  readonly until: (from: Date, minutes: number) => Date;
  /** The moment after so many days of the person who is waited for. */
  readonly days: (from: Date, days: number) => Date;
};

/** Every minute counts. */
export const plainClock: WaitClock = {
  left: (from, until) => Math.max(0, (until.getTime() - from.getTime()) / 60_000),
  until: (from, minutes) => new Date(from.getTime() + Math.round(minutes * 60_000)),
  days: (from, days) => new Date(from.getTime() + days * 86_400_000),
};

/**
 * Only working time counts: the company's for what waits, the own of whoever owes an answer for their days. A wait that would end
 * before anybody works again is not empty: its minutes of the clock are worked instead.
 */
export function workingClock(company: Schedule, answering: Schedule): WaitClock {
  return {
    left: (from, until) => workingMinutes(company, from, until) || plainClock.left(from, until),
    until: (from, minutes) => addWorking(company, from, minutes),
    days: (from, days) => addWorking(answering, from, days * minutesOfDay(answering)),
  };
}

/** Minutes of a whole working day. */
function minutesOfDay({ from, to }: Schedule): number {
  const minutes = (time: string) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  };
  return minutes(to) - minutes(from);
}
