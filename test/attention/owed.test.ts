import { describe, expect, it } from 'vitest';
import { type OwedState, settle } from '../../src/attention/owed.ts';

const due = new Date('2026-11-23T12:00:00.000Z');
const owed: OwedState = {
  id: 'owe_1',
  kind: 'access.ending',
  person: 'ULIN',
  subject: 'grn_1',
  dueAt: due,
  plannedAt: null,
  deadline: null,
  ladder: [],
  deputy: null,
  state: 'owed',
  settledAt: null,
  times: 0,
  alone: 0,
  asked: false,
  rung: 0,
  climbAt: null,
  risenTo: null,
};

describe('settling what is owed', () => {
  it.each([
    [true, 'told'],
    [false, 'dropped'],
  ] as const)('when it is still worth saying is %s: %s', (stillOwed, state) => {
    expect(settle({ owed, stillOwed, notBefore: null }, due)).toEqual({
      next: { ...owed, state, settledAt: due, ...(stillOwed ? { times: 1, alone: 1 } : {}) },
      events: [
        {
          type: `attention.${state}`,
          version: 1,
          subject: 'owe_1',
          data: { kind: 'access.ending', person: 'ULIN', about: 'grn_1' },
        },
      ],
    });
  });

  it('is put off until the person works, without a word in the record', () => {
    const monday = new Date('2026-11-24T01:00:00.000Z');
    expect(settle({ owed, stillOwed: true, notBefore: monday }, due)).toEqual({
      next: { ...owed, dueAt: monday },
      events: [],
    });
    expect(settle({ owed, stillOwed: true, notBefore: due }, due)).toHaveProperty('next.state', 'told');
    // What is no longer worth saying need not wait.
    expect(settle({ owed, stillOwed: false, notBefore: monday }, due)).toHaveProperty(
      'next.state',
      'dropped',
    );
  });

  it.each<[string, OwedState | undefined, Date]>([
    ['before its time', owed, new Date(due.getTime() - 1)],
    ['a second time, told', { ...owed, state: 'told' }, due],
    ['a second time, dropped', { ...owed, state: 'dropped' }, due],
    ['for nothing', undefined, due],
  ])('is refused %s', (_, state, now) => {
    expect(settle({ owed: state, stillOwed: true, notBefore: null }, now)).toEqual({
      refused: { key: 'attention.notDue' },
    });
  });
});
