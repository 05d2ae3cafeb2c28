import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../src/attention/day.ts';
import {
  judgeTurn,
  leaveAfter,
  nextMoment,
  type Reach,
  reachable,
  sayAgain,
} from '../../src/attention/turn.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { isWorking } from '../../src/people/working-time.ts';

const at = (iso: string) => new Date(iso);
/** A moment of Shanghai's clock. */
const sh = (text: string) => at(`${text}:00+08:00`);

function reach(
  more: Partial<Omit<Reach, 'schedule'>> & { schedule?: Partial<Reach['schedule']> } = {},
): Reach {
  const { schedule, ...others } = more;
  return {
    ...{ dnd: null, quiet: null, digestAt: null },
    ...others,
    schedule: { ...companySchedule(companyDefaults), ...schedule },
  };
}
const away = (from: string, until: string) => ({ away: [{ from: sh(from), until: sh(until) }] });
/** Thursday. */
const thursday = '2026-11-26';

describe('when a person’s digest is due', () => {
  const cases: [string, Reach, { earliest: string; digestDay?: string }, string, string | { day: string }][] =
    [
      [
        'at the start of their day',
        reach(),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T09:00',
        { day: thursday },
      ],
      [
        'not a minute before',
        reach(),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T08:59',
        '2026-11-26T09:00',
      ],
      [
        'at the hour they want',
        reach({ digestAt: '10:30' }),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T09:30',
        '2026-11-26T10:30',
      ],
      [
        'not today for what came after its hour',
        reach(),
        { earliest: '2026-11-26T09:01' },
        '2026-11-26T11:00',
        '2026-11-27T09:00',
      ],
      [
        'once a day',
        reach(),
        { earliest: '2026-11-26T09:00', digestDay: thursday },
        '2026-11-26T11:00',
        '2026-11-27T09:00',
      ],
      [
        'after the weekend',
        reach(),
        { earliest: '2026-11-27T19:00' },
        '2026-11-28T09:00',
        '2026-11-30T09:00',
      ],
      [
        'not on their quiet day',
        reach({ schedule: { quietDays: [4] } }),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T09:00',
        '2026-11-27T09:00',
      ],
      [
        'after their quiet time',
        reach({ quiet: { from: '08:00', to: '09:45' } }),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T09:00',
        '2026-11-26T09:45',
      ],
      [
        'after do-not-disturb',
        reach({ dnd: { from: sh('2026-11-26T08:00'), until: sh('2026-11-26T11:00') } }),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T09:00',
        '2026-11-26T11:00',
      ],
      [
        'and when it ends',
        reach({ dnd: { from: sh('2026-11-26T08:00'), until: sh('2026-11-26T11:00') } }),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T11:00',
        { day: thursday },
      ],
      [
        'the next day when it lasts to the evening',
        reach({ dnd: { from: sh('2026-11-26T08:00'), until: sh('2026-11-26T22:00') } }),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T09:00',
        '2026-11-27T09:00',
      ],
      [
        'after an absence',
        reach({ schedule: away('2026-11-26T00:00', '2026-12-02T00:00') }),
        { earliest: '2026-11-26T08:00' },
        '2026-11-26T09:00',
        '2026-12-02T09:00',
      ],
      [
        'late on the same day when nothing ticked',
        reach(),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T14:00',
        { day: thursday },
      ],
      [
        'not in the evening when nothing ticked all day',
        reach(),
        { earliest: '2026-11-25T20:00' },
        '2026-11-26T19:00',
        '2026-11-27T09:00',
      ],
      [
        'not before today’s hour for what was missed yesterday',
        reach({ digestAt: '11:00' }),
        { earliest: '2026-11-25T08:00' },
        '2026-11-26T10:00',
        '2026-11-26T11:00',
      ],
      [
        'not again when the clock was moved back',
        reach(),
        { earliest: '2026-11-26T08:00', digestDay: '2026-11-27' },
        '2026-11-26T10:00',
        '2026-11-30T09:00',
      ],
      [
        'on a make-up workday, a Saturday',
        reach(),
        { earliest: '2026-10-09T19:00', digestDay: '2026-10-09' },
        '2026-10-10T09:00',
        { day: '2026-10-10' },
      ],
    ];
  it.each(cases)('%s', (_, who, { earliest, digestDay = null }, now, expected) => {
    const turn = judgeTurn(who, { earliest: sh(earliest), digestDay }, sh(now));
    if (typeof expected === 'string') expect(turn).toEqual({ due: false, lookAt: sh(expected) });
    else expect(turn).toEqual({ due: true, ...expected });
  });

  it('moves with a zone that changed on the way, and never doubles on one local day', () => {
    const london = reach({ schedule: { tz: 'Europe/London' } });
    const told = { earliest: sh('2026-11-26T08:00'), digestDay: thursday };
    // Told in Shanghai at nine; in London it is one in the morning of the same date.
    expect(judgeTurn(london, told, sh('2026-11-26T17:30'))).toEqual({
      due: false,
      lookAt: at('2026-11-27T09:00:00Z'),
    });
    // The other way round the next date comes sooner, and has its own.
    const shanghai = reach();
    expect(judgeTurn(shanghai, told, at('2026-11-26T20:00:00Z'))).toEqual({
      due: false,
      lookAt: sh('2026-11-27T09:00'),
    });
  });

  it('is at the same hour of the clock through ten years of daylight saving, once a day', () => {
    for (const tz of ['Europe/London', 'Australia/Lord_Howe']) {
      const who = reach({ schedule: { tz, holidays: 'none' }, digestAt: '09:15' });
      let day: string | null = null;
      let now = at('2026-01-01T00:00:00Z');
      let count = 0;
      while (now < at('2036-01-01T00:00:00Z')) {
        const next = nextMoment(who, now, day);
        const local = DateTime.fromJSDate(next.at, { zone: tz });
        if (
          local.toFormat('HH:mm') !== '09:15' ||
          local.weekday > 5 ||
          next.day !== local.toISODate() ||
          (day !== null && next.day <= day)
        )
          throw new Error(`${tz} ${next.at.toISOString()}`);
        day = next.day;
        now = next.at;
        count += 1;
      }
      expect(count).toBe(2_609);
    }
  });

  it('falls on a moment at which they can be spoken to, whatever they have set', () => {
    const time = fc
      .integer({ min: 0, max: 23 * 60 + 59 })
      .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);
    const span = fc
      .tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 1, max: 900 }))
      .map(([from, length]) => ({
        from: new Date(sh('2026-09-20T00:00').getTime() + from * 3_600_000),
        until: new Date(sh('2026-09-20T00:00').getTime() + (from + length) * 3_600_000),
      }));
    const anybody = fc.record({
      digestAt: fc.option(time),
      quiet: fc.option(fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to)),
      dnd: fc.option(span),
      tz: fc.constantFrom('Asia/Shanghai', 'Europe/London', 'America/Los_Angeles', 'Pacific/Apia'),
      quietDays: fc.uniqueArray(fc.integer({ min: 1, max: 4 })),
      away: fc.array(span, { maxLength: 3 }),
      after: fc.option(fc.integer({ min: 1, max: 28 }).map((n) => `2026-10-${String(n).padStart(2, '0')}`)),
      now: fc
        .integer({ min: 0, max: 2_400 })
        .map((hours) => new Date(sh('2026-09-20T00:00').getTime() + hours * 3_600_000)),
    });
    fc.assert(
      fc.property(anybody, ({ tz, quietDays, away: gone, after, now, ...own }) => {
        const who = reach({ ...own, schedule: { tz, quietDays, away: gone } });
        const turn = judgeTurn(who, { earliest: now, digestDay: after }, now);
        const moment = turn.due ? now : turn.lookAt;
        expect(moment >= now).toBe(true);
        if (turn.due) {
          expect(after === null || turn.day > after).toBe(true);
          expect(turn.day).toBe(dayOf(now, tz));
        }
        const week = 7 * 86_400_000;
        if (!turn.due && moment.getTime() - now.getTime() >= week) return;
        expect(reachable(who, moment)).toEqual(moment);
        expect(isWorking(who.schedule, moment)).toBe(true);
        const next = nextMoment(who, now, after);
        expect(next.day).toBe(dayOf(next.at, tz));
      }),
      { numRuns: 100 },
    );
  });
});

describe('saying it again', () => {
  const days = (times: number, from = thursday) =>
    dayOf(sayAgain(reach(), from, times, null), 'Asia/Shanghai');
  it('comes ever more rarely, counted in working days', () => {
    expect([1, 2, 3, 4, 5, 6].map((times) => days(times))).toEqual([
      '2026-11-27',
      '2026-11-30',
      '2026-12-02',
      '2026-12-07',
      '2026-12-16',
      '2026-12-16',
    ]);
  });
  it('does not count holidays or absences', () => {
    expect(days(1, '2026-09-30')).toBe('2026-10-08');
    const gone = reach({ schedule: away('2026-11-27T00:00', '2026-12-01T00:00') });
    expect(dayOf(sayAgain(gone, thursday, 1, null), gone.schedule.tz)).toBe('2026-12-01');
  });
  it.each<[string, string, readonly string[]]>([
    [
      'comes the working day before a deadline, on its day, and then ever more rarely',
      '2026-12-02T18:00',
      ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-07', '2026-12-11', '2026-12-22'],
    ],
    [
      'comes on the first working day after a deadline on a day off',
      '2026-12-12T18:00',
      ['2026-12-11', '2026-12-14', '2026-12-16'],
    ],
    [
      'comes on the day of a deadline that is tomorrow',
      '2026-11-27T18:00',
      ['2026-11-27', '2026-11-30', '2026-12-02'],
    ],
    ['comes the next day where the deadline is today', '2026-11-26T18:00', ['2026-11-27', '2026-12-01']],
    [
      'counts from its deadline what it was late before it was first said',
      '2026-11-20T18:00',
      ['2026-12-01', '2026-12-10'],
    ],
  ])('%s', (_, deadline, expected) => {
    let day = thursday;
    const said = expected.map((_day, n) => {
      day = dayOf(sayAgain(reach(), day, n + 1, sh(deadline)), 'Asia/Shanghai');
      return day;
    });
    expect(said).toEqual(expected);
  });
});

describe('the last day before a long leave', () => {
  it.each<[string, Reach, string, [string, string] | undefined]>([
    ['before a weekend there is none', reach(), '2026-11-27', undefined],
    ['before National Day', reach(), '2026-09-30', ['2026-10-01T00:00', '2026-10-08T00:00']],
    [
      'before an own absence of a day next to a weekend',
      reach({ schedule: away('2026-11-27T00:00', '2026-11-28T00:00') }),
      thursday,
      ['2026-11-27T00:00', '2026-11-30T00:00'],
    ],
    [
      'before an own absence of two days in the week',
      reach({ schedule: away('2026-11-25T00:00', '2026-11-27T00:00') }),
      '2026-11-24',
      undefined,
    ],
    [
      'of somebody who never works from Friday to Monday',
      reach({ schedule: { quietDays: [1, 5] } }),
      thursday,
      undefined,
    ],
  ])('%s', (_, who, day, expected) => {
    expect(leaveAfter(who, day)).toEqual(expected && { from: sh(expected[0]), until: sh(expected[1]) });
  });

  it('is looked at though nothing came due, on that day only', () => {
    const holds = { earliest: sh('2026-10-20T00:00'), digestDay: '2026-09-24' };
    expect(judgeTurn(reach(), holds, sh('2026-09-25T10:00'))).toEqual({
      due: false,
      lookAt: sh('2026-09-30T09:00'),
    });
    expect(judgeTurn(reach(), holds, sh('2026-09-30T09:00'))).toEqual({ due: true, day: '2026-09-30' });
    const told = judgeTurn(reach(), { ...holds, digestDay: '2026-09-30' }, sh('2026-09-30T09:00'));
    expect(told).toMatchObject({ due: false });
  });
});

describe('a calendar that many share', () => {
  it('says of somebody with absences what their own would', () => {
    const shared = reach();
    const hours = fc.integer({ min: 0, max: 1_200 });
    const moment = (n: number) => new Date(sh('2026-09-20T00:00').getTime() + n * 3_600_000);
    const span = fc.tuple(hours, fc.integer({ min: 1, max: 300 })).map(([from, length]) => ({
      ...{ from: moment(from), until: moment(from + length) },
    }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 3 }), fc.option(span), hours, (gone, dnd, from) => {
        const own = reach({ dnd, schedule: { away: gone } });
        const told = { earliest: moment(from), digestDay: null };
        expect(judgeTurn({ ...own, shared }, told, moment(from))).toEqual(judgeTurn(own, told, moment(from)));
        const day = dayOf(moment(from), 'Asia/Shanghai');
        for (const deadline of [null, moment(from + 100), moment(from - 200)])
          expect(sayAgain({ ...own, shared }, day, 3, deadline)).toEqual(sayAgain(own, day, 3, deadline));
        expect(leaveAfter({ ...own, shared }, day)).toEqual(leaveAfter(own, day));
      }),
      { numRuns: 40 },
    );
  });
});
