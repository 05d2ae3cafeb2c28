import { describe, expect, it } from 'vitest';
import { noticeDays, noticeIn } from '../../src/membership/notice.parse.ts';
import { holidayWork } from '../../src/people/holiday.ts';
import { notices } from './notice.data.ts';

const titled = (items: string) => `国务院办公厅关于2027年部分节假日安排的通知\n${items}`;
const faultsOf = (items: string) => noticeIn(titled(items))?.faults;

/** All days of a year on which work is other than on a plain week, by the notice and by chinese-days. */
function unlike(year: number, said: (date: string) => boolean | undefined): string[] {
  const found: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const date = new Date(at).toISOString().slice(0, 10);
    const plain = ![0, 6].includes(new Date(at).getUTCDay());
    const works = said(date) ?? plain;
    if (works !== plain) found.push(`${date} ${works ? 'work' : 'off'}`);
  }
  return found;
}

describe('the State Council’s notice', () => {
  it.each([2024, 2025, 2026])('of %i is read as chinese-days knows that year', (year) => {
    const notice = noticeIn(notices[year] ?? '');
    if (!notice) throw new Error('is none');
    expect(notice).toMatchObject({ year, faults: [], others: [] });
    const days = new Map(noticeDays(notice).map((day) => [day.date, day.working]));
    expect(unlike(year, (date) => days.get(date))).toEqual(
      unlike(year, (date) => holidayWork('china', date)),
    );
  });

  it('is read feast by feast, in one line as well, with the full stops of either width', () => {
    const notice = noticeIn((notices[2026] ?? '').replaceAll('\n', ''));
    expect(notice).toMatchObject({ year: 2026, faults: [] });
    expect(notice?.feasts.map(({ name }) => name)).toEqual([
      ...['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'],
    ]);
    expect(notice?.feasts[0]).toEqual({
      ...{ name: '元旦', off: ['2026-01-01', '2026-01-02', '2026-01-03'], working: ['2026-01-04'] },
    });
  });

  it('may begin in the year before, and names a feast of two in one', () => {
    const items =
      '一、元旦：2026年12月31日至2027年1月2日放假调休，共3天。\n二、国庆节、中秋节：10月1日放假。';
    expect(noticeIn(titled(items))?.feasts).toMatchObject([
      { name: '元旦', off: ['2026-12-31', '2027-01-01', '2027-01-02'] },
      { name: '国庆节、中秋节', off: ['2027-10-01'] },
    ]);
  });

  it('keeps the lines that stand beside it', () => {
    const notice = noticeIn(`2027-12-31 休\n${titled('一、元旦：1月1日放假。')}`);
    expect(noticeDays(notice ?? { feasts: [], others: [] })).toEqual([
      { date: '2027-12-31', working: false },
      { date: '2027-01-01', working: false },
    ]);
  });

  it('is none where only lines of days stand, or anything else', () => {
    expect(noticeIn('2027-02-05..2027-02-12 休\n2027-02-14 班')).toBeUndefined();
    expect(noticeIn('明年放假多少天？')).toBeUndefined();
    expect(noticeIn('')).toBeUndefined();
  });
});

describe('what a notice says wrong', () => {
  it('is a count that does not agree, a weekday that is another, a day that is none', () => {
    expect(faultsOf('一、元旦：1月1日（周五）至3日（周日）放假调休，共4天。')).toEqual([
      { fault: 'count', name: '元旦', said: 4, found: 3 },
    ]);
    expect(faultsOf('一、元旦：1月1日放假2天。')).toMatchObject([{ fault: 'count', said: 2, found: 1 }]);
    expect(faultsOf('一、元旦：1月1日（周四）放假，共1天。')).toMatchObject([
      { fault: 'weekday', text: '1月1日(周四)', found: 5 },
    ]);
    expect(faultsOf('一、春节：2月30日放假。')).toMatchObject([{ fault: 'noDay', name: '春节' }]);
    expect(faultsOf('一、春节：2月12日至5日放假。')).toMatchObject([{ fault: 'backwards' }]);
  });

  it('is a sentence with days of which it does not say what they are, and an item without any', () => {
    expect(faultsOf('一、元旦：1月1日放假。二、春节：2月5日至12日。')).toMatchObject([
      { fault: 'unread', text: '2月5日至12日' },
    ]);
    expect(faultsOf('一、春节：放假安排另行通知。')).toMatchObject([{ fault: 'unread', name: '春节' }]);
  });

  it('is a year that is missing', () => {
    expect(noticeIn('一、元旦：1月1日放假。')?.faults).toEqual([{ fault: 'noYear' }]);
  });
});
