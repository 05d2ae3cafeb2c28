import { type Decision, refuse } from '../kernel/decision.ts';
import { isEmployee } from '../people/member.ts';
import { type Duty, type DutyRefusal, type DutyState, happened, mayLead } from './duty.ts';

/** Gives a duty to another owner, or keeps it for good where one stood in. Its owner may, and who leads. */
export function handOver(command: { by: string; to: string }) {
  return (state: Omit<DutyState, 'schedule'>): Decision<Duty, DutyRefusal> => {
    const { actor, before, people } = state;
    if (!before) return refuse('duty.unknown');
    if (before.state === 'retired') return refuse('duty.retired');
    if (!mayLead(actor) && !(isEmployee(actor) && before.owner === command.by))
      return refuse('duty.mayNotChange');
    const keeps = command.to === before.owner;
    if (keeps && before.leftBy === null) return refuse('duty.sameOwner', undefined, 'to');
    if (!isEmployee(people.get(command.to))) return refuse('duty.ownerNotEmployee', undefined, 'to');
    if (before.checker === command.to) return refuse('duty.ownChecker', undefined, 'to');
    const deputy = before.deputy === command.to ? null : before.deputy;
    const next: Duty = { ...before, owner: command.to, deputy, leftBy: null, revision: before.revision + 1 };
    return {
      next,
      events: [happened('duty.handed_over', next, command.by, { from: before.owner, to: command.to })],
    };
  };
}
