import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { coversYear, holidayWork, knowsPlace } from '../../src/people/holiday.ts';
import {
  addWorking,
  endOfWorkday,
  endOfWorkweek,
  isWorking,
  nextWorking,
  type Schedule,
  workingMinutes,
} from '../../src/people/working-time.ts';

const office: Schedule = {
  tz: 'Asia/Shanghai',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '18:00',
  holidays: 'china',
  daysOff: [],
  quietDays: [],
  away: [],
};
const at = (iso: string, tz = office.tz) => DateTime.fromISO(iso, { zone: tz }).toJSDate();
const shown = (date: Date, tz = office.tz) =>
  DateTime.fromJSDate(date, { zone: tz }).toFormat('yyyy-MM-dd HH:mm');

describe('when a company works', () => {
  it('works from the first minute of the day to the last one before its end', () => {
    expect(isWorking(office, at('2026-11-26T09:00'))).toBe(true);
    expect(isWorking(office, at('2026-11-26T17:59'))).toBe(true);
    expect(isWorking(office, at('2026-11-26T18:00'))).toBe(false);
    expect(isWorking(office, at('2026-11-26T08:59'))).toBe(false);
    expect(isWorking(office, at('2026-11-28T10:00'))).toBe(false);
  });

  it('begins again the next morning, after a weekend on Monday', () => {
    expect(shown(nextWorking(office, at('2026-11-26T20:00')))).toBe('2026-11-27 09:00');
    expect(shown(nextWorking(office, at('2026-11-27T18:00')))).toBe('2026-11-30 09:00');
    expect(shown(nextWorking(office, at('2026-11-26T10:30')))).toBe('2026-11-26 10:30');
  });

  it('rests on the holidays of China, and works on the Saturday that makes up for them', () => {
    // Spring Festival 2026: off from Sunday 15 to Monday 23 February, worked on Saturday 14 and 28.
    expect(isWorking(office, at('2026-02-14T10:00'))).toBe(true);
    expect(shown(nextWorking(office, at('2026-02-14T18:00')))).toBe('2026-02-24 09:00');
    expect(isWorking(office, at('2026-02-28T10:00'))).toBe(true);
    const abroad = { ...office, holidays: 'none' as const };
    expect(isWorking(abroad, at('2026-02-14T10:00'))).toBe(false);
    expect(isWorking(abroad, at('2026-02-17T10:00'))).toBe(true);
  });

  it('names the same days wherever the server stands', () => {
    const before = process.env.TZ;
    try {
      for (const zone of ['America/Los_Angeles', 'Pacific/Kiritimati', 'UTC']) {
        process.env.TZ = zone;
        expect(isWorking(office, at('2026-02-14T10:00')), zone).toBe(true);
        expect(isWorking(office, at('2026-02-23T10:00')), zone).toBe(false);
        expect(isWorking(office, at('2026-02-24T10:00')), zone).toBe(true);
      }
    } finally {
      process.env.TZ = before ?? 'UTC';
    }
  });

  it('knows which years of holidays it knows', () => {
    expect(coversYear('china', 2025)).toBe(true);
    expect(coversYear('china', 2026)).toBe(true);
    expect(coversYear('china', 2099)).toBe(false);
    expect(coversYear('none', 2099)).toBe(true);
    // Not known: the plain days of the week, and the doctor says so.
    expect(isWorking(office, at('2099-10-01T10:00'))).toBe(true);
  });

  it('lets the company’s own days go before weekdays and holidays', () => {
    const own = {
      ...office,
      daysOff: [
        { date: '2026-11-27', working: false },
        { date: '2026-11-28', working: true },
        { date: '2026-02-17', working: true },
      ],
    };
    expect(shown(nextWorking(own, at('2026-11-26T18:00')))).toBe('2026-11-28 09:00');
    expect(isWorking(own, at('2026-02-17T10:00'))).toBe(true);
  });

  it('leaves a person alone on their quiet days, make-up Saturdays included', () => {
    const friday = { ...office, quietDays: [5, 6] };
    expect(shown(nextWorking(friday, at('2026-11-26T18:00')))).toBe('2026-11-30 09:00');
    expect(isWorking(friday, at('2026-02-14T10:00'))).toBe(false);
  });

  it('waits until an absence is over, also one that begins or ends within a day', () => {
    const away = [{ from: at('2026-11-26T12:00'), until: at('2026-11-30T14:00') }];
    const person = { ...office, away };
    expect(isWorking(person, at('2026-11-26T11:59'))).toBe(true);
    expect(shown(nextWorking(person, at('2026-11-26T12:00')))).toBe('2026-11-30 14:00');
    expect(workingMinutes(person, at('2026-11-26T09:00'), at('2026-11-30T18:00'))).toBe(3 * 60 + 4 * 60);
  });

  it('reads a zone nobody knows as UTC', () => {
    expect(isWorking({ ...office, tz: 'Mars/Base' }, new Date('2026-11-26T10:00:00Z'))).toBe(true);
  });

  it('comes to an end where nobody ever works', () => {
    const never = { ...office, days: [], holidays: 'none' as const };
    const now = at('2026-11-26T10:00');
    expect(nextWorking(never, now)).toEqual(now);
    expect(endOfWorkday(never, now)).toEqual(now);
    expect(endOfWorkweek(never, now)).toEqual(now);
    expect(addWorking(never, now, 30)).toEqual(at('2026-11-26T10:30'));
  });
});

describe('counting working time', () => {
  it('goes on where the day before ended', () => {
    expect(shown(addWorking(office, at('2026-11-26T17:30'), 60))).toBe('2026-11-27 09:30');
    expect(shown(addWorking(office, at('2026-11-27T16:00'), 240))).toBe('2026-11-30 11:00');
    expect(addWorking(office, at('2026-11-28T10:00'), 0)).toEqual(at('2026-11-28T10:00'));
  });

  it('says when the day and the week end, on the last of them too', () => {
    expect(shown(endOfWorkday(office, at('2026-11-26T17:50')))).toBe('2026-11-26 18:00');
    expect(shown(endOfWorkday(office, at('2026-11-26T18:00')))).toBe('2026-11-27 18:00');
    expect(shown(endOfWorkday(office, at('2026-11-28T10:00')))).toBe('2026-11-30 18:00');
    expect(shown(endOfWorkweek(office, at('2026-11-27T09:00')))).toBe('2026-11-27 18:00');
    expect(shown(endOfWorkweek(office, at('2026-11-27T18:00')))).toBe('2026-12-04 18:00');
    // The week of the National Day 2026: off from Thursday 1 October.
    expect(shown(endOfWorkweek(office, at('2026-09-28T10:00')))).toBe('2026-09-30 18:00');
    // A make-up Saturday belongs to its week.
    expect(shown(endOfWorkweek(office, at('2026-10-09T10:00')))).toBe('2026-10-10 18:00');
  });

  const zones = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
  const moments = fc.date({
    min: new Date('2025-12-20T00:00:00Z'),
    max: new Date('2026-12-20T00:00:00Z'),
    noInvalidDate: true,
  });
  const schedules: fc.Arbitrary<Schedule> = fc
    .record({
      tz: fc.constantFrom(...zones),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 7 }),
      hours: fc.constantFrom(['09:00', '18:00'], ['00:30', '03:15'], ['22:00', '23:59'], ['01:00', '02:30']),
      holidays: fc.constantFrom('china' as const, 'none' as const),
      quiet: fc.integer({ min: 1, max: 7 }),
      away: fc.array(fc.tuple(moments, fc.integer({ min: 1, max: 20_000 })), { maxLength: 3 }),
    })
    .map(({ tz, days, hours: [from = '', to = ''], holidays, quiet, away }) => ({
      ...{ tz, days, from, to, holidays, daysOff: [], quietDays: [quiet] },
      away: away.map(([begin, minutes]) => ({
        from: begin,
        until: new Date(begin.getTime() + minutes * 60_000),
      })),
    }));
  const minutes = fc.integer({ min: 1, max: 6_000 });

  it('adds and counts as inverses of each other', () => {
    fc.assert(
      fc.property(schedules, moments, minutes, (schedule, from, add) => {
        expect(workingMinutes(schedule, from, addWorking(schedule, from, add))).toBeCloseTo(add, 6);
      }),
      { numRuns: 150 },
    );
  });

  it('never goes backwards, and adds up', () => {
    fc.assert(
      fc.property(schedules, moments, minutes, minutes, (schedule, from, one, two) => {
        const first = addWorking(schedule, from, one);
        expect(first.getTime()).toBeGreaterThan(from.getTime());
        expect(addWorking(schedule, first, two)).toEqual(addWorking(schedule, from, one + two));
      }),
      { numRuns: 150 },
    );
  });

  it('begins to work where it says that it next works, and nowhere before', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, from) => {
        const next = nextWorking(schedule, from);
        expect(next.getTime()).toBeGreaterThanOrEqual(from.getTime());
        expect(isWorking(schedule, next)).toBe(true);
        expect(workingMinutes(schedule, from, next)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('ends days and weeks at a moment up to which is worked', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, from) => {
        const day = endOfWorkday(schedule, from);
        const week = endOfWorkweek(schedule, from);
        for (const end of [day, week]) {
          expect(end.getTime()).toBeGreaterThan(from.getTime());
          expect(isWorking(schedule, new Date(end.getTime() - 1))).toBe(true);
          expect(isWorking(schedule, end)).toBe(false);
        }
        expect(week.getTime()).toBeGreaterThanOrEqual(day.getTime());
      }),
      { numRuns: 100 },
    );
  });
});

describe('holidays of other countries', () => {
  it('are those of the country or the part of it, with the days given instead', () => {
    expect(holidayWork('DE', '2026-06-04')).toBeUndefined();
    expect(holidayWork('DE-BY', '2026-06-04')).toBe(false);
    expect(holidayWork('US', '2027-07-05')).toBe(false);
    expect(holidayWork('US', '2027-07-06')).toBeUndefined();
    expect(holidayWork('none', '2026-12-25')).toBeUndefined();
  });
  it('are computed for the years to come, as far as that goes, and for places that there are', () => {
    expect(coversYear('DE', 2040)).toBe(true);
    expect(coversYear('DE', 2100)).toBe(false);
    expect(coversYear('XX', 2026)).toBe(false);
    expect(['DE', 'DE-BY', 'US-NY', 'GB-ENG', 'SG'].map(knowsPlace)).toEqual([true, true, true, true, true]);
    expect(['CN', 'XX', 'DE-ZZ', 'de', '', 'DE-'].map(knowsPlace)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
