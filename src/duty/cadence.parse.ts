import {
  count,
  countOf,
  dateOf,
  dateSaid,
  dayIn,
  dayOfYear,
  ordinal,
  rruleDays,
  weekdayName,
  weekdayOf,
} from './day.parse.ts';

export type Off = 'before' | 'after' | 'skip' | 'stay';

/** How often, as it was said: a cadence without the day from which it counts. */
export type SaidCadence =
  | { readonly kind: 'rule'; readonly rule: string; readonly off: Off }
  | { readonly kind: 'workday'; readonly every: 'month' | 'quarter' | 'year'; readonly nth: number }
  | { readonly kind: 'after'; readonly event: string; readonly workingDays: number }
  | { readonly kind: 'once'; readonly on: string };

/** What was read out of a line: `assumed`, where it left the day open and one was chosen. */
export type Heard = { readonly cadence: SaidCadence; readonly assumed: boolean; readonly phrase: string };

type Reading = (found: RegExpExecArray, today: string) => SaidCadence | undefined;
type Pattern = { readonly form: RegExp; readonly read: Reading; readonly assumed?: true };

// ASCII on purpose: building `\p{L}` for either case takes a pattern a tenth of a second.
const edge = '(?<![a-z0-9@<])';
const end = '(?![a-z0-9])';
/** A phrase of English, whole words only. */
const en = (phrase: string): RegExp => new RegExp(`${edge}(?:${phrase})${end}`, 'i');
/** A phrase of Chinese, which may stand between other characters; a space in the pattern may be there or not. */
const zh = (phrase: string): RegExp => new RegExp(phrase.replaceAll(' ', String.raw`\s*`), 'i');

const workday = String.raw`(?:working|work|business)[ -]?day`;
const of = String.raw`(?:of|in) (?:the|each|every|a) `;
const unit = '(month|quarter|year)';
const every = '(?:every|each|on|by|the|on the|by the)';
const week = '(?:周|星期|礼拜)';
const days = '[一二三四五六日天1-7]';
const monthDay = String.raw`(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])`;
const nthZh = String.raw`(?:倒数 第? ${count}|最后|最末|第? ${count}|首|头)`;

const halfYearly = 'FREQ=MONTHLY;BYMONTH=6,12';

/** What can set off a duty "so many working days after …", by how people call it. */
const events: readonly (readonly [event: string, form: RegExp])[] = [
  ['people.left', /离职|leav(?:es|ing|er)|left|departure/i],
  ['people.joined', /入职|join(?:s|ed|ing)?|starts|new hire/i],
  ['case.closed', /结案|办结|案件关闭|case/i],
];

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
  // The day is left open from here on: one is chosen, and said.
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

const workdays: SaidCadence = { kind: 'rule', rule: 'FREQ=DAILY', off: 'skip' };

function asRule(rule: string): SaidCadence {
  return { kind: 'rule', rule, off: 'before' };
}

function daily(each: number): SaidCadence | undefined {
  if (!(each >= 1)) return undefined;
  return { kind: 'rule', rule: each === 1 ? 'FREQ=DAILY' : `FREQ=DAILY;INTERVAL=${each}`, off: 'stay' };
}

function weekly(said: readonly (string | undefined)[], each: number): SaidCadence | undefined {
  const days = [...new Set(said.map((day) => weekdayOf(day ?? '')))].sort();
  if (days.length === 0 || days.some(Number.isNaN) || !(each >= 1)) return undefined;
  const interval = each === 1 ? '' : `;INTERVAL=${each}`;
  return asRule(`FREQ=WEEKLY${interval};BYDAY=${days.map((day) => rruleDays[day - 1]).join(',')}`);
}

/** `一、三、五`, `一到五`, `一和周四`. */
function weekdaysIn(said: string): string[] {
  const range = new RegExp(`^(${days})\\s*(?:至|到)\\s*${week}?(${days})$`, 'u').exec(said.trim());
  if (range) {
    const [from, to] = [weekdayOf(range[1] ?? ''), weekdayOf(range[2] ?? '')];
    return [1, 2, 3, 4, 5, 6, 7].filter((day) => day >= from && day <= to).map(String);
  }
  return said.replaceAll(/周|星期|礼拜|[、,，和及与\s]/gu, '').split('');
}

function monthly(days: readonly number[], each: number): SaidCadence | undefined {
  if (days.length === 0 || days.some((day) => !(day === -1 || (day >= 1 && day <= 31))) || !(each >= 1))
    return undefined;
  return asRule(
    `FREQ=MONTHLY${each === 1 ? '' : `;INTERVAL=${each}`};BYMONTHDAY=${[...days].sort((a, b) => a - b).join(',')}`,
  );
}

function nthWeekday(nth = '', day = ''): SaidCadence | undefined {
  const [place, weekday] = [countOf(nth.replaceAll(/\s/gu, '')), weekdayOf(day)];
  if (!(Math.abs(place) >= 1 && Math.abs(place) <= 5) || Number.isNaN(weekday)) return undefined;
  return asRule(`FREQ=MONTHLY;BYDAY=${place}${rruleDays[weekday - 1]}`);
}

function nthWorkday(nth = '', unit = ''): SaidCadence | undefined {
  const place = countOf(/[a-z]/iu.test(nth) ? nth : nth.replaceAll(/\s/gu, ''));
  const every = /^(?:month|月)/iu.test(unit) ? 'month' : /^(?:quarter|季)/iu.test(unit) ? 'quarter' : 'year';
  return Math.abs(place) >= 1 ? { kind: 'workday', every, nth: place } : undefined;
}

function yearlyOn(said = ''): SaidCadence | undefined {
  const day = dayIn(said);
  if (!day || !(day.month >= 1 && day.month <= 12) || !(day.day >= 1 && day.day <= 31)) return undefined;
  return asRule(`FREQ=YEARLY;BYMONTH=${day.month};BYMONTHDAY=${day.day}`);
}

function inMonth(said = ''): SaidCadence | undefined {
  const month = countOf(said);
  return month >= 1 && month <= 12 ? asRule(`FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=-1`) : undefined;
}

function everyYears(each: number): SaidCadence | undefined {
  return each >= 1 ? asRule(`FREQ=YEARLY;INTERVAL=${each};BYMONTH=12;BYMONTHDAY=-1`) : undefined;
}

function after(said: string, days = ''): SaidCadence | undefined {
  const event = events.find(([, form]) => form.test(said))?.[0];
  const workingDays = countOf(days);
  return event && workingDays >= 1 ? { kind: 'after', event, workingDays } : undefined;
}

function once(said = '', today = ''): SaidCadence | undefined {
  const on = dateOf(said, today);
  return on ? { kind: 'once', on } : undefined;
}

/** Finds how often in a line, in either language. Undefined where nothing of the kind is said. */
export function hearCadence(line: string, today: string): Heard | undefined {
  for (const { form, read, assumed } of patterns) {
    const found = form.exec(line);
    const cadence = found ? read(found, today) : undefined;
    if (found && cadence) return { cadence, assumed: assumed ?? false, phrase: found[0] };
  }
  return undefined;
}
