import type { NewEvent } from '../kernel/event.ts';
import type { Duty } from './duty.ts';
import { happened, isOpen, type Occurrence, passed } from './occurrence.ts';

/** What the change of a rule means for what waits of it. */
export type Followed = { occurrences: readonly Occurrence[]; events: readonly NewEvent[] };

/**
 * What its owner had goes to the new one; what was passed to somebody else for once stays with them, except `along`, the one that was being
 * passed on when its rule was. Retired, what nobody has done yet is
 * over with the rule; what was handed in can still be checked.
 */
export function follow(
  before: Duty | undefined,
  next: Duty,
  waiting: readonly Occurrence[],
  by: string | null,
  now: Date,
  along?: string,
): Followed {
  if (!before) return { occurrences: [], events: [] };
  const over = next.state === 'retired' && before.state !== 'retired';
  // What happens once and was put on another day opens then.
  const moved =
    next.cadence.kind === 'once' && before.cadence.kind === 'once' && next.cadence.on !== before.cadence.on;
  if (over || moved) return ended(waiting, over ? 'retired' : 'moved', by, now);
  const { owner } = next;
  if (owner === null || owner === before.owner) return { occurrences: [], events: [] };
  const passedOn = waiting
    .filter((one) => isOpen(one) && one.owner !== owner)
    .filter((one) => one.owner === before.owner || before.owner === null || one.id === along)
    .map((one) => passed(one, by, owner));
  return { occurrences: passedOn.map((one) => one.next), events: passedOn.flatMap((one) => one.events) };
}

function ended(
  waiting: readonly Occurrence[],
  why: 'retired' | 'moved',
  by: string | null,
  now: Date,
): Followed {
  const occurrences = waiting
    .filter(isOpen)
    .map((one): Occurrence => ({ ...one, state: 'skipped', doneAt: now, doneBy: by, note: null }));
  return { occurrences, events: occurrences.map((one) => happened('duty.skipped', one, by, { why })) };
}
