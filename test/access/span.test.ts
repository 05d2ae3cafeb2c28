import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAsk } from '../../src/access/ask.parse.ts';
import { meant } from '../../src/access/said.ts';
import {
  endsAt,
  isCut,
  type Length,
  lapsesAt,
  lengthInput,
  lengthValue,
  planned,
  type Start,
  startInput,
  startValue,
} from '../../src/access/span.ts';
import type { Schedule } from '../../src/people/working-time.ts';
import { always, later, t0 } from './world.ts';

const shanghai: Schedule = {
  tz: 'Asia/Shanghai',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '18:00',
  holidays: 'china',
  daysOff: [],
  quietDays: [],
  away: [],
};
/** A moment as the wall clock in Shanghai shows it. */
const at = (clock: string) => new Date(`${clock}:00+08:00`);
const hours = (some: number): Length => ({ kind: 'hours', hours: some });

/** What a line means when it is said at a moment: start and end, as the wall clock shows them. */
function said(line: string, when: string, most = 720): [start: string, end: string] {
  const now = at(when);
  const { start = { kind: 'now' }, length } = meant(parseAsk(`x ${line}`), now, shanghai, most);
  const begins = start.kind === 'at' ? start.at : now;
  const shown = (moment: Date) =>
    new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return [
    start.kind === 'at' ? shown(begins) : start.kind,
    length ? shown(endsAt(length, begins, shanghai, most)) : 'nothing',
  ];
}

describe('what people say of time', () => {
  // 2026-11-26 is a Thursday; National Day 2026 is a Thursday, its holiday lasts until the 7th, a Wednesday.
  it.each<[line: string, when: string, start: string, end: string]>([
    ['半天', '2026-11-26T09:00', 'now', '2026-11-26 13:00'],
    ['半天', '2026-11-26T17:50', 'now', '2026-11-27 12:50'],
    ['half a day', '2026-11-27T17:50', 'now', '2026-11-30 12:50'],
    ['until Friday', '2026-11-26T10:00', 'now', '2026-11-27 18:00'],
    ['到周五', '2026-11-27T10:00', 'now', '2026-11-27 18:00'],
    ['until Friday', '2026-11-27T17:50', 'now', '2026-11-27 18:00'],
    ['until Friday', '2026-11-27T18:00', 'now', '2026-12-04 18:00'],
    ['到下周五', '2026-11-26T10:00', 'now', '2026-12-04 18:00'],
    ['until next Monday', '2026-11-26T10:00', 'now', '2026-11-30 18:00'],
    // The Friday of that week is a holiday: the last working day before it.
    ['until Friday', '2026-09-30T10:00', 'now', '2026-09-30 18:00'],
    ['到周五', '2026-09-30T18:30', 'now', '2026-10-02 18:00'],
    ['until Sunday', '2026-11-26T10:00', 'now', '2026-11-27 18:00'],
    ['until 6pm', '2026-11-26T17:50', 'now', '2026-11-26 18:00'],
    ['到18点', '2026-11-26T17:50', 'now', '2026-11-26 18:00'],
    ['until 6pm', '2026-11-26T18:30', 'now', '2026-11-27 18:00'],
    ['到下午三点半', '2026-11-26T10:00', 'now', '2026-11-26 15:30'],
    ['到 18:00', '2026-11-26T10:00', 'now', '2026-11-26 18:00'],
    ['until tomorrow', '2026-11-26T10:00', 'now', '2026-11-27 18:00'],
    ['到明天中午', '2026-11-26T10:00', 'now', '2026-11-27 12:00'],
    ['until Friday 15:30', '2026-11-26T10:00', 'now', '2026-11-27 15:30'],
    ['today', '2026-11-26T10:00', 'now', '2026-11-26 18:00'],
    ['到下班', '2026-11-26T17:50', 'now', '2026-11-26 18:00'],
    ['到今天', '2026-11-26T19:00', 'now', '2026-11-27 18:00'],
    ['this week', '2026-11-24T10:00', 'now', '2026-11-27 18:00'],
    ['本周', '2026-11-27T10:00', 'now', '2026-11-27 18:00'],
    ['this week', '2026-09-29T10:00', 'now', '2026-09-30 18:00'],
    ['到12月1日', '2026-11-26T10:00', 'now', '2026-12-01 18:00'],
    ['明天上午起 4小时', '2026-11-26T10:00', '2026-11-27 09:00', '2026-11-27 13:00'],
    ['明天上午起到下班', '2026-11-26T10:00', '2026-11-27 09:00', '2026-11-27 18:00'],
    ['从周一开始 本周', '2026-11-26T10:00', '2026-11-30 09:00', '2026-12-04 18:00'],
    ['from tomorrow morning for 4h', '2026-11-26T10:00', '2026-11-27 09:00', '2026-11-27 13:00'],
    ['from Monday 14:00 until 6pm', '2026-11-26T10:00', '2026-11-30 14:00', '2026-11-30 18:00'],
    ['starting tomorrow until Friday', '2026-11-25T10:00', '2026-11-26 09:00', '2026-11-27 18:00'],
    ['when I press start for 4h', '2026-11-26T10:00', 'press', '2026-11-26 14:00'],
    ['until the case closes', '2026-11-26T10:00', 'now', '2026-12-26 10:00'],
    ['到结案', '2026-11-26T10:00', 'now', '2026-12-26 10:00'],
    // From one hour to another: the second is of the day and the part of the day of the first.
    ['明天下午三点到五点', '2026-11-26T10:00', '2026-11-27 15:00', '2026-11-27 17:00'],
    ['今天上午9点到12点', '2026-11-26T08:00', '2026-11-26 09:00', '2026-11-26 12:00'],
    ['明天上午9点到5点', '2026-11-26T10:00', '2026-11-27 09:00', '2026-11-27 17:00'],
    ['明晚8点至10点', '2026-11-26T10:00', '2026-11-27 20:00', '2026-11-27 22:00'],
    ['9:00-12:00', '2026-11-26T08:00', '2026-11-26 09:00', '2026-11-26 12:00'],
    ['tomorrow 3-5pm', '2026-11-26T10:00', '2026-11-27 15:00', '2026-11-27 17:00'],
    ['from 3pm to 5pm', '2026-11-26T10:00', '2026-11-26 15:00', '2026-11-26 17:00'],
    ['between 3pm and 5pm tomorrow', '2026-11-26T10:00', '2026-11-27 15:00', '2026-11-27 17:00'],
    ['from 3pm until noon tomorrow', '2026-11-26T10:00', '2026-11-26 15:00', '2026-11-27 12:00'],
    ['周一到周三', '2026-11-26T10:00', '2026-11-30 09:00', '2026-12-02 18:00'],
    ['Monday to Wednesday', '2026-11-26T10:00', '2026-11-30 09:00', '2026-12-02 18:00'],
    ['周一9点到周一12点', '2026-11-26T10:00', '2026-11-30 09:00', '2026-11-30 12:00'],
    ['today and tomorrow', '2026-11-26T10:00', 'now', '2026-11-27 18:00'],
    // An hour without morning or afternoon is one of work, where it can be.
    ['到6点', '2026-11-26T10:00', 'now', '2026-11-26 18:00'],
    ['until 6', '2026-11-26T10:00', 'now', '2026-11-26 18:00'],
    ['until 5:30', '2026-11-26T10:00', 'now', '2026-11-26 17:30'],
    ['到05:30', '2026-11-26T10:00', 'now', '2026-11-27 05:30'],
    ['到凌晨5点', '2026-11-26T22:00', 'now', '2026-11-27 05:00'],
    ['从明天九点开始 2小时', '2026-11-26T10:00', '2026-11-27 09:00', '2026-11-27 11:00'],
    ['今晚8点开始 2小时', '2026-11-26T10:00', '2026-11-26 20:00', '2026-11-26 22:00'],
    ['明早九点半开始4小时', '2026-11-26T10:00', '2026-11-27 09:30', '2026-11-27 13:30'],
    ['现在开始4小时', '2026-11-26T10:00', 'now', '2026-11-26 14:00'],
    ['下周一开始两天', '2026-11-26T10:00', '2026-11-30 09:00', '2026-12-02 09:00'],
    ['我点开始时 4小时', '2026-11-26T10:00', 'press', '2026-11-26 14:00'],
    // A day alone says when.
    ['明天', '2026-11-26T10:00', '2026-11-27 09:00', '2026-11-27 18:00'],
    ['明天上午', '2026-11-26T10:00', '2026-11-27 09:00', '2026-11-27 12:00'],
    ['今天下午', '2026-11-26T10:00', '2026-11-26 13:00', '2026-11-26 18:00'],
    ['tomorrow afternoon', '2026-11-26T10:00', '2026-11-27 13:00', '2026-11-27 18:00'],
    ['this afternoon for 2h', '2026-11-26T10:00', '2026-11-26 13:00', '2026-11-26 15:00'],
    ['on Monday at 3pm for 2h', '2026-11-26T10:00', '2026-11-30 15:00', '2026-11-30 17:00'],
    ['next week', '2026-11-26T10:00', '2026-11-30 09:00', '2026-12-04 18:00'],
    ['下周', '2026-09-24T10:00', '2026-09-28 09:00', '2026-09-30 18:00'],
    ['till eod', '2026-11-26T10:00', 'now', '2026-11-26 18:00'],
    ['until COB', '2026-11-26T10:00', 'now', '2026-11-26 18:00'],
    ['all day', '2026-11-26T10:00', 'now', '2026-11-26 18:00'],
    ['for the rest of the week', '2026-11-24T10:00', 'now', '2026-11-27 18:00'],
    ['for the rest of the week', '2026-09-30T10:00', 'now', '2026-09-30 18:00'],
    ['til friday', '2026-11-26T10:00', 'now', '2026-11-27 18:00'],
    ['用到周五', '2026-11-27T10:00', 'now', '2026-11-27 18:00'],
    ['到周末', '2026-11-26T10:00', 'now', '2026-11-27 18:00'],
    ['到月底', '2026-11-26T10:00', 'now', '2026-11-30 18:00'],
    // The 31st is a Saturday.
    ['until the end of the month', '2026-10-29T10:00', 'now', '2026-10-30 18:00'],
    ['until 30 Nov', '2026-11-26T10:00', 'now', '2026-11-30 18:00'],
    ['until December 1st', '2026-11-26T10:00', 'now', '2026-12-01 18:00'],
    ['until 2026-12-01', '2026-11-26T10:00', 'now', '2026-12-01 18:00'],
    ['until 30/11', '2026-11-26T10:00', 'now', '2026-11-30 18:00'],
    ['4小时', '2026-11-26T10:00', 'now', '2026-11-26 14:00'],
    ['3 days', '2026-11-26T10:00', 'now', '2026-11-29 10:00'],
  ])('%s, said at %s', (line, when, start, end) => {
    expect(said(line, when)).toEqual([start, end]);
  });

  it('moves half a day to the next morning when the longest grant would spend it on the night', () => {
    expect(said('半天', '2026-11-26T17:50', 8)).toEqual(['2026-11-27 09:00', '2026-11-27 13:00']);
    // Where it would be cut in the morning as well there is nothing to move.
    expect(said('半天', '2026-11-26T17:50', 2)).toEqual(['now', '2026-11-26 19:50']);
  });

  it.each([
    'until',
    'until it rains',
    '到期合同',
    'from',
    'from 4',
    'annex from 2024',
    '周五报表',
    '今天的数据',
    'until 30',
    '到25点',
    'until 05/06',
    'Friday report',
    '到13月45日',
    '下下周一',
    'Monday meeting notes',
    'maybe',
  ])('takes no time from %j', (line) => {
    const { start, length } = parseAsk(line);
    expect([start, length]).toEqual([undefined, undefined]);
  });
});

describe('when access ends', () => {
  it('never comes after the longest grant, whatever was asked for', () => {
    const length: fc.Arbitrary<Length> = fc.oneof(
      fc.integer({ min: 1, max: 9_000 }).map(hours),
      fc.integer({ min: 1, max: 9_000 }).map((some): Length => ({ kind: 'working', hours: some })),
      fc.constantFrom<Length>({ kind: 'day' }, { kind: 'week' }, { kind: 'case' }),
      fc.integer({ min: 1, max: 9_000 }).map((some): Length => ({ kind: 'until', at: later(some) })),
    );
    const start: fc.Arbitrary<Start> = fc.oneof(
      fc.constantFrom<Start>({ kind: 'now' }, { kind: 'press' }),
      fc.integer({ min: -50, max: 700 }).map((some): Start => ({ kind: 'at', at: later(some) })),
    );
    fc.assert(
      fc.property(length, start, fc.integer({ min: 1, max: 2160 }), (some, begins, most) => {
        const plan = planned({ start: begins, length: some }, t0, shanghai, most);
        expect(plan.endsAt.getTime() - plan.startsAt.getTime()).toBeLessThanOrEqual(most * 3_600_000);
        expect(plan.startsAt.getTime()).toBeGreaterThanOrEqual(t0.getTime());
      }),
      { numRuns: 300 },
    );
  });

  it('says when the longest grant cuts it', () => {
    expect(isCut({ kind: 'day' }, at('2026-11-26T09:00'), shanghai, 8)).toBe(true);
    expect(isCut({ kind: 'day' }, at('2026-11-26T10:00'), shanghai, 8)).toBe(false);
    expect(isCut({ kind: 'case' }, at('2026-11-26T10:00'), shanghai, 1)).toBe(false);
  });
});

describe('Start', () => {
  it('can be pressed within two working days of the approval', () => {
    const friday = at('2026-11-27T16:00');
    const plan = planned({ start: { kind: 'press' }, length: hours(4) }, friday, shanghai, 8);
    expect(plan).toEqual({
      state: 'ready',
      startsAt: at('2026-12-01T16:00'),
      endsAt: at('2026-12-01T20:00'),
    });
  });

  it('cannot be pressed after the end that was asked for', () => {
    const length: Length = { kind: 'until', at: at('2026-11-27T18:00') };
    const plan = planned({ start: { kind: 'press' }, length }, at('2026-11-27T16:00'), shanghai, 8);
    expect(plan).toEqual({ state: 'ready', startsAt: length.at, endsAt: length.at });
  });
});

describe('a wait', () => {
  it('counts hours of work: nights, weekends and holidays do not pass', () => {
    expect(lapsesAt(hours(4), at('2026-11-27T17:00'), shanghai, 9)).toEqual(at('2026-11-30T17:00'));
    expect(lapsesAt(hours(4), at('2026-09-30T17:00'), shanghai, 9)).toEqual(at('2026-10-08T17:00'));
    expect(lapsesAt(hours(4), t0, always, 9)).toEqual(later(9));
  });
});

describe('what the form hands in', () => {
  it('is what it was given', () => {
    const lengths: Length[] = [
      hours(4),
      { kind: 'working', hours: 4 },
      { kind: 'day' },
      { kind: 'week' },
      { kind: 'case' },
      { kind: 'until', at: t0 },
    ];
    for (const length of lengths) expect(lengthInput.parse(lengthValue(length))).toEqual(length);
    const starts: Start[] = [{ kind: 'now' }, { kind: 'press' }, { kind: 'at', at: t0 }];
    for (const start of starts) expect(startInput.parse(startValue(start))).toEqual(start);
  });
});
