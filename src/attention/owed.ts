import { type Decision, refuse } from '../kernel/decision.ts';

/** Something a person is told once, when it falls due. */
export type OwedState = {
  id: string;
  kind: string;
  person: string;
  subject: string;
  dueAt: Date;
  state: 'owed' | 'told' | 'dropped';
  settledAt: Date | null;
};

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
  const next: OwedState = { ...owed, state: stillOwed ? 'told' : 'dropped', settledAt: now };
  const { kind, person, subject } = owed;
  return {
    next,
    events: [
      {
        type: stillOwed ? 'attention.told' : 'attention.dropped',
        version: 1,
        subject: owed.id,
        data: { kind, person, about: subject },
      },
    ],
  };
}
