import { z } from 'zod';
import { type CaseDraft, importCases, judgeCases, mostAtOnce } from '../catalog/case.import.ts';
import { readCases } from '../catalog/case.parse.ts';
import { saveCases, takenNumbers } from '../catalog/case.store.ts';
import { caseExample, caseKey, fitsForm, mayOpenCases } from '../catalog/case.ts';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { employees, leadsPeople, memberById, membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import type { ActionHandler, Answer, SubmissionHandler, Visit } from '../slack/capability.ts';
import { caseList, notAllowed } from './case.list.slack.ts';
import { importText } from './import.text.ts';
import { type ImportState, importView } from './import.view.ts';
import { firstPage, pageFrom, placeFrom } from './list.view.ts';

/** `/shoumi case import`, and the button below the list. */
export async function openImport(visit: Visit): Promise<Answer> {
  if (!(await allowed(visit))) return notAllowed(visit);
  const state = { which: 'open', checked: null, page: 0 };
  return { kind: 'open', view: importView(visit.reader, firstPage(), state, undefined) };
}

export const onImport: ActionHandler = async (visit, { view }) => {
  const answer = await openImport(visit);
  return answer.kind === 'open' && view ? { kind: 'replace', view: answer.view } : answer;
};

function allowed({ tenant, reader, member, read }: Visit): Promise<boolean> {
  return read(async (tx) => mayOpenCases(member, await leadsPeople(tx, tenant, reader.id)));
}

const carried: z.ZodType<ImportState> = z
  .object({ which: z.string().max(10), checked: z.string().max(40).nullable(), page: z.int().min(0) })
  .catch({ which: 'open', checked: null, page: 0 });

/** Reads and judges a pasted list; or says why it cannot be read. */
async function check(visit: Visit, text: string) {
  const table = readCases(text);
  if ('key' in table)
    return {
      fault: plain(importText, visit.reader.locale, table.key, 'values' in table ? table.values : {}),
    };
  const numbers = table.rows.map(({ cells }) => (cells.number ?? '').normalize('NFKC').trim().toUpperCase());
  return visit.read(async (tx) => {
    const { caseForm } = await companyOf(tx, visit.tenant);
    const people = await employees(tx, visit.tenant);
    const taken = await takenNumbers(tx, visit.tenant, numbers);
    const judged = judgeCases(table, people, taken, (number) => fitsForm(caseForm, number));
    return { judged, text, example: caseExample(caseForm) };
  });
}

/** Checks the list; what was checked and is unchanged since is imported. A second click finds it done. */
export const onImportSubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const text = String(view.values.list ?? '');
  const { place, form } = placeFrom(view.privateMetadata);
  const state = carried.parse(form);
  const read = await check(visit, text);
  if ('fault' in read) return { kind: 'errors', errors: { list: read.fault ?? '' } };
  const mark = derivedId('txt', text);
  const { good } = read.judged;
  if (state.checked !== mark || good.length === 0) {
    // What was imported by the first of two clicks is in the register now: the second one says so.
    const next = { ...state, checked: mark, page: 0 };
    return { kind: 'replace', view: importView(reader, place, next, read) };
  }
  const count = await importRows(
    visit,
    good,
    (part) => derivedId('cmd', tenant, view.id, mark, String(part)),
    visit.reader.id,
  );
  if (count === undefined) return { kind: 'errors', errors: { list: (await notAllowed(visit)).text } };
  const note = plain(importText, reader.locale, 'import.done', { count });
  return { kind: 'replace', view: await caseList(visit, firstPage(), 'open', note) };
};

/** The faults behind these; the list may have been changed meanwhile, so it is read again. */
export const onImportPage: ActionHandler = async (visit, { value, view }) => {
  if (!view || !(await allowed(visit))) return { kind: 'nothing' };
  const { place, form } = placeFrom(view.privateMetadata);
  const text = String(view.values.list ?? '');
  const read = await check(visit, text);
  if ('fault' in read) return { kind: 'say', text: read.fault ?? '' };
  const state = { ...carried.parse(form), checked: derivedId('txt', text), page: pageFrom(value) };
  return { kind: 'replace', view: importView(visit.reader, place, state, read) };
};

/** Opens the cases in commands of a bounded size; answers how many, or undefined to whom it is not allowed. */
async function importRows(
  visit: Pick<Visit, 'tenant' | 'commit' | 'cause'>,
  good: readonly CaseDraft[],
  id: (part: number) => string,
  by: string,
): Promise<number | undefined> {
  const { tenant } = visit;
  let count = 0;
  for (let at = 0; at < good.length; at += mostAtOnce) {
    const rows = good.slice(at, at + mostAtOnce);
    const outcome = await visit.commit({
      id: id(at / mostAtOnce),
      cause: visit.cause,
      keys: rows.map((row) => caseKey(row.number)),
      load: async (tx) => {
        const numbers = rows.map((row) => row.number);
        const members = await membersById(
          tx,
          tenant,
          rows.flatMap((row) => row.people),
        );
        return {
          actor: await memberById(tx, tenant, by),
          leads: await leadsPeople(tx, tenant, by),
          taken: await takenNumbers(tx, tenant, numbers),
          employees: new Set([...members.values()].filter(isEmployee).map((one) => one.id)),
        };
      },
      decide: importCases({ rows, by }),
      save: (tx, next) => saveCases(tx, tenant, next),
    });
    if (outcome.kind === 'refused') return undefined;
    count += outcome.events.length;
  }
  return count;
}
