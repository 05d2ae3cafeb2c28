import { isDeepStrictEqual } from 'node:util';
import { formatDay, type Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { fieldErrors } from '../slack/form.ts';
import { writeAsks } from './asks.parse.ts';
import { cadenceWords } from './cadence.view.ts';
import { dutyText } from './duty.text.ts';
import type { Duty, DutyRefusal } from './duty.ts';
import type { JudgedRules, RowFault, RuleChange } from './rule-file.form.ts';
import { type RuleColumn, rowOf, ruleColumns } from './rule-file.parse.ts';
import { ruleFileText } from './rule-file.text.ts';
import type { FileFault } from './rule-table.parse.ts';

type Values = Readonly<Record<string, string | number>>;
type Key = keyof typeof ruleFileText.en & string;
const names = { columns: ruleColumns.join(', ') };

/** Who reads it, and how people are called. */
export type PlanReader = {
  readonly locale: Locale;
  readonly now: Date;
  readonly nameOf: (id: string) => string;
  /** How places in the file are counted: rows of a table, lines of YAML. */
  readonly unit: 'row' | 'line';
};

export function fileFaultWords({ key, values }: FileFault, locale: Locale): string {
  return plain(ruleFileText, locale, key, { ...names, ...values });
}

/** What a file would change: how much, and each difference field by field. */
export function planLines(judged: JudgedRules, retire: boolean, reader: PlanReader): string[] {
  const say = (key: Key, values?: Values) => plain(ruleFileText, reader.locale, key, values);
  const count = (what: RuleChange['what']) => judged.changes.filter((one) => one.what === what).length;
  const faulty = new Set(judged.faults.map(({ row }) => row)).size;
  return [
    say('read', {
      rows: judged.rows,
      adds: count('add'),
      changes: count('change'),
      same: judged.same,
      faulty,
    }),
    ...judged.changes.flatMap((one) => changeLines(one, reader)),
    ...judged.faults.map((one) => `  ${rowFaultWords(one, reader)}`),
    ...(judged.unnamed > 0
      ? [say('read.unnamed', { count: judged.unnamed, held: retire ? 'yes' : 'no' })]
      : []),
  ];
}

function changeLines(change: RuleChange, reader: PlanReader): string[] {
  const { locale, now, nameOf } = reader;
  const say = (key: Key, values?: Values) => plain(ruleFileText, locale, key, values);
  const title = (duty: Duty) => ({ title: locale === 'zh' ? duty.titleZh : duty.titleEn });
  if (change.what === 'retire') return [say('retire', title(change.before))];
  const { next } = change;
  if (change.what === 'change')
    return [
      say('change', title(change.before)),
      ...fieldLines(change.before, next, reader).map((one) => `    ${one}`),
    ];
  const when = next.nextOn
    ? say('add.next', { day: formatDay(next.nextOn, locale, now) })
    : next.unknownYear
      ? say('add.held', { year: String(next.unknownYear) })
      : say('add.event');
  const facts = {
    often: cadenceWords(next.cadence, locale, now),
    owner: nameOf(next.owner ?? ''),
    next: when,
  };
  return [say('add', title(next)), `    ${say('add.facts', facts)}`];
}

function fieldLines(before: Duty, next: Duty, { locale, nameOf }: PlanReader): string[] {
  const say = (key: Key, values?: Values) => plain(ruleFileText, locale, key, values);
  const [was, is] = [rowOf(before), rowOf(next)];
  const shown = (column: RuleColumn, cell: string) =>
    cell === ''
      ? say('nothing')
      : column === 'owner' || column === 'deputy' || column === 'checker'
        ? nameOf(cell)
        : column === 'participants'
          ? cell.split(', ').map(nameOf).join(', ')
          : cell;
  return ruleColumns.flatMap((column) => {
    if (column === 'asks') return askLines(before, next, locale);
    return was[column] === is[column]
      ? []
      : [say('field.change', { column, from: shown(column, was[column]), to: shown(column, is[column]) })];
  });
}

function askLines(before: Duty, next: Duty, locale: Locale): string[] {
  const line = (kind: string, ask: Duty['asks'][number]) =>
    plain(ruleFileText, locale, 'field.ask', { kind, ask: writeAsks([ask], locale) });
  const gone = before.asks.filter(({ key }) => !next.asks.some((one) => one.key === key));
  return [
    ...gone.map((ask) => line('gone', ask)),
    ...next.asks.flatMap((ask) => {
      const old = before.asks.find(({ key }) => key === ask.key);
      if (!old) return [line('added', ask)];
      return isDeepStrictEqual(old, ask) ? [] : [line('changed', ask)];
    }),
  ];
}

/** Where something is wrong, what, and how to mend it; the cell itself is not repeated. */
export function rowFaultWords(
  fault: RowFault,
  { locale, unit }: Pick<PlanReader, 'locale' | 'unit'>,
): string {
  const { row, column } = fault;
  const words =
    'key' in fault
      ? plain(ruleFileText, locale, fault.key as Key, { unit, ...fault.values })
      : 'error' in fault
        ? (Object.values(fieldErrors(dutyText, locale, fault.error))[0] ?? '')
        : refusalWords(fault.refusal.refused.key, locale);
  return column
    ? plain(ruleFileText, locale, 'row.column', { unit, row, column, fault: words })
    : plain(ruleFileText, locale, 'row', { unit, row, fault: words });
}

/** Why a rule was refused; where the sentence speaks of a form, one of the file's own. */
export function refusalWords(key: DutyRefusal, locale: Locale): string {
  switch (key) {
    case 'duty.changedMeanwhile':
    case 'duty.unknown':
    case 'duty.exists':
      return plain(ruleFileText, locale, 'row.changed');
    case 'duty.retired':
      return plain(ruleFileText, locale, 'row.retired');
    default:
      return plain(dutyText, locale, key as 'duty.past');
  }
}
