import type { Rung } from '../attention/ladder.ts';
import { parseAsks } from './asks.parse.ts';
import { hearCadence } from './cadence.parse.ts';
import type { Cadence } from './cadence.ts';
import type { Duty } from './duty.ts';
import { readWhen } from './rule-file.parse.ts';

/** A cell as it is compared: a spreadsheet brings or takes away space and marks that nobody sees. */
export function bareCell(cell: string): string {
  return cell
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu, '')
    .replaceAll(/\r\n?/gu, '\n')
    .trim();
}

/** A spreadsheet writes `2026/12/1` for the `2026-12-01` it was given. */
export function isoDay(said: string): string {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(said.normalize('NFKC'));
  const [, year = '', month = '', day = ''] = found ?? [];
  return found ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : said;
}

/** `５` and `5 天` are 5. */
export function daysIn(said: string): number | undefined {
  const found = /^(\d{1,4})\s*(?:天|个?工作日|d|days?|working days?)?$/iu.exec(said.normalize('NFKC'));
  return found ? Number(found[1]) : undefined;
}

const offs: Readonly<Record<string, string>> = { 提前: 'before', 顺延: 'after', 跳过: 'skip', 不变: 'stay' };

export function offCalled(said: string): string {
  return offs[said] ?? said.toLowerCase();
}

/** How often, in the form of an export; or in plain words, where the cell is nothing but that and leaves no day open. */
export function whenSaid(
  when: string,
  from: string,
  off: string,
  today: string,
): Cadence | Record<string, unknown> | undefined {
  const read = readWhen(when, from, off);
  if (read) return read;
  const heard = hearCadence(when, today);
  if (!heard || heard.assumed || when.replace(heard.phrase, '').trim() !== '') return undefined;
  return { from, ...heard.cadence, ...(off ? { off } : {}) };
}

type PersonFault = { readonly key: 'row.personUnknown' | 'row.personTwice' };

/** Whoever is called so: `@王芳`, a mention, an id or a name. */
export function personIn(name: string, called: (name: string) => string[]): string | PersonFault {
  const bare = name.trim().replace(/^<@(\w+)(?:\|[^>]*)?>$/u, '$1');
  const [one, ...others] = called(bare.replace(/^[@＠]/u, ''));
  if (one === undefined) return { key: 'row.personUnknown' };
  return others.length > 0 ? { key: 'row.personTwice' } : one;
}

/** Several, with commas or on lines of their own; each once. */
export function peopleIn(said: string, called: (name: string) => string[]): string[] | PersonFault {
  const ids = new Set<string>();
  for (const name of said.split(/[,，、;；\n]/u)) {
    if (name.trim() === '') continue;
    const found = personIn(name, called);
    if (typeof found !== 'string') return found;
    ids.add(found);
  }
  return [...ids];
}

const rungNames: Readonly<Record<string, Rung['to']>> = {
  ...{ deputy: 'deputy', manager: 'manager', officer: 'officer' },
  ...{ 代理人: 'deputy', 直属上级: 'manager', 隐私负责人: 'officer' },
};

/** `manager 8, officer 24`; `none` for nobody. Undefined: unreadable, or one of them twice. */
export function rungsIn(said: string): Rung[] | undefined {
  if (/^(?:none|无)$/iu.test(said)) return [];
  const rungs = said.split(/[,，、;；\n]/u).map((part): Rung | undefined => {
    const [, name = '', hours] = /^\s*(\D+?)\s*(\d{1,4})\s*h?\s*$/iu.exec(part.normalize('NFKC')) ?? [];
    const to = rungNames[name.toLowerCase()];
    return to && { to, afterWorkingHours: Number(hours) };
  });
  const read = rungs.filter((one) => one !== undefined);
  return read.length === rungs.length && new Set(read.map(({ to }) => to)).size === read.length
    ? read
    : undefined;
}

type AsksFault = { key: `row.${string}`; values?: Readonly<Record<string, string | number>> };

/** What is asked: lines as in the form, or the JSON of an export, in which the key and one of the two languages may be missing. */
export function asksIn(said: string, before: Duty | undefined): { asks: unknown[] } | AsksFault {
  if (!said.startsWith('[')) {
    const read = parseAsks(said, before?.asks);
    return 'asks' in read ? read : { key: 'row.askLine', values: { line: read.line } };
  }
  try {
    const list: unknown = JSON.parse(said);
    if (!Array.isArray(list)) return { key: 'row.asks' };
    const asks = list.map((one: unknown, at) => {
      if (typeof one !== 'object' || one === null) return one;
      const { en, zh } = one as { en?: unknown; zh?: unknown };
      return { key: `ask-${at + 1}`, kind: 'text', needed: true, ...one, en: en ?? zh, zh: zh ?? en };
    });
    return { asks };
  } catch {
    return { key: 'row.asks' };
  }
}
