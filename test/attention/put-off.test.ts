import { describe, expect, it } from 'vitest';
import type { OwedState } from '../../src/attention/owed.ts';
import {
  type Delay,
  delayedUntil,
  isPutOff,
  isStopped,
  type PutOffState,
  snooze,
  stop,
  takeBack,
} from '../../src/attention/put-off.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { decided, refusalOf } from '../access/world.ts';

const now = new Date('2026-11-26T02:00:00.000Z');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const owed: OwedState = {
  ...{
    id: 'owe_1',
    kind: 'duty.open',
    person: 'ULIN',
    subject: 'occ_1',
    dueAt: at(1_000),
    plannedAt: null,
    deadline: at(600),
  },
  ...{ ladder: [], deputy: null, state: 'listed', settledAt: null, times: 1, alone: 0, asked: false },
  ...{ rung: 0, climbAt: null, risenTo: null },
};
const state: PutOffState = { owed, stillOwed: true, mayStop: true, before: undefined };
const lin = { by: 'ULIN' };

describe('putting something off', () => {
  it('has it said at that moment, and remembers how it stood', () => {
    const { next, events } = decided(snooze({ ...lin, until: at(20) })(state));
    expect(next.owed).toEqual({ ...owed, state: 'owed', asked: true, dueAt: at(20) });
    expect(next.putOff).toEqual({
      ...{
        owed: 'owe_1',
        until: at(20),
        state: 'stands',
        wasState: 'listed',
        wasDueAt: owed.dueAt,
        revision: 1,
      },
    });
    expect(events).toEqual([
      {
        type: 'attention.snoozed',
        version: 1,
        subject: 'owe_1',
        data: { kind: 'duty.open', person: 'ULIN', about: 'occ_1', until: at(20).toISOString() },
      },
    ]);
    expect(isPutOff(next.owed, next.putOff, at(19))).toBe(true);
    expect(isPutOff(next.owed, next.putOff, at(20))).toBe(false);
  });

  it('can be taken back until then: it stands as before', () => {
    const { next } = decided(snooze({ ...lin, until: at(20) })(state));
    const put = { ...state, owed: next.owed, before: next.putOff };
    const back = decided(takeBack(lin)(put, at(19)));
    expect(back.next.owed).toEqual(owed);
    expect(back.next.putOff).toMatchObject({ state: 'taken_back', revision: 2 });
    expect(back.events).toMatchObject([{ type: 'attention.taken_back', subject: 'owe_1' }]);
    expect(refusalOf(takeBack(lin)(put, at(20)))).toEqual(['attention.backAlready']);
    const again = { ...state, owed: back.next.owed, before: back.next.putOff };
    expect(refusalOf(takeBack(lin)(again, at(19)))).toEqual(['attention.backAlready']);
    expect(decided(snooze({ ...lin, until: at(60) })(again)).next.putOff).toMatchObject({ revision: 3 });
  });

  it('goes back to how it was told first, however often it was put off', () => {
    const once = decided(snooze({ ...lin, until: at(20) })(state)).next;
    const twice = decided(
      snooze({ ...lin, until: at(180) })({ ...state, owed: once.owed, before: once.putOff }),
    ).next;
    expect(twice.putOff).toMatchObject({
      until: at(180),
      wasState: 'listed',
      wasDueAt: owed.dueAt,
      revision: 2,
    });
    expect(
      decided(takeBack(lin)({ ...state, owed: twice.owed, before: twice.putOff }, at(30))).next.owed,
    ).toEqual(owed);
  });

  it('remembers anew once it was said again', () => {
    const once = decided(snooze({ ...lin, until: at(20) })(state)).next;
    const said = { ...once.owed, state: 'listed' as const, asked: false, dueAt: at(2_000) };
    const { next } = decided(
      snooze({ ...lin, until: at(60) })({ ...state, owed: said, before: once.putOff }),
    );
    expect(next.putOff).toMatchObject({ wasState: 'listed', wasDueAt: at(2_000) });
  });
});

describe('stopping one', () => {
  it('is for good, until it is taken back', () => {
    const { next, events } = decided(stop(lin)(state));
    expect(next.owed).toEqual({ ...owed, state: 'stopped' });
    expect(events).toMatchObject([{ type: 'attention.stopped', data: { about: 'occ_1' } }]);
    expect(isStopped(next.owed, next.putOff)).toBe(true);
    const back = takeBack(lin)({ ...state, owed: next.owed, before: next.putOff }, at(100_000));
    expect(decided(back).next.owed).toEqual(owed);
  });

  it('is not for what has to be done', () => {
    expect(refusalOf(stop(lin)({ ...state, mayStop: false }))).toEqual(['attention.mayNotStop']);
  });
});

describe('a click that comes late or from the wrong person', () => {
  const all = [snooze({ ...lin, until: at(20) }), stop(lin), takeBack(lin)];
  it.each<[string, PutOffState, string]>([
    ['about nothing', { ...state, owed: undefined }, 'attention.unknown'],
    ['about somebody else’s', { ...state, owed: { ...owed, person: 'UEMMA' } }, 'attention.notYours'],
    ['after it was done', { ...state, owed: { ...owed, state: 'done' } }, 'attention.over'],
    ['after it was dropped', { ...state, owed: { ...owed, state: 'dropped' } }, 'attention.over'],
    ['when nothing is left of it', { ...state, stillOwed: false }, 'attention.over'],
  ])('is refused %s', (_, of, key) => {
    for (const decide of all) expect(refusalOf(decide(of, now))).toEqual([key]);
  });
});

describe('until when', () => {
  const schedule = { ...companySchedule(companyDefaults), holidays: 'china' as const };
  const own = { schedule, quiet: null, digestAt: null };
  const shanghai = (text: string) => new Date(`${text}:00+08:00`);
  it.each<[Delay, string, object, string]>([
    ['20m', '2026-11-26T10:00', {}, '2026-11-26T10:20'],
    ['1h', '2026-11-26T10:00', {}, '2026-11-26T11:00'],
    ['3h', '2026-11-26T17:00', {}, '2026-11-26T20:00'],
    ['tomorrow', '2026-11-26T10:00', {}, '2026-11-27T09:00'],
    ['tomorrow', '2026-11-26T10:00', { digestAt: '10:30' }, '2026-11-27T10:30'],
    ['tomorrow', '2026-11-27T10:00', {}, '2026-11-30T09:00'],
    ['tomorrow', '2026-11-26T10:00', { quiet: { from: '08:00', to: '09:30' } }, '2026-11-27T09:30'],
    ['tomorrow', '2026-09-30T10:00', {}, '2026-10-08T09:00'],
    ['week', '2026-11-26T10:00', {}, '2026-11-30T09:00'],
    ['week', '2026-11-30T10:00', { digestAt: '09:15' }, '2026-12-07T09:15'],
    ['week', '2026-09-28T10:00', {}, '2026-10-08T09:00'],
  ])('%s, said at %s with %o: %s', (delay, said, more, until) => {
    expect(delayedUntil(delay, shanghai(said), { ...own, ...more })).toEqual(shanghai(until));
  });
});
