import { caseAmong, caseByNumber } from '../catalog/case.store.ts';
import type { Case } from '../catalog/case.ts';
import { memberById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import type { Answer, Visit } from '../slack/capability.ts';
import { caseList, mayOpen } from './case.list.slack.ts';
import { addForm, details, editForm, history, say } from './case.slack.ts';
import { type CaseVerb, parseCaseLine } from './case-line.parse.ts';
import { openImport } from './import.slack.ts';
import { firstPage } from './list.view.ts';
import { typedWords } from './words.parse.ts';

/**
 * `/shoumi case`, `… case C-2026-0412`, `… case open C-2026-0500`, `… case assign|close|history C-2026-0412`, `… case pudong`: for every
 * employee. Closing is a button of the case, which asks once more.
 */
export async function runCase(visit: Visit, text: string): Promise<Answer> {
  if (!isEmployee(visit.member)) return say(visit, 'case.employeesOnly');
  const { words, person } = typedWords(text);
  const { verb, number: typed, rest } = parseCaseLine(words);
  if (verb === 'import') return openImport(visit);
  const { tenant, reader } = visit;
  const number =
    typed ?? (verb && rest ? await visit.read((tx) => caseAmong(tx, tenant, reader.id, rest)) : undefined);
  const known = number ? await visit.read((tx) => caseByNumber(tx, tenant, number)) : undefined;
  if (known) return show(visit, known, verb);
  if (verb === 'open') return addForm(visit, firstPage(), 'open', number);
  if (number && verb === undefined && (await visit.read((tx) => mayOpen(tx, visit))))
    return addForm(visit, firstPage(), 'open', number);
  const named = person ? await visit.read((tx) => memberById(tx, tenant, person)) : undefined;
  const place = firstPage(named?.name ?? rest, reader.locale);
  const which = verb === 'closed' || verb === 'reopen' ? 'closed' : place.filter ? 'open' : 'mine';
  return { kind: 'open', view: await caseList(visit, place, which, undefined, true) };
}

/** A case that was named, or what was asked for of it. */
async function show(visit: Visit, known: Case, verb: CaseVerb | undefined): Promise<Answer> {
  if (verb === 'assign') return editForm(visit, known.number, firstPage(), 'open');
  if (verb === 'history') return history(visit, known.number, firstPage(), 'open');
  return { kind: 'open', view: await details(visit, firstPage(), 'open', known) };
}
