import { describe, expect, it } from 'vitest';
import { ownDayLines, ownDaysIn } from '../../src/membership/days.parse.ts';

const off = (...dates: string[]) => dates.map((date) => ({ date, working: false }));

describe('the company’s own days, as typed', () => {
  it('reads days and runs of days, in both languages and in full width', () => {
    const typed = '2027-02-06 off\n\n２０２７年２月７日 休\n2027/2/13 – 2027/2/14 班\n2027.3.1至2027.3.2放假';
    expect(ownDaysIn(typed)).toEqual({
      days: [
        ...off('2027-02-06', '2027-02-07'),
        { date: '2027-02-13', working: true },
        { date: '2027-02-14', working: true },
        ...off('2027-03-01', '2027-03-02'),
      ],
    });
  });

  it('says which line it does not understand', () => {
    for (const typed of [
      '2027-02-30 off',
      '2027-02-06',
      'tomorrow off',
      '2027-02-06 maybe',
      '2027-02-09 – 2027-02-06 off',
      '2027-01-01 – 2027-12-31 off',
    ])
      expect(ownDaysIn(`2027-01-04 work\n${typed}`), typed).toEqual({ fault: 2 });
  });

  it('writes what it reads, runs in one line', () => {
    const words = { off: '休', working: '班' };
    const days = [...off('2027-02-07', '2027-02-06', '2027-02-08'), { date: '2027-02-09', working: true }];
    const lines = ownDayLines(days, words);
    expect(lines).toBe('2027-02-06 – 2027-02-08 休\n2027-02-09 班');
    expect(ownDaysIn(lines)).toEqual({
      days: [...days].sort((a, b) => a.date.localeCompare(b.date)),
    });
    expect(ownDaysIn('')).toEqual({ days: [] });
  });
});
