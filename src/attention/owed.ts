import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import type { Rung } from './ladder.ts';

/** Something a person is told when it falls due. */
export type OwedState = {
  id: string;
  kind: string;
  person: string;
  subject: string;
  dueAt: Date;
  plannedAt: Date | null;
  deadline: Date | null;
  ladder: readonly Rung[];
  deputy: string | null;
  /**
   * `owed`: not said yet, or asked for again. `listed`: belongs into the person's digests. `told`: said for good. `dropped`: no longer worth
   * saying. `stopped`: its person wants to hear no more of it. `done`: nothing is owed any more.
   */
  state: 'owed' | 'listed' | 'told' | 'dropped' | 'stopped' | 'done';
  settledAt: Date | null;
  times: number;
  alone: number;
  asked: boolean;
  rung: number;
  climbAt: Date | null;
  risenTo: string | null;
};

/** Whether it still stands: to be said, or said and not done. */
export function isOpen({ state }: Pick<OwedState, 'state'>): boolean {
  return state === 'owed' || state === 'listed';
}

/** What telling something alone looks at. */
export type SettleState = {
  owed: OwedState | undefined;
  stillOwed: boolean;
  /** When its person can be spoken to; null: whatever the hour. */
  notBefore: Date | null;
  /** The day's budget is spent: it goes into the next digest, or waits until this moment where its kind has no line for one. */
  over?: { line: boolean; until: Date } | undefined;
  /** When it is said again, as a line of a digest; absent: it is told for good. */
  again?: Date | undefined;
};

/**
 * Settles what has fallen due: told when it is still worth saying, dropped when not (the grant was given back meanwhile, the person
 * left), put off while the person does not work (`notBefore`; null for answers to their own act, which go at once) or has heard enough
 * for the day. Refused before its time and a second time: a moved clock or a second replica tells nobody twice.
 */
export function settle(state: SettleState, now: Date): Decision<OwedState, 'attention.notDue'> {
  const { owed, stillOwed, over, again } = state;
  if (owed?.state !== 'owed' || owed.dueAt > now) return refuse('attention.notDue');
  if (!stillOwed) {
    const next = drop(owed, now);
    return { next, events: [dropped(next)] };
  }
  if (state.notBefore && state.notBefore > now)
    return { next: { ...owed, dueAt: state.notBefore }, events: [] };
  if (over) {
    const next: OwedState = over.line ? { ...owed, state: 'listed' } : { ...owed, dueAt: over.until };
    return { next, events: [] };
  }
  const told = { ...owed, times: owed.times + 1, alone: owed.alone + 1, asked: false };
  const next: OwedState = again
    ? { ...told, state: 'listed', dueAt: again }
    : { ...told, state: 'told', settledAt: now };
  return { next, events: [said('told', owed)] };
}

/** It is no longer worth saying. */
export function drop(owed: OwedState, now: Date): OwedState {
  return { ...owed, state: 'dropped', settledAt: now, climbAt: null, risenTo: null };
}

export function dropped(owed: OwedState): NewEvent {
  return said('dropped', owed);
}

function said(what: 'told' | 'dropped', { id, kind, person, subject }: OwedState): NewEvent {
  return { type: `attention.${what}`, version: 1, subject: id, data: { kind, person, about: subject } };
}
