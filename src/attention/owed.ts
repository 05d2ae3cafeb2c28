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

/**
 * Settles what has fallen due: told when it is still worth saying, dropped when not (the grant was given back meanwhile, the person
 * left), put off while the person does not work (`notBefore`; null for answers to their own act, which go at once). Refused before its
 * time and a second time: a moved clock or a second replica tells nobody twice.
 */
export function settle(
  state: { owed: OwedState | undefined; stillOwed: boolean; notBefore: Date | null },
  now: Date,
): Decision<OwedState, 'attention.notDue'> {
  const { owed, stillOwed } = state;
  if (owed?.state !== 'owed' || owed.dueAt > now) return refuse('attention.notDue');
  if (stillOwed && state.notBefore && state.notBefore > now)
    return { next: { ...owed, dueAt: state.notBefore }, events: [] };
  if (!stillOwed)
    return {
      next: { ...owed, state: 'dropped', settledAt: now, climbAt: null },
      events: [said('dropped', owed)],
    };
  const next: OwedState = {
    ...owed,
    state: 'told',
    settledAt: now,
    times: owed.times + 1,
    alone: owed.alone + 1,
    asked: false,
  };
  return { next, events: [said('told', owed)] };
}

function said(what: 'told' | 'dropped', { id, kind, person, subject }: OwedState): NewEvent {
  return { type: `attention.${what}`, version: 1, subject: id, data: { kind, person, about: subject } };
}
