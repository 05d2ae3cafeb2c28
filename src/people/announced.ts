import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import {
  announcedYears,
  belongsTo,
  type Company,
  type CompanyRefusal,
  calendarDay,
  changeCompany,
  type OwnDay,
} from './company.ts';
import { coversYear } from './holiday.ts';
import { holds, type Member } from './member.ts';

/** Days off and workdays of China's announcement of a year, as somebody pasted them. */
export const announcedInput = z
  .array(z.object({ date: calendarDay, working: z.boolean() }))
  .max(400, { error: 'announced.tooMany' });

export type AnnouncedRefusal =
  | 'announced.notYours'
  | 'announced.known'
  | 'announced.incomplete'
  | 'announced.weekday'
  | Extract<CompanyRefusal, 'people.dayTwice'>;

/**
 * Brings in the public holidays of years that are not known here yet, as the State Council announced them; the list handed in takes the
 * place of what was brought in before. Refused to whoever is neither admin nor privacy officer; for a year that is known (of the year
 * before, its days in December go with it); for one that does not say that 1 January and 1 October are off, which every announcement does:
 * half a year would be taken for a whole one; for a make-up workday that is a plain weekday anyway; for a day that is to be both.
 */
export function bringYearsIn(command: { by: string; days: readonly OwnDay[] }) {
  return (state: {
    actor: Member | undefined;
    company: Company;
  }): Decision<Company, AnnouncedRefusal | CompanyRefusal> => {
    if (!holds(state.actor, 'admin') && !holds(state.actor, 'privacy_officer'))
      return refuse('announced.notYours');
    const days = [...new Map(command.days.map((day) => [`${day.date} ${day.working}`, day])).values()].sort(
      (a, b) => (a.date < b.date ? -1 : 1),
    );
    const twice = days.find((day, at) => days[at + 1]?.date === day.date);
    if (twice) return refuse('people.dayTwice', { day: twice.date }, 'days');
    const weekday = days.find(({ date, working }) => working && dayOfWeek(date) < 6);
    if (weekday) return refuse('announced.weekday', { day: weekday.date }, 'days');
    const whole = announcedYears(days).filter((year) => !coversYear('china', year));
    for (const { date } of days) {
      if (belongsTo(date, whole)) continue;
      const year = Number(date.slice(0, 4));
      const known = coversYear('china', year);
      return refuse(known ? 'announced.known' : 'announced.incomplete', { year: String(year) }, 'days');
    }
    return changeCompany({ by: command.by, change: { announced: days } })(state.company);
  };
}

function dayOfWeek(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
