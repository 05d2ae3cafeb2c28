import { describe, expect, it } from 'vitest';
import { overdueOf } from '../../src/access/overdue.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { addWorking, isWorking, nextWorking } from '../../src/people/working-time.ts';
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
      lastCall: null,
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
      lastCall: null,
      deadline: sh('2026-12-01T14:30'),
      ladder: [
        { to: 'manager', afterWorkingHours: 0 },
        { to: 'officer', afterWorkingHours: 9 },
      ],
    });
    expect(late('2026-12-01T10:00', 9)).toEqual({
      lastCall: null,
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

  it('is told by a message of its own, two working hours before it lapses, to whom no morning can tell it', () => {
    // Of one day, asked for in its last hour or after work.
    expect(late('2026-12-01T17:30', 9).lastCall).toEqual({
      at: sh('2026-12-02T15:30'),
      to: ['person', 'officer'],
    });
    expect(late('2026-12-01T20:00', 9).lastCall?.at).toEqual(sh('2026-12-02T16:00'));
    // On a Friday: on Monday.
    expect(late('2026-12-04T17:30', 9).lastCall?.at).toEqual(sh('2026-12-07T15:30'));
    // Of more days its person has a morning, and the officer has none.
    expect(late('2026-12-01T17:30', 18).lastCall).toEqual({ at: sh('2026-12-03T15:30'), to: ['officer'] });
    expect(late('2026-12-01T17:30', 27).lastCall).toEqual({ at: sh('2026-12-04T15:30'), to: ['officer'] });
  });

  it('is told so no sooner than it is late, where it waits for some hours only', () => {
    const of = (hours: number) => late('2026-12-01T10:00', hours);
    expect([of(1).deadline, of(1).lastCall?.at]).toEqual([sh('2026-12-01T10:15'), sh('2026-12-01T10:15')]);
    expect([of(4).deadline, of(4).lastCall?.at]).toEqual([sh('2026-12-01T11:00'), sh('2026-12-01T12:00')]);
  });

  it('leaves nobody without a word before it lapses, whenever it came and however long it may wait', () => {
    for (const pending of [1, 4, 9, 13, 18, 27, 45])
      for (const day of ['2026-12-01', '2026-12-04', '2026-12-05'])
        for (let hour = 7; hour < 22; hour += 1)
          for (const minute of ['01', '31']) {
            const came = `${day}T${String(hour).padStart(2, '0')}:${minute}`;
            const lapses = addWorking(company, sh(came), pending * 60);
            const { deadline, ladder, lastCall } = late(came, pending);
            const steps = [{ to: 'person', afterWorkingHours: 0 }, ...ladder];
            for (const { to, afterWorkingHours } of steps) {
              const at = addWorking(company, deadline, afterWorkingHours * 60);
              const midnight = new Date(
                `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)}T16:00:00Z`,
              );
              const morning = nextWorking(company, midnight) < lapses;
              const called = lastCall?.to.some((one) => one === to) ?? false;
              expect([morning, called].filter(Boolean), `${came} ${pending} ${to}`).toHaveLength(1);
            }
            if (!lastCall) continue;
            expect(lastCall.at >= deadline && lastCall.at < lapses, `${came} ${pending}`).toBe(true);
            expect(isWorking(company, lastCall.at), `${came} ${pending}`).toBe(true);
          }
  });

  it('does not count nights and days off', () => {
    // Friday evening; Monday at a quarter past eleven is a quarter of a day later.
    expect(late('2026-12-04T18:30', 9).deadline).toEqual(sh('2026-12-07T11:15'));
  });

  it('measures what ends by the calendar by the time it has', () => {
    const { deadline, ladder, lastCall } = late('2026-12-01T10:00', 27, sh('2026-12-01T14:00'));
    expect(deadline).toEqual(sh('2026-12-01T11:00'));
    expect(lastCall).toEqual({ at: sh('2026-12-01T12:00'), to: ['person', 'officer'] });
    expect(ladder).toEqual([{ to: 'officer', afterWorkingHours: 0 }]);
    expect(late('2026-12-01T10:00', 9, sh('2026-12-01T09:00')).deadline).toEqual(sh('2026-12-01T10:00'));
  });
});
