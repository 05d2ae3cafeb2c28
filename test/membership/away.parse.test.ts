import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { awayIn } from '../../src/membership/away.parse.ts';

/** A Thursday. */
const today = DateTime.fromISO('2026-11-26', { zone: 'Asia/Shanghai' });
const read = (typed: string) => {
  const { firstDay, lastDay } = awayIn(typed, today);
  return [firstDay, lastDay];
};

describe('days of an absence as they are typed', () => {
  it.each([
    ['2026-11-30 to 2026-12-04', '2026-11-30', '2026-12-04'],
    ['11-30 – 12-4', '2026-11-30', '2026-12-04'],
    ['11月30日到12月4日', '2026-11-30', '2026-12-04'],
    ['１１月３０日至１２月４日', '2026-11-30', '2026-12-04'],
    ['30 Nov – 4 Dec', '2026-11-30', '2026-12-04'],
    ['Nov 30 to December 4', '2026-11-30', '2026-12-04'],
    ['明天', '2026-11-27', '2026-11-27'],
    ['today', '2026-11-26', '2026-11-26'],
    ['明天 3天', '2026-11-27', '2026-11-29'],
    ['tomorrow for 2 days', '2026-11-27', '2026-11-28'],
    ['3 days', '2026-11-26', '2026-11-28'],
    ['下周一到周三', '2026-11-30', '2026-12-02'],
    ['next Monday to Wednesday', '2026-11-30', '2026-12-02'],
    ['周五', '2026-11-27', '2026-11-27'],
    ['until Friday', '2026-11-26', '2026-11-27'],
    ['到周五', '2026-11-26', '2026-11-27'],
    ['next week', '2026-11-30', '2026-12-04'],
    ['下周', '2026-11-30', '2026-12-04'],
    ['12-28 to 1-3', '2026-12-28', '2027-01-03'],
    // A day that is over this year is one of the next.
    ['2月3日', '2027-02-03', '2027-02-03'],
  ])('%s', (typed, first, last) => {
    expect(read(typed)).toEqual([first, last]);
  });

  it('leaves open what is not clear', () => {
    for (const typed of ['', 'sometime', '2026-02-30', '13-45', '请假'])
      expect(read(typed), typed).toEqual([undefined, undefined]);
  });

  it('takes people in their order, each once', () => {
    expect(awayIn('<@U04WANG|wang> 明天 <@U05DAVID> <@U04WANG>', today)).toEqual({
      firstDay: '2026-11-27',
      lastDay: '2026-11-27',
      deputies: ['U04WANG', 'U05DAVID'],
      called: [],
    });
  });

  it.each([
    ['明天到周五 赵敏', ['赵敏']],
    ['下周一到周三，由赵敏代理', ['赵敏']],
    ['下周 请王芳代班', ['王芳']],
    ['from monday to wednesday, priya covers', ['priya']],
    ['tomorrow for 2 days with Emma and David', ['Emma', 'David']],
    ['next week', []],
    ['until Friday', []],
    ['3天', []],
    ['sick today', []],
  ])('sees who is named in “%s”', (typed, called) => {
    expect(awayIn(typed, today).called).toEqual(called);
  });
});
