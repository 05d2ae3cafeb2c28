import type { DateTime } from 'luxon';
import { inZone } from '../kernel/locale.ts';
import { nextWorking, type Schedule } from './working-time.ts';

/** A part of every day, `HH:mm` of the person's clock, its end not in it; from later than to, it runs over midnight. */
export type QuietTimes = { readonly from: string; readonly to: string };

/** Whether a time of the clock lies in them. */
export function insideQuiet({ from, to }: QuietTimes, time: string): boolean {
  return from < to ? from <= time && time < to : time >= from || time < to;
}

/** Whether some minute of these hours lies outside of them. */
export function leavesOpen(quiet: QuietTimes, hours: { from: string; to: string }): boolean {
  // The hours are open at their beginning, or where the quiet ends before they do.
  return !insideQuiet(quiet, hours.from) || (hours.from < quiet.to && quiet.to < hours.to);
}

/**
 * When something unasked may be sent to a person next: while they work, outside of their quiet times. Quiet times that would leave
 * nothing of their hours (the company's hours changed since) count for nothing: nobody is out of reach for ever.
 */
export function nextReachable(schedule: Schedule, quiet: QuietTimes | null, at: Date): Date {
  if (!quiet || !leavesOpen(quiet, schedule)) return nextWorking(schedule, at);
  let moment = nextWorking(schedule, at);
  // At each turn a working stretch or its quiet part is left behind.
  for (let turn = 0; turn < 100; turn += 1) {
    const local = inZone(moment, schedule.tz);
    if (!insideQuiet(quiet, local.toFormat('HH:mm'))) return moment;
    moment = nextWorking(schedule, endOfQuiet(quiet, local));
  }
  return moment;
}

function endOfQuiet(quiet: QuietTimes, local: DateTime): Date {
  const [hour = 0, minute = 0] = quiet.to.split(':').map(Number);
  const end = local.set({ hour, minute, second: 0, millisecond: 0 });
  return (end > local ? end : end.plus({ days: 1 })).toJSDate();
}
