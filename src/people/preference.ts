import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { Locale } from '../kernel/locale.ts';
import { clockTime, type WorkingHours, weekdays } from './company.ts';
import { type Holidays, knowsPlace } from './holiday.ts';
import { isEmployee, type Member } from './member.ts';
import { insideQuiet, leavesOpen, type QuietTimes } from './quiet-time.ts';

/** What a person has set for themselves; null: as Slack or the company has it. */
export type Preferences = {
  language: Locale | null;
  hours: { from: string; to: string } | null;
  /** ISO weekdays, ascending: an own week, part-time or of another country; null: the company's. */
  days: readonly number[] | null;
  /** Whose public holidays; null: those of the company, or of the country that their zone says. */
  holidays: Holidays | null;
  /** ISO weekdays on which nothing unasked is sent to them. */
  quietDays: readonly number[];
  /** `HH:mm` at which the day's digest comes; null: when their working day begins. */
  digestAt: string | null;
  /** Part of every day in which nothing unasked is sent to them. */
  quiet: QuietTimes | null;
};

export const noPreferences: Preferences = {
  language: null,
  hours: null,
  days: null,
  holidays: null,
  quietDays: [],
  digestAt: null,
  quiet: null,
};

export const preferencesInput = z.object({
  language: z.enum(['en', 'zh']).nullable(),
  hours: z
    .object({ from: clockTime, to: clockTime })
    .refine((hours) => hours.from < hours.to, { error: 'people.hoursBackwards', path: ['to'] })
    .nullable(),
  days: weekdays.transform((days) => (days.length === 0 ? null : days)).nullable(),
  holidays: z
    .string()
    .max(10)
    .refine((place) => place === 'china' || place === 'none' || knowsPlace(place), {
      error: 'people.placeUnknown',
    })
    .transform((place) => place as Holidays)
    .nullable(),
  quietDays: weekdays,
  digestAt: clockTime.nullable(),
  quiet: z
    .object({ from: clockTime, to: clockTime })
    .refine((quiet) => quiet.from !== quiet.to, { error: 'people.quietEmpty', path: ['to'] })
    .nullable(),
});

export type PreferencesRefusal =
  | 'people.settingsEmployees'
  | 'people.alwaysQuiet'
  | 'people.quietAllDay'
  | 'people.digestOutside'
  | 'people.digestInQuiet';

/**
 * Sets a person's own preferences; only they do. Own days that are the company's are none: they move with it. Refused to whom it is not open; when no working day, or no minute of it, would be left to
 * reach them; for a digest outside of their working hours or in their quiet times, since it would never come at that hour.
 */
export function setPreferences(command: { by: string; preferences: Preferences }) {
  return (state: {
    member: Member | undefined;
    before: Preferences;
    /** The company's, which count where the person has none. */
    company: WorkingHours;
  }): Decision<Preferences, PreferencesRefusal> => {
    if (!isEmployee(state.member)) return refuse('people.settingsEmployees');
    const { days } = command.preferences;
    const next: Preferences = {
      ...command.preferences,
      days: days && sameDays(days, state.company.days) ? null : days,
    };
    if ((next.days ?? state.company.days).every((day) => next.quietDays.includes(day)))
      return refuse('people.alwaysQuiet', undefined, 'quietDays');
    const { from, to } = next.hours ?? state.company;
    if (next.quiet && !leavesOpen(next.quiet, { from, to }))
      return refuse('people.quietAllDay', { from, to }, 'quietTo');
    const { digestAt } = next;
    if (digestAt !== null && (digestAt < from || digestAt >= to))
      return refuse('people.digestOutside', { from, to }, 'digestAt');
    if (digestAt !== null && next.quiet && insideQuiet(next.quiet, digestAt))
      return refuse('people.digestInQuiet', undefined, 'digestAt');
    if (same(next, state.before)) return { next: state.before, events: [] };
    const { language, hours, holidays, quietDays, quiet } = next;
    return {
      next,
      events: [
        {
          type: 'people.preferences_set',
          version: 1,
          subject: command.by,
          data: { by: command.by, language, hours, days: next.days, holidays, quietDays, digestAt, quiet },
        },
      ],
    };
  };
}

/** Whatever the order in which a row gives its fields. */
function same(a: Preferences, b: Preferences): boolean {
  const plain = ({ language, hours, days, holidays, quietDays, digestAt, quiet }: Preferences) =>
    JSON.stringify([
      ...[language, hours?.from, hours?.to, days, holidays],
      ...[quietDays, digestAt, quiet?.from, quiet?.to],
    ]);
  return plain(a) === plain(b);
}

function sameDays(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((day) => b.includes(day));
}
