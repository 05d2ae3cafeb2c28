import type { Rung } from '../attention/ladder.ts';
import { inZone } from '../kernel/locale.ts';
import { addWorking, type Schedule, workingMinutes } from '../people/working-time.ts';
import { minutesOfDay } from './span.ts';

/** When nobody has decided for too long, and who on the ladder hears of it. */
export type Overdue = { readonly deadline: Date; readonly ladder: readonly Rung[] };

const lastHour = 60;

/**
 * When a waiting request counts as late: a quarter of the working time it may wait is over, three quarters of a day at most, and at the end of
 * the day it came on unless that was its last hour. What is late is told the next morning, and each step has a morning of its own as far as
 * there are any before the request lapses: its person first, a day later their manager, another day later the privacy officer. Of two days the
 * manager is told with the person; of one day, as requests of the strictest classes have, the officer at once. What ends sooner by the
 * calendar is measured by the time it has.
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
  return { deadline: addWorking(company, now, Math.max(0, left - whole + borne)), ladder };
}

function endOfDay(at: Date, tz: string): Date {
  return inZone(at, tz).endOf('day').toJSDate();
}
