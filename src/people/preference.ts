import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { Locale } from '../kernel/locale.ts';
import { clockTime, weekdays } from './company.ts';
import { isEmployee, type Member } from './member.ts';

/** What a person has set for themselves; null: as Slack or the company has it. */
export type Preferences = {
  language: Locale | null;
  hours: { from: string; to: string } | null;
  /** ISO weekdays on which nothing unasked is sent to them. */
  quietDays: readonly number[];
};

export const noPreferences: Preferences = { language: null, hours: null, quietDays: [] };

export const preferencesInput = z.object({
  language: z.enum(['en', 'zh']).nullable(),
  hours: z
    .object({ from: clockTime, to: clockTime })
    .refine((hours) => hours.from < hours.to, { error: 'people.hoursBackwards', path: ['to'] })
    .nullable(),
  quietDays: weekdays,
});

export type PreferencesRefusal = 'people.settingsEmployees' | 'people.alwaysQuiet';

/** Sets a person's own preferences; only they do. Refused to whom it is not open, and when no working day would be left. */
export function setPreferences(command: { by: string; preferences: Preferences }) {
  return (state: {
    member: Member | undefined;
    before: Preferences;
    workdays: readonly number[];
  }): Decision<Preferences, PreferencesRefusal> => {
    if (!isEmployee(state.member)) return refuse('people.settingsEmployees');
    const next = command.preferences;
    if (state.workdays.every((day) => next.quietDays.includes(day)))
      return refuse('people.alwaysQuiet', undefined, 'quietDays');
    if (JSON.stringify(next) === JSON.stringify(state.before)) return { next: state.before, events: [] };
    const { language, hours, quietDays } = next;
    return {
      next,
      events: [
        {
          type: 'people.preferences_set',
          version: 1,
          subject: command.by,
          data: { by: command.by, language, hours, quietDays },
        },
      ],
    };
  };
}
