import { describe, expect, it } from 'vitest';
import { formatHours, formatMoment, inZone, localeOf } from '../../src/kernel/locale.ts';

describe('the language of a person', () => {
  it.each([
    ['zh-CN', 'zh'],
    ['zh-TW', 'zh'],
    ['ZH', 'zh'],
    ['en-GB', 'en'],
    ['de-DE', 'en'],
    ['', 'en'],
    [null, 'en'],
    [undefined, 'en'],
  ] as const)('of %j is %s', (slack, ours) => {
    expect(localeOf(slack)).toBe(ours);
  });
});

describe('a moment', () => {
  const now = new Date('2026-11-23T09:00:00Z');
  const shanghai = { locale: 'zh', tz: 'Asia/Shanghai' } as const;
  const london = { locale: 'en', tz: 'Europe/London' } as const;

  it('is written as its reader would, where they are', () => {
    const at = new Date('2026-11-23T10:00:00Z');
    expect(formatMoment(at, london, now)).toBe('Mon 23 Nov, 10:00');
    expect(formatMoment(at, shanghai, now)).toBe('11月23日（周一）18:00');
    expect(formatMoment(at, { locale: 'en', tz: 'Asia/Shanghai' }, now)).toBe('Mon 23 Nov, 18:00');
  });

  it('is on the reader’s own day, and names the year when it is another one there', () => {
    const eve = new Date('2026-12-31T16:30:00Z');
    expect(formatMoment(eve, shanghai, now)).toBe('2027年1月1日（周五）00:30');
    expect(formatMoment(eve, london, now)).toBe('Thu 31 Dec, 16:30');
    expect(formatMoment(eve, { locale: 'en', tz: 'Asia/Shanghai' }, now)).toBe('Fri 1 Jan 2027, 00:30');
    expect(formatMoment(now, shanghai, eve)).toBe('2026年11月23日（周一）17:00');
  });

  it('follows daylight saving', () => {
    expect(formatMoment(new Date('2026-07-01T10:00:00Z'), london, now)).toBe('Wed 1 Jul, 11:00');
    expect(formatMoment(new Date('2026-03-29T01:30:00Z'), london, now)).toBe('Sun 29 Mar, 02:30');
  });

  it('is read as UTC where the zone is unknown, so that no card fails for it', () => {
    expect(inZone(now, 'Atlantis/Nowhere').toISO()).toBe('2026-11-23T09:00:00.000Z');
    expect(formatMoment(now, { locale: 'en', tz: '' }, now)).toBe('Mon 23 Nov, 09:00');
  });
});

describe('a length of time', () => {
  it.each([
    [1, '1 hour', '1 小时'],
    [4, '4 hours', '4 小时'],
    [24, '1 day', '1 天'],
    [36, '36 hours', '36 小时'],
    [72, '3 days', '3 天'],
    [0.5, '30 minutes', '30 分钟'],
    [1 / 60, '1 minute', '1 分钟'],
    [720, '30 days', '30 天'],
  ])('of %d hours', (hours, en, zh) => {
    expect(formatHours(hours, 'en')).toBe(en);
    expect(formatHours(hours, 'zh')).toBe(zh);
  });
});
