import { describe, expect, it } from 'vitest';
import { type ClimbState, climb, type Holder, standsIn } from '../../src/attention/climb.ts';
import { decided, refusalOf } from '../access/world.ts';
import { owedRow, reachOf, sh } from './world.ts';

const deadline = sh('2026-11-26T12:00');
const ladder = [
  { to: 'deputy', afterWorkingHours: 2 },
  { to: 'manager', afterWorkingHours: 8 },
  { to: 'officer', afterWorkingHours: 24 },
] as const;
const late = owedRow('a', { deadline, ladder, climbAt: deadline });
const [deputy, manager, officer] = ['UDEP', 'UMAN', 'UOFF'].map((id): Holder => ({ id }));
const all = [deputy, manager, officer] as Holder[];

const state = (more: Partial<ClimbState> = {}): ClimbState => ({
  ...{ owed: late, stands: true, schedule: reachOf().schedule, holders: all },
  ...more,
});
const climbed = (more: Partial<ClimbState>, now: string) => decided(climb(state(more), sh(now)));

describe('what is late climbs its ladder', () => {
  it('waits for the working hours of its first rung', () => {
    const { next, events } = climbed({}, '2026-11-26T12:00');
    expect([next.climbAt, next.risenTo, events]).toEqual([sh('2026-11-26T14:00'), null, []]);
  });

  it('comes to the deputy, then the manager, then the officer, each in their time', () => {
    let owed = late;
    const seen: unknown[] = [];
    for (const now of ['2026-11-26T14:00', '2026-11-27T11:00', '2026-12-01T09:00']) {
      const { next, events } = climbed({ owed: { ...owed, climbAt: sh(now) } }, now);
      seen.push([next.risenTo, events[0]?.data.rung, next.climbAt]);
      owed = next;
    }
    expect(seen).toEqual([
      ['UDEP', 'deputy', sh('2026-11-27T11:00')],
      ['UMAN', 'manager', sh('2026-11-30T18:00')],
      ['UOFF', 'officer', null],
    ]);
  });

  it('passes a rung that is missing, in the next one’s own time', () => {
    const { next, events } = climbed(
      { holders: ['nobody', manager as Holder, officer as Holder] },
      '2026-11-26T14:00',
    );
    expect([next.rung, next.climbAt, events]).toEqual([1, sh('2026-11-27T11:00'), []]);
  });

  it('goes past a rung that is away at once: never to them, and not later for it', () => {
    const { next } = climbed({ holders: ['away', manager as Holder, officer as Holder] }, '2026-11-26T14:00');
    expect([next.risenTo, next.rung]).toEqual(['UMAN', 2]);
  });

  it('is looked at again on the next working day when nobody is there', () => {
    const { next, events } = climbed({ holders: ['away', 'nobody', 'away'] }, '2026-11-26T14:00');
    expect([next.climbAt, next.rung, next.risenTo, events]).toEqual([sh('2026-11-27T14:00'), 0, null, []]);
  });

  it('ends when no rung is left, and when it was done', () => {
    const none = climbed({ holders: ['nobody', 'nobody', 'nobody'] }, '2026-12-04T14:00');
    expect([none.next.climbAt, none.events]).toEqual([null, []]);
    const done = climbed({ stands: false, owed: { ...late, risenTo: 'UDEP' } }, '2026-11-26T14:00');
    expect([done.next.climbAt, done.next.risenTo, done.events]).toEqual([null, null, []]);
  });

  it('tells nobody of their own, and nobody twice', () => {
    const own = climbed(
      { holders: [{ id: 'ULIN' }, manager as Holder, officer as Holder] },
      '2026-11-26T14:00',
    );
    expect(own.next).toMatchObject({ risenTo: null, climbAt: sh('2026-11-27T11:00') });
    const same = { ...late, rung: 1, risenTo: 'UMAN', climbAt: sh('2026-11-27T11:00') };
    expect(climbed({ owed: same }, '2026-11-27T11:00').next).toMatchObject({ risenTo: 'UMAN', rung: 2 });
  });

  it('does not rush up after nothing ticked for days', () => {
    const { next } = climbed({}, '2026-12-04T10:00');
    expect([next.risenTo, next.climbAt]).toEqual(['UDEP', sh('2026-12-04T16:00')]);
  });

  it('is refused before its time, and without a deadline', () => {
    expect(refusalOf(climb(state(), sh('2026-11-26T11:59')))).toEqual(['attention.notDue']);
    expect(refusalOf(climb(state({ owed: { ...late, climbAt: null } }), deadline))).toEqual([
      'attention.notDue',
    ]);
  });
});

describe('who stands in', () => {
  const known = (deputies: Record<string, string[]>, away: string[], left: string[] = []) => ({
    present: (id: string) => !left.includes(id),
    there: (id: string) => !left.includes(id) && !away.includes(id),
    deputiesOf: (id: string) => deputies[id] ?? [],
  });
  it.each<[string, string[], ReturnType<typeof known>, Holder]>([
    ['the first who is there', ['UA', 'UB'], known({}, ['UA']), { id: 'UB' }],
    ['a deputy’s own deputy', ['UA'], known({ UA: ['UB'] }, ['UA']), { id: 'UB' }],
    [
      'nobody in a circle of deputies who are all away',
      ['UA'],
      known({ UA: ['UB'], UB: ['UA', 'ULIN'] }, ['UA', 'UB']),
      'away',
    ],
    ['nobody when they left', ['UA'], known({}, [], ['UA']), 'nobody'],
    ['nobody when none was named', [], known({}, []), 'nobody'],
    ['never themselves', ['ULIN'], known({}, []), 'nobody'],
  ])('%s', (_, deputies, facts, expected) => {
    expect(standsIn('ULIN', deputies, facts)).toEqual(expected);
  });
});
