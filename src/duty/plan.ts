import { DateTime } from 'luxon';
import { type Refusal, refuse } from '../kernel/decision.ts';
import { inZone } from '../kernel/locale.ts';
import type { Company } from '../people/company.ts';
import { scheduleAt } from '../people/company.ts';
import { type Schedule, worksOnDate } from '../people/working-time.ts';
import { type Cadence, cadenceFault, nextOn, plusDays } from './cadence.ts';
import type { Office } from './office.ts';
import type { RecurrenceFault } from './recurrence.ts';

/** What comes next of a duty: a planned day and when it opens, or the year that holds it up. */
export type Planned = { nextOn: string | null; opensAt: Date | null; unknownYear: number | null };

type Rule = { cadence: Cadence; office: Office; leadDays: number };

export type PlanRefusal = RecurrenceFault | 'duty.never' | 'duty.past';

/** When an office works: the company's hours on its own clock with its own holidays. */
export function officeSchedule(company: Company, office: Office): Schedule {
  return scheduleAt(company, office);
}

/** The day of the office's calendar that a moment falls on. */
export function dayOf(at: Date, tz: string): string {
  return inZone(at, tz).toFormat('yyyy-MM-dd');
}

/** When work ends on a day, whether or not it is a working one. */
export function dueOn(day: string, schedule: Schedule): Date {
  return clockOn(day, schedule.to, schedule.tz);
}

/** When a day opens: the beginning of work so many working days before it. */
export function opensOn(day: string, leadDays: number, schedule: Schedule): Date {
  return clockOn(workingDaysFrom(day, -leadDays, schedule), schedule.from, schedule.tz);
}

/** From when it is late: the end of work so many working days after the planned day. */
export function lateOn(day: string, toleranceDays: number, schedule: Schedule): Date {
  return dueOn(workingDaysFrom(day, toleranceDays, schedule), schedule);
}

/** So many working days on (or back) from a day. No days at all: the day itself. */
export function workingDaysFrom(day: string, days: number, schedule: Schedule): string {
  const step = Math.sign(days);
  let at = day;
  for (let left = Math.abs(days), n = 0; left > 0 && n < 800; n += 1) {
    at = plusDays(at, step);
    if (worksOnDate(schedule, at)) left -= 1;
  }
  return at;
}

function clockOn(day: string, time: string, tz: string): Date {
  const zoned = DateTime.fromISO(`${day}T${time}`, { zone: tz });
  return (zoned.isValid ? zoned : DateTime.fromISO(`${day}T${time}`, { zone: 'utc' })).toJSDate();
}

/** Planned, and the day up to which everything is settled. */
export type Begun = Planned & { lastOn: string | null };

/**
 * Plans from today on, or after a day to come that was opened already: nothing of the past is opened. Refused where nothing would ever
 * come; what is due after events waits for them.
 */
export function plan(
  rule: Rule,
  lastOn: string | null,
  schedule: Schedule,
  now: Date,
): Begun | Refusal<PlanRefusal> {
  const fault = cadenceFault(rule.cadence);
  if (fault) return refuse(fault, undefined, 'cadence');
  const yesterday = plusDays(dayOf(now, schedule.tz), -1);
  const after = lastOn !== null && lastOn > yesterday && rule.cadence.kind !== 'once' ? lastOn : yesterday;
  const planned = planAfter(rule, after, schedule);
  if (rule.cadence.kind !== 'after' && planned.nextOn === null && planned.unknownYear === null)
    return refuse(rule.cadence.kind === 'once' ? 'duty.past' : 'duty.never', undefined, 'cadence');
  return { ...planned, lastOn: rule.cadence.kind === 'after' ? null : after };
}

/** What comes after a day. */
export function planAfter(rule: Rule, after: string, schedule: Schedule): Planned {
  const next = nextOn(rule.cadence, after, schedule);
  if (next === null) return { nextOn: null, opensAt: null, unknownYear: null };
  if (typeof next !== 'string') return { nextOn: null, opensAt: null, unknownYear: next.unknownYear };
  return { nextOn: next, opensAt: opensOn(next, rule.leadDays, schedule), unknownYear: null };
}
