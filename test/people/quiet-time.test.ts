import { describe, expect, it } from 'vitest';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { insideQuiet, leavesOpen, nextReachable } from '../../src/people/quiet-time.ts';

const schedule = { ...companySchedule(companyDefaults), holidays: 'none' as const };
/** In Shanghai, in the week of Monday 23 November 2026. */
const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}:00+08:00`);
const lunch = { from: '12:00', to: '13:30' };

describe('quiet times', () => {
  it.each([
    [lunch, ['12:00', '13:29'], ['11:59', '13:30']],
    [{ from: '22:00', to: '08:00' }, ['22:00', '00:00', '07:59'], ['08:00', '21:59']],
  ])('of %o hold %o and not %o', (quiet, inside, outside) => {
    expect(inside.every((time) => insideQuiet(quiet, time))).toBe(true);
    expect(outside.some((time) => insideQuiet(quiet, time))).toBe(false);
  });

  it('leave working time open, or not', () => {
    const hours = { from: '09:00', to: '18:00' };
    for (const quiet of [lunch, { from: '22:00', to: '10:00' }, { from: '09:00', to: '17:59' }])
      expect(leavesOpen(quiet, hours), JSON.stringify(quiet)).toBe(true);
    for (const quiet of [hours, { from: '00:00', to: '18:00' }, { from: '19:00', to: '18:30' }])
      expect(leavesOpen(quiet, hours), JSON.stringify(quiet)).toBe(false);
  });
});

describe('when somebody may be written to next', () => {
  it.each([
    ['at work: at once', lunch, at(24, '11:59'), at(24, '11:59')],
    ['in the quiet: at its end', lunch, at(24, '12:00'), at(24, '13:30')],
    ['before work: when it begins', lunch, at(24, '07:00'), at(24, '09:00')],
    [
      'quiet until the evening: the next day',
      { from: '15:00', to: '23:00' },
      at(24, '16:00'),
      at(25, '09:00'),
    ],
    ['quiet in the morning, over midnight', { from: '20:00', to: '10:00' }, at(24, '09:00'), at(24, '10:00')],
    ['on Friday evening: on Monday', { from: '17:00', to: '09:30' }, at(27, '17:30'), at(30, '09:30')],
    ['with no quiet times', null, at(24, '12:00'), at(24, '12:00')],
    [
      'quiet that leaves nothing counts for nothing',
      { from: '08:00', to: '19:00' },
      at(24, '12:00'),
      at(24, '12:00'),
    ],
  ])('%s', (_, quiet, asked, reached) => {
    expect(nextReachable(schedule, quiet, asked)).toEqual(reached);
  });

  it('is never in the hour that a clock change repeats or leaves out, twice', () => {
    const london = {
      ...schedule,
      tz: 'Europe/London',
      days: [1, 2, 3, 4, 5, 6, 7],
      from: '00:00',
      to: '23:00',
    };
    const night = { from: '00:30', to: '01:30' };
    // 25 October 2026: 01:00 to 02:00 comes twice. 28 March 2027: it does not come at all.
    for (const asked of ['2026-10-24T23:45:00Z', '2027-03-28T00:45:00Z']) {
      const reached = nextReachable(london, night, new Date(asked));
      expect(reached.getTime()).toBeGreaterThan(new Date(asked).getTime());
      expect(reached.getTime() - new Date(asked).getTime()).toBeLessThanOrEqual(2 * 3_600_000);
    }
  });
});
