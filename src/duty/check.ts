import { type Decision, type Refusal, refuse } from '../kernel/decision.ts';
import type { FreeText } from '../kernel/free-text.ts';
import { isEmployee } from '../people/member.ts';
import { type Duty, mayLead } from './duty.ts';
import { happened, type Occurrence, type OccurrenceRefusal, type OccurrenceState } from './occurrence.ts';

/** Checks what was handed in. Only its checker, or who leads; never who did it. */
function checkable(
  by: string,
  { actor, duty, before }: OccurrenceState,
): { duty: Duty; before: Occurrence } | Refusal<OccurrenceRefusal> {
  if (!duty || !before) return refuse('duty.unknown');
  if (!isEmployee(actor) || actor.id !== by || (duty.checker !== by && !mayLead(actor)))
    return refuse('duty.notChecker');
  if (before.state !== 'submitted') return refuse('duty.notSubmitted', { how: before.state });
  if (before.doneBy === by || before.owner === by) return refuse('duty.checksOwn');
  return { duty, before };
}

/** Accepts what was handed in: it is done. */
export function accept(command: { by: string }) {
  return (state: OccurrenceState, now: Date): Decision<Occurrence, OccurrenceRefusal> => {
    const handed = checkable(command.by, state);
    if ('refused' in handed) return handed;
    const next: Occurrence = {
      ...handed.before,
      state: 'done',
      checkedAt: now,
      checkedBy: command.by,
      note: null,
    };
    return {
      next,
      events: [
        happened('duty.accepted', next, command.by),
        happened('duty.done', next, next.doneBy, {
          lateMinutes: next.lateMinutes,
          flagged: next.flagged,
          evidenceOn: next.evidenceOn,
        }),
      ],
    };
  };
}

/** Returns it with a sentence; what was answered stays in the form. */
export function giveBack(command: { by: string; note: FreeText }) {
  return (state: OccurrenceState, now: Date): Decision<Occurrence, OccurrenceRefusal> => {
    const handed = checkable(command.by, state);
    if ('refused' in handed) return handed;
    const { before } = handed;
    const next: Occurrence = {
      ...before,
      state: 'returned',
      checkedAt: now,
      checkedBy: command.by,
      note: command.note,
      doneAt: null,
      doneBy: null,
      lateMinutes: 0,
    };
    return {
      next,
      events: [happened('duty.returned', next, command.by, { to: before.doneBy }, command.note)],
    };
  };
}
