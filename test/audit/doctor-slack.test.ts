import { describe, expect, it } from 'vitest';
import {
  judgeEvents,
  judgeHolidays,
  judgeHouse,
  judgeRetention,
  judgeScopes,
  judgeSlackClock,
} from '../../src/audit/doctor-slack.ts';
import { judgeBackups } from '../../src/backup/backup.doctor.ts';

const day = 86_400_000;

describe('what the doctor makes of Slack', () => {
  it('scopes: what is missing outweighs what is too much', () => {
    expect(judgeScopes(['a', 'b'], ['a', 'b'])).toMatchObject({ verdict: 'ok', values: { count: 2 } });
    expect(judgeScopes(['a', 'c'], ['a', 'b'])).toMatchObject({
      ...{ verdict: 'wrong', key: 'scopes.missing', values: { scopes: 'b' } },
    });
    expect(judgeScopes(['a', 'b', 'c'], ['a', 'b'])).toMatchObject({
      ...{ verdict: 'warning', key: 'scopes.more', values: { scopes: 'c' } },
    });
  });

  it('events: what is usual is missed after a week, what is rare never', () => {
    const asked = ['app_home_opened', 'message.im', 'user_change', 'team_join', 'app_uninstalled'];
    expect(judgeEvents(asked.slice(0, 4), asked, 99 * day).key).toBe('events.ok');
    expect(judgeEvents(asked.slice(0, 3), asked, 99 * day)).toMatchObject({
      ...{ verdict: 'ok', key: 'events.some', values: { events: 'team_join' } },
    });
    expect(judgeEvents([], asked, 6 * day).verdict).toBe('ok');
    expect(judgeEvents(['message.im', 'user_change'], asked, 8 * day)).toMatchObject({
      ...{ verdict: 'warning', values: { events: 'app_home_opened, team_join' } },
    });
  });

  it.each([
    [-9_000, 'ok'],
    [11_000, 'warning'],
    [-119_000, 'warning'],
    [120_000, 'wrong'],
  ])('a clock %i ms from Slack’s is %s', (ms, verdict) => expect(judgeSlackClock(ms).verdict).toBe(verdict));

  it('retention: one card gone is worth a word', () => {
    expect(judgeRetention({ looked: 0, gone: 0 }).key).toBe('retention.young');
    expect(judgeRetention({ looked: 8, gone: 0 }).verdict).toBe('ok');
    expect(judgeRetention({ looked: 8, gone: 1 })).toMatchObject({ verdict: 'warning' });
  });
});

it('a pilot that runs still is a warning, with how many are in', () => {
  const facts = { officers: 1, sets: 3, undecided: [] };
  expect(judgeHouse({ ...facts, pilot: { inside: 4, people: 31 } })[0]).toEqual({
    verdict: 'warning',
    key: 'pilot.running',
    values: { inside: 4, people: 31 },
  });
  expect(judgeHouse(facts).map(({ key }) => key)).not.toContain('pilot.running');
});

it('people and data: nobody to decide is wrong, no officer and no data a warning', () => {
  const keys = (facts: Parameters<typeof judgeHouse>[0]) =>
    judgeHouse(facts).map(({ verdict, key }) => `${verdict} ${key}`);
  expect(keys({ officers: 1, sets: 3, undecided: [] })).toEqual(['ok officer.ok', 'ok sets.ok']);
  expect(keys({ officers: 0, sets: 0, undecided: [] })).toEqual([
    'warning officer.none',
    'warning sets.none',
  ]);
  expect(keys({ officers: 1, sets: 3, undecided: ['payroll'] })).toEqual([
    'ok officer.ok',
    'wrong sets.undecided',
  ]);
});

it.each([
  [[], 12, 'ok holidays.ok'],
  [[2027], 10, 'ok holidays.notYet'],
  [[2027], 11, 'warning holidays.next'],
  [[2026, 2027], 3, 'wrong holidays.now'],
])('holidays missing of %j in month %i: %s', (missing, month, told) => {
  const { verdict, key } = judgeHolidays(missing, 2026, month);
  expect(`${verdict} ${key}`).toBe(told);
});

describe('backups, as the doctor says it', () => {
  const now = new Date('2026-11-26T04:00:00Z');
  const ago = (days: number) => new Date(now.getTime() - days * day);
  const last = (days: number, ok = true) => ({ at: ago(days), data: { ok } });
  const good = {
    ...{ since: ago(90), made: last(0), firstMade: ago(90) },
    ...{ checked: last(3), checkedWell: last(3) },
  };
  it.each([
    ['none are kept', good, false, 'backup.doctor.off'],
    ['all is well', good, true, 'backup.doctor.ok'],
    ['the house is young', { ...good, since: ago(1), made: undefined }, true, 'backup.doctor.soon'],
    ['none was ever made', { ...good, made: undefined }, true, 'backup.doctor.never'],
    ['the last one is old', { ...good, made: last(2) }, true, 'backup.doctor.old'],
    ['the last trial failed', { ...good, checked: last(1, false) }, true, 'backup.doctor.bad'],
    [
      'none was tried for long',
      { ...good, checked: last(15), checkedWell: last(15) },
      true,
      'backup.doctor.untried',
    ],
    [
      'none was ever tried',
      { ...good, checked: undefined, checkedWell: undefined },
      true,
      'backup.doctor.untried',
    ],
  ] as const)('%s', (_what, standing, kept, key) => {
    expect(judgeBackups(standing, kept, now).key).toBe(key);
  });
});
