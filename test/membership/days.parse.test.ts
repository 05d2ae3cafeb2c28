import { describe, expect, it } from 'vitest';
import { dayLinesIn, ownDayLines } from '../../src/membership/days.parse.ts';

const off = (...dates: string[]) => dates.map((date) => ({ date, working: false }));

describe('the company’s own days, as typed', () => {
  it('reads days and runs of days, in both languages and in full width', () => {
    const typed = '2027-02-06 off\n\n２０２７年２月７日 休\n2027/2/13 – 2027/2/14 班\n2027.3.1至2027.3.2放假';
    expect(dayLinesIn(typed)).toEqual({
      faults: [],
      days: [
        ...off('2027-02-06', '2027-02-07'),
        { date: '2027-02-13', working: true },
        { date: '2027-02-14', working: true },
        ...off('2027-03-01', '2027-03-02'),
      ],
    });
  });

  it('reads the lines of a CSV file', () => {
    const { days, faults } = dayLinesIn(
      '2027-02-05,2027-02-06,off\r\n2027-02-14，班\n2027-03-01..2027-03-02 off',
    );
    expect(faults).toEqual([]);
    expect(days.map(({ date, working }) => `${date} ${working}`)).toEqual([
      ...['2027-02-05 false', '2027-02-06 false', '2027-02-14 true', '2027-03-01 false', '2027-03-02 false'],
    ]);
  });

  it('says of every line that says no day what is wrong with it', () => {
    const typed = [
      ...['2027-01-04 work', '2027-02-30 off', '2027-02-06', 'tomorrow off', '2027-02-06 maybe'],
      ...['2027-02-09 – 2027-02-06 off', '2027-01-01 – 2027-12-31 off', '2027-02-06 off'],
    ].join('\n');
    expect(dayLinesIn(typed)).toEqual({
      days: [{ date: '2027-01-04', working: true }, ...off('2027-02-06')],
      faults: [
        { line: 2, fault: 'noDay' },
        ...[3, 4, 5].map((line) => ({ line, fault: 'unclear' })),
        { line: 6, fault: 'backwards' },
        { line: 7, fault: 'long' },
      ],
    });
  });

  it('writes what it reads, runs in one line', () => {
    const words = { off: '休', working: '班' };
    const days = [...off('2027-02-07', '2027-02-06', '2027-02-08'), { date: '2027-02-09', working: true }];
    const lines = ownDayLines(days, words);
    expect(lines).toBe('2027-02-06 – 2027-02-08 休\n2027-02-09 班');
    expect(dayLinesIn(lines)).toEqual({
      faults: [],
      days: [...days].sort((a, b) => a.date.localeCompare(b.date)),
    });
    expect(dayLinesIn('')).toEqual({ days: [], faults: [] });
  });
});
