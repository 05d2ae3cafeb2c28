import { DateTime } from 'luxon';
import type { OwnDay } from '../people/company.ts';

const worked = /^(?:work|working|workday|班|上班|调休上班|补班)$/u;
const off = /^(?:off|holiday|closed|休|放假|休息)$/u;
const day = /(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?/;
const line = new RegExp(
  `^${day.source}(?:\\s*(?:~|–|—|-|\\.\\.|to|至|到)\\s*${day.source})?\\s*(\\S.*)$`,
  'u',
);
const longestRun = 31;

/**
 * The company's own days as an admin types them, a line each: `2027-02-06 off`, `2027-02-06 – 2027-02-12 休`, `2027/2/14 班`. Answers the
 * days, or the number of the first line that says none.
 */
export function ownDaysIn(typed: string): { days: OwnDay[] } | { fault: number } {
  const days: OwnDay[] = [];
  for (const [at, raw] of typed.normalize('NFKC').split('\n').entries()) {
    if (raw.trim() === '') continue;
    const found = line.exec(raw.trim());
    const word = found?.[7]?.trim().toLowerCase() ?? '';
    const first = dayOf(found?.slice(1, 4));
    const last = found?.[4] ? dayOf(found.slice(4, 7)) : first;
    const run = first && last ? Math.round(last.diff(first, 'days').days) : -1;
    if (!first || run < 0 || run >= longestRun || !(worked.test(word) || off.test(word)))
      return { fault: at + 1 };
    for (let n = 0; n <= run; n += 1)
      days.push({ date: first.plus({ days: n }).toFormat('yyyy-MM-dd'), working: worked.test(word) });
  }
  return { days };
}

function dayOf(parts: readonly (string | undefined)[] | undefined): DateTime | undefined {
  const [year, month, date] = (parts ?? []).map(Number);
  const at = DateTime.fromObject({ year: year ?? 0, month: month ?? 0, day: date ?? 0 }, { zone: 'utc' });
  return at.isValid ? at : undefined;
}

/** The days as lines that `ownDaysIn` reads, runs of the same kind in one. */
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
