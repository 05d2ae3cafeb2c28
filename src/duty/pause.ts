import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import {
  type Duty,
  type DutyRefusal,
  type DutyState,
  happened,
  mayLead,
  planOf,
  type RetiredWhy,
} from './duty.ts';
import { plan } from './plan.ts';

/** Nothing opens until it is resumed; what is open stays. */
export function pauseDuty(command: { by: string }) {
  return ({ actor, before }: Pick<DutyState, 'actor' | 'before'>): Decision<Duty, DutyRefusal> => {
    if (!before) return refuse('duty.unknown');
    if (!mayLead(actor) && before.addedBy !== command.by) return refuse('duty.mayNotChange');
    if (before.state !== 'active') return refuse('duty.notActive');
    const next: Duty = { ...before, state: 'paused', nextOn: null, opensAt: null, unknownYear: null };
    return { next, events: [happened('duty.paused', next, command.by)] };
  };
}

/** Goes on from today: the days of the pause are not made up for. */
export function resumeDuty(command: { by: string }) {
  return (state: Omit<DutyState, 'people'>, now: Date): Decision<Duty, DutyRefusal> => {
    const { actor, before } = state;
    if (!before) return refuse('duty.unknown');
    if (!mayLead(actor) && before.addedBy !== command.by) return refuse('duty.mayNotChange');
    if (before.state !== 'paused') return refuse('duty.notPaused');
    const planned = plan(before, before.lastOn, state.schedule, now);
    if ('refused' in planned) return planned;
    const next: Duty = { ...before, ...planned, state: 'active' };
    return { next, events: [happened('duty.resumed', next, command.by, planOf(next))] };
  };
}

/** Ends a duty for good. `by` is null where the house ends it: an interim one whose capability has come. */
export function retireDuty(command: { by: string | null; why?: RetiredWhy }) {
  return ({ actor, before }: Pick<DutyState, 'actor' | 'before'>): Decision<Duty, DutyRefusal> => {
    if (!before) return refuse('duty.unknown');
    if (command.by !== null && !mayLead(actor) && before.addedBy !== command.by)
      return refuse('duty.mayNotChange');
    if (before.state === 'retired') return refuse('duty.retired');
    return retired(before, command.by, command.why ?? null);
  };
}

/** A rule that has ended; `by` is null where the house ended it. */
export function retired(
  before: Duty,
  by: string | null,
  why: RetiredWhy | null,
): { next: Duty; events: NewEvent[] } {
  const next: Duty = {
    ...before,
    ...{ state: 'retired', retiredWhy: why, nextOn: null, opensAt: null, unknownYear: null },
  };
  return { next, events: [happened('duty.retired', next, by, why ? { why } : {})] };
}
