import type { SaidDay, SaidHour, SaidLength, SaidStart } from './said.ts';

/** Takes what a pattern finds out of a line. */
export type Take = (pattern: RegExp) => RegExpExecArray | null;

const begin = String.raw`(?:^|\s|(?<=\p{Script=Han}))`;
const end = String.raw`(?=\s|$)`;
const englishDay = String.raw`today|tonight|tomorrow|(?:next\s)?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?`;
const englishHour = String.raw`\d{1,2}(?::\d{2})?\s?(?:am|pm)|\d{1,2}:\d{2}|noon|(?:in the\s)?(?:morning|afternoon)`;
const english = String.raw`(?:(?<enDay>${englishDay})(?:\s(?:at\s)?(?<enHour>${englishHour}))?|(?<enOnly>${englishHour}))`;
const chineseDay = String.raw`今天|今日|明天|明日|后天|(?:本|这|下)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}月\d{1,2}[日号]`;
const chineseHour = String.raw`(?:上午|早上|中午|下午|晚上)?\s?(?:\d{1,2}[:：]\d{2}|(?:\d{1,2}|[一二两三四五六七八九]?十?[一二三四五六七八九十两])点(?:半|钟|整)?)|上午|早上|中午|下午`;
const chinese = String.raw`(?:(?<zhDay>${chineseDay})\s?(?<zhHour>${chineseHour})?|(?<zhOnly>${chineseHour}))`;

const starts = {
  press: new RegExp(
    `${begin}(?:(?:starts? )?when I (?:press|say) start|when I start|(?:等)?我?(?:点|按)(?:了)?[“"]?开始[”"]?(?:时|后|再开始)?)${end}`,
    'iu',
  ),
  english: new RegExp(`${begin}(?:starting|from|as of)\\s(?:on\\s)?${english}${end}`, 'iu'),
  chinese: new RegExp(`${begin}(?:从|自)?${chinese}(?:起|开始)(?=\\s|$|\\p{Script=Han})`, 'iu'),
};

const lengths: readonly [RegExp, Extract<SaidLength, { kind: 'day' | 'week' | 'case' }>['kind']][] = [
  [
    new RegExp(
      `${begin}(?:until|till)\\s(?:the\\s)?case\\s(?:is\\s)?(?:closes|closed|ends|is over)${end}|${begin}(?:直)?(?:到|至)?(?:案件)?(?:结案|办结|案件结束|关闭)(?:前|为止|时)?${end}`,
      'iu',
    ),
    'case',
  ],
  [
    new RegExp(
      `${begin}(?:(?:until|till)\\s(?:the\\s)?end of (?:the |this )?week|(?:for\\s|until\\s)?this week|(?:到|至)?(?:本周|这周|这个?星期|本星期)(?:内|末|底|为止)?)${end}`,
      'iu',
    ),
    'week',
  ],
  [
    new RegExp(
      `${begin}(?:(?:until|till)\\s(?:the\\s)?(?:end of (?:the |this )?(?:working )?day|close of business)|(?:for\\s|until\\s|till\\s)?today|(?:到|至)?(?:今天|今日)?下班(?:前|为止)?|(?:到|至)?(?:今天|今日)(?:内|为止)?)${end}`,
      'iu',
    ),
    'day',
  ],
];
const until = {
  english: new RegExp(`${begin}(?:until|till|through)\\s(?:on\\s)?${english}${end}`, 'iu'),
  chinese: new RegExp(`${begin}(?:直)?(?:到|至)\\s?${chinese}(?:为止|前|下班)?${end}`, 'iu'),
};

/** When it is to begin, if the line says so: `from tomorrow morning`, `明天上午起`, `when I press start`. */
export function takeStart(take: Take): SaidStart | undefined {
  if (take(starts.press)) return { kind: 'press' };
  const found = take(starts.english) ?? take(starts.chinese);
  return found ? { kind: 'at', ...momentIn(found.groups) } : undefined;
}

/** Until when, if the line says so: `until Friday`, `到18点`, `this week`, `到结案`. Hours and days by number are another's to read. */
export function takeUntil(take: Take): SaidLength | undefined {
  // An hour of today stands before today alone.
  const found = take(until.english) ?? take(until.chinese);
  const said = found && momentIn(found.groups);
  if (said && (said.hour || said.day?.kind !== 'days' || said.day.days > 0))
    return { kind: 'until', ...said };
  if (said) return { kind: 'day' };
  const named = lengths.find(([pattern]) => take(pattern));
  return named && { kind: named[1] };
}

type Groups = Readonly<Record<string, string | undefined>> | undefined;

function momentIn(groups: Groups): { day?: SaidDay; hour?: SaidHour } {
  const dayWords = groups?.enDay ?? groups?.zhDay;
  const hourWords = groups?.enHour ?? groups?.zhHour ?? groups?.enOnly ?? groups?.zhOnly;
  const day = dayWords === undefined ? undefined : dayIn(dayWords.toLowerCase());
  const hour = hourWords === undefined ? undefined : hourIn(hourWords.toLowerCase());
  return { ...(day ? { day } : {}), ...(hour ? { hour } : {}) };
}

const englishDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const chineseDays = '一二三四五六日';

function dayIn(words: string): SaidDay | undefined {
  const ahead = { today: 0, tonight: 0, 今天: 0, 今日: 0, tomorrow: 1, 明天: 1, 明日: 1, 后天: 2 }[words];
  if (ahead !== undefined) return { kind: 'days', days: ahead };
  const date = /^(\d{1,2})月(\d{1,2})/u.exec(words);
  if (date) {
    const [month, day] = [Number(date[1]), Number(date[2])];
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { kind: 'date', month, day } : undefined;
  }
  const chinese = chineseDays.indexOf((words.at(-1) ?? '').replace('天', '日'));
  const name = words.replace(/^next\s/u, '').slice(0, 3);
  const weekday = chinese >= 0 ? chinese + 1 : englishDays.indexOf(name) + 1;
  return { kind: 'weekday', weekday, next: /^(?:next|下)/u.test(words) };
}

function hourIn(words: string): SaidHour | undefined {
  const figures = /(\d{1,2})(?:[:：](\d{2}))?|([一二两三四五六七八九十]+)点/u.exec(words);
  if (!figures) {
    if (/noon|中午/u.test(words) && !/afternoon/u.test(words)) return 'noon';
    return /afternoon|下午/u.test(words) ? 'afternoon' : 'morning';
  }
  let hour = figures[3] === undefined ? Number(figures[1]) : chineseCount(figures[3]);
  const minute = figures[2] === undefined ? (words.includes('半') ? 30 : 0) : Number(figures[2]);
  if (/pm|下午|晚上/u.test(words) && hour < 12) hour += 12;
  if (/am/u.test(words) && hour === 12) hour = 0;
  if (/中午/u.test(words) && hour < 3) hour += 12;
  if (hour === 24 && minute === 0) return { hour: 23, minute: 59 };
  return hour <= 23 && minute <= 59 ? { hour, minute } : undefined;
}

/** `九`, `十二`, `二十` as a number. */
export function chineseCount(figures: string): number {
  const digits = '零一二三四五六七八九';
  const [tens, ones] = figures.replace('两', '二').split('十');
  if (ones === undefined) return digits.indexOf(tens?.at(-1) ?? '');
  return (tens ? digits.indexOf(tens) : 1) * 10 + (ones ? digits.indexOf(ones) : 0);
}
