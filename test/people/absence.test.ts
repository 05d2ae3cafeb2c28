import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  type Absence,
  type Away,
  type AwayState,
  awayInput,
  endAway,
  recordAway,
  standIn,
  statusAway,
  takeStatus,
  turnAway,
} from '../../src/people/absence.ts';
import { decided, person, refusalOf } from '../access/world.ts';

const now = new Date('2026-11-26T02:00:00Z');
const lin = person('ULIN', { tz: 'Asia/Shanghai', manager: 'UWANG' });
const wang = person('UWANG');
const emma = person('UEMMA');
const admin = person('UADMIN', { roles: ['admin'] });

const wish: Away & { id: string; by: string } = {
  id: 'abs_1',
  by: 'ULIN',
  member: 'ULIN',
  firstDay: '2026-11-30',
  lastDay: '2026-12-04',
  deputies: ['UEMMA', 'UWANG'],
};
const state = (more: Partial<AwayState> = {}): AwayState => ({
  actor: lin,
  member: lin,
  before: undefined,
  others: [],
  deputies: [emma, wang],
  ...more,
});
const recorded = (more: Partial<Absence> = {}): Absence => ({
  ...decided(recordAway(wish)(state(), now)).next,
  ...more,
});
const shanghai = (date: Date) => DateTime.fromJSDate(date, { zone: 'Asia/Shanghai' }).toISO();

describe('recording an absence', () => {
  it('takes whole days in the zone of the absent person, the last one to its end', () => {
    const { next, events } = decided(recordAway(wish)(state(), now));
    expect(shanghai(next.from)).toBe('2026-11-30T00:00:00.000+08:00');
    expect(shanghai(next.until)).toBe('2026-12-05T00:00:00.000+08:00');
    expect(next).toMatchObject({ state: 'planned', source: 'recorded', recordedBy: 'ULIN' });
    expect(events).toEqual([
      {
        type: 'people.away_recorded',
        version: 1,
        subject: 'ULIN',
        data: {
          by: 'ULIN',
          absence: 'abs_1',
          firstDay: '2026-11-30',
          lastDay: '2026-12-04',
          deputies: ['UEMMA', 'UWANG'],
          source: 'recorded',
        },
      },
    ]);
  });

  it('begins at once when its first day is today or was', () => {
    for (const firstDay of ['2026-11-26', '2026-11-24'])
      expect(decided(recordAway({ ...wish, firstDay })(state(), now)).next.state).toBe('current');
  });

  it('is one day long when first and last are the same', () => {
    const { next } = decided(recordAway({ ...wish, lastDay: '2026-11-30' })(state(), now));
    expect(next.until.getTime() - next.from.getTime()).toBe(86_400_000);
  });

  it('refuses an absence that ends before it begins, is over, or never ends', () => {
    const refused = (more: Partial<Away>) => refusalOf(recordAway({ ...wish, ...more })(state(), now));
    expect(refused({ lastDay: '2026-11-29' })).toEqual(['people.awayBackwards', 'lastDay']);
    expect(refused({ firstDay: '2026-11-02', lastDay: '2026-11-25' })).toEqual([
      'people.awayPast',
      'lastDay',
    ]);
    expect(refused({ lastDay: '2028-01-01' })).toEqual(['people.awayTooLong', 'lastDay']);
    expect(awayInput.safeParse({ ...wish, lastDay: null }).success).toBe(false);
    expect(awayInput.safeParse({ ...wish, lastDay: '2026-02-30' }).success).toBe(false);
  });

  it('refuses days that another recorded absence has, and changes that one when asked', () => {
    const before = recorded();
    const others = [before];
    const second = { ...wish, id: 'abs_2', firstDay: '2026-12-04', lastDay: '2026-12-10' };
    expect(refusalOf(recordAway(second)(state({ others }), now))).toEqual([
      'people.awayOverlaps',
      'firstDay',
    ]);
    expect(recordAway({ ...second, firstDay: '2026-12-05' })(state({ others }), now)).toHaveProperty('next');
    const status = [recorded({ source: 'status' })];
    expect(recordAway(second)(state({ others: status }), now)).toHaveProperty('next');
    const longer = decided(recordAway({ ...wish, lastDay: '2026-12-10' })(state({ before, others }), now));
    expect(longer.events.map(({ type }) => type)).toEqual(['people.away_changed']);
  });

  it('takes a deputy who is an employee, and never the absent themselves', () => {
    const gone = person('UGONE', { leftAt: now, name: 'Gone' });
    expect(refusalOf(recordAway({ ...wish, deputies: ['ULIN'] })(state({ deputies: [lin] }), now))).toEqual([
      'people.ownDeputy',
      'deputies',
    ]);
    expect(refusalOf(recordAway({ ...wish, deputies: ['UGONE'] })(state({ deputies: [gone] }), now))).toEqual(
      ['people.deputyNotEmployee', 'deputies'],
    );
  });

  it('lets the manager and an admin record it, and nobody else', () => {
    for (const actor of [wang, admin])
      expect(recordAway({ ...wish, by: actor.id })(state({ actor }), now)).toHaveProperty('next');
    expect(refusalOf(recordAway({ ...wish, by: 'UEMMA' })(state({ actor: emma }), now))).toEqual([
      'people.awayNotYours',
    ]);
    expect(refusalOf(recordAway(wish)(state({ member: undefined }), now))).toEqual(['people.awayUnknown']);
  });

  it('reads a zone nobody knows as UTC', () => {
    const lost = { ...lin, tz: 'Mars/Base' };
    const { next } = decided(recordAway(wish)(state({ member: lost, actor: lost }), now));
    expect(next.from.toISOString()).toBe('2026-11-30T00:00:00.000Z');
  });
});

describe('an absence in time', () => {
  const during = new Date('2026-12-01T02:00:00Z');
  const after = new Date('2026-12-04T16:00:00Z');

  it('begins and ends when its time has come, once, and says since when', () => {
    const planned = recorded();
    expect(refusalOf(turnAway(planned, now))).toEqual(['people.notDue']);
    const begun = decided(turnAway(planned, during));
    expect(begun.next.state).toBe('current');
    expect(begun.events[0]).toMatchObject({ type: 'people.away_began', effectiveAt: planned.from });
    expect(refusalOf(turnAway(begun.next, during))).toEqual(['people.notDue']);
    const over = decided(turnAway(begun.next, after));
    expect(over.next.state).toBe('over');
    expect(over.events[0]).toMatchObject({ type: 'people.away_ended', effectiveAt: planned.until });
    expect(refusalOf(turnAway(over.next, after))).toEqual(['people.notDue']);
  });

  it('that was slept through whole is over, and nobody stood in', () => {
    const { next, events } = decided(turnAway(recorded(), after));
    expect(next.state).toBe('over');
    expect(events.map(({ type }) => type)).toEqual(['people.away_ended']);
  });

  it('is over when ended early, and cancelled when it had not begun', () => {
    const end = (before: Absence, at: Date) =>
      decided(endAway({ by: 'ULIN' })({ actor: lin, member: lin, before }, at));
    expect(end(recorded({ state: 'current' }), during)).toMatchObject({
      next: { state: 'over', until: during },
      events: [{ type: 'people.away_ended' }],
    });
    expect(end(recorded(), now)).toMatchObject({
      next: { state: 'cancelled' },
      events: [{ type: 'people.away_cancelled' }],
    });
    const again = endAway({ by: 'ULIN' })({ actor: lin, member: lin, before: recorded() }, after);
    expect(refusalOf(again)).toEqual(['people.awayOver']);
    const other = endAway({ by: 'UEMMA' })({ actor: emma, member: lin, before: recorded() }, now);
    expect(refusalOf(other)).toEqual(['people.awayNotYours']);
  });
});

describe('standing in', () => {
  it('is the first deputy who is there', () => {
    expect(standIn(['A', 'B'], () => true)).toBe('A');
    expect(standIn(['A', 'B'], (id) => id === 'B')).toBe('B');
    expect(standIn(['A', 'B'], () => true, ['A'])).toBe('B');
  });

  it('is nobody when both deputies are away', () => {
    expect(standIn(['A', 'B'], () => false)).toBeUndefined();
    expect(standIn([], () => true)).toBeUndefined();
  });
});

describe('a Slack status', () => {
  const seconds = Date.parse('2026-11-27T16:00:00Z') / 1_000;

  it.each([
    [':palm_tree:', '', true],
    [':face_with_thermometer:', 'Out sick', true],
    ['', '年假，周五回', true],
    ['', 'OOO', true],
    ['', 'On vacation', true],
    [':calendar:', 'In a meeting', false],
    [':house:', 'Working remotely', false],
    ['', '', false],
  ])('%s %s: %s', (emoji, text, away) => {
    expect(statusAway({ emoji, text, expiration: seconds }) !== undefined).toBe(away);
    // Without an end it says nothing about when somebody is back.
    expect(statusAway({ emoji, text, expiration: 0 })).toBeUndefined();
  });

  const until = new Date(seconds * 1_000);
  const take = (end: Date | undefined) =>
    takeStatus({ id: 'abs_s', member: 'ULIN', tz: 'Asia/Shanghai', until: end });

  it('is an absence from now on, moves with its end, and is over when cleared', () => {
    const begun = decided(take(until)(undefined, now));
    expect(begun.next).toMatchObject({
      ...{ state: 'current', source: 'status', from: now, until },
      ...{ firstDay: '2026-11-26', lastDay: '2026-11-27', deputies: [] },
    });
    expect(begun.events.map(({ type }) => type)).toEqual(['people.away_began']);
    expect(decided(take(until)(begun.next, now)).events).toEqual([]);
    const longer = decided(take(new Date(until.getTime() + 86_400_000))(begun.next, now));
    expect(longer.next).toMatchObject({ lastDay: '2026-11-28', from: now });
    expect(longer.events.map(({ type }) => type)).toEqual(['people.away_changed']);
    const cleared = decided(take(undefined)(begun.next, now));
    expect(cleared.next).toMatchObject({ state: 'over', until: now });
    expect(cleared.events.map(({ type }) => type)).toEqual(['people.away_ended']);
  });

  it('that is over says nothing', () => {
    expect(decided(take(new Date(now.getTime() - 1))(undefined, now))).toEqual({
      next: undefined,
      events: [],
    });
  });
});
