import { describe, expect, it } from 'vitest';
import { overdueOf } from '../../src/access/overdue.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { addWorking } from '../../src/people/working-time.ts';
import { sh } from '../attention/world.ts';

/** Nine to six in Shanghai. */
const company = companySchedule(companyDefaults);
const late = (at: string, pendingHours: number, lapsesAt?: Date) => {
  const now = sh(at);
  return overdueOf(
    { lapsesAt: lapsesAt ?? addWorking(company, now, pendingHours * 60) },
    pendingHours,
    company,
    now,
  );
};

describe('when a request that waits is late', () => {
  it('is after three quarters of a day; then manager and officer have a morning each', () => {
    expect(late('2026-12-01T10:00', 27)).toEqual({
      deadline: sh('2026-12-01T16:45'),
      ladder: [
        { to: 'manager', afterWorkingHours: 9 },
        { to: 'officer', afterWorkingHours: 18 },
      ],
    });
    expect(late('2026-12-01T10:00', 90)).toEqual(late('2026-12-01T10:00', 27));
  });

  it('is sooner where there is less time: the manager with its person, of a day the officer at once', () => {
    expect(late('2026-12-01T10:00', 18)).toEqual({
      deadline: sh('2026-12-01T14:30'),
      ladder: [
        { to: 'manager', afterWorkingHours: 0 },
        { to: 'officer', afterWorkingHours: 9 },
      ],
    });
    expect(late('2026-12-01T10:00', 9)).toEqual({
      deadline: sh('2026-12-01T12:15'),
      ladder: [{ to: 'officer', afterWorkingHours: 0 }],
    });
  });

  it('leaves everybody the morning before it lapses, at whatever hour it came', () => {
    for (const pending of [9, 18, 27])
      for (const hour of ['09:30', '11:00', '13:00', '15:30', '16:45']) {
        const { deadline, ladder } = late(`2026-12-01T${hour}`, pending);
        const last = addWorking(company, deadline, (ladder.at(-1)?.afterWorkingHours ?? 0) * 60);
        const lapses = addWorking(company, sh(`2026-12-01T${hour}`), pending * 60);
        const morning = addWorking(company, new Date(last.getTime() + 12 * 3_600_000), 1);
        expect(morning < lapses).toBe(true);
      }
  });

  it('does not count nights and days off', () => {
    // Friday evening; Monday at a quarter past eleven is a quarter of a day later.
    expect(late('2026-12-04T18:30', 9).deadline).toEqual(sh('2026-12-07T11:15'));
  });

  it('measures what ends by the calendar by the time it has', () => {
    const { deadline, ladder } = late('2026-12-01T10:00', 27, sh('2026-12-01T14:00'));
    expect(deadline).toEqual(sh('2026-12-01T11:00'));
    expect(ladder).toEqual([{ to: 'officer', afterWorkingHours: 0 }]);
    expect(late('2026-12-01T10:00', 9, sh('2026-12-01T09:00')).deadline).toEqual(sh('2026-12-01T10:00'));
  });
});
