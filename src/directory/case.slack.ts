import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { caseByNumber, saveCase, teamsOf } from '../catalog/case.store.ts';
import {
  type Case,
  caseFields,
  caseKey,
  caseNumber,
  changeCase,
  closeCase,
  mayChangeCase,
  mayOpenCases,
  openCase,
  reopenCase,
} from '../catalog/case.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { eventsOf } from '../ledger/event.store.ts';
import { companyOf } from '../people/company.store.ts';
import { leadsPeople, membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import type { ActionHandler, Answer, SubmissionHandler, SubmittedView, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { type CaseFormState, caseFormView } from './case.form.view.ts';
import { caseList, mayOpen, whereIn } from './case.list.slack.ts';
import { casesText } from './case.text.ts';
import { caseHistoryView, caseView, type Which, whiches } from './case.view.ts';
import { firstPage, type Place, pageFrom, placeFrom } from './list.view.ts';

export function say(visit: Visit, key: keyof typeof casesText.en & string): Answer {
  return { kind: 'say', text: plain(casesText, visit.reader.locale, key) };
}

export async function details(
  visit: Visit,
  place: Place,
  which: Which,
  one: Case,
  note?: string,
): Promise<ModalView> {
  const leads = await visit.read((tx) => leadsPeople(tx, visit.tenant, visit.reader.id));
  const may = {
    change: mayChangeCase(visit.member, leads, one),
    reopen: mayOpenCases(visit.member, leads),
  };
  return caseView(visit.reader, visit.now(), place, one, which, may, note);
}

/** For employees only, at every click. */
function asEmployee(handler: ActionHandler): ActionHandler {
  return async (visit, act) =>
    isEmployee(visit.member) ? handler(visit, act) : say(visit, 'case.employeesOnly');
}

export const onCaseFilter = asEmployee(async (visit, { value, view }) => {
  const { which } = whereIn(view?.privateMetadata);
  const place = firstPage(value, visit.reader.locale);
  return {
    kind: 'replace',
    view: await caseList(visit, place, place.filter && which === 'mine' ? 'open' : which),
  };
});

/** The search button of the list. */
export const onCaseSearched: SubmissionHandler = async (visit, { values, privateMetadata }) => {
  if (!isEmployee(visit.member))
    return {
      kind: 'errors',
      errors: { filter: plain(casesText, visit.reader.locale, 'case.employeesOnly') },
    };
  const { which } = whereIn(privateMetadata);
  const place = firstPage(String(values.filter ?? ''), visit.reader.locale);
  return {
    kind: 'replace',
    view: await caseList(visit, place, place.filter && which === 'mine' ? 'open' : which),
  };
};

export const onCaseWhich = asEmployee(async (visit, { value, view }) => {
  const which = whiches.find((one) => one === value) ?? 'open';
  const { filter } = whereIn(view?.privateMetadata).place;
  return { kind: 'replace', view: await caseList(visit, { page: 0, filter }, which) };
});

export const onCasePage = asEmployee(async (visit, { value, view }) => {
  const { place, which } = whereIn(view?.privateMetadata);
  return { kind: 'replace', view: await caseList(visit, { ...place, page: pageFrom(value) }, which) };
});

export const onCaseBack = asEmployee(async (visit, { view }) => {
  const { place, which } = whereIn(view?.privateMetadata);
  return { kind: 'replace', view: await caseList(visit, place, which) };
});

export const onCaseShow = asEmployee(async (visit, { value, view }) => {
  const { place, which } = whereIn(view?.privateMetadata);
  const one = await visit.read((tx) => caseByNumber(tx, visit.tenant, value));
  if (!one) return say(visit, 'catalog.caseUnknown');
  const shown = await details(visit, place, which, one);
  return view ? { kind: 'replace', view: shown } : { kind: 'open', view: shown };
});

export const onCaseHistory = asEmployee(async (visit, { value, view }) => {
  const { place, which } = whereIn(view?.privateMetadata);
  const [number = '', page] = value.split(' ');
  return inPlace(await history(visit, number, place, which, page), view);
});

export async function history(
  visit: Visit,
  number: string,
  place: Place,
  which: Which,
  page = '0',
): Promise<Answer> {
  const events = await visit.read((tx) => eventsOf(tx, visit.tenant, number));
  if (events.length === 0) return say(visit, 'catalog.caseUnknown');
  const at = { number, which, page: pageFrom(page), events };
  return { kind: 'open', view: caseHistoryView(visit.reader, visit.now(), place, at) };
}

/** A modal takes the place of the one the act came from; where there is none, it opens. */
function inPlace(answer: Answer, view: SubmittedView | undefined): Answer {
  return answer.kind === 'open' && view ? { kind: 'replace', view: answer.view } : answer;
}

export async function addForm(visit: Visit, place: Place, which: Which, number?: string): Promise<Answer> {
  const { allowed, teams } = await visit.read(async (tx) => ({
    allowed: await mayOpen(tx, visit),
    teams: await teamsOf(tx, visit.tenant),
  }));
  if (!allowed) return say(visit, 'catalog.caseNotAllowed');
  const state = { number: null, revision: null, which, drawn: visit.now().toISOString() };
  const held = { people: [visit.reader.id], ...(number ? { number } : {}) };
  return { kind: 'open', view: caseFormView(visit.reader, place, state, held, teams) };
}

export const onCaseAdd: ActionHandler = async (visit, { view }) => {
  const { place, which } = whereIn(view?.privateMetadata);
  return inPlace(await addForm(visit, place, which), view);
};

export const onCaseEdit: ActionHandler = async (visit, { value, view }) => {
  const { place, which } = whereIn(view?.privateMetadata);
  return inPlace(await editForm(visit, value, place, which), view);
};

export async function editForm(visit: Visit, wanted: string, place: Place, which: Which): Promise<Answer> {
  const { one, leads, teams } = await visit.read(async (tx) => ({
    one: await caseByNumber(tx, visit.tenant, wanted),
    leads: await leadsPeople(tx, visit.tenant, visit.reader.id),
    teams: await teamsOf(tx, visit.tenant),
  }));
  if (!one) return say(visit, 'catalog.caseUnknown');
  if (!mayChangeCase(visit.member, leads, one)) return say(visit, 'catalog.caseNotAllowed');
  if (one.state === 'closed') return say(visit, 'catalog.caseIsClosed');
  const { number, revision } = one;
  const state = { number, revision, which, drawn: visit.now().toISOString() };
  return { kind: 'open', view: caseFormView(visit.reader, place, state, one, teams) };
}

const carried: z.ZodType<CaseFormState> = z.object({
  number: z.string().nullable(),
  revision: z.number().nullable(),
  which: z.enum(whiches),
  drawn: z.string(),
});

export const onCaseSubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const { locale, id: by } = reader;
  const { place, form } = placeFrom(view.privateMetadata);
  const state = carried.parse(form);
  const { number: typed, kind, people, team, region, clauses } = view.values;
  const words = { team: team ?? '', region: region ?? '', clauses: clauses ?? '' };
  const parsed = caseFields.safeParse({ kind, people: people ?? [], ...words });
  const named = caseNumber.safeParse(state.number ?? typed ?? '');
  if (!parsed.success || !named.success) {
    const errors = parsed.success ? {} : fieldErrors(casesText, locale, parsed.error);
    if (!named.success) errors.number = plain(casesText, locale, 'catalog.caseForm');
    return { kind: 'errors', errors };
  }
  const number = named.data;
  const { revision } = state;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id, state.drawn),
    cause: visit.cause,
    keys: [caseKey(number)],
    load: (tx) => loadCase(tx, visit, number, parsed.data.people),
    decide:
      revision === null
        ? openCase({ ...parsed.data, number, by })
        : changeCase({ ...parsed.data, by, revision }),
    save: (tx, next) => saveCase(tx, tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(casesText, locale, outcome, 'kind') };
  const saved = await visit.read((tx) => caseByNumber(tx, tenant, number));
  const note = plain(casesText, locale, 'case.saved');
  const next = saved
    ? await details(visit, place, state.which, saved, note)
    : await caseList(visit, place, state.which);
  return { kind: 'replace', view: next };
};

/** What a change of a case looks at, after the lock. */
async function loadCase(tx: Tx, { tenant, reader }: Visit, number: string, people: readonly string[]) {
  const [members, leads, before, { caseForm: form }] = await Promise.all([
    membersById(tx, tenant, [reader.id, ...people]),
    leadsPeople(tx, tenant, reader.id),
    caseByNumber(tx, tenant, number),
    companyOf(tx, tenant),
  ]);
  return { actor: members.get(reader.id), leads, before, form, people: people.map((id) => members.get(id)) };
}

/** Closes or reopens the case of the button. */
function turning(
  decide: typeof closeCase | typeof reopenCase,
  done: 'case.closedNote' | 'case.reopenedNote',
): ActionHandler {
  return async (visit, { value, view }) => {
    const { tenant, reader } = visit;
    const outcome = await visit.commit({
      id: derivedId('cmd', tenant, visit.cause.id),
      cause: visit.cause,
      keys: [caseKey(value)],
      load: (tx) => loadCase(tx, visit, value, []),
      decide: decide({ by: reader.id }),
      save: (tx, next) => saveCase(tx, tenant, next),
    });
    if (outcome.kind === 'refused')
      return {
        kind: 'say',
        text: mrkdwn(casesText, reader.locale, outcome.refused.key, outcome.refused.values),
      };
    const { place, which } = whereIn(view?.privateMetadata);
    const one = await visit.read((tx) => caseByNumber(tx, tenant, value));
    if (!one || !view) return say(visit, done);
    const note = plain(casesText, reader.locale, done);
    return { kind: 'replace', view: await details(visit, place, which, one, note) };
  };
}

export const onCaseClose = turning(closeCase, 'case.closedNote');
export const onCaseReopen = turning(reopenCase, 'case.reopenedNote');
