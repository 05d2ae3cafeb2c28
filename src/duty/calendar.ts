import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { isEmployee, type Member } from '../people/member.ts';

/** A person's private link to their duties as a calendar. `hash` is of its secret; null: it was turned off. */
export type CalendarLink = { person: string; serial: number; hash: string | null; madeAt: Date };

export type CalendarRefusal = 'calendar.notEmployee' | 'calendar.none';

export type CalendarState = {
  actor: Member | undefined;
  before: CalendarLink | undefined;
  /** Of the link that comes next. */
  nextHash: string;
};

/** The lock of a person's link. */
export function calendarKey(person: string): string {
  return `calendar:${person}`;
}

/** Makes a link for one's own duties, in the place of an older one, which leads nowhere from now on. Refused to whoever is no employee. */
export function renewLink(command: { by: string }) {
  return (state: CalendarState, now: Date): Decision<CalendarLink, CalendarRefusal> => {
    if (!isEmployee(state.actor)) return refuse('calendar.notEmployee');
    const serial = (state.before?.serial ?? 0) + 1;
    return {
      next: { person: command.by, serial, hash: state.nextHash, madeAt: now },
      events: [happened('duty.calendar_linked', command.by, serial)],
    };
  };
}

/** Turns one's own link off. Refused where there is none. */
export function dropLink(command: { by: string }) {
  return ({ before }: Pick<CalendarState, 'before'>): Decision<CalendarLink, CalendarRefusal> => {
    if (!before || before.hash === null) return refuse('calendar.none');
    return {
      next: { ...before, hash: null },
      events: [happened('duty.calendar_unlinked', command.by, before.serial)],
    };
  };
}

function happened(type: string, by: string, serial: number): NewEvent {
  return { type, version: 1, subject: by, data: { by, serial } };
}
