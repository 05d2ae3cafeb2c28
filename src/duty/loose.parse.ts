import { count, countOf, dateSaid } from './day.parse.ts';
import { en, type Pattern, zh } from './phrase.parse.ts';
import { asRule, daily, everyYears, monthly, once, week, weekly } from './reading.parse.ts';

const halfYearly = 'FREQ=MONTHLY;BYMONTH=6,12';

/** What leaves the day open, so that one is chosen and said; then what comes daily, and what is a date alone. */
export const looseCadences: readonly Pattern[] = [
  {
    form: zh('每 (?:半 个? 月|月 (?:两|二|2) 次)'),
    read: () => asRule('FREQ=MONTHLY;BYMONTHDAY=15,-1'),
    assumed: true,
  },
  {
    form: en('twice (?:a|each|every) month|semi-?monthly'),
    read: () => asRule('FREQ=MONTHLY;BYMONTHDAY=15,-1'),
    assumed: true,
  },
  {
    form: zh('每 (?:半 年|年 (?:两|二|2) 次|6 个 月|六 个 月) (?:一 次)?'),
    read: () => asRule(`${halfYearly};BYMONTHDAY=-1`),
    assumed: true,
  },
  {
    form: en(
      '(?:every (?:six|6) months|every half[ -]year|half[ -]?yearly|twice (?:a|each|every) year|semi-?annually)',
    ),
    read: () => asRule(`${halfYearly};BYMONTHDAY=-1`),
    assumed: true,
  },
  {
    form: zh('每 (?:3|三) 个 月 (?:一 次)?|每 个? (?:季度|季) (?:一 次)?'),
    read: () => ({ kind: 'workday', every: 'quarter', nth: -1 }),
    assumed: true,
  },
  {
    form: en('(?:every|each) quarter|quarterly|every (?:three|3) months|once a quarter'),
    read: () => ({ kind: 'workday', every: 'quarter', nth: -1 }),
    assumed: true,
  },
  { form: en(`every other month`), read: () => monthly([-1], 2), assumed: true },
  {
    form: en(`every (${count}) months`),
    read: ([, each]) => monthly([-1], countOf(each ?? '')),
    assumed: true,
  },
  {
    form: zh(`每 (${count}) 个 月 (?:一 次)?|每? 隔 一? 个 月`),
    read: ([, each]) => monthly([-1], each ? countOf(each) : 2),
    assumed: true,
  },
  {
    form: en(`every (${count}) weeks|every other week|fortnightly|biweekly`),
    read: ([, each]) => weekly(['fri'], each ? countOf(each) : 2),
    assumed: true,
  },
  {
    form: zh(`每 (${count}) 个? ${week} (?:一 次)?|每? 隔 一? ${week}|双周`),
    read: ([, each]) => weekly(['fri'], each ? countOf(each) : 2),
    assumed: true,
  },
  {
    form: en(`every (${count}) years|every other year`),
    read: ([, each]) => everyYears(each ? countOf(each) : 2),
    assumed: true,
  },
  {
    form: zh(`每 (${count}) 年 (?:一 次)?`),
    read: ([, each]) => everyYears(countOf(each ?? '')),
    assumed: true,
  },
  { form: en(`every (${count}) days|every other day`), read: ([, each]) => daily(each ? countOf(each) : 2) },
  {
    form: zh(`每 (${count}) [天日] (?:一 次)?|每? 隔 一? 天`),
    read: ([, each]) => daily(each ? countOf(each) : 2),
  },
  {
    form: en('every month|each month|monthly|once a month'),
    read: () => ({ kind: 'workday', every: 'month', nth: -1 }),
    assumed: true,
  },
  {
    form: zh('每 个? 月 (?:一 次|1 次)?'),
    read: () => ({ kind: 'workday', every: 'month', nth: -1 }),
    assumed: true,
  },
  { form: en('every week|each week|weekly|once a week'), read: () => weekly(['fri'], 1), assumed: true },
  { form: zh(`每 个? ${week} (?:一 次|1 次)?`), read: () => weekly(['fri'], 1), assumed: true },
  {
    form: en('every year|each year|yearly|annually|once a year'),
    read: () => ({ kind: 'workday', every: 'year', nth: -1 }),
    assumed: true,
  },
  {
    form: zh('每 年 度? (?:一 次|1 次)?'),
    read: () => ({ kind: 'workday', every: 'year', nth: -1 }),
    assumed: true,
  },
  { form: en('every day|each day|daily'), read: () => daily(1) },
  { form: zh('每 [天日] (?:一 次)?'), read: () => daily(1) },
  {
    form: en(`(?:once )?(?:on|by|due|until|before) (?:the )?(${dateSaid})|(?:once )?(today|tomorrow)`),
    read: ([, a, b], today) => once(a ?? b, today),
  },
  {
    form: zh(`(?:在|于|最晚|一次 )?(${dateSaid}) (?:之?前|当天|截止)?`),
    read: ([, date], today) => once(date, today),
  },
];
