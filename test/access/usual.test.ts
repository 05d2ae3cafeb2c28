import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presenceLine, usualLine } from '../../src/access/meanwhile.view.ts';
import { presenceOf } from '../../src/access/presence.ts';
import { usualWait } from '../../src/access/usual.store.ts';
import { type Answered, usualMinutes } from '../../src/access/usual.ts';
import { within } from '../../src/database/connection.ts';
import type { Reader } from '../../src/kernel/locale.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const settings = { ...companyDefaults, holidays: 'none' as const };
const company = companySchedule(settings);
const en: Reader = { id: 'UEMMA', locale: 'en', tz: 'Asia/Shanghai' };
const zh: Reader = { id: 'ULIN', locale: 'zh', tz: 'Asia/Shanghai' };
/** A moment of the company's clock in the week of Monday 23 November 2026. */
const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}:00+08:00`);
const plus = (from: Date, minutes: number) => new Date(from.getTime() + minutes * 60_000);

describe('how long an answer usually took', () => {
  const took = (minutes: number): Answered => ({
    askedAt: at(24, '10:00'),
    decidedAt: plus(at(24, '10:00'), minutes),
  });
  const ten = [1, 2, 3, 5, 11, 13, 60, 90, 120, 240].map(took);

  it('is the median, from ten answers up', () => {
    expect(usualMinutes(ten, company)).toBe(12);
    expect(usualMinutes(ten.slice(1), company)).toBeUndefined();
  });

  it('counts the company’s working time: a weekend between is none, an evening by itself is the clock’s', () => {
    const over = (askedAt: Date, decidedAt: Date) =>
      usualMinutes(Array(10).fill({ askedAt, decidedAt }), company);
    expect(over(at(27, '17:50'), at(30, '09:10'))).toBe(20);
    expect(over(at(24, '20:00'), at(24, '20:07'))).toBe(7);
    expect(over(at(24, '10:00'), at(24, '10:00'))).toBe(1);
  });

  it.each<[number, string, string]>([
    [1, '1 minute', '1 分钟'],
    [12, '12 minutes', '12 分钟'],
    [60, 'one working hour', '1 个工作小时'],
    [200, '3 working hours', '3 个工作小时'],
    [540, 'one working day', '1 个工作日'],
    [700, '12 working hours', '12 个工作小时'],
    [1_200, 'two working days', '两个工作日'],
  ])('%d minutes in words', (minutes, inEnglish, inChinese) => {
    expect(usualLine(minutes, company, en)).toBe(`Usually answered in ${inEnglish}.`);
    expect(usualLine(minutes, company, zh)).toBe(`平时答复用时：${inChinese}。`);
  });
});

describe('who is there today', () => {
  const people = (...more: readonly [id: string, change: Partial<typeof company>][]) =>
    more.map(([id, change]) => ({ id, schedule: { ...company, ...change } }));
  const away = (until: Date) => ({ away: [{ from: at(23, '09:00'), until }] });
  const says = (who: ReturnType<typeof people>, now: Date, reader = en) =>
    presenceLine(presenceOf(who, now, reader.tz, 3), reader, now);

  it('names who works now or later today, and when the others are back', () => {
    const team = people(['UPRIYA', away(at(30, '00:00'))], ['UZHAO', {}], ['ULATE', { from: '14:00' }]);
    expect(says(team, at(26, '10:00'))).toEqual([
      'Here on Thu 26 Nov: <@UZHAO> and <@ULATE>; <@UPRIYA> back Mon 30 Nov, 09:00',
    ]);
    expect(says(team, at(26, '10:00'), zh)).toEqual([
      '11月26日（周四）在岗：<@UZHAO>和<@ULATE>；<@UPRIYA> 11月30日（周一）09:00起在岗',
    ]);
  });

  it('says of an evening only who is back when, the earliest first', () => {
    const team = people(['UPRIYA', away(at(30, '00:00'))], ['UZHAO', {}]);
    expect(says(team, at(26, '19:00'))).toEqual([
      '<@UZHAO> back Fri 27 Nov, 09:00; <@UPRIYA> back Mon 30 Nov, 09:00',
    ]);
  });

  it('names three at most, those who are there before all, and says nothing of nobody', () => {
    const team = people(['UA', away(at(30, '00:00'))], ['UB', {}], ['UC', {}], ['UD', {}], ['UE', {}]);
    expect(says(team, at(26, '10:00'))).toEqual(['Here on Thu 26 Nov: <@UB>, <@UC> and <@UD>']);
    expect(says([], at(26, '10:00'))).toEqual([]);
  });
});

describe('answers kept', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
    await saveCompany(within(fresh.database.sql), 'T1', settings);
  });
  afterAll(() => fresh.drop());
  const now = at(26, '12:00');
  const days = (n: number) => new Date(now.getTime() - n * 86_400_000);
  let made = 0;
  async function answered(askedAt: Date, minutes: number, more: Record<string, unknown> = {}): Promise<void> {
    made += 1;
    const row = {
      ...{
        id: `req_${made}`,
        tenant: 'T1',
        requester: 'ULIN',
        data_set: 'client-files',
        case_number: 'C-2026-0001',
      },
      ...{
        purpose: 'audit',
        reason: '',
        hours: 4,
        state: 'granted',
        created_at: askedAt,
        lapses_at: plus(askedAt, 600),
      },
      ...{ decided_by: 'UZHAO', decided_at: plus(askedAt, minutes) },
      ...more,
    };
    await fresh.database.sql`insert into access_request ${fresh.database.sql(row)}`;
  }
  const wait = (tenant = 'T1') => usualWait(within(fresh.database.sql), tenant, 'client-files', now);

  it('count when decided within 90 days about that data set; the rest does not', async () => {
    for (const minutes of [2, 4, 6, 8, 10, 14, 16, 18, 20]) await answered(days(1), minutes);
    await answered(days(91), 2);
    await answered(days(1), 2, { data_set: 'tax-filings' });
    await answered(days(1), 2, { tenant: 'T2' });
    await answered(days(1), 2, { state: 'withdrawn' });
    await answered(days(1), 2, { state: 'lapsed', decided_by: null });
    expect(await wait()).toBeUndefined();
    await answered(days(89), 22, { state: 'denied' });
    expect(await wait()).toBe(12);
    expect(await wait('T2')).toBeUndefined();
  });
});
