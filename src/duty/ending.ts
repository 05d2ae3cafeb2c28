import { type Decision, refuse } from '../kernel/decision.ts';
import { type Duty, happened } from './duty.ts';
import { isOpen, type Occurrence, type OccurrenceRefusal, type OccurrenceState } from './occurrence.ts';
import { retired } from './pause.ts';

/** What an act on one time of a duty leaves: that time, and its rule where the rule ends with it or comes back. */
export type Acted = { occurrence: Occurrence; rule: Duty | null };

/** Whether nothing comes of a rule by itself after this planned day: what happens once, or so many times. */
export function comesNoMore({ state, cadence, nextOn, unknownYear }: Duty, plannedOn: string): boolean {
  // A pause forgets the next day; only of what happens once it is known that there is none.
  if (state === 'paused') return cadence.kind === 'once' && cadence.on === plannedOn;
  return state === 'active' && cadence.kind !== 'after' && nextOn === null && unknownYear === null;
}

/**
 * The act with what it means for the rule: with the last time of a duty that comes no more the duty ends, while none of its other times
 * waits; and it is back as soon as that act is undone.
 */
export function withRule<S extends OccurrenceState & { waiting: readonly Occurrence[] }>(
  act: (state: S, now: Date) => Decision<Occurrence, OccurrenceRefusal>,
  by: string,
): (state: S, now: Date) => Decision<Acted, OccurrenceRefusal> {
  return (state, now) => {
    const decided = act(state, now);
    if ('refused' in decided) return decided;
    const { next: occurrence, events } = decided;
    const rule = state.duty && ruleAfter(state.duty, occurrence, state.waiting, by);
    return {
      next: { occurrence, rule: rule?.next ?? null },
      events: [...events, ...(rule?.events ?? [])],
    };
  };
}

function ruleAfter(duty: Duty, occurrence: Occurrence, waiting: readonly Occurrence[], by: string) {
  const { state, plannedOn, id } = occurrence;
  if (state === 'done' || state === 'skipped')
    return comesNoMore(duty, plannedOn) && waiting.every((one) => one.id === id)
      ? retired(duty, null, state === 'done' ? 'done' : 'over')
      : undefined;
  const endedWithIt = duty.retiredWhy === 'done' || duty.retiredWhy === 'over';
  if (!isOpen(occurrence) || !endedWithIt) return undefined;
  const next: Duty = { ...duty, state: 'active', retiredWhy: null };
  return { next, events: [happened('duty.reopened', next, by)] };
}

/**
 * Ends a duty whose last time was over before this was looked at. Refused while something comes of it or waits. `last`: its latest time.
 */
export function endOver(state: {
  duty: Duty | undefined;
  waiting: readonly Occurrence[];
  last: Occurrence | undefined;
}): Decision<Duty, 'duty.notDue'> {
  const { duty, waiting, last } = state;
  if (duty?.state !== 'active' || !last || waiting.length > 0 || !comesNoMore(duty, last.plannedOn))
    return refuse('duty.notDue');
  return retired(duty, null, last.state === 'done' ? 'done' : 'over');
}
