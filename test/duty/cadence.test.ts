import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  type Cadence,
  cadenceFault,
  cadenceInput,
  cadenceRemark,
  nextOn,
  plusDays,
} from '../../src/duty/cadence.ts';
import { dueOn, lateOn, officeSchedule, opensOn, workingDaysFrom } from '../../src/duty/plan.ts';
import { companyDefaults } from '../../src/people/company.ts';
import type { Holidays } from '../../src/people/holiday.ts';
import { worksOnDate } from '../../src/people/working-time.ts';

const office = (tz: string, holidays: Holidays) => officeSchedule(companyDefaults, { tz, holidays });
const shanghai = office('Asia/Shanghai', 'china');
const berlin = office('Europe/Berlin', 'DE-BE');
const newYork = office('America/New_York', 'US');
const plain = office('UTC', 'none');

const rule = (
  of: string,
  off: 'before' | 'after' | 'skip' | 'stay' = 'stay',
  from = '2026-01-01',
): Cadence => ({
  ...{ kind: 'rule', rule: of, off, from },
});
/** The next so many days after a day. */
function days(cadence: Cadence, after: string, count: number, schedule = plain): (string | number | null)[] {
  const found: (string | number | null)[] = [];
  for (let at = after; found.length < count; ) {
    const next = nextOn(cadence, at, schedule);
    if (typeof next !== 'string') return [...found, next?.unknownYear ?? null];
    found.push(next);
    at = next;
  }
  return found;
}

describe('when a rule falls due', () => {
  it.each([
    ['FREQ=MONTHLY;BYMONTHDAY=15', '2026-11-15', ['2026-12-15', '2027-01-15']],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-26', ['2026-11-30', '2026-12-03']],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-11-26', ['2026-11-27', '2026-12-25']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-11-26', ['2026-11-30', '2026-12-31']],
    ['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1', '2026-11-26', ['2027-01-01', '2027-04-01']],
    ['FREQ=YEARLY;BYMONTH=3,9;BYDAY=2TU', '2026-11-26', ['2027-03-09', '2027-09-14']],
    ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO', '2026-11-26', ['2027-01-04', '2028-01-03']],
    ['FREQ=YEARLY;BYYEARDAY=-1', '2026-11-26', ['2026-12-31', '2027-12-31']],
    // The last day of each month, by its name.
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2027-01-31', ['2027-02-28', '2027-03-31']],
    // In months without a 31st nothing falls due.
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-10-31', ['2026-12-31', '2027-01-31', '2027-03-31', '2027-05-31']],
    // 29 February, in leap years alone; 2100 is none.
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-11-26', ['2028-02-29', '2032-02-29']],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2096-02-29', ['2104-02-29']],
    ['FREQ=DAILY;COUNT=3', '2025-12-30', ['2026-01-01', '2026-01-02', '2026-01-03', null]],
    ['FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20270201', '2026-12-15', ['2027-01-01', '2027-02-01', null]],
    ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR', '2026-11-26', ['2027-08-13', '2028-10-13']],
  ] as const)('%s', (of, after, expected) => {
    expect(days(rule(of), after, expected.length)).toEqual(expected);
  });

  it('begins with its first day and knows nothing before it', () => {
    expect(nextOn(rule('FREQ=MONTHLY;BYMONTHDAY=5', 'stay', '2030-01-06'), '2026-11-26', plain)).toBe(
      '2030-02-05',
    );
  });

  it('never falls due on days that no year has, and is over after its end', () => {
    expect(nextOn(rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), '2026-11-26', plain)).toBeNull();
    expect(nextOn(rule('FREQ=DAILY;UNTIL=20260105'), '2026-11-26', plain)).toBeNull();
  });
});

describe('a day that falls on a day off', () => {
  // National Day 2026: 1 to 7 October off, 20 September and 10 October worked.
  it.each([
    ['before', '2026-09-30'],
    ['after', '2026-10-08'],
    ['skip', '2026-11-02'],
    ['stay', '2026-10-02'],
  ] as const)('%s', (off, expected) => {
    expect(nextOn(rule('FREQ=MONTHLY;BYMONTHDAY=2', off), '2026-09-02', shanghai)).toBe(expected);
  });

  it('works on a Sunday that is made up for, and moves over the whole holiday only once', () => {
    expect(worksOnDate(shanghai, '2026-09-20')).toBe(true);
    expect(nextOn(rule('FREQ=MONTHLY;BYMONTHDAY=20', 'before'), '2026-09-01', shanghai)).toBe('2026-09-20');
    expect(days(rule('FREQ=DAILY', 'after'), '2026-09-29', 4, shanghai)).toEqual([
      '2026-09-30',
      '2026-10-08',
      '2026-10-09',
      '2026-10-10',
    ]);
  });

  it('goes by the holidays of the office: Unity Day, Thanksgiving, and its day instead', () => {
    expect(nextOn(rule('FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1', 'after'), '2026-04-01', berlin)).toBe(
      '2026-05-04',
    );
    expect(nextOn(rule('FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8', 'after'), '2027-01-01', berlin)).toBe(
      '2027-03-09',
    );
    expect(nextOn(rule('FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'after'), '2026-11-01', newYork)).toBe(
      '2026-11-27',
    );
    expect(nextOn(rule('FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=5', 'after'), '2027-01-01', newYork)).toBe(
      '2027-07-06',
    );
  });

  it('moves into the year before', () => {
    expect(
      nextOn(rule('FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1', 'before', '2020-01-01'), '2025-12-01', shanghai),
    ).toBe('2025-12-31');
    expect(
      nextOn(rule('FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1', 'before', '2020-01-01'), '2025-12-31', shanghai),
    ).toEqual({
      unknownYear: 2027,
    });
  });
});

describe('a year whose holidays nobody has announced', () => {
  const monthly = rule('FREQ=MONTHLY;BYMONTHDAY=15', 'after');
  it('is not guessed: what would fall into it is held', () => {
    expect(days(monthly, '2098-01-01', 1, shanghai)).toEqual([2098]);
    expect(days(rule('FREQ=MONTHLY;BYMONTHDAY=15'), '2098-01-01', 1, shanghai)).toEqual(['2098-01-15']);
    expect(
      days({ kind: 'workday', every: 'month', nth: 1, from: '2020-01-01' }, '2098-01-01', 1, shanghai),
    ).toEqual([2098]);
  });
  it('is known when somebody brought its days in, not by a day off of the firm’s own, and elsewhere', () => {
    const own = { ...shanghai, daysOff: [{ date: '2098-01-15', working: false }] };
    expect(days(monthly, '2098-01-01', 1, own)).toEqual([2098]);
    const typed = { ...own, broughtIn: [2098] };
    expect(days(monthly, '2098-01-01', 1, typed)).toEqual(['2098-01-16']);
    expect(days(monthly, '2060-01-01', 1, berlin)).toEqual(['2060-01-15']);
  });
});

describe('a working day of a month, a quarter, a year', () => {
  const nth = (every: 'month' | 'quarter' | 'year', n: number): Cadence => ({
    ...{ kind: 'workday', every, nth: n, from: '2016-01-01' },
  });
  it.each([
    ['month', 1, '2026-09-30', '2026-10-08'],
    ['month', -1, '2026-09-01', '2026-09-30'],
    ['month', 3, '2026-10-01', '2026-10-10'],
    ['month', 1, '2026-10-08', '2026-11-02'],
    ['quarter', 1, '2026-07-01', '2026-10-08'],
    ['quarter', -1, '2026-10-08', '2026-12-31'],
    ['year', 1, '2025-06-01', '2026-01-04'],
    ['year', -2, '2026-01-01', '2026-12-30'],
  ] as const)('%s %i after %s', (every, n, after, expected) => {
    expect(nextOn(nth(every, n), after, shanghai)).toBe(expected);
  });

  it('is there in every month of ten years, however far from either end', () => {
    for (const n of [15, -15]) {
      const found = days(nth('month', n), '2016-01-01', 120, shanghai) as string[];
      expect(found.map((day) => day.slice(0, 7))).toEqual(
        Array.from({ length: 120 }, (_, at) =>
          DateTime.utc(2016, 1).plus({ months: at }).toFormat('yyyy-MM'),
        ),
      );
    }
  });
});

describe('over ten years', () => {
  const offices = fc.constantFrom(
    { schedule: berlin, first: '2026-01-01' },
    { schedule: newYork, first: '2026-01-01' },
    { schedule: shanghai, first: '2016-01-01' },
  );
  const rules = fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=FR,SU',
    'FREQ=MONTHLY;BYMONTHDAY=1',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYMONTHDAY=31',
    'FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=3',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
  );
  const offs = fc.constantFrom('before' as const, 'after' as const, 'skip' as const);
  const within = fc.integer({ min: 0, max: 3_500 });

  it('a planned day is worked, later than the day asked from, and the same from every day before it', () => {
    fc.assert(
      fc.property(offices, rules, offs, within, fc.nat(20), ({ schedule, first }, of, off, at, back) => {
        const cadence = rule(of, off, first);
        const after = plusDays(first, at);
        const next = nextOn(cadence, after, schedule);
        // The third of October is a holiday in Berlin for good; and nobody has announced China's 2027.
        if (next === null) {
          expect([of, off]).toEqual(['FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=3', 'skip']);
          return;
        }
        if (typeof next !== 'string') {
          expect([next.unknownYear, schedule]).toEqual([2027, shanghai]);
          return;
        }
        expect(next > after).toBe(true);
        expect(worksOnDate(schedule, next)).toBe(true);
        const between = plusDays(next, -1 - back);
        if (between >= after) expect(nextOn(cadence, between, schedule)).toBe(next);
      }),
      { numRuns: 300 },
    );
  });

  it('no day of the rule is lost: each is planned where its rule for days off says', () => {
    fc.assert(
      fc.property(
        offices,
        offs,
        within,
        fc.integer({ min: 1, max: 28 }),
        ({ schedule, first }, off, at, day) => {
          const cadence = rule(`FREQ=MONTHLY;BYMONTHDAY=${day}`, off, first);
          const month = plusDays(first, at).slice(0, 7);
          if (schedule === shanghai && month >= '2026-11') return;
          const raw = `${month}-${String(day).padStart(2, '0')}`;
          let expected: string | null = raw;
          while (expected && !worksOnDate(schedule, expected))
            expected = off === 'skip' ? null : plusDays(expected, off === 'before' ? -1 : 1);
          if (expected) expect(nextOn(cadence, plusDays(expected, -1), schedule)).toBe(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['Europe/Berlin', berlin],
    ['America/New_York', newYork],
    ['Asia/Shanghai', shanghai],
  ])(
    'work begins and ends by the clock of %s on every day, whatever the clock was turned by',
    (tz, schedule) => {
      let before = 0;
      for (let at = 0, day = '2026-01-01'; at < 3_653; at += 1, day = plusDays(day, 1)) {
        const due = dueOn(day, schedule);
        const opens = opensOn(day, 0, schedule);
        if (DateTime.fromJSDate(due, { zone: tz }).toFormat('yyyy-MM-dd HH:mm') !== `${day} 18:00`)
          expect(due).toBe(day);
        if (DateTime.fromJSDate(opens, { zone: tz }).toFormat('yyyy-MM-dd HH:mm') !== `${day} 09:00`)
          expect(opens).toBe(day);
        if (due.getTime() <= before) expect(due).toBe('later than the day before');
        before = due.getTime();
      }
      expect(before).toBeGreaterThan(Date.parse('2035-12-31T00:00:00Z'));
    },
  );

  it.each([
    ['Europe/Berlin', berlin, '2027-03-26', '2027-03-26T17:00:00Z', '2027-03-29', '2027-03-29T16:00:00Z'],
    ['Europe/Berlin', berlin, '2027-10-29', '2027-10-29T16:00:00Z', '2027-11-01', '2027-11-01T17:00:00Z'],
    ['America/New_York', newYork, '2027-03-12', '2027-03-12T23:00:00Z', '2027-03-15', '2027-03-15T22:00:00Z'],
    ['America/New_York', newYork, '2026-10-30', '2026-10-30T22:00:00Z', '2026-11-02', '2026-11-02T23:00:00Z'],
    ['Asia/Shanghai', shanghai, '2027-03-26', '2027-03-26T10:00:00Z', '2027-03-29', '2027-03-29T10:00:00Z'],
  ])('%s: the days round the turning of the clock', (_tz, schedule, one, dueOne, other, dueOther) => {
    expect(dueOn(one, schedule)).toEqual(new Date(dueOne));
    expect(dueOn(other, schedule)).toEqual(new Date(dueOther));
  });

  it('counts lead and tolerance in working days of the office', () => {
    expect(workingDaysFrom('2026-10-08', -2, shanghai)).toBe('2026-09-29');
    expect(opensOn('2026-10-08', 2, shanghai)).toEqual(new Date('2026-09-29T01:00:00Z'));
    expect(lateOn('2026-09-30', 3, shanghai)).toEqual(new Date('2026-10-10T10:00:00Z'));
    expect(workingDaysFrom('2026-12-24', 1, berlin)).toBe('2026-12-28');
    expect(workingDaysFrom('2026-11-25', 1, newYork)).toBe('2026-11-27');
    expect(workingDaysFrom('2026-11-28', 0, plain)).toBe('2026-11-28');
  });
});

describe('what is no rule', () => {
  it.each([
    ['FREQ=HOURLY', 'duty.tooOften'],
    ['FREQ=MINUTELY;INTERVAL=90', 'duty.tooOften'],
    ['FREQ=DAILY;BYHOUR=9,10,11', 'duty.tooOften'],
    ['FREQ=DAILY;BYSECOND=1,2,3', 'duty.tooOften'],
    ['FREQ=SOMETIMES', 'duty.ruleUnreadable'],
    ['every Monday', 'duty.ruleUnreadable'],
    ['', 'duty.ruleUnreadable'],
    ['INTERVAL=2', 'duty.ruleUnreadable'],
    ['FREQ=WEEKLY;BYDAY=XX', 'duty.ruleUnreadable'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'duty.ruleUnreadable'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'duty.ruleUnreadable'],
    ['FREQ=MONTHLY;INTERVAL=0', 'duty.ruleUnreadable'],
    ['FREQ=MONTHLY;INTERVAL=x', 'duty.ruleUnreadable'],
    ['FREQ=YEARLY;BYMONTH=13', 'duty.ruleUnreadable'],
    ['FREQ=DAILY;COUNT=-1', 'duty.ruleUnreadable'],
    ['FREQ=DAILY;UNTIL=tomorrow', 'duty.ruleUnreadable'],
    ['FREQ=DAILY;UNTIL=20260230', 'duty.ruleUnreadable'],
    ['RSCALE=CHINESE;FREQ=YEARLY', 'duty.ruleParts'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'duty.ruleUnreadable'],
    ['FREQ=DAILY;BYSETPOS=1', 'duty.ruleUnreadable'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20270101', 'duty.ruleUnreadable'],
    ['FREQ=DAILY;COUNT=20000', 'duty.ruleUnreadable'],
    ['FREQ=MONTHLY;BYWEEKNO=3', 'duty.ruleUnreadable'],
    ['FREQ=MONTHLY;BYDAY=54MO', 'duty.ruleUnreadable'],
  ] as const)('%s', (of, fault) => {
    expect(cadenceFault({ kind: 'rule', rule: of.toUpperCase(), from: '2026-01-01', off: 'stay' })).toBe(
      fault,
    );
  });

  it.each<[of: string, remark: string | null, from?: string]>([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'leapYears'],
    ['FREQ=YEARLY', 'leapYears', '2028-02-29'],
    ['FREQ=YEARLY', null, '2028-03-31'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', 'shortMonths'],
    ['FREQ=MONTHLY;BYMONTHDAY=29,30', 'shortMonths'],
    ['FREQ=MONTHLY', 'shortMonths', '2026-01-30'],
    ['FREQ=YEARLY;BYMONTH=3,6;BYMONTHDAY=31', 'shortMonths'],
    ['FREQ=YEARLY;BYMONTH=3,5;BYMONTHDAY=31', null],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', null],
    ['FREQ=MONTHLY;BYMONTHDAY=-31', 'shortMonths'],
    ['FREQ=MONTHLY;BYMONTHDAY=28,31', null],
    ['FREQ=MONTHLY;BYDAY=1MO', null],
    ['FREQ=WEEKLY', null, '2026-01-31'],
  ])('%s is remarked on: %s', (of, remark, from = '2026-01-01') => {
    expect(cadenceRemark(rule(of, 'stay', from))).toBe(remark);
  });

  it('is refused at the edge: a day no calendar has, a position of nothing, an event nobody knows', () => {
    const bad = [
      { kind: 'once', on: '2027-02-29' },
      { kind: 'workday', every: 'month', nth: 0, from: '2026-01-01' },
      { kind: 'workday', every: 'month', nth: 16, from: '2026-01-01' },
      { kind: 'after', event: 'access.granted', workingDays: 1 },
      { kind: 'rule', rule: 'FREQ=DAILY\nDTSTART:20260101', from: '2026-01-01', off: 'stay' },
      { kind: 'rule', rule: 'FREQ=DAILY', from: '2026-13-01', off: 'stay' },
    ];
    expect(bad.map((one) => cadenceInput.safeParse(one).success)).toEqual(bad.map(() => false));
    expect(
      cadenceInput.parse({ kind: 'rule', rule: ' rrule:freq=daily ', from: '2026-01-01', off: 'stay' }),
    ).toMatchObject({
      rule: 'FREQ=DAILY',
    });
  });
});
