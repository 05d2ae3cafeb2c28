import { count, countOf, dayOfYear, ordinal, weekdayName } from './day.parse.ts';
import { looseCadences } from './loose.parse.ts';
import { en, every, monthDay, nthZh, of, type Pattern, unit, workday, zh } from './phrase.parse.ts';
import {
  after,
  asRule,
  days,
  inMonth,
  monthly,
  nthWeekday,
  nthWorkday,
  type SaidCadence,
  week,
  weekdaysIn,
  weekly,
  workdays,
  yearlyOn,
} from './reading.parse.ts';

/** What was read out of a line: `assumed`, where it left the day open and one was chosen. */
export type Heard = { readonly cadence: SaidCadence; readonly assumed: boolean; readonly phrase: string };

/** From the particular to the general: the first that fits is what was meant. */
const patterns: readonly Pattern[] = [
  {
    form: /(?<![\w=])(?:RRULE:)?(FREQ=[A-Z]+(?:;[A-Z]+=[A-Z0-9,+-]+)*)/i,
    read: ([, rule = '']) => asRule(rule.toUpperCase()),
  },
  {
    form: en(
      `(?:within |by )?(?:the )?(${count}) ${workday}s? (?:after|of) (?:when )?(?:any|an?|the|each)? ?(?:somebody|someone|anybody|anyone|colleague|employee|person|new hire|case)?(?: is| has)? ?(leaves|leaving|leaver|left|joins|joined|joining|starts|closed|closes|closing|departure)`,
    ),
    read: (found) =>
      after(found[2] === undefined ? '' : /clos/iu.test(found[2]) ? 'case' : found[2], found[1]),
  },
  {
    form: zh(
      `(?:每? 有? (?:人|员工|同事|人员|新人|新员工)? (离职|入职)|(?:案件)? (结案|办结|案件关闭)|案件 (关闭)) (?:之?后|起) 的? 第? (${count}) 个? 工作日 (?:之?内|前)?`,
    ),
    read: ([, person, closed, shut, days]) => after(person ?? closed ?? (shut ? '结案' : ''), days),
  },
  {
    form: en(`(?:${every} )?(?:the )?(${ordinal}) ${workday} ${of}${unit}`),
    read: ([, nth, unit]) => nthWorkday(nth, unit),
  },
  {
    form: en(`(?:every|each|per|once a) ${unit},? (?:on |by )?(?:the )?(${ordinal}) ${workday}`),
    read: ([, unit, nth]) => nthWorkday(nth, unit),
  },
  {
    form: en(`(monthly|quarterly|yearly|annually),? (?:on |by )?(?:the )?(${ordinal}) ${workday}`),
    read: ([, unit, nth]) => nthWorkday(nth, unit),
  },
  {
    form: zh(`每 个? (月|季度?|年) 度? 的? 前 (${count}) 个? 工作日 (?:之?内)?`),
    read: ([, unit, nth]) => nthWorkday(nth, unit),
  },
  {
    form: zh(`每 个? (月|季度?|年) 度? 的? (?:[初末底] 的?)? (${nthZh}) 一? 个? 工作日 (?:之?前|内)?`),
    read: ([, unit, nth]) => nthWorkday(nth, unit),
  },
  {
    form: en(`(?:(?:every|each|on) )?(?:${workday}s|weekdays)|(?:every|each) (?:${workday}|weekday)`),
    read: () => workdays,
  },
  { form: zh('每 个? 工作日'), read: () => workdays },
  {
    form: en(`(?:${every} )?(?:the )?(${ordinal}) (${weekdayName}) ${of}month`),
    read: ([, nth, day]) => nthWeekday(nth, day),
  },
  {
    form: en(`(?:monthly|every month|each month),? (?:on )?(?:the )?(${ordinal}) (${weekdayName})`),
    read: ([, nth, day]) => nthWeekday(nth, day),
  },
  {
    form: zh(`每 个? 月 的? (${nthZh}) 一? 个? ${week} (${days})`),
    read: ([, nth, day]) => nthWeekday(nth, day),
  },
  {
    form: en(
      `every (?:other|second|2nd) (${weekdayName})|(?:every (?:two|2|other) weeks|fortnightly|biweekly),? on (${weekdayName})`,
    ),
    read: ([, day, on]) => weekly([day ?? on], 2),
  },
  {
    form: zh(
      `(?:每 (?:两|二|2) 个? ${week}|每? 隔 一? 个? ${week}|双周|每 两 周) 的? 的? ${week}? (${days})`,
    ),
    read: ([, day]) => weekly([day], 2),
  },
  {
    form: en(
      `(?:(?:every|each) |(?:weekly,? |every week,? |each week,? )?on )(${weekdayName}(?:(?:, ?(?:and )?| ?& ?| and |/)${weekdayName})*)`,
    ),
    read: ([, said = '']) =>
      weekly(
        said
          .split(/,|&|\/|\band\b/iu)
          .map((day) => day.trim())
          .filter(Boolean),
        1,
      ),
  },
  {
    form: zh(
      `(?:每 个? |每? 逢 )${week} (${days}(?:(?: 至 | 到 )${week}?${days}|(?: [、,，和及与] ${week}?|${week})?${days})*)`,
    ),
    read: ([, said = '']) => weekly(weekdaysIn(said), 1),
  },
  {
    form: en(
      `(?:on )?(?:the )?last day ${of}month|(?:at the )?end ${of}month|every (?:month[ -]end|end of month)|monthly,? (?:on |by )?(?:the )?last day`,
    ),
    read: () => asRule('FREQ=MONTHLY;BYMONTHDAY=-1'),
  },
  {
    form: zh('每 个? 月 的? (?:最后 一? [天日]|月?底|月?末) 之?前?|月底前?(?=，|\\s|$)'),
    read: () => asRule('FREQ=MONTHLY;BYMONTHDAY=-1'),
  },
  {
    form: en(
      String.raw`(?:${every} )?(?:day )?(\d{1,2})(?:st|nd|rd|th)? ${of}month|(?:monthly|every month|each month),? (?:on |by )?(?:the |day )*(\d{1,2})(?:st|nd|rd|th)?|(?:every|each) (\d{1,2})(?:st|nd|rd|th)`,
    ),
    read: ([, a, b, c]) => monthly([Number(a ?? b ?? c)], 1),
  },
  {
    form: zh(`每 个? 月 的? (${monthDay} [日号](?: [、,，和及] ${monthDay} [日号])*)`),
    read: ([, said = '']) => monthly((said.match(new RegExp(monthDay, 'gu')) ?? []).map(countOf), 1),
  },
  {
    form: zh(`每 (${count}) 个 月 的? (${monthDay}) [日号]`),
    read: ([, each, day]) => monthly([countOf(day ?? '')], countOf(each ?? '')),
  },
  {
    form: en(String.raw`every (${count}) months,? (?:on |by )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?`),
    read: ([, each, day]) => monthly([Number(day)], countOf(each ?? '')),
  },
  {
    form: en(
      `(?:(?:every|each) year,? (?:on |by )?|yearly,? (?:on |by )?|annually,? (?:on |by )?|(?:every|each) )(${dayOfYear})`,
    ),
    read: ([, day]) => yearlyOn(day),
  },
  { form: zh(`每 年 的? (${dayOfYear})`), read: ([, day]) => yearlyOn(day) },
  { form: zh('每 年 的? (?:年?底|年?末)'), read: () => ({ kind: 'workday', every: 'year', nth: -1 }) },
  { form: zh(`每 年 的? (${monthDay}) 月份? 底?`), read: ([, month]) => inMonth(month), assumed: true },
  { form: zh('每 年 的? 年?初'), read: () => ({ kind: 'workday', every: 'year', nth: 1 }) },
  {
    form: zh('每 个? (?:季度|季) 的? (?:季?初)'),
    read: () => ({ kind: 'workday', every: 'quarter', nth: 1 }),
  },
  {
    form: zh('每 个? (?:季度|季) 的? (?:季?末|季?底)|季末|季度末'),
    read: () => ({ kind: 'workday', every: 'quarter', nth: -1 }),
  },
  {
    form: en(`(?:at )?(?:the )?end ${of}quarter|every quarter[ -]end`),
    read: () => ({ kind: 'workday', every: 'quarter', nth: -1 }),
  },
  { form: zh('每 个? 月 的? 月?初'), read: () => ({ kind: 'workday', every: 'month', nth: 1 }) },
  {
    form: en(`(?:at )?(?:the )?(?:start|beginning) ${of}${unit}`),
    read: ([, unit]) => nthWorkday('1', unit),
  },
  ...looseCadences,
];

/** Finds how often in a line, in either language. Undefined where nothing of the kind is said. */
export function hearCadence(line: string, today: string): Heard | undefined {
  for (const { form, read, assumed } of patterns) {
    const found = form.exec(line);
    const cadence = found ? read(found, today) : undefined;
    if (found && cadence) return { cadence, assumed: assumed ?? false, phrase: found[0] };
  }
  return undefined;
}
