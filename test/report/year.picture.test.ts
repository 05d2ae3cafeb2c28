import { expect, it } from 'vitest';
import { fontsFor } from '../../src/report/font.ts';
import { drawYear, type YearDay, type YearPicture } from '../../src/report/year.picture.ts';

const words = { late: '逾期', doneLate: '逾期后完成', done: '按时', ahead: '未到期', today: '今天' };
const year = (title: string, days: Record<string, YearDay>): YearPicture => ({
  year: 2026,
  title,
  subtitle: '',
  days: new Map(Object.entries(days)),
  today: '2026-11-26',
  words,
  months: Array.from({ length: 12 }, (_, at) => `${at + 1}月`),
  weekdays: ['一', '二', '三', '四', '五', '六', '日'],
});

it('draws a year as an upright picture in which days and Chinese words can be seen', async () => {
  const [plain, late, titled] = await Promise.all([
    drawYear(year('一览', {})),
    drawYear(year('一览', { '2026-03-03': { state: 'late', count: 2 } })),
    drawYear(year('职责', {})),
  ]);
  expect(plain.subarray(1, 4).toString()).toBe('PNG');
  const [width, height] = [plain.readUInt32BE(16), plain.readUInt32BE(20)];
  expect(height).toBeGreaterThan(width);
  expect(late.equals(plain)).toBe(false);
  // Two titles of the same length look the same only where the letters are missing.
  expect(titled.equals(plain)).toBe(false);
});

it('has letters of both languages and leaves out what no font has', async () => {
  expect(await fontsFor('\u{e000}')).toEqual([]);
  const fonts = await fontsFor('Duties 职责');
  expect(fonts.length).toBeGreaterThan(0);
  for (const font of fonts) expect(font.readUInt32BE(0)).toBe(0x00010000);
});
