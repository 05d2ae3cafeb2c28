import { type Decision, refuse } from '../kernel/decision.ts';
import { isEmployee, type Member } from './member.ts';

/** What greeting looks at. */
export type WelcomeState = { member: Member | undefined; welcomedAt: Date | null; takesPart: boolean };

/**
 * Greets a person once, for ever. Refused: a second time, to whoever is no employee, and before they take part (the pilot group).
 */
export function welcome(command: { id: string }) {
  return (state: WelcomeState, now: Date): Decision<Date, 'people.notDue'> => {
    if (state.welcomedAt || !isEmployee(state.member)) return refuse('people.notDue');
    if (!state.takesPart) return refuse('people.notDue');
    return { next: now, events: [{ type: 'people.welcomed', version: 1, subject: command.id, data: {} }] };
  };
}
