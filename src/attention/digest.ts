import type { NewEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import { type Span, workingMinutes } from '../people/working-time.ts';
import { type Priority, priorities } from '../slack/capability.ts';
import { drop, dropped, type OwedState } from './owed.ts';
import { judgeTurn, leaveAfter, nextMoment, type Reach, sayAgain } from './turn.ts';

/** What somebody was told on a day, all in one message. */
export type Digest = {
  id: string;
  person: string;
  /** `yyyy-MM-dd` in the person's zone of then. */
  day: string;
  /**
   * `morning`: what has come due. `return`: the first after an absence: all that they hold, also with nothing in it. `leave`: the last before
   * three days off in a row or more: what they hold, not only what has come due.
   */
  occasion: 'morning' | 'return' | 'leave';
  /** Of a return: from when until when they were away. Of a leave: from when until when they will be. */
  from: Date | null;
  until: Date | null;
  /** Ids of what was owed, in the order in which it is said. */
  items: readonly string[];
  madeAt: Date;
};

/** How the engine treats a kind. */
export type Manners = { readonly priority: Priority; readonly repeats: boolean };

/** One person whose turn is looked at. */
export type Waiting = {
  readonly person: string;
  /** Null: nobody to be spoken to; they left, or are not one of us. */
  readonly reach: Reach | null;
  /** They take part by now. */
  readonly within: boolean;
  readonly digestDay: string | null;
  /** Unasked messages they had on `saidDay`. */
  readonly said: number;
  readonly saidDay: string | null;
  /** The absence they are back from and were not told about. */
  readonly returned: Span | null;
  /** Everything listed for them, and what has fallen due since and is to be. */
  readonly listed: readonly OwedState[];
};

/** How a person's turn ended: what changes of it, of what they are owed, and the digest if there is one. */
export type Turned = {
  readonly person: string;
  readonly lookAt: Date | null;
  readonly digestDay: string | null;
  readonly said: number;
  readonly saidDay: string | null;
  readonly returned: boolean;
  readonly digest: Digest | undefined;
  readonly changed: readonly OwedState[];
  readonly events: readonly NewEvent[];
};

/**
 * One person's turn. Made when it is due and there is something to say, or they are back from leave; else looked at again when that
 * will be so. What is no longer worth saying is dropped; what repeats is said again ever more rarely; the rest is told for good.
 */
export function takeTurn(
  tenant: string,
  waiting: Waiting,
  known: {
    readonly manners: (kind: string) => Manners | undefined;
    /** Whether it is still worth saying. */
    readonly stands: (owed: OwedState) => boolean;
  },
  now: Date,
): Turned {
  const { person, reach, digestDay } = waiting;
  const listed = waiting.listed.map(
    (owed): OwedState => (owed.state === 'listed' ? owed : { ...owed, state: 'listed' }),
  );
  const joined = listed.filter((_, n) => waiting.listed[n]?.state !== 'listed');
  const before = { person, digestDay, said: waiting.said, saidDay: waiting.saidDay, digest: undefined };
  if (!reach) {
    const gone = listed.map((owed) => drop(owed, now));
    return { ...before, lookAt: null, returned: false, changed: gone, events: gone.map(dropped) };
  }
  const back = waiting.returned && missedADay(reach, waiting.returned) ? waiting.returned : null;
  const earliest = earliestOf([...listed.map(({ dueAt }) => dueAt), ...(back ? [back.until] : [])]);
  if (!earliest) return { ...before, lookAt: null, returned: false, changed: [], events: [] };
  const turn = judgeTurn(reach, { earliest, digestDay }, now);
  const waits = { ...before, returned: back !== null, changed: joined, events: [] };
  if (!turn.due) return { ...waits, lookAt: turn.lookAt };
  // Outside of the pilot nobody is spoken to; nothing is lost.
  if (!waiting.within) return { ...waits, lookAt: nextMoment(reach, now, turn.day).at };

  const leave = leaveAfter(reach, turn.day);
  // Who comes back, or is about to go, sees how everything stands: the rhythm of repeating is for the days between.
  const asked = listed.filter(({ dueAt }) => leave !== undefined || back !== null || dueAt <= now);
  const standing = new Set(asked.filter(known.stands));
  const items = [...standing].sort(byWeight(known.manners));
  const gone = asked.filter((owed) => !standing.has(owed)).map((owed) => drop(owed, now));
  const told = items
    .filter(({ dueAt }) => dueAt <= now)
    .map((owed) => say(owed, known.manners(owed.kind)?.repeats ? reach : undefined, turn.day, now));
  const changed = new Map([...joined, ...gone, ...told].map((owed) => [owed.id, owed]));
  const left = listed.flatMap(({ id, state, dueAt }) => {
    const after = changed.get(id) ?? { state, dueAt };
    return after.state === 'listed' ? [after.dueAt] : [];
  });
  const made = items.length > 0 || back !== null;
  const day = made ? turn.day : digestDay;
  const next =
    left.length === 0 ? null : judgeTurn(reach, { earliest: earliestOf(left), digestDay: day }, now);
  const lookAt = next && (next.due ? new Date(now.getTime() + 3_600_000) : next.lookAt);
  const turned = { ...before, lookAt, returned: false, changed: [...changed.values()] };
  if (!made) return { ...turned, events: gone.map(dropped) };
  const span = back ?? leave ?? null;
  const digest: Digest = {
    id: derivedId('dig', tenant, person, turn.day),
    ...{ person, day: turn.day, occasion: back ? 'return' : leave ? 'leave' : 'morning' },
    ...{ from: span?.from ?? null, until: span?.until ?? null },
    items: items.map(({ id }) => id),
    madeAt: now,
  };
  return {
    ...turned,
    ...{ digest, digestDay: turn.day, saidDay: turn.day },
    said: saidOn(waiting, turn.day) + 1,
    events: [...gone.map(dropped), digested(digest)],
  };
}

/** Unasked messages somebody has had on a day. */
export function saidOn({ said, saidDay }: Pick<Waiting, 'said' | 'saidDay'>, day: string): number {
  return saidDay === day ? said : 0;
}

/** An absence after which there is something to catch up with: they missed a whole working day. */
function missedADay({ schedule }: Reach, { from, until }: Span): boolean {
  const own = { ...schedule, away: [] };
  const day = dayMinutes(schedule);
  return workingMinutes(own, from, until) >= day;
}

function dayMinutes({ from, to }: { from: string; to: string }): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return minutes(to) - minutes(from);
}

/** Incidents first, practice last; then what is due first, what has no deadline last. */
export function byUrgency(manners: (kind: string) => Pick<Manners, 'priority'> | undefined) {
  const weight = (owed: OwedState) => priorities.indexOf(manners(owed.kind)?.priority ?? 'practice');
  const deadline = (owed: OwedState) => owed.deadline?.getTime() ?? Number.POSITIVE_INFINITY;
  return (a: OwedState, b: OwedState): number =>
    weight(a) - weight(b) || (deadline(a) === deadline(b) ? 0 : deadline(a) - deadline(b));
}

/** By urgency; then as it came. */
function byWeight(manners: (kind: string) => Manners | undefined) {
  const urgency = byUrgency(manners);
  return (a: OwedState, b: OwedState): number =>
    urgency(a, b) || a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1);
}

function say(owed: OwedState, repeatsBy: Reach | undefined, day: string, now: Date): OwedState {
  const times = owed.times + 1;
  if (!repeatsBy) return { ...owed, times, state: 'told', settledAt: now };
  return { ...owed, times, dueAt: sayAgain(repeatsBy, day, times, owed.plannedAt ?? owed.deadline) };
}

function earliestOf(moments: readonly Date[]): Date | null {
  return moments.reduce<Date | null>((first, at) => (first && first < at ? first : at), null);
}

function digested({ id, person, day, occasion, items }: Digest): NewEvent {
  return {
    type: 'attention.digested',
    version: 1,
    subject: id,
    data: { person, day, occasion, items: items.length },
  };
}
