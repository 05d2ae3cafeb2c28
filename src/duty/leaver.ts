import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { isEmployee, type Member } from '../people/member.ts';
import { type Duty, happened } from './duty.ts';
import { follow } from './follow.ts';
import { isOpen, type Occurrence, passed } from './occurrence.ts';
import type { Opened } from './opening.ts';

export type LeaverState = {
  duty: Duty | undefined;
  waiting: readonly Occurrence[];
  /** By id: everybody named here. */
  people: ReadonlyMap<string, Member>;
  /** The managers above the owner, nearest first; each once, however they report to each other. */
  above: readonly string[];
  /** Who leads: privacy officers, then admins. */
  leaders: readonly string[];
};

/**
 * Sees to a duty whose people left or are employees no more. Its owner's place takes the deputy, else the nearest manager who is there, else
 * who leads, and never its checker: they stand in until they keep it or hand it over. Without anybody it waits for an owner. A deputy who left
 * has none after them; whoever came to a meeting comes no more. The checker's place takes who leads, as long as it is not the owner; so does
 * the judge's of an action. What was passed on to somebody who left comes back to the owner. Of a duty that has ended, what was handed in
 * before is still checked by somebody who is there. Refused where everybody is there, and where nobody can be found.
 */
export function replaceLeavers(state: LeaverState, now: Date): Decision<Opened, 'duty.notDue'> {
  const { duty, people, above, leaders } = state;
  if (!duty) return refuse('duty.notDue');
  const here = (id: string | null): id is string => id !== null && isEmployee(people.get(id));
  if (duty.state === 'retired') return stillChecked(duty, checkerFor(duty, state), state.waiting);
  const kept = (id: string | null) => (here(id) ? id : null);
  const next: Duty = {
    ...duty,
    deputy: kept(duty.deputy),
    participants: duty.participants.filter((id) => isEmployee(people.get(id))),
  };
  const fewer = next.participants.length < duty.participants.length;
  const events: NewEvent[] = [];
  if (!here(duty.owner)) {
    const found = [duty.deputy, ...above, ...leaders].filter(here).find((id) => id !== duty.checker) ?? null;
    next.owner = found;
    next.leftBy = duty.leftBy ?? duty.owner;
    if (next.deputy === found) next.deputy = null;
    if (found !== duty.owner)
      events.push(happened('duty.handed_over', next, null, { from: duty.owner, to: found, why: 'left' }));
  }
  next.checker = checkerFor(next, state);
  const judge = duty.action?.effectiveBy ?? null;
  const judges = leaders.filter(here).find((id) => id !== next.owner);
  if (duty.action && judge !== null && !here(judge) && judges)
    next.action = { ...duty.action, effectiveBy: judges };
  if (next.deputy !== duty.deputy || next.checker !== duty.checker || next.action !== duty.action || fewer)
    events.push(
      happened('duty.changed', next, null, {
        ...{ why: 'left', deputy: next.deputy, checker: next.checker },
        ...(duty.deputy !== null && !here(duty.deputy) ? { deputyFrom: duty.deputy } : {}),
        ...(next.checker === duty.checker ? {} : { checkerFrom: duty.checker }),
        effectiveBy: next.action?.effectiveBy ?? null,
        ...(next.action === duty.action ? {} : { judgeFrom: judge }),
        ...(fewer ? { participants: [...next.participants] } : {}),
      }),
    );
  const followed = follow(duty, next, state.waiting, null, now);
  const done = new Set(followed.occurrences.map(({ id }) => id));
  const { owner } = next;
  const back =
    owner === null
      ? []
      : state.waiting
          .filter((one) => isOpen(one) && !done.has(one.id) && !here(one.owner))
          .map((one) => passed(one, null, owner));
  const occurrences = [...followed.occurrences, ...back.map((one) => one.next)];
  if (events.length === 0 && occurrences.length === 0) return refuse('duty.notDue');
  if (next.owner !== duty.owner || next.checker !== duty.checker || next.deputy !== duty.deputy || fewer)
    next.revision += 1;
  return {
    next: { duty: next, occurrences },
    events: [...events, ...followed.events, ...back.flatMap((one) => one.events)],
  };
}

/** Whoever checks while they are there; else who leads, or a manager: not the owner nor the deputy, and sooner one who handed nothing in. */
function checkerFor(
  { owner, deputy, checker }: Duty,
  { people, above, leaders, waiting }: LeaverState,
): string | null {
  if (checker === null || isEmployee(people.get(checker))) return checker;
  const could = [...leaders, ...above].filter(
    (id) => isEmployee(people.get(id)) && id !== owner && id !== deputy,
  );
  const own = waiting.flatMap((one) => (one.state === 'submitted' ? [one.owner, one.doneBy] : []));
  return could.find((id) => !own.includes(id)) ?? could[0] ?? checker;
}

function stillChecked(
  duty: Duty,
  checker: string | null,
  waiting: readonly Occurrence[],
): Decision<Opened, 'duty.notDue'> {
  if (checker === duty.checker || !waiting.some(({ state }) => state === 'submitted'))
    return refuse('duty.notDue');
  const next: Duty = { ...duty, checker, revision: duty.revision + 1 };
  const data = { why: 'left', deputy: duty.deputy, checker, checkerFrom: duty.checker };
  return { next: { duty: next, occurrences: [] }, events: [happened('duty.changed', next, null, data)] };
}
