import {
  chinese,
  english,
  englishDay,
  englishHour,
  type Groups,
  inPart,
  type Moment,
  momentIn,
  partIn,
} from './moment.parse.ts';
import type { SaidHour, SaidLength, SaidStart } from './said.ts';

/** Takes what a pattern finds out of a line. */
export type Take = (pattern: RegExp) => RegExpExecArray | null;

const begin = String.raw`(?:^|\s|(?<=\p{Script=Han}))`;
const end = String.raw`(?=\s|$)`;

const ranges = [
  // `3-5pm`: the first hour goes by the second.
  new RegExp(
    `${begin}(?:from\\s|between\\s)?(?:(?:on\\s)?(?<aDay>${englishDay})\\s(?:from\\s|between\\s|at\\s)?)?(?<aHour>\\d{1,2}(?::\\d{2})?)\\s?(?:-|–|to|until|till|and)\\s?(?<bFirst>\\d{1,2}(?::\\d{2})?\\s?(?:am|pm))(?:\\s(?:on\\s)?(?<bThen>${englishDay}))?${end}`,
    'iu',
  ),
  new RegExp(
    `${begin}(?:from\\s|starting\\s|between\\s)?(?:on\\s)?${english('a')}\\s?(?:-|–|to|until|till?|and|through)\\s?${english('b')}${end}`,
    'iu',
  ),
  new RegExp(
    `${begin}(?:从|自)?${chinese('a')}\\s?(?:起|开始)?\\s?(?:用?到|至|[-–—~])\\s?${chinese('b')}(?:为止|之?前|下班)?(?=\\s|$|的)`,
    'iu',
  ),
];
const starts = {
  now: new RegExp(
    `${begin}(?:(?:starting\\s|from\\s)?(?:right\\s)?(?:now|away|immediately|asap)${end}|从?(?:现在|马上|立刻|立即)(?:就|起|开始)?(?=\\s|$|\\p{Script=Han}|\\d))`,
    'iu',
  ),
  english: new RegExp(
    `${begin}(?:starting|beginning|from|as of)\\s(?:at\\s)?(?:on\\s)?${english('a')}${end}`,
    'iu',
  ),
  chinese: new RegExp(`${begin}(?:从|自)?${chinese('a')}\\s?(?:起|开始)(?=\\s|$|\\d|\\p{Script=Han})`, 'iu'),
  press: new RegExp(
    `${begin}(?:(?:starts? )?when I (?:press|say) start|when I start|(?:等)?我?(?:点|按)(?:了)?[“"]?开始[”"]?(?:时|后|再开始)?)${end}`,
    'iu',
  ),
};
/** A day said for itself, as when it is to be: `tomorrow afternoon`, `明天`, `on Friday`. A plain `Friday` may be part of a name. */
const onDays = [
  new RegExp(`${begin}(?:on\\s)?(?<aDay>${englishDay})\\s(?:at\\s)?(?<aHour>${englishHour})${end}`, 'iu'),
  new RegExp(
    `${begin}(?:on\\s|(?=tomorrow|the\\sday\\safter))(?<aDay>(?!today|tonight)(?:${englishDay}))${end}`,
    'iu',
  ),
  new RegExp(`${begin}this\\s(?<aFirst>morning|afternoon|evening)${end}`, 'iu'),
  new RegExp(`${begin}(?:在)?(?!(?:今天|今日)(?:\\s|$))${chinese('a')}${end}`, 'iu'),
];
const nextWeek = new RegExp(
  `${begin}(?:(?:for\\s|during\\s)?next\\sweek|(?<!下)下个?(?:周|星期|礼拜))${end}`,
  'iu',
);

const lengths: readonly [RegExp, Extract<SaidLength, { kind: 'day' | 'week' | 'case' }>['kind']][] = [
  [
    new RegExp(
      `${begin}(?:until|till?)\\s(?:the\\s)?case\\s(?:is\\s)?(?:closes|closed|ends|is over)${end}|${begin}(?:直|用)?(?:到|至)?(?:案件)?(?:结案|办结|案件结束|关闭)(?:前|为止|时)?${end}`,
      'iu',
    ),
    'case',
  ],
  [
    new RegExp(
      `${begin}(?:(?:until|till?)\\s(?:the\\s)?(?:end of (?:the |this )?week|weekend|eow)|(?:for\\s)?(?:the\\s)?(?:rest of (?:the|this)|all|whole) week|(?:for\\s|until\\s)?this week|(?:用?到|至)?(?:本周|这周|这个?星期|本星期)(?:内|末|底|为止)?|(?:用?到|至)周末)${end}`,
      'iu',
    ),
    'week',
  ],
  [
    new RegExp(
      `${begin}(?:(?:until|till?)\\s(?:the\\s)?(?:end of (?:the |this )?(?:(?:working |business )?day|business)|close of business|eod|cob)|(?:for\\s)?(?:the\\s)?(?:rest of (?:the|to)\\s?day|(?:all|whole|full)\\sday)|for the day|(?:for\\s|until\\s|till\\s)?today|(?:用?到|至)?(?:今天|今日)?下班(?:前|为止)?|(?:用?到|至)?(?:今天|今日)(?:内|为止)?|(?:今天)?(?:一整|整|全)天)${end}`,
      'iu',
    ),
    'day',
  ],
];
const until = {
  english: new RegExp(
    `${begin}(?:up\\s)?(?:until|'?till?|through)\\s(?:on\\s)?(?:${english('b')}|(?<bBare>\\d{1,2}))${end}`,
    'iu',
  ),
  chinese: new RegExp(`${begin}(?:直|用)?(?:到|至)\\s?${chinese('b')}(?:为止|之?前|下班)?(?=\\s|$|的)`, 'iu'),
};

/**
 * When it is to begin and until when, if the line says so: `from tomorrow morning`, `明天下午三点到五点`, `when I press start`, `until Friday`,
 * `this week`, `到结案`. Hours and days by number are another's to read.
 */
export function takeTimes(take: Take): { start?: SaidStart; length?: SaidLength } {
  const range = takeFirst(take, ranges);
  if (range) {
    const from = momentIn(range.groups, 'a');
    const to = momentIn(range.groups, 'b');
    if (from && to) return rangeOf(from, to, range.groups);
  }
  const next = take(nextWeek);
  if (next)
    return {
      start: { kind: 'at', day: { kind: 'weekday', weekday: 1, next: true } },
      length: { kind: 'week' },
    };
  const start = takeStart(take);
  const length = takeUntil(take);
  if (start || length?.kind === 'until')
    return { ...(start ? { start } : {}), ...(length ? { length } : {}) };
  const on = momentIn(takeFirst(take, onDays)?.groups, 'a');
  if (!on) return length ? { length } : {};
  const implied = length ?? lengthOf(on);
  return { start: { kind: 'at', ...on }, ...(implied ? { length: implied } : {}) };
}

function takeFirst(take: Take, patterns: readonly RegExp[]): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const found = take(pattern);
    if (found) return found;
  }
  return undefined;
}

function takeStart(take: Take): SaidStart | undefined {
  if (take(starts.now)) return { kind: 'now' };
  const found = momentIn((take(starts.english) ?? take(starts.chinese))?.groups, 'a');
  if (found) return { kind: 'at', ...found };
  return take(starts.press) ? { kind: 'press' } : undefined;
}

function takeUntil(take: Take): SaidLength | undefined {
  // An hour of today stands before today alone.
  const said = momentIn((take(until.english) ?? take(until.chinese))?.groups, 'b');
  const today = said?.day?.kind === 'days' && said.day.days === 0;
  if (said && today && (!said.hour || said.hour === 'evening')) return { kind: 'day' };
  if (said) return { kind: 'until', ...said };
  const named = lengths.find(([pattern]) => take(pattern));
  return named && { kind: named[1] };
}

/** From one moment to another: the second goes by the first where it leaves something out, and the other way round for its day. */
function rangeOf(from: Moment, to: Moment, groups: Groups): { start: SaidStart; length: SaidLength } {
  const part = partIn(groups, 'a');
  const day = from.day ?? (isBefore(from.hour, to.hour) ? to.day : undefined);
  const start: Moment = { ...from, ...(day ? { day } : {}) };
  const until: Moment = { ...to };
  if (JSON.stringify(until.day) === JSON.stringify(day)) delete until.day;
  if (part && typeof to.hour === 'object' && to.hour.loose) {
    const alike = inPart(part, to.hour);
    if (alike && isBefore(from.hour, alike)) until.hour = alike;
  }
  return {
    start: { kind: 'at', ...start },
    length: until.day || until.hour ? { kind: 'until', ...until } : { kind: 'day' },
  };
}

function isBefore(one: SaidHour | undefined, other: SaidHour | undefined): boolean {
  const minutes = (hour: SaidHour | undefined) =>
    typeof hour === 'object' ? hour.hour * 60 + hour.minute : hour === 'noon' ? 720 : hour ? 780 : 0;
  return minutes(one) < minutes(other);
}

/** Until when a part of a day lasts. */
function lengthOf({ day, hour }: Moment): SaidLength | undefined {
  if (hour === undefined || hour === 'afternoon') return { kind: 'day' };
  if (hour !== 'morning') return undefined;
  const today = day?.kind === 'days' && day.days === 0;
  return { kind: 'until', ...(today ? { day } : {}), hour: 'noon' };
}
