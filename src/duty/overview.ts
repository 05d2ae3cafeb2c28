import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { isEmployee, type Member } from '../people/member.ts';
import { mayLead } from './duty.ts';

/** Whose duties somebody may look over: everybody's, those of who reports to them, or nobody's. */
export function mayOversee(
  member: Member | undefined,
  reports: readonly string[],
): 'all' | 'reports' | undefined {
  if (mayLead(member)) return 'all';
  return isEmployee(member) && reports.length > 0 ? 'reports' : undefined;
}

/** How the overview can be looked at. */
export const lenses = ['week', 'late', 'never', 'owner', 'chapter', 'office'] as const;
export type Lens = (typeof lenses)[number];

export const dutyFiles = ['year', 'rules', 'history'] as const;
export type DutyFile = (typeof dutyFiles)[number];

/** Asks for a file about the duties one oversees; it is made and sent afterwards. Refused to whoever oversees none. */
export function askFile(command: { by: string; what: DutyFile }) {
  return (state: {
    actor: Member | undefined;
    reports: readonly string[];
  }): Decision<null, 'overview.notYours'> => {
    if (!mayOversee(state.actor, state.reports)) return refuse('overview.notYours');
    const event: NewEvent = {
      type: 'duty.file_asked',
      version: 1,
      subject: command.by,
      data: { by: command.by, what: command.what },
    };
    return { next: null, events: [event] };
  };
}
