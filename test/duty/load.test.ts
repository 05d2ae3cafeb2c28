import { describe, expect, it } from 'vitest';
import { loads, overloaded, timesAYear } from '../../src/duty/load.ts';
import { added, officeScheduleOf, schedule, shanghai } from './world.ts';

const weekly = (by: string) =>
  added({
    owner: by,
    cadence: { kind: 'rule', rule: 'FREQ=WEEKLY;BYDAY=MO', from: '2026-11-26', off: 'stay' },
  });
const times = (cadence: Parameters<typeof timesAYear>[0]['cadence']) =>
  timesAYear({ cadence, office: shanghai, leadDays: 0 }, '2026-11-26', schedule);

describe('what people carry in a year', () => {
  it('is counted from the rules', () => {
    expect(times({ kind: 'workday', every: 'quarter', nth: 1, from: '2026-11-26' })).toBe(4);
    expect(times({ kind: 'rule', rule: 'FREQ=WEEKLY', from: '2026-11-26', off: 'stay' })).toBe(52);
    expect(times({ kind: 'after', event: 'people.left', workingDays: 3 })).toBe(0);
    expect(times({ kind: 'once', on: '2026-11-25' })).toBe(0);
  });

  it('is said to be too much above a third, and where few share it above half as much again', () => {
    const carried = (...counts: number[]) =>
      overloaded(counts.map((aYear, at) => ({ person: `U${at}`, duties: 1, aYear }))).map(
        ({ person }) => person,
      );
    expect(carried(52)).toEqual(['U0']);
    expect(carried(26, 26)).toEqual([]);
    expect(carried(50, 10)).toEqual(['U0']);
    expect(carried(20, 20, 20, 20, 20)).toEqual([]);
    expect(carried(36, 16, 16, 16, 16)).toEqual(['U0']);
    expect(carried(4)).toEqual([]);
  });

  it('leaves out what has no owner or no longer runs', () => {
    const own = weekly('ULIN');
    const all = [own, { ...own, owner: null }, { ...own, state: 'retired' as const }];
    expect(loads(all, '2026-11-26', () => officeScheduleOf({}))).toEqual([
      { person: 'ULIN', duties: 1, aYear: expect.any(Number) },
    ]);
  });
});
