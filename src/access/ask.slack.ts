import { caseAmong, keepsCases } from '../catalog/case.store.ts';
import { caseKey } from '../catalog/case.ts';
import { dataSetById, findDataSets, guestsAreServed, setAmong } from '../catalog/data-set.store.ts';
import { type DataSet, mayAsk } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { refuse } from '../kernel/decision.ts';
import { derivedId } from '../kernel/id.ts';
import { letThrough, lettingThrough } from '../kernel/let-through.ts';
import { companyOf } from '../people/company.store.ts';
import { companySchedule } from '../people/company.ts';
import { holdersOf } from '../people/member.store.ts';
import { isEmployee, isGuest } from '../people/member.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import type {
  ActionHandler,
  Answer,
  Choice,
  SubmissionHandler,
  SubmittedView,
  Visit,
} from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { businessNumbers } from '../slack/number.form.ts';
import { person } from '../vault/sealed.ts';
import { accessText } from './access.text.ts';
import { looksLikeAsk, parseAsk } from './ask.parse.ts';
import { loadAsk } from './ask.store.ts';
import { ask, askInput } from './ask.ts';
import { askView, dataSetChoice } from './ask.view.ts';
import type { Around, Draft } from './ask-field.view.ts';
import { fileOf } from './card.view.ts';
import { worded } from './case.field.ts';
import { openUntil } from './grant.store.ts';
import { refusal } from './refusal.view.ts';
import { insertRequest, lastRequestOf } from './request.store.ts';
import type { Request } from './request.ts';
import { roadOf } from './road.store.ts';
import { meant } from './said.ts';
import { lengthInput, startInput } from './span.ts';

/** `/access request …`: the form, filled in with what could be read. */
export async function openAsk(visit: Visit, words: string): Promise<Answer> {
  if (!(await served(visit))) return refusal(visit, refuse('access.employeesOnly'));
  const said = parseAsk(words);
  const { data, start, length, reason } = said;
  return visit.read(async (tx) => {
    const dataSet = data ? await setNamed(tx, visit, data) : undefined;
    const caseNumber = said.caseNumber ?? (await caseAmong(tx, visit.tenant, visit.reader.id, data));
    const schedule = await scheduleOf(tx, visit.tenant, visit.reader.id);
    const times = meant({ start, length }, visit.now(), schedule, dataSet?.longestHours ?? 24);
    return form(tx, visit, { dataSet, caseNumber, reason, ...times });
  });
}

/** Whether a line that begins with no word asks for data all the same: it names a data set, and a case, a time or why. */
export async function meansAsk(visit: Visit, words: string): Promise<boolean> {
  if (!looksLikeAsk(words)) return false;
  const { data } = parseAsk(words);
  if (data === '') return false;
  return (await visit.read((tx) => setNamed(tx, visit, data))) !== undefined;
}

/** Who may ask for something at all: employees, and guests while any data set lets them. */
async function served({ member, tenant, read }: Visit): Promise<boolean> {
  return isEmployee(member) || (isGuest(member) && (await read((tx) => guestsAreServed(tx, tenant))));
}

/** A data set by its id or name, the only one that the words fit, or the only one whose name stands among them. */
export async function setNamed(
  tx: Tx,
  { tenant, reader }: Visit,
  words: string,
): Promise<DataSet | undefined> {
  const exact = await dataSetById(tx, tenant, words.toLowerCase());
  if (exact && !exact.retiredAt) return exact;
  const { sets } = await findDataSets(tx, tenant, { words, locale: reader.locale, limit: 5 });
  const spelled = sets.find((set) =>
    [set.nameEn, set.nameZh].some((name) => name.toLowerCase() === words.toLowerCase()),
  );
  if (spelled ?? sets.length === 1) return spelled ?? sets[0];
  return sets.length === 0 ? setAmong(tx, tenant, words) : undefined;
}

async function form(tx: Tx, visit: Visit, draft: Draft, drawn = 0): Promise<Answer & { kind: 'open' }> {
  const { mailDomains, ...around } = await aroundOf(tx, visit, draft);
  const { last } = around;
  const purpose =
    draft.purpose ?? (last?.dataSet.id === draft.dataSet?.id ? last?.request.purpose : undefined);
  const vouched = [...letThrough().vouched, ...(draft.vouched ?? [])];
  const view = lettingThrough({ domains: mailDomains, vouched }, () =>
    askView(visit.reader, { ...draft, purpose }, { ...around, drawn }),
  );
  return { kind: 'open', view };
}

async function aroundOf(
  tx: Tx,
  { tenant, reader, now }: Visit,
  draft: Draft,
): Promise<Around & { mailDomains: readonly string[] }> {
  const { dataSet, caseNumber } = draft;
  const company = await companyOf(tx, tenant);
  const [schedule, lastOfSet, follows, decides, register] = await Promise.all([
    scheduleOf(tx, tenant, reader.id, company),
    lastRequestOf(tx, tenant, reader.id, dataSet?.id),
    dataSet && caseNumber
      ? openUntil(tx, tenant, { holder: reader.id, dataSet: dataSet.id, caseNumber }, now())
      : undefined,
    dataSet ? roadOf(tx, tenant, dataSet, reader.id) : undefined,
    keepsCases(tx, tenant),
  ]);
  const lastSet = lastOfSet && (await dataSetById(tx, tenant, lastOfSet.dataSet));
  return {
    now: now(),
    schedule,
    company: companySchedule(company),
    mailDomains: company.mailDomains,
    last: lastOfSet && lastSet ? { request: lastOfSet, dataSet: lastSet } : undefined,
    follows,
    keepsCases: register,
    ...(decides?.people.length === 0 ? { undecided: await holdersOf(tx, tenant, 'admin') } : {}),
  };
}

/** "Ask again", "I need longer": the form with everything as it was, but the tick. What runs still is followed on without a gap. */
export const onAskAgain: ActionHandler = async (visit, { value }) => {
  if (!(await served(visit))) return refusal(visit, refuse('access.employeesOnly'));
  return visit.read(async (tx) => {
    const file = await fileOf(tx, visit.tenant, value);
    const mine = file?.request.requester === visit.reader.id ? file : undefined;
    return form(tx, visit, mine ? await asBefore(tx, visit, mine) : {});
  });
};

/** "Same as last time": the form as this person sent it last. */
export const onAskLast: ActionHandler = async (visit) => {
  if (!(await served(visit))) return refusal(visit, refuse('access.employeesOnly'));
  return visit.read(async (tx) => {
    const request = await lastRequestOf(tx, visit.tenant, visit.reader.id);
    const dataSet = request && (await dataSetById(tx, visit.tenant, request.dataSet));
    return form(tx, visit, request && dataSet ? await asBefore(tx, visit, { request, dataSet }) : {});
  });
};

/** The same in the form that is open: what it holds gives way. */
export const onFillLast: ActionHandler = async (visit, { view, value }) => {
  if (!view) return { kind: 'nothing' };
  return visit.read(async (tx) => {
    const file = await fileOf(tx, visit.tenant, value);
    if (file?.request.requester !== visit.reader.id) return { kind: 'nothing' };
    const drawn = Number(view.privateMetadata) || 0;
    const filled = await form(tx, visit, await asBefore(tx, visit, file), drawn + 1);
    return { kind: 'replace', view: filled.view };
  });
};

async function asBefore(
  tx: Tx,
  { tenant, now }: Visit,
  { request, dataSet }: { request: Request; dataSet: DataSet },
): Promise<Draft> {
  const { caseNumber, purpose, reason, length, start } = request;
  const wish = { holder: request.requester, dataSet: dataSet.id, caseNumber };
  const follows = await openUntil(tx, tenant, wish, now());
  return {
    ...{ caseNumber, purpose, length, reason: reason ?? undefined },
    vouched: businessNumbers(reason ?? ''),
    dataSet: dataSet.retiredAt ? undefined : dataSet,
    start: follows ? { kind: 'at', at: follows } : start.kind === 'press' ? start : undefined,
  };
}

/** The data set or a start was chosen: the form is drawn by what that brings with it, what was typed stays. */
export const onFormChanged: ActionHandler = async (visit, { view }) => {
  if (!view) return { kind: 'nothing' };
  return visit.read(async (tx) => redrawn(tx, visit, view));
};

async function redrawn(tx: Tx, visit: Visit, view: SubmittedView): Promise<Answer & { kind: 'replace' }> {
  const { values } = view;
  const id = text(values.dataSet);
  const dataSet = id ? await dataSetById(tx, visit.tenant, id) : undefined;
  const start = startInput.safeParse(startIn(view));
  const length = lengthInput.safeParse(values.hours ?? '');
  const draft: Draft = {
    dataSet,
    caseNumber: text(values.caseNumber),
    purpose: text(values.purpose),
    reason: text(values.reason),
    start: start.data,
    length: length.data,
    choosing: values.start === 'at',
  };
  const drawn = Number(view.privateMetadata) || 0;
  return { kind: 'replace', view: (await form(tx, visit, draft, drawn)).view };
}

/** The start that was chosen; a moment picked by hand stands in a field of its own. */
function startIn({ values }: SubmittedView): string {
  const chosen = text(values.start) ?? 'now';
  return chosen === 'at' ? `at:${text(values.startAt) ?? ''}` : chosen;
}

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
  const { locale, id: by } = visit.reader;
  const parsed = askInput.safeParse({
    ...view.values,
    reason: view.values.reason || undefined,
    start: startIn(view),
    acknowledged: view.values.acknowledged?.includes('yes') ?? false,
  });
  if (!parsed.success)
    return { kind: 'errors', errors: placed(fieldErrors(accessText, locale, parsed.error), view) };
  const command = { ...parsed.data, id: derivedId('req', visit.tenant, view.id, by), by };
  const outcome = await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id),
    cause: visit.cause,
    keys: [command.id, `asks:${by}`, caseKey(command.caseNumber)],
    seals: [person(by)],
    load: (tx) => loadAsk(tx, visit.tenant, command, locale),
    decide: (state, now) => ask(command)(state, now),
    save: (tx, next) => insertRequest(tx, visit.tenant, next),
  });
  if (outcome.kind !== 'refused') return { kind: 'close' };
  const errors = placed(refusalErrors(accessText, locale, worded(outcome, visit), 'dataSet'), view);
  // The policy changed while the form was open: the field it asks for now is not there yet, so it is drawn with it.
  if (Object.keys(errors).some((field) => !Object.hasOwn(view.values, field)))
    return visit.read((tx) => redrawn(tx, visit, view));
  return { kind: 'errors', errors };
};

/** What is wrong with a picked moment stands under the moment. */
function placed(errors: Record<string, string>, { values }: SubmittedView): Record<string, string> {
  const { start, ...rest } = errors;
  if (start === undefined || values.start !== 'at') return errors;
  return { ...rest, startAt: start };
}
