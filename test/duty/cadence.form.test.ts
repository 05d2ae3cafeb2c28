import { describe, expect, it } from 'vitest';
import { cadenceFrom, mainField, valuesOf } from '../../src/duty/cadence.form.ts';
import type { Cadence } from '../../src/duty/cadence.ts';
import { cadenceWords, offWords } from '../../src/duty/cadence.view.ts';

const today = '2026-11-26';
const now = new Date('2026-11-26T02:00:00Z');
const rule = (text: string, off: 'before' | 'after' | 'skip' | 'stay' = 'before'): Cadence => ({
  kind: 'rule',
  rule: `FREQ=${text}`,
  from: '2026-11-01',
  off,
});

const cadences: readonly (readonly [cadence: Cadence, how: string, en: string, zh: string])[] = [
  [rule('DAILY', 'skip'), 'workdays', 'every working day', '每个工作日'],
  [rule('DAILY', 'stay'), 'daily', 'every day', '每天'],
  [rule('DAILY;INTERVAL=3', 'stay'), 'rule', 'every 3 days', '每 3 天'],
  [rule('WEEKLY;BYDAY=FR'), 'weekly', 'every Friday', '每周五'],
  [rule('WEEKLY;BYDAY=MO,TH'), 'weekly', 'every Monday and Thursday', '每周一、周四'],
  [rule('WEEKLY;INTERVAL=2;BYDAY=FR'), 'weekly', 'every 2 weeks on Friday', '每 2 周的周五'],
  [rule('MONTHLY;BYMONTHDAY=15'), 'monthday', 'every month on the 15th', '每月 15 日'],
  [rule('MONTHLY;BYMONTHDAY=-1', 'after'), 'monthday', 'every month on the last day', '每月最后一天'],
  [
    rule('MONTHLY;BYMONTHDAY=15,-1'),
    'monthday',
    'every month on the 15th and on the last day',
    '每月 15 日、最后一天',
  ],
  [rule('MONTHLY;INTERVAL=3;BYMONTHDAY=15'), 'monthday', 'every 3 months on the 15th', '每 3 个月的 15 日'],
  [rule('MONTHLY;BYDAY=1MO'), 'monthweekday', 'every month on the 1st Monday', '每月第 1 个周一'],
  [rule('MONTHLY;BYDAY=-1FR'), 'monthweekday', 'every month on the last Friday', '每月最后一个周五'],
  [
    rule('MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1'),
    'rule',
    'every year on the last day of June and December',
    '每年 6 月、12 月最后一天',
  ],
  [rule('YEARLY;BYMONTH=3;BYMONTHDAY=1', 'skip'), 'yearly', 'every year on 1 March', '每年 3 月 1 日'],
  [rule('YEARLY;BYMONTH=2;BYMONTHDAY=29'), 'yearly', 'every year on 29 February', '每年 2 月 29 日'],
  [
    rule('MONTHLY;BYSETPOS=1;BYDAY=MO,TU'),
    'rule',
    'by the rule FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO,TU',
    '按规则 FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO,TU',
  ],
  [
    { kind: 'workday', every: 'month', nth: 1, from: '2026-11-01' },
    'workday',
    'on the 1st working day of every month',
    '每月第 1 个工作日',
  ],
  [
    { kind: 'workday', every: 'quarter', nth: -1, from: '2026-11-01' },
    'workday',
    'on the last working day of every quarter',
    '每季度最后一个工作日',
  ],
  [
    { kind: 'workday', every: 'year', nth: -2, from: '2026-11-01' },
    'workday',
    'on the 2nd last working day of every year',
    '每年倒数第 2 个工作日',
  ],
  [
    { kind: 'after', event: 'people.left', workingDays: 5 },
    'after',
    '5 working days after somebody leaves',
    '有人离职后 5 个工作日内',
  ],
  [
    { kind: 'after', event: 'case.closed', workingDays: 0 },
    'after',
    'on the day a case is closed',
    '案件结案当天',
  ],
  [{ kind: 'once', on: '2026-12-31' }, 'once', 'once, on Thu 31 Dec', '一次，12月31日（周四）'],
];

describe('how often, as plain choices and in words', () => {
  it.each(cadences)('%j', (cadence, how, en, zh) => {
    const values = valuesOf(cadence);
    expect(values.how).toBe(how);
    expect(cadenceFrom(values, today)).toEqual({ cadence });
    expect(cadenceWords(cadence, 'en', now)).toBe(en);
    expect(cadenceWords(cadence, 'zh', now)).toBe(zh);
  });

  it.each(['weekly', 'monthday', 'monthweekday', 'workday', 'yearly', 'once', 'after', 'rule'] as const)(
    '%s with nothing chosen names the field that is missing',
    (how) => {
      expect(cadenceFrom({ how }, today)).toEqual({ missing: mainField[how] });
    },
  );

  it('begins today and moves before days off, where nothing else is chosen', () => {
    expect(cadenceFrom({ how: 'weekly', weekdays: ['5'] }, today)).toEqual({
      cadence: { kind: 'rule', rule: 'FREQ=WEEKLY;BYDAY=FR', from: today, off: 'before' },
    });
    expect(cadenceFrom({ how: 'after', event: 'people.left', workingDays: 'soon' }, today)).toEqual({
      missing: 'workingDays',
    });
  });

  it('says what happens on days off only where there is a choice', () => {
    expect(offWords(rule('WEEKLY;BYDAY=FR', 'after'), 'zh')).toBe('遇休息日顺延到下一个工作日');
    expect(offWords(rule('DAILY', 'skip'), 'en')).toBeUndefined();
    expect(offWords({ kind: 'once', on: '2026-12-31' }, 'en')).toBeUndefined();
  });
});
