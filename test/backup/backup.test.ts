import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askBackup,
  daily,
  dueAgain,
  isUnderWay,
  type Kept,
  outdated,
  weekly,
} from '../../src/backup/backup.ts';
import { person } from '../access/world.ts';

const zhou = person('U09ZHOULI00', { roles: ['admin'] });
const lin = person('U01LINXIAO0');
const at = (text: string) => new Date(`2026-11-${text}:00.000Z`);
const none = { since: undefined, done: undefined, failed: undefined };

describe('when a backup is due', () => {
  it.each([
    ['a house without events', none, '25T03:00', false],
    ['a house of half an hour', { ...none, since: at('25T02:30') }, '25T03:00', false],
    ['a house of an hour', { ...none, since: at('25T02:00') }, '25T03:00', true],
    [
      'a backup of 23 h 59 min ago',
      { ...none, since: at('01T00:00'), done: at('24T03:01') },
      '25T03:00',
      false,
    ],
    ['a backup of a day ago', { ...none, since: at('01T00:00'), done: at('24T03:00') }, '25T03:00', true],
    [
      'one that failed half an hour ago',
      { ...none, done: at('20T03:00'), failed: at('25T02:30') },
      '25T03:00',
      false,
    ],
    [
      'one that failed an hour ago',
      { ...none, done: at('20T03:00'), failed: at('25T02:00') },
      '25T03:00',
      true,
    ],
    [
      'one that failed before the last',
      { ...none, done: at('24T03:00'), failed: at('24T02:00') },
      '25T03:00',
      true,
    ],
    ['a clock that was put back', { ...none, done: at('28T03:00') }, '25T03:00', false],
  ] as const)('%s', (_, past, now, due) => {
    expect(dueAgain(past, daily, at(now))).toBe(due);
  });

  it('comes once after many missed days', () => {
    const now = at('25T03:00');
    expect(dueAgain({ ...none, done: at('02T03:00') }, daily, now)).toBe(true);
    expect(dueAgain({ ...none, done: now }, daily, now)).toBe(false);
  });

  it('is tried a day after the first one, then weekly, and daily while it goes wrong', () => {
    const since = at('02T03:00');
    expect(dueAgain({ ...none, since }, weekly, at('03T02:59'))).toBe(false);
    expect(dueAgain({ ...none, since }, weekly, at('03T03:00'))).toBe(true);
    expect(dueAgain({ ...none, since, done: at('03T03:00') }, weekly, at('10T02:59'))).toBe(false);
    expect(dueAgain({ ...none, since, done: at('03T03:00') }, weekly, at('10T03:00'))).toBe(true);
    const failing = { since, done: at('03T03:00'), failed: at('10T03:00') };
    expect(dueAgain(failing, weekly, at('11T02:59'))).toBe(false);
    expect(dueAgain(failing, weekly, at('11T03:00'))).toBe(true);
  });
});

describe('what is kept', () => {
  it('of a backup a day for two months: seven days and, behind them, the last of three more weeks', () => {
    const made = Array.from({ length: 60 }, (_, n) => {
      const day = new Date(Date.UTC(2026, 9, 1 + n, 3));
      return { name: day.toISOString().slice(0, 10), at: day };
    });
    const gone = new Set(outdated(made));
    // The newest, 29 November 2026, is a Sunday.
    expect(made.map(({ name }) => name).filter((name) => !gone.has(name))).toEqual([
      ...['2026-11-08', '2026-11-15', '2026-11-22'],
      ...['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'],
    ]);
  });

  it('of several on one day: the last', () => {
    const made = ['25T03:00', '25T09:00', '25T08:00'].map((name) => ({ name, at: at(name) }));
    expect(outdated(made)).toEqual(['25T08:00', '25T03:00']);
  });

  it('never lets the newest go, nor what is not there, nor more than it may; a second look changes nothing', () => {
    const some = fc.uniqueArray(
      fc.record({
        name: fc.string({ maxLength: 8 }),
        at: fc.date({ noInvalidDate: true, min: at('01T00:00') }),
      }),
      { selector: ({ name }: Kept) => name, maxLength: 60 },
    );
    fc.assert(
      fc.property(some, (made) => {
        const gone = new Set(outdated(made));
        const left = made.filter(({ name }) => !gone.has(name));
        for (const name of gone) expect(made.some((one) => one.name === name)).toBe(true);
        const newest = Math.max(...made.map((one) => one.at.getTime()));
        if (made.length > 0) expect(left.some((one) => one.at.getTime() === newest)).toBe(true);
        expect(left.length).toBeLessThanOrEqual(11);
        expect(outdated(left)).toEqual([]);
      }),
    );
  });
});

describe('asking for one', () => {
  const last = { asked: undefined, done: undefined, failed: undefined };
  const now = at('25T03:00');
  const ask = askBackup({ by: zhou.id, kept: true });

  it('is an admin’s, and an event', () => {
    expect(ask({ actor: zhou, last }, now)).toEqual({
      next: null,
      events: [{ type: 'backup.asked', version: 1, subject: 'backup', data: { by: zhou.id } }],
    });
  });

  it('is refused to others, where none are kept, and while one is made', () => {
    expect(ask({ actor: lin, last }, now)).toEqual({ refused: { key: 'backup.notAdmin' } });
    const off = askBackup({ by: zhou.id, kept: false })({ actor: zhou, last }, now);
    expect(off).toEqual({ refused: { key: 'backup.off' } });
    const asked = { ...last, asked: at('25T02:59') };
    expect(ask({ actor: zhou, last: asked }, now)).toEqual({ refused: { key: 'backup.underWay' } });
  });

  it('is under way until it is made, failed, or an hour has passed', () => {
    const asked = at('25T02:30');
    expect(isUnderWay({ ...last, asked }, now)).toBe(true);
    expect(isUnderWay({ ...last, asked, done: at('25T02:31') }, now)).toBe(false);
    expect(isUnderWay({ ...last, asked, failed: at('25T02:31') }, now)).toBe(false);
    expect(isUnderWay({ ...last, asked: at('25T01:59') }, now)).toBe(false);
  });
});
