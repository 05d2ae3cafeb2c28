import { describe, expect, it } from 'vitest';
import { announcedInput, bringYearsIn } from '../../src/people/announced.ts';
import {
  companyDefaults,
  companySchedule,
  knowsYear,
  missingYears,
  type OwnDay,
  scheduleAt,
  stillNeeded,
} from '../../src/people/company.ts';
import { worksOnDate } from '../../src/people/working-time.ts';
import { decided, person, refusalOf } from '../access/world.ts';

const off = (...dates: string[]): OwnDay[] => dates.map((date) => ({ date, working: false }));
const work = (...dates: string[]): OwnDay[] => dates.map((date) => ({ date, working: true }));
/** 1 January 2098 is a Wednesday; the announcement reaches back into December, as that of 2019 did. */
const year2098 = [
  ...off('2097-12-31', '2098-01-01', '2098-10-01', '2098-10-02'),
  ...work('2097-12-28', '2098-09-28'),
];
const state = (...roles: ('admin' | 'privacy_officer' | 'auditor')[]) => ({
  actor: person('UBY', { roles }),
  company: companyDefaults,
});
const bring = (days: readonly OwnDay[], given = state('admin')) => bringYearsIn({ by: 'UBY', days })(given);
const refused = (days: readonly OwnDay[], given = state('admin')) => {
  const decision = bring(days, given);
  return 'refused' in decision ? [...refusalOf(decision), decision.refused.values ?? {}] : [];
};

describe('bringing in the public holidays of a year', () => {
  it('is an admin’s or a privacy officer’s, and the event says what it was before', () => {
    for (const role of ['admin', 'privacy_officer'] as const) {
      const { next, events } = decided(bring(year2098, state(role)));
      expect(next.announced.map(({ date }) => date)).toEqual([
        ...['2097-12-28', '2097-12-31', '2098-01-01', '2098-09-28', '2098-10-01', '2098-10-02'],
      ]);
      expect(events).toMatchObject([
        {
          type: 'people.company_changed',
          subject: 'company',
          data: { by: 'UBY', changed: ['announced'], before: { announced: [] } },
        },
      ]);
    }
    expect(refused(year2098, state('auditor'))[0]).toBe('announced.notYours');
    expect(refused(year2098, { ...state(), actor: person('UBY', { standing: 'guest' }) })[0]).toBe(
      'announced.notYours',
    );
  });

  it('says which year is not whole, and which is known already', () => {
    expect(refused(off('2098-01-01', '2098-01-02'))).toEqual([
      ...['announced.incomplete', 'days', { year: '2098' }],
    ]);
    expect(refused([...year2098, ...off('2099-01-01')])).toEqual([
      ...['announced.incomplete', 'days', { year: '2099' }],
    ]);
    expect(refused([...year2098, ...off('2026-12-31')])).toEqual([
      ...['announced.known', 'days', { year: '2026' }],
    ]);
    expect(refused(off('2026-01-01', '2026-10-01'))[0]).toBe('announced.known');
  });

  it('sees slips: a day that is both, a make-up workday in the week; the same line twice is none', () => {
    expect(refused([...year2098, ...work('2098-10-01')])).toEqual([
      ...['people.dayTwice', 'days', { day: '2098-10-01' }],
    ]);
    expect(refused([...year2098, ...work('2098-01-02')])).toEqual([
      ...['announced.weekday', 'days', { day: '2098-01-02' }],
    ]);
    expect(decided(bring([...year2098, ...off('2098-01-01')])).next.announced).toHaveLength(6);
    expect(announcedInput.safeParse(off('2098-02-30')).success).toBe(false);
    expect(announcedInput.safeParse(Array.from({ length: 401 }, () => off('2098-01-01')[0])).success).toBe(
      false,
    );
  });

  it('makes the year known to whoever keeps China’s holidays, and to nobody else', () => {
    const company = decided(bring(year2098)).next;
    expect(missingYears(companyDefaults, 2097)).toEqual([2097, 2098]);
    expect(missingYears(company, 2097)).toEqual([2097]);
    const works = (at: ReturnType<typeof companySchedule>, ...days: string[]) =>
      days.map((day) => worksOnDate(at, day));
    const days = ['2097-12-28', '2097-12-31', '2098-10-02', '2098-09-28', '2098-06-03'] as const;
    expect(works(companySchedule(company), ...days)).toEqual([true, false, false, true, true]);
    const london = scheduleAt(company, { tz: 'Europe/London', holidays: 'GB' });
    expect(works(london, ...days)).toEqual([false, true, true, false, true]);
    // An office in China of a company that keeps no holidays itself.
    const office = scheduleAt({ ...company, holidays: 'none' }, { tz: 'Asia/Shanghai', holidays: 'china' });
    expect(works(office, ...days)).toEqual([true, false, false, true, true]);
    expect(knowsYear(office, 2098)).toBe(true);
    // The company’s own day off goes before it, and makes no other year known.
    const own = { ...company, daysOff: [...work('2098-10-02'), ...off('2099-05-04')] };
    expect(works(companySchedule(own), '2098-10-02')).toEqual([true]);
    expect(knowsYear(companySchedule(own), 2099)).toBe(false);
  });

  it('gives way once the house knows the year itself', () => {
    const company = { ...companyDefaults, announced: [...off('2026-01-01', '2026-10-01', '2026-11-27')] };
    expect(stillNeeded(company.announced)).toEqual({ days: [], years: [] });
    expect(worksOnDate(companySchedule(company), '2026-11-27')).toBe(true);
  });
});
