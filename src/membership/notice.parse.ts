import { DateTime } from 'luxon';
import type { OwnDay } from '../people/company.ts';
import { dayLinesIn } from './days.parse.ts';

/** A feast of a notice: what is off, and what is worked for it. ISO dates. */
export type Feast = {
  readonly name: string;
  readonly off: readonly string[];
  readonly working: readonly string[];
};

/** What a notice says that cannot be: `name` is the feast, `day` as it is written, `said` and `found` what does not agree. */
export type NoticeFault =
  | { readonly fault: 'noYear' }
  | { readonly fault: 'unread' | 'noDay' | 'backwards'; readonly name: string; readonly text: string }
  | { readonly fault: 'weekday'; readonly name: string; readonly text: string; readonly found: number }
  | { readonly fault: 'count'; readonly name: string; readonly said: number; readonly found: number };

export type Notice = {
  readonly year: number;
  readonly feasts: readonly Feast[];
  /** Of lines that stood beside it. */
  readonly others: readonly OwnDay[];
  readonly faults: readonly NoticeFault[];
};

const item = /(?:^|\n|。)[一二三四五六七八九十]+、([^:。\n]{2,20}):/gu;
const date = String.raw`(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?`;
const span = new RegExp(`${date}(?:(?:至|到|-|—|~)${date})?`, 'gu');
const offSaid = /放假/u;
const workSaid = /上班/u;
/** Who signed it and when: it stands below the last item. */
const signed = /^(?:国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日(?:印发)?$/u;
const countSaid = /共(\d+)天|放假(\d+)天/u;
const weekdays = '一二三四五六日';
const longest = 31;

/**
 * The State Council's own notice of a year's holidays, as it is published: an item for each feast (`二、春节：2月5日至12日放假调休，共8天。2月14日
 * （星期日）上班。`). Undefined for what is none. The year stands in its title; what it says of weekdays and of how many days are off is compared
 * with the calendar. A sentence of an item that names days and says neither of both is a fault, but for what is only encouraged.
 */
export function noticeIn(typed: string): Notice | undefined {
  const lines = typed.normalize('NFKC').split('\n');
  const others: OwnDay[] = [];
  const prose: string[] = [];
  for (const line of lines) {
    const read = dayLinesIn(line);
    if (read.faults.length === 0) others.push(...read.days);
    else prose.push(line.replaceAll(/\s/gu, ''));
  }
  const text = prose.join('\n');
  const starts = [...text.matchAll(item)];
  if (starts.length === 0 || !offSaid.test(text)) return undefined;
  const year = Number(/(\d{4})年(?:部分)?节假日/u.exec(text)?.[1] ?? 0);
  if (year === 0) return { year, feasts: [], others, faults: [{ fault: 'noYear' }] };
  const faults: NoticeFault[] = [];
  const feasts = starts.map((start, at) => {
    const from = start.index + start[0].length;
    const until = starts[at + 1]?.index ?? text.length;
    return feastOf(start[1] ?? '', text.slice(from, until), year, faults);
  });
  return { year, feasts, others, faults };
}

/** The last item is followed by what the offices are to see to: it names no days. */
function feastOf(name: string, said: string, year: number, faults: NoticeFault[]): Feast {
  const off: string[] = [];
  const working: string[] = [];
  for (const sentence of said.split(/[。;\n]/u)) {
    const spans = [...sentence.matchAll(span)];
    if (spans.length === 0 || /鼓励/u.test(sentence) || signed.test(sentence)) continue;
    if (!offSaid.test(sentence) && !workSaid.test(sentence)) {
      faults.push({ fault: 'unread', name, text: sentence.slice(0, 40) });
      continue;
    }
    // `1月1日至3日放假调休，共3天，1月4日上班`: what stands behind the last 放假 is worked.
    const turn = offSaid.test(sentence) ? sentence.lastIndexOf('放假') : -1;
    const days = { off: [] as string[], working: [] as string[] };
    const before = faults.length;
    for (const found of spans) {
      const read = daysOf(found, year, name);
      if (!Array.isArray(read)) faults.push(read);
      else days[found.index < turn ? 'off' : 'working'].push(...read);
    }
    const count = countSaid.exec(sentence);
    const counted = Number(count?.[1] ?? count?.[2] ?? days.off.length);
    // Of days that could not be read none are counted.
    if (faults.length === before && counted !== days.off.length)
      faults.push({ fault: 'count', name, said: counted, found: days.off.length });
    off.push(...days.off);
    working.push(...days.working);
  }
  if (off.length === 0 && !faults.some((one) => 'name' in one && one.name === name))
    faults.push({ fault: 'unread', name, text: said.trim().slice(0, 40) });
  return { name, off, working };
}

function daysOf(found: RegExpExecArray, year: number, name: string): string[] | NoticeFault {
  const [text, y1, m1, d1, note1, y2, m2, d2, note2] = found;
  if (!m1) return { fault: 'unread', name, text };
  const firstYear = Number(y1 ?? year);
  const first = dayOf(firstYear, Number(m1), Number(d1));
  const last = d2 ? dayOf(Number(y2 ?? (y1 ? firstYear : year)), Number(m2 ?? m1), Number(d2)) : first;
  if (!first || !last) return { fault: 'noDay', name, text };
  const run = Math.round(last.diff(first, 'days').days);
  if (run < 0 || run >= longest) return { fault: 'backwards', name, text };
  for (const [day, note] of [[first, note1] as const, [last, note2] as const]) {
    const said = /(?:周|星期|礼拜)([一二三四五六日天])/u.exec(note ?? '')?.[1];
    if (said && weekdays.indexOf(said === '天' ? '日' : said) + 1 !== day.weekday)
      return { fault: 'weekday', name, text, found: day.weekday };
  }
  return Array.from({ length: run + 1 }, (_, n) => first.plus({ days: n }).toFormat('yyyy-MM-dd'));
}

function dayOf(year: number, month: number, day: number): DateTime | undefined {
  const at = DateTime.fromObject({ year, month, day }, { zone: 'utc' });
  return at.isValid ? at : undefined;
}

/** All its days, those of the lines beside it with them. What stands in a line and in the notice is the notice's. */
export function noticeDays({ feasts, others }: Pick<Notice, 'feasts' | 'others'>): OwnDay[] {
  const days = new Map(others.map((day) => [day.date, day]));
  for (const { off, working } of feasts) {
    for (const date of off) days.set(date, { date, working: false });
    for (const date of working) days.set(date, { date, working: true });
  }
  return [...days.values()];
}
