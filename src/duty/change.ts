import { isDeepStrictEqual } from 'node:util';
import { type Decision, type Refusal, refuse } from '../kernel/decision.ts';
import { isEmployee } from '../people/member.ts';
import {
  type Duty,
  type DutyInput,
  type DutyRefusal,
  type DutyState,
  happened,
  mayAddFor,
  mayLead,
  recorded,
} from './duty.ts';
import { plan } from './plan.ts';

/**
 * Adds a duty. Refused: for somebody one may not give duties; an owner, deputy or checker who is no employee, or two of the three who are
 * one person; a rule that never happens or more than once a day; a day that is past.
 */
export function addDuty(command: DutyInput & { id: string; by: string | null }) {
  return (state: DutyState, now: Date): Decision<Duty, DutyRefusal> => {
    const { id, by, ...rule } = command;
    if (state.before) return refuse('duty.exists');
    if (by !== null && !mayAddFor(state.actor, state.people.get(rule.owner), rule.kind))
      return refuse('duty.mayNotLead', undefined, 'owner');
    if (callsMeeting(rule, by, state)) return refuse('duty.mayNotCall', undefined, 'participants');
    const wrong = wrongPeople(rule, state);
    if (wrong) return wrong;
    const planned = plan(rule, null, state.schedule, now);
    if ('refused' in planned) return planned;
    const next: Duty = {
      ...{ id, ...rule, ...planned, state: 'active', retiredWhy: null, leftBy: null },
      ...{ addedBy: by, addedAt: now, revision: 1 },
    };
    return { next, events: [happened('duty.added', next, by, recorded(next))] };
  };
}

/** Changes the rule; what is open stays as it was opened. Refused as adding, without the right, and for an older form. */
export function changeDuty(command: DutyInput & { by: string | null; revision: number }) {
  return (state: DutyState, now: Date): Decision<Duty, DutyRefusal> => {
    const { by, revision, ...rule } = command;
    const { before } = state;
    if (!before) return refuse('duty.unknown');
    if (before.state === 'retired') return refuse('duty.retired');
    if (by !== null && !mayLead(state.actor) && before.addedBy !== by) return refuse('duty.mayNotChange');
    if (before.revision !== revision) return refuse('duty.changedMeanwhile');
    if (
      by !== null &&
      rule.owner !== before.owner &&
      !mayAddFor(state.actor, state.people.get(rule.owner), before.kind)
    )
      return refuse('duty.mayNotLead', undefined, 'owner');
    if (callsMeeting(rule, by, state)) return refuse('duty.mayNotCall', undefined, 'participants');
    const wrong = wrongPeople(rule, state);
    if (wrong) return wrong;
    const moved = !isDeepStrictEqual(when(rule), when(before)) && !opened(rule, before);
    const planned = moved && before.state === 'active' ? plan(rule, before.lastOn, state.schedule, now) : {};
    if ('refused' in planned) return planned as Refusal<DutyRefusal>;
    const next: Duty = {
      ...before,
      ...rule,
      ...planned,
      leftBy: rule.owner === before.owner ? before.leftBy : null,
    };
    if (isDeepStrictEqual(recorded(next), recorded(before)) && sameWords(next, before))
      return { next: before, events: [] };
    next.revision += 1;
    return { next, events: [happened('duty.changed', next, by, recorded(next))] };
  };
}

/** Makes a meeting of what was none without leading: its agenda says what is late in the whole company, and whose it is. */
function callsMeeting(
  rule: Pick<DutyInput, 'kind'>,
  by: string | null,
  { actor, before }: Pick<DutyState, 'actor' | 'before'>,
): boolean {
  return by !== null && rule.kind === 'meeting' && before?.kind !== 'meeting' && !mayLead(actor);
}

/** What the next planned day hangs on. */
function when({ cadence, office, leadDays }: Pick<Duty, 'cadence' | 'office' | 'leadDays'>) {
  return [cadence, office.tz, office.holidays, leadDays];
}

/** What happens once and has been opened does not open again because its lead changed. */
function opened({ cadence }: Pick<Duty, 'cadence'>, before: Duty): boolean {
  return (
    cadence.kind === 'once' &&
    before.cadence.kind === 'once' &&
    cadence.on === before.cadence.on &&
    before.nextOn === null
  );
}

function sameWords(a: Duty, b: Duty): boolean {
  return (
    a.titleEn === b.titleEn &&
    a.titleZh === b.titleZh &&
    a.action?.cause === b.action?.cause &&
    a.why.law === b.why.law &&
    isDeepStrictEqual(a.asks, b.asks)
  );
}

type People = Pick<DutyInput, 'kind' | 'owner' | 'deputy' | 'checker' | 'participants' | 'action'>;

function wrongPeople(
  rule: People,
  { people, before }: Pick<DutyState, 'people' | 'before'>,
): Refusal<DutyRefusal> | undefined {
  const { kind, owner, deputy, checker, participants, action } = rule;
  // Who stays is not looked at again: they may have left since, and their duties are on their way.
  const here = (id: string | null | undefined, was: string | null | undefined) =>
    !id || id === was || isEmployee(people.get(id));
  if (!here(owner, before?.owner)) return refuse('duty.ownerNotEmployee', undefined, 'owner');
  if (!here(deputy, before?.deputy)) return refuse('duty.deputyNotEmployee', undefined, 'deputy');
  if (!here(checker, before?.checker)) return refuse('duty.checkerNotEmployee', undefined, 'checker');
  if (!here(action?.effectiveBy, before?.action?.effectiveBy))
    return refuse('duty.effectiveNotEmployee', undefined, 'effectiveBy');
  const invited = before?.participants ?? [];
  if (!participants.every((id) => here(id, invited.includes(id) ? id : null)))
    return refuse('duty.participantNotEmployee', undefined, 'participants');
  if (participants.length > 0 && kind !== 'meeting')
    return refuse('duty.noMeeting', undefined, 'participants');
  if (deputy === owner) return refuse('duty.ownDeputy', undefined, 'deputy');
  if (checker === owner) return refuse('duty.ownChecker', undefined, 'checker');
  if (checker !== null && checker === deputy) return refuse('duty.deputyChecks', undefined, 'checker');
  if (action?.effectiveBy && action.effectiveBy === owner)
    return refuse('duty.ownEffect', undefined, 'effectiveBy');
  return undefined;
}
