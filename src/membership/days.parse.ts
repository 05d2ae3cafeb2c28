import { DateTime } from 'luxon';
import type { OwnDay } from '../people/company.ts';

const worked = /^(?:work|working|workday|班|上班|调休上班|补班)$/u;
const off = /^(?:off|holiday|closed|休|放假|休息)$/u;
const day = /(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?/;
const line = new RegExp(
  `^${day.source}(?:\\s*(?:~|–|—|-|\\.\\.|,|to|至|到)\\s*${day.source})?\\s*,?\\s*(\\S.*)$`,
  'u',
);
const longestRun = 31;

/** What a line says wrong. */
export type DayFault = { readonly line: number; readonly fault: 'unclear' | 'noDay' | 'backwards' | 'long' };

/**
 * Days off and workdays as somebody types or pastes them, a line each: `2027-02-06 off`, `2027-02-06 – 2027-02-12 休`, `2027/2/14 班`,
 * `2027-02-06,2027-02-12,off`. Answers the days, and every line that says none.
 */
export function dayLinesIn(typed: string): { days: OwnDay[]; faults: DayFault[] } {
  const days: OwnDay[] = [];
  const faults: DayFault[] = [];
  for (const [at, raw] of typed.normalize('NFKC').split('\n').entries()) {
    if (raw.trim() === '') continue;
    const read = daysOfLine(raw.trim());
    if (typeof read === 'string') faults.push({ line: at + 1, fault: read });
    else days.push(...read);
  }
  return { days, faults };
}

function daysOfLine(typed: string): OwnDay[] | DayFault['fault'] {
  const found = line.exec(typed);
  const word = found?.[7]?.trim().toLowerCase() ?? '';
  const working = worked.test(word);
  if (!found || !(working || off.test(word))) return 'unclear';
  const first = dayOf(found.slice(1, 4));
  const last = found[4] ? dayOf(found.slice(4, 7)) : first;
  if (!first || !last) return 'noDay';
  const run = Math.round(last.diff(first, 'days').days);
  if (run < 0) return 'backwards';
  if (run >= longestRun) return 'long';
  return Array.from({ length: run + 1 }, (_, n) => ({
    date: first.plus({ days: n }).toFormat('yyyy-MM-dd'),
    working,
  }));
}

function dayOf(parts: readonly (string | undefined)[] | undefined): DateTime | undefined {
  const [year, month, date] = (parts ?? []).map(Number);
  const at = DateTime.fromObject({ year: year ?? 0, month: month ?? 0, day: date ?? 0 }, { zone: 'utc' });
  return at.isValid ? at : undefined;
}

/** The days as lines that `dayLinesIn` reads, runs of the same kind in one. */
export function ownDayLines(days: readonly OwnDay[], words: { off: string; working: string }): string {
  const sorted = [...days].sort((a, b) => (a.date < b.date ? -1 : 1));
  const runs: { first: string; last: string; working: boolean }[] = [];
  for (const { date, working } of sorted) {
    const run = runs.at(-1);
    if (run && run.working === working && (date === run.last || date === nextDay(run.last))) run.last = date;
    else runs.push({ first: date, last: date, working });
  }
  return runs
    .map(({ first, last, working }) => {
      const span = first === last ? first : `${first} – ${last}`;
      return `${span} ${working ? words.working : words.off}`;
    })
    .join('\n');
}

function nextDay(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
}
