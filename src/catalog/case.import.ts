import type { Decision } from '../kernel/decision.ts';
import { refuse } from '../kernel/decision.ts';
import type { TextFault } from '../kernel/free-text.ts';
import { isEmployee, type Member } from '../people/member.ts';
import type { CaseColumn, CaseTable } from './case.parse.ts';
import { kindSaid } from './case.parse.ts';
import { type Case, type CaseFields, caseFields, caseNumber, mayOpenCases } from './case.ts';

/** What is wrong with a cell, and so with its row. The cell itself is never repeated: it may hold what must not be here. */
export type RowFault = {
  /** As a spreadsheet counts, the header being row 1. */
  readonly row: number;
  readonly column: CaseColumn;
  readonly key:
    | 'import.numberMissing'
    | 'import.numberForm'
    | 'import.numberTwice'
    | 'import.kindUnknown'
    | 'import.personUnknown'
    | 'import.personTwice'
    | 'import.tooManyPeople'
    | 'import.personalNumber'
    | 'import.tooLong'
    | 'import.badText';
  readonly values?: Readonly<Record<string, string | number>>;
};

/** A row fit to become a case. */
export type CaseDraft = CaseFields & { readonly number: string };

export type Judged = {
  readonly good: readonly CaseDraft[];
  /** Rows whose number is in the register already: they stay as they are there. */
  readonly known: number;
  readonly faults: readonly RowFault[];
  readonly rows: number;
};

const mostPeople = 50;

/**
 * Judges every row of a list by itself: what is good can be imported while the rest is mended. People are named by Slack id, or by
 * the name they have in Slack. A number that stands in two rows is a fault of the second.
 */
export function judgeCases(
  table: CaseTable,
  people: readonly Member[],
  taken: ReadonlySet<string>,
  rightForm: (number: string) => boolean = () => true,
): Judged {
  const called = byName(people);
  const seen = new Map<string, number>();
  const good: CaseDraft[] = [];
  const faults: RowFault[] = [];
  let known = 0;
  for (const { row, cells } of table.rows) {
    const wrong: RowFault[] = [];
    const fault = (column: CaseColumn, key: RowFault['key'], values?: RowFault['values']) =>
      wrong.push(values ? { row, column, key, values } : { row, column, key });
    const number = caseNumber.safeParse(cells.number ?? '').data;
    if (!cells.number) fault('number', 'import.numberMissing');
    else if (!number || !rightForm(number)) fault('number', 'import.numberForm');
    else {
      const first = seen.get(number);
      if (first !== undefined) fault('number', 'import.numberTwice', { first });
      else seen.set(number, row);
    }
    const kind = kindSaid(cells.kind ?? '');
    if (!kind) fault('kind', 'import.kindUnknown');
    const ids: string[] = [];
    for (const [at, name] of namesIn(cells.people ?? '').entries()) {
      const ones = called(name);
      if (ones.length === 1 && ones[0]) ids.push(ones[0]);
      else fault('people', ones.length === 0 ? 'import.personUnknown' : 'import.personTwice', { at: at + 1 });
    }
    if (ids.length > mostPeople) fault('people', 'import.tooManyPeople', { max: mostPeople });
    const words = { team: cells.team ?? '', region: cells.region ?? '', clauses: cells.clauses ?? '' };
    const parsed = caseFields.safeParse({
      kind: kind ?? 'other',
      people: [...new Set(ids)].slice(0, mostPeople),
      ...words,
    });
    for (const issue of parsed.error?.issues ?? []) {
      const column = (['team', 'region', 'clauses'] as const).find((one) => one === issue.path[0]);
      const said = issue.code === 'custom' ? (issue.params as TextFault | undefined) : undefined;
      if (!column || wrong.some((one) => one.column === column)) continue;
      if (said?.key === 'personal_number') fault(column, 'import.personalNumber');
      else if (said?.key === 'text_too_long') fault(column, 'import.tooLong', { max: said.max });
      else fault(column, 'import.badText');
    }
    faults.push(...wrong);
    if (wrong.length > 0 || !parsed.success || !number) continue;
    if (taken.has(number)) known += 1;
    else good.push({ ...parsed.data, number });
  }
  return { good, known, faults, rows: table.rows.length };
}

/** `林晓、Emma Clarke; @wang.fang U04…` → the names. Spaces belong to names. */
function namesIn(cell: string): string[] {
  return cell
    .split(/[、,，;；/|\n]+/u)
    .map((name) => fold(name.replace(/^\s*[@＠]/u, '')))
    .filter(Boolean);
}

function fold(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** Ids of the employees who have a name, or an id, whatever its case and width. */
export function byName(people: readonly Member[]): (name: string) => string[] {
  const names = new Map<string, string[]>();
  for (const one of people) {
    if (!isEmployee(one)) continue;
    for (const name of new Set([fold(one.name), fold(one.id)]))
      names.set(name, [...(names.get(name) ?? []), one.id]);
  }
  return (name) => names.get(fold(name)) ?? [];
}

/** The most cases that one command opens. */
export const mostAtOnce = 200;

/**
 * Opens the cases of a list, as far as their numbers are still free: what was opened meanwhile stays as it is. `by` is null on the
 * server, where whoever has the terminal may. People who left meanwhile are left out. Refused: to whom opening is not allowed.
 */
export function importCases(command: { rows: readonly CaseDraft[]; by: string | null }) {
  return (
    state: {
      actor: Member | undefined;
      leads: boolean;
      taken: ReadonlySet<string>;
      employees: ReadonlySet<string>;
    },
    now: Date,
  ): Decision<readonly Case[], 'catalog.caseNotAllowed'> => {
    if (command.by !== null && !mayOpenCases(state.actor, state.leads))
      return refuse('catalog.caseNotAllowed');
    const next = command.rows
      .filter((row) => !state.taken.has(row.number))
      .map(
        (row): Case => ({
          ...row,
          people: row.people.filter((id) => state.employees.has(id)),
          state: 'open',
          openedAt: now,
          closedAt: null,
          changedAt: now,
          revision: 1,
        }),
      );
    return {
      next,
      events: next.map(({ number, kind, people, team, region, clauses }) => ({
        type: 'case.opened',
        version: 1,
        subject: number,
        data: { by: command.by, kind, people, revision: 1, imported: true },
        personal: { team, region, clauses: clauses ?? '' },
      })),
    };
  };
}
