import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Rung } from '../attention/ladder.ts';
import { byName } from '../catalog/case.import.ts';
import type { Refusal } from '../kernel/decision.ts';
import type { FreeText } from '../kernel/free-text.ts';
import type { Company } from '../people/company.ts';
import type { Member } from '../people/member.ts';
import { valuesOf } from './cadence.form.ts';
import type { Cadence } from './cadence.ts';
import { addDuty, changeDuty } from './change.ts';
import { isControl } from './control.data.ts';
import { leadDaysFor } from './duty.form.ts';
import { type Duty, type DutyInput, type DutyRefusal, dutyInput } from './duty.ts';
import { usualLadder } from './ladder.view.ts';
import { dayOf, officeSchedule } from './plan.ts';
import {
  asksIn,
  bareCell,
  daysIn,
  isoDay,
  offCalled,
  peopleIn,
  personIn,
  rungsIn,
  whenSaid,
} from './rule-cell.parse.ts';
import { type RuleColumn, rowOf, ruleColumns, sayWhen } from './rule-file.parse.ts';
import type { FileRow } from './rule-table.parse.ts';

/** What is wrong with a cell: a sentence of the file's own, what the schema says, or why the rule is refused. Never the cell. */
export type RowFault = { readonly row: number; readonly column: RuleColumn | null } & (
  | { readonly key: `row.${string}`; readonly values?: Readonly<Record<string, string | number>> }
  | { readonly error: z.ZodError }
  | { readonly refusal: Refusal<DutyRefusal> }
);

/** What a file changes, each with the state it was judged by. */
export type RuleChange =
  | { readonly what: 'add'; readonly id: string; readonly input: DutyInput; readonly next: Duty }
  | {
      readonly what: 'change';
      readonly id: string;
      readonly input: DutyInput;
      readonly before: Duty;
      readonly next: Duty;
    }
  | { readonly what: 'retire'; readonly id: string; readonly before: Duty };

export type JudgedRules = {
  readonly rows: number;
  readonly changes: readonly RuleChange[];
  readonly same: number;
  readonly faults: readonly RowFault[];
  /** Duties that the file does not name and that stay. */
  readonly unnamed: number;
};

/** What a file is judged by. */
export type RulesAround = {
  readonly people: readonly Member[];
  readonly company: Company;
  readonly now: Date;
  /** By id: the duties there are, retired ones among them where a row names them. */
  readonly duties: ReadonlyMap<string, Duty>;
  /** The id that a key means. */
  readonly idOf: (key: string) => string;
  /** What the file does not name is to be retired; only where every row is good. Corrective actions end by being done. */
  readonly retire: boolean;
};

/** A name of one's own for a duty, by which a later file finds it again; or the id of an export. */
const keyForm = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u;

/** Judges every row by itself. A cell that says what stands there already is not judged anew, so that an export can be applied unchanged. */
export function judgeRules(rows: readonly FileRow[], around: RulesAround): JudgedRules {
  const seen = new Map<string, number>();
  const faults: RowFault[] = [];
  const changes: RuleChange[] = [];
  const called = byName(around.people);
  let same = 0;
  for (const { row, cells, strange } of rows) {
    const key = (cells.key ?? '').normalize('NFKC');
    const id = around.idOf(key);
    const first = seen.get(id);
    const wrong = !key
      ? 'row.keyMissing'
      : !keyForm.test(key)
        ? 'row.keyForm'
        : first !== undefined
          ? 'row.keyTwice'
          : undefined;
    if (!wrong) seen.set(id, row);
    const before = around.duties.get(id);
    if (wrong) faults.push({ row, column: 'key', key: wrong, values: { first: first ?? 0 } });
    else if (strange > 0) faults.push({ row, column: null, key: 'row.strange', values: { count: strange } });
    else if (before?.state === 'retired') {
      // What a file set for once and was done since stays in the file; only to change it is refused.
      const over = before.retiredWhy === 'done' || before.retiredWhy === 'over';
      const again = over
        ? judgeRow({ row, cells, strange }, id, { ...before, state: 'active' }, around, called)
        : undefined;
      if (again && !('faults' in again) && !again.change) same += 1;
      else faults.push({ row, column: 'key', key: 'row.retired' });
    } else {
      const judged = judgeRow({ row, cells, strange }, id, before, around, called);
      if ('faults' in judged) faults.push(...judged.faults);
      else if (judged.change) changes.push(judged.change);
      else same += 1;
    }
  }
  const unnamed = [...around.duties.values()].filter(
    ({ id, state, kind }) => state !== 'retired' && kind !== 'action' && !seen.has(id),
  );
  const retired = around.retire && faults.length === 0 ? unnamed : [];
  changes.push(...retired.map((before): RuleChange => ({ what: 'retire', id: before.id, before })));
  return { rows: rows.length, changes, same, faults, unnamed: unnamed.length - retired.length };
}

type JudgedRow = { change: RuleChange | undefined } | { faults: readonly RowFault[] };

function judgeRow(
  { row, cells }: FileRow,
  id: string,
  before: Duty | undefined,
  around: RulesAround,
  called: (name: string) => string[],
): JudgedRow {
  const was = before && rowOf(before);
  const changed = new Set(
    ruleColumns.filter(
      (one) =>
        one !== 'key' &&
        (was ? cells[one] !== undefined && bareCell(cells[one]) !== bareCell(was[one]) : true),
    ),
  );
  if (before && changed.size === 0) return { change: undefined };
  const faults: RowFault[] = [];
  const wrong = (
    column: RuleColumn,
    key: `row.${string}`,
    values?: Readonly<Record<string, string | number>>,
  ) => faults.push({ row, column, key, ...(values ? { values } : {}) });
  const said = (column: RuleColumn) => (cells[column] ?? '').trim();
  /** The field as the schema takes it; undefined, and a fault, where it does not. */
  function field<K extends keyof DutyInput>(
    name: K,
    column: RuleColumn,
    value: unknown,
  ): DutyInput[K] | undefined {
    const parsed = dutyInput.pick({ [name]: true } as never).safeParse({ [name]: value });
    if (!parsed.success) faults.push({ row, column, error: parsed.error });
    return parsed.success ? (parsed.data as Pick<DutyInput, K>)[name] : undefined;
  }
  /** What stands in the duty where the file leaves its columns alone; it was judged when it came in. */
  function kept<T>(columns: readonly RuleColumn[], old: unknown, judge: () => T | undefined): T | undefined {
    return before && !columns.some((one) => changed.has(one)) ? (old as T) : judge();
  }
  const titles = {
    en: (cells.title_en ?? before?.titleEn ?? '').trim(),
    zh: (cells.title_zh ?? before?.titleZh ?? '').trim(),
  };
  const titleEn = kept<FreeText>(['title_en'], before?.titleEn, () => {
    if (titles.en || titles.zh)
      return field('titleEn', titles.en ? 'title_en' : 'title_zh', titles.en || titles.zh);
    wrong('title_en', 'row.titleMissing');
    return undefined;
  });
  const titleZh = kept<FreeText>(['title_zh'], before?.titleZh, () =>
    titles.zh && titles.zh !== titleEn ? field('titleZh', 'title_zh', titles.zh) : titleEn,
  );
  const person = (column: 'owner' | 'deputy' | 'checker') =>
    kept<string | null>([column], before?.[column], () => {
      if (said(column) === '') return null;
      const found = personIn(said(column), called);
      if (typeof found === 'string') return found;
      wrong(column, found.key);
      return undefined;
    });
  const owner = person('owner');
  if (owner === null) wrong('owner', 'row.ownerMissing');
  const [deputy, checker] = [person('deputy'), person('checker')];
  const participants = kept<string[]>(['participants'], before?.participants, () => {
    const found = peopleIn(said('participants'), called);
    if ('key' in found) wrong('participants', found.key);
    return 'key' in found ? undefined : field('participants', 'participants', found);
  });
  const why = kept<DutyInput['why']>(['controls', 'law'], before?.why, () => {
    const controls = changed.has('controls')
      ? [
          ...new Set(
            said('controls')
              .normalize('NFKC')
              .toUpperCase()
              .split(/[\s,，、;；]+/u)
              .filter(Boolean),
          ),
        ]
      : [...(before?.why.controls ?? [])];
    if (changed.has('controls') && !controls.every(isControl)) {
      wrong('controls', 'row.control', { at: controls.findIndex((one) => !isControl(one)) + 1 });
      return undefined;
    }
    if (!changed.has('law')) return { controls, law: (before?.why.law ?? null) as FreeText | null };
    return field('why', 'law', { controls, law: said('law') || null });
  });
  const office = kept<DutyInput['office']>(['tz', 'holidays'], before?.office, () => {
    const base = before?.office ?? around.company;
    const tz = said('tz') || base.tz;
    // An unknown zone would take the calendar along; each is judged beside what is known of the other.
    if (!field('office', 'tz', { tz, holidays: 'none' })) return undefined;
    return field('office', 'holidays', { tz, holidays: said('holidays') || base.holidays });
  });
  const today = dayOf(around.now, office?.tz ?? around.company.tz);
  const cadence = kept<Cadence>(['when', 'from', 'off'], before?.cadence, () => {
    const old = before && sayWhen(before.cadence);
    const from = isoDay(said('from')) || old?.from || today;
    const off = offCalled(said('off')) || (cells.off === undefined && old?.off) || '';
    const when = cells.when === undefined ? (old?.when ?? '') : said('when');
    const heard = whenSaid(when, from, off, today);
    if (!heard) {
      wrong('when', when ? 'row.when' : 'row.whenMissing');
      return undefined;
    }
    const parsed = dutyInput.shape.cadence.safeParse(heard);
    if (parsed.success)
      return isDeepStrictEqual(parsed.data, before?.cadence) ? before?.cadence : parsed.data;
    const [path, message] = [parsed.error.issues[0]?.path[0], parsed.error.issues[0]?.message ?? ''];
    if (path === 'off') wrong('off', 'row.off');
    else if (path === 'from') wrong('from', 'row.day');
    else if (path === 'on') wrong('when', 'row.day');
    else if (message.startsWith('duty.')) faults.push({ row, column: 'when', error: parsed.error });
    else wrong('when', 'row.when');
    return undefined;
  });
  const kind = kept<Duty['kind']>(['kind', 'when', 'participants'], before?.kind, () => {
    const named = said('kind').toLowerCase();
    const usual = cadence?.kind === 'after' ? 'event' : 'recurring';
    if (cells.kind === undefined || named === '') {
      if (before?.kind === 'action' || before?.kind === 'meeting') return before.kind;
      return participants && participants.length > 0 ? 'meeting' : usual;
    }
    if ((named === 'action') !== (before?.kind === 'action')) wrong('kind', 'row.action');
    else if (named === 'action' || named === 'meeting') return named;
    else if (named === 'recurring' || named === 'event') return usual;
    else wrong('kind', 'row.kind');
    return undefined;
  });
  const days = (column: 'lead' | 'tolerance', name: 'leadDays' | 'toleranceDays', usual: number) =>
    kept<number>([column], before?.[name], () => {
      const figure = said(column) === '' ? usual : daysIn(said(column));
      if (figure === undefined) wrong(column, 'row.days');
      return figure === undefined ? undefined : field(name, column, figure);
    });
  const leadDays = days('lead', 'leadDays', cadence ? leadDaysFor(valuesOf(cadence)) : 0);
  const toleranceDays = days('tolerance', 'toleranceDays', 0);
  const ladder = kept<Rung[]>(['ladder'], before?.ladder, () => {
    if (said('ladder') === '') return [...usualLadder];
    const rungs = rungsIn(said('ladder'));
    if (!rungs) wrong('ladder', 'row.ladder');
    return rungs && field('ladder', 'ladder', rungs);
  });
  const asks = kept<DutyInput['asks']>(['asks'], before?.asks, () => {
    const read = asksIn(said('asks'), before);
    if ('key' in read) wrong('asks', read.key, read.values);
    return 'key' in read ? undefined : field('asks', 'asks', read.asks);
  });
  if (faults.length > 0) return { faults };
  const { interim = null, template = null, action = null } = before ?? {};
  const input = {
    ...{ titleEn, titleZh, kind, why, owner, deputy, checker, participants, office, cadence },
    ...{ leadDays, toleranceDays, asks, ladder },
    ...{ interim, template, action },
  } as DutyInput;
  const people = new Map(around.people.map((one) => [one.id, one]));
  const schedule = officeSchedule(around.company, input.office);
  const state = { actor: undefined, before, people, schedule };
  const decided = before
    ? changeDuty({ ...input, by: null, revision: before.revision })(state, around.now)
    : addDuty({ ...input, by: null, id })(state, around.now);
  if ('refused' in decided)
    return { faults: [{ row, column: columnOf[decided.field ?? ''] ?? null, refusal: decided }] };
  if (decided.events.length === 0) return { change: undefined };
  const { next } = decided;
  return { change: before ? { what: 'change', id, input, before, next } : { what: 'add', id, input, next } };
}

const columnOf: Readonly<Record<string, RuleColumn>> = {
  ...{ owner: 'owner', deputy: 'deputy', checker: 'checker', participants: 'participants', cadence: 'when' },
};
