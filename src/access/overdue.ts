import type { Rung } from '../attention/ladder.ts';
import { inZone } from '../kernel/locale.ts';
import { addWorking, nextWorking, type Schedule, workingMinutes } from '../people/working-time.ts';
import { minutesOfDay } from './span.ts';

/** When nobody has decided for too long, and who hears of it. */
export type Overdue = {
  readonly deadline: Date;
  readonly ladder: readonly Rung[];
  /** Whose morning would come after the request has lapsed, and when they are told by a message of its own instead. */
  readonly lastCall: { readonly at: Date; readonly to: readonly ('person' | 'officer')[] } | null;
};

const lastHour = 60;
/** Working minutes before a request lapses in which somebody can still find whoever decides. */
const lastCallMinutes = 120;

/**
 * When a waiting request counts as late: a quarter of the working time it may wait is over, three quarters of a day at most, and at the end of
 * the day it came on unless that was its last hour. What is late is told the next morning, and each step has a morning of its own as far as
 * there are any before the request lapses: its person first, a day later their manager, another day later the privacy officer. Of two days the
 * manager is told with the person; of one day, as requests of the strictest classes have, the officer at once. What ends sooner by the
 * calendar is measured by the time it has.
 *
 * Of what came in the last hour of a day, after work or with a few hours only, a morning can come too late: whoever it would be is told two
 * working hours before the request lapses, though not before it is late.
 */
export function overdueOf(
  { lapsesAt }: { lapsesAt: Date },
  pendingHours: number,
  company: Schedule,
  now: Date,
): Overdue {
  const day = minutesOfDay(company);
  const left = workingMinutes(company, now, lapsesAt);
  const whole = Math.min(pendingHours * 60, left);
  const today = workingMinutes(company, now, endOfDay(now, company.tz));
  const borne = Math.min(whole / 4, (day * 3) / 4, today < lastHour ? whole : today);
  const mornings = Math.floor(whole / day);
  const later = (days: number) => (days * day) / 60;
  const ladder: Rung[] =
    mornings < 2
      ? [{ to: 'officer', afterWorkingHours: 0 }]
      : [
          { to: 'manager', afterWorkingHours: later(mornings > 2 ? 1 : 0) },
          { to: 'officer', afterWorkingHours: later(mornings > 2 ? 2 : 1) },
        ];
  const late = Math.max(0, left - whole + borne);
  const deadline = addWorking(company, now, late);
  const steps = [
    { who: 'person', at: deadline },
    ...ladder.map(({ to, afterWorkingHours }) => {
      return { who: to, at: addWorking(company, deadline, afterWorkingHours * 60) };
    }),
  ];
  const tooLate = steps.filter(({ at }) => morningAfter(company, at) >= lapsesAt).map(({ who }) => who);
  const to = (['person', 'officer'] as const).filter((who) => tooLate.includes(who));
  const at = addWorking(company, now, Math.max(late, left - lastCallMinutes));
  return { deadline, ladder, lastCall: to.length > 0 ? { at, to } : null };
}

function endOfDay(at: Date, tz: string): Date {
  return inZone(at, tz).endOf('day').toJSDate();
}

/** When the working day begins that follows the day of a moment. */
function morningAfter(company: Schedule, at: Date): Date {
  return nextWorking(company, endOfDay(at, company.tz));
}
