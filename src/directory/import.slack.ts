import { z } from 'zod';
import { type CaseDraft, importCases, judgeCases, mostAtOnce } from '../catalog/case.import.ts';
import { decodeText, readCases } from '../catalog/case.parse.ts';
import { saveCases, takenNumbers } from '../catalog/case.store.ts';
import { caseExample, caseKey, fitsForm, mayOpenCases } from '../catalog/case.ts';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { employees, leadsPeople, memberById, membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { clip } from '../slack/blocks.ts';
import type {
  ActionHandler,
  Answer,
  SubmissionHandler,
  SubmitAnswer,
  SubmittedView,
  Visit,
} from '../slack/capability.ts';
import { slackText } from '../slack/slack.text.ts';
import { caseList, notAllowed } from './case.list.slack.ts';
import { importText } from './import.text.ts';
import { type ImportState, importView, mostPerPress } from './import.view.ts';
import { firstPage, type Place, pageFrom, placeFrom } from './list.view.ts';

/** `/shoumi case import`, and the button below the list. */
export async function openImport(visit: Visit): Promise<Answer> {
  if (!(await allowed(visit))) return notAllowed(visit);
  const state = { which: 'open', checked: null, page: 0, file: null };
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
  .object({
    which: z.string().max(10),
    checked: z.string().max(40).nullable(),
    page: z.int().min(0),
    file: z.object({ id: z.string().max(40), name: z.string().max(100) }).nullable(),
  })
  .catch({ which: 'open', checked: null, page: 0, file: null });

/** A form that cannot be read: under which field, and why. */
type Fault = { readonly field: 'list' | 'file'; readonly fault: string };

/** The list that the form names: pasted, chosen now, or chosen when it was checked. */
async function listIn(
  visit: Visit,
  { values }: SubmittedView,
  state: ImportState,
): Promise<Fault | { text: string; file: ImportState['file'] }> {
  const { locale } = visit.reader;
  const text = typeof values.list === 'string' ? values.list : '';
  const [chosen] = Array.isArray(values.file) ? values.file : [];
  const id = chosen ?? state.file?.id;
  if (!id) return { text, file: null };
  if (text.trim() !== '') return { field: 'file', fault: plain(importText, locale, 'import.both') };
  const read = await visit.fileOf(id);
  if ('fault' in read) return { field: 'file', fault: plain(slackText, locale, read.fault) };
  return { text: decodeText(read.bytes), file: { id, name: clip(read.name, 80) } };
}

/** Reads and judges a list; or says why it cannot be read. */
async function check(visit: Visit, text: string) {
  const table = readCases(text);
  if ('key' in table)
    return {
      fault: plain(importText, visit.reader.locale, table.key, 'values' in table ? table.values : {}),
    } as const;
  const numbers = table.rows.map(({ cells }) => (cells.number ?? '').normalize('NFKC').trim().toUpperCase());
  return visit.read(async (tx) => {
    const { caseForm } = await companyOf(tx, visit.tenant);
    const people = await employees(tx, visit.tenant);
    const taken = await takenNumbers(tx, visit.tenant, numbers);
    const judged = judgeCases(table, people, taken, (number) => fitsForm(caseForm, number));
    return { judged, text, example: caseExample(caseForm) };
  });
}

/** Checks the list; what was checked and is unchanged since is imported, a bounded part at a time. A second click finds it done. */
export const onImportSubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const { place, form } = placeFrom(view.privateMetadata);
  const state = carried.parse(form);
  const list = await listIn(visit, view, state);
  if ('fault' in list) return refused(visit, place, state, list);
  const { text, file } = list;
  const read = await check(visit, text);
  if ('fault' in read) return refused(visit, place, state, { field: file ? 'file' : 'list', ...read });
  const mark = derivedId('txt', text);
  const { good } = read.judged;
  if (state.checked !== mark || good.length === 0) {
    // What was imported by the first of two clicks is in the register now: the second one says so.
    const next = { ...state, checked: mark, page: 0, file };
    return { kind: 'replace', view: importView(reader, place, next, read) };
  }
  const part = good.slice(0, mostPerPress);
  // By their numbers, not by their place: what one press has imported is no part of the next one's list.
  const id = (rows: readonly CaseDraft[]) =>
    derivedId('cmd', tenant, view.id, mark, ...rows.map((row) => row.number));
  const count = await importRows(visit, part, id, visit.reader.id);
  if (count === undefined)
    return refused(visit, place, state, { field: 'list', fault: (await notAllowed(visit)).text });
  if (good.length > part.length) {
    const left = await check(visit, text);
    if (!('fault' in left)) {
      const note = plain(importText, reader.locale, 'import.some', { count });
      const next = { ...state, checked: mark, page: 0, file };
      return { kind: 'replace', view: importView(reader, place, next, left, note) };
    }
  }
  const note = plain(importText, reader.locale, 'import.done', { count });
  return { kind: 'replace', view: await caseList(visit, firstPage(), 'open', note) };
};

/** Under its field; or, where a file was read before and there is no field any more, above the form that begins anew. */
function refused({ reader }: Visit, place: Place, state: ImportState, { field, fault }: Fault): SubmitAnswer {
  if (!state.file) return { kind: 'errors', errors: { [field]: fault } };
  const anew = { ...state, checked: null, page: 0, file: null };
  return { kind: 'replace', view: importView(reader, place, anew, undefined, `:warning: ${fault}`) };
}

/** The faults behind these; the list may have been changed meanwhile, so it is read again. */
export const onImportPage: ActionHandler = async (visit, { value, view }) => {
  if (!view || !(await allowed(visit))) return { kind: 'nothing' };
  const { place, form } = placeFrom(view.privateMetadata);
  const before = carried.parse(form);
  const list = await listIn(visit, view, before);
  const read = 'fault' in list ? list : await check(visit, list.text);
  if ('fault' in list || 'fault' in read) return { kind: 'say', text: (read as Fault).fault };
  const checked = derivedId('txt', list.text);
  const state = { ...before, checked, page: pageFrom(value), file: list.file };
  return { kind: 'replace', view: importView(visit.reader, place, state, read) };
};

/** Opens the cases in commands of a bounded size; answers how many, or undefined to whom it is not allowed. */
async function importRows(
  visit: Pick<Visit, 'tenant' | 'commit' | 'cause'>,
  good: readonly CaseDraft[],
  id: (rows: readonly CaseDraft[]) => string,
  by: string,
): Promise<number | undefined> {
  const { tenant } = visit;
  let count = 0;
  for (let at = 0; at < good.length; at += mostAtOnce) {
    const rows = good.slice(at, at + mostAtOnce);
    const outcome = await visit.commit({
      id: id(rows),
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
