import type { z } from 'zod';
import { keepsCases, namedCase } from '../catalog/case.store.ts';
import { caseKey } from '../catalog/case.ts';
import { approversOf, dataSetById, findDataSets, guestsAreServed } from '../catalog/data-set.store.ts';
import { type DataSet, mayAsk } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { refuse } from '../kernel/decision.ts';
import { derivedId } from '../kernel/id.ts';
import { memberById } from '../people/member.store.ts';
import { isEmployee, isGuest } from '../people/member.ts';
import type { ActionHandler, Answer, Choice, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { person } from '../vault/sealed.ts';
import { accessText } from './access.text.ts';
import { parseAsk } from './ask.parse.ts';
import { fileOf } from './card.view.ts';
import { worded } from './case.field.ts';
import { refusal } from './refusal.view.ts';
import { insertRequest, requestById, updateRequest, waitingOf } from './request.store.ts';
import { ask, askInput, withdraw } from './request.ts';
import { askView, type Draft, dataSetChoice } from './request.view.ts';

/** `/access request …`: the form, filled in with what could be read. */
export async function openAsk(visit: Visit, words: string): Promise<Answer> {
  if (!(await served(visit))) return refusal(visit, refuse('access.employeesOnly'));
  const said = parseAsk(words);
  const known = await visit.read(async (tx) => ({
    dataSet: said.data ? await named(tx, visit, said.data) : undefined,
    keepsCases: await keepsCases(tx, visit.tenant),
  }));
  return { kind: 'open', view: askView(visit.reader, { ...said, ...known }) };
}

/** Who may ask for something at all: employees, and guests while any data set lets them. */
async function served({ member, tenant, read }: Visit): Promise<boolean> {
  return isEmployee(member) || (isGuest(member) && (await read((tx) => guestsAreServed(tx, tenant))));
}

/** A data set by its id or name, or the only one that the words fit. */
async function named(tx: Tx, { tenant, reader }: Visit, words: string): Promise<DataSet | undefined> {
  const exact = await dataSetById(tx, tenant, words.toLowerCase());
  if (exact && !exact.retiredAt) return exact;
  const { sets } = await findDataSets(tx, tenant, { words, locale: reader.locale, limit: 5 });
  const spelled = sets.find((set) =>
    [set.nameEn, set.nameZh].some((name) => name.toLowerCase() === words.toLowerCase()),
  );
  return spelled ?? (sets.length === 1 ? sets[0] : undefined);
}

/** "Ask again": the form with everything as it was, except the tick. */
export const onAskAgain: ActionHandler = async (visit, { value }) => {
  if (!(await served(visit))) return refusal(visit, refuse('access.employeesOnly'));
  const { file, register } = await visit.read(async (tx) => ({
    file: await fileOf(tx, visit.tenant, value),
    register: await keepsCases(tx, visit.tenant),
  }));
  const mine = file && file.request.requester === visit.reader.id ? file : undefined;
  const draft: Draft = mine
    ? {
        ...mine.request,
        reason: mine.request.reason ?? undefined,
        dataSet: mine.dataSet.retiredAt ? undefined : mine.dataSet,
      }
    : {};
  return { kind: 'open', view: askView(visit.reader, { ...draft, keepsCases: register }) };
};

/** The data set was chosen: purposes and lengths become those of its policy, what was typed stays. */
export const onDataSetChosen: ActionHandler = async (visit, { view, value }) => {
  if (!view) return { kind: 'nothing' };
  const { dataSet, register } = await visit.read(async (tx) => ({
    dataSet: await dataSetById(tx, visit.tenant, value),
    register: await keepsCases(tx, visit.tenant),
  }));
  const { caseNumber, purpose, reason, hours } = view.values;
  const draft: Draft = {
    dataSet,
    keepsCases: register,
    caseNumber: text(caseNumber),
    purpose: text(purpose),
    reason: text(reason),
    hours: hours === undefined || hours === null ? undefined : Number(hours),
  };
  return { kind: 'replace', view: askView(visit.reader, draft) };
};

function text(value: string | readonly string[] | null | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The picker: whatever matches in either language, at most 100; typing more narrows it. */
export async function dataSetOptions(visit: Visit, typed: string): Promise<Choice[]> {
  if (!(await served(visit))) return [];
  const { sets } = await visit.read((tx) =>
    findDataSets(tx, visit.tenant, { words: typed, locale: visit.reader.locale, limit: 100 }),
  );
  return sets.filter((set) => mayAsk(visit.member, set)).map((set) => dataSetChoice(set, visit.reader));
}

export const onAskSubmitted: SubmissionHandler = async (visit, view) => {
  const { locale } = visit.reader;
  const parsed = askInput.safeParse({
    ...view.values,
    acknowledged: view.values.acknowledged?.includes('yes') ?? false,
  });
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(accessText, locale, parsed.error as z.ZodError) };
  const by = visit.reader.id;
  const command = { ...parsed.data, id: derivedId('req', visit.tenant, view.id, by), by };
  const outcome = await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id),
    cause: visit.cause,
    keys: [command.id, `asks:${by}`, caseKey(command.caseNumber)],
    seals: [person(by)],
    load: async (tx) => {
      const [requester, dataSet, waiting, named] = await Promise.all([
        memberById(tx, visit.tenant, by),
        dataSetById(tx, visit.tenant, command.dataSet),
        waitingOf(tx, visit.tenant, command),
        namedCase(tx, visit.tenant, command.caseNumber),
      ]);
      return {
        requester,
        dataSet,
        case: named,
        waiting,
        approvers: dataSet ? await approversOf(tx, visit.tenant, dataSet, by) : [],
      };
    },
    decide: (state, now) => ask(command)(state, now),
    save: (tx, next) => insertRequest(tx, visit.tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(accessText, locale, worded(outcome, visit), 'dataSet') };
  return { kind: 'close' };
};

export const onWithdraw: ActionHandler = async (visit, { value }) => {
  const outcome = await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id),
    cause: visit.cause,
    keys: [value],
    load: (tx) => requestById(tx, visit.tenant, value),
    decide: withdraw({ by: visit.reader.id }),
    save: (tx, next) => updateRequest(tx, visit.tenant, next),
  });
  return outcome.kind === 'refused' ? refusal(visit, outcome) : { kind: 'nothing' };
};
