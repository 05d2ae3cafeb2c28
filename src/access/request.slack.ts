import type { z } from 'zod';
import { owe } from '../attention/owed.store.ts';
import { namedCase } from '../catalog/case.store.ts';
import { caseKey } from '../catalog/case.ts';
import { approversOf, dataSetById, decidersOf, findDataSets, nameOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { isRefusal, type Refusal, refuse } from '../kernel/decision.ts';
import type { FreeText } from '../kernel/free-text.ts';
import { derivedId } from '../kernel/id.ts';
import { formatMoment } from '../kernel/locale.ts';
import { mrkdwn } from '../kernel/message.ts';
import { memberById, membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { mention } from '../slack/blocks.ts';
import type { ActionHandler, Answer, Choice, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { person } from '../vault/sealed.ts';
import { accessText } from './access.text.ts';
import { parseAsk } from './ask.parse.ts';
import { fileOf } from './card.view.ts';
import { worded } from './case.field.ts';
import { insertGrant } from './grant.store.ts';
import { type Grant, warningAt } from './grant.ts';
import {
  insertRequest,
  namesApprover,
  openRequest,
  requestById,
  storedRequest,
  updateRequest,
  waitingOf,
} from './request.store.ts';
import {
  approve,
  ask,
  askInput,
  type DecideState,
  deny,
  denyInput,
  type Request,
  withdraw,
} from './request.ts';
import { askView, type Draft, dataSetChoice, denyView } from './request.view.ts';

/** `/access request …`: the form, filled in with what could be read. */
export async function openAsk(visit: Visit, words: string): Promise<Answer> {
  if (!isEmployee(visit.member)) return refusal(visit, refuse('access.employeesOnly'));
  const said = parseAsk(words);
  const dataSet = said.data ? await visit.read((tx) => named(tx, visit, said.data)) : undefined;
  return { kind: 'open', view: askView(visit.reader, { ...said, dataSet }) };
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
  if (!isEmployee(visit.member)) return refusal(visit, refuse('access.employeesOnly'));
  const file = await visit.read((tx) => fileOf(tx, visit.tenant, value));
  const mine = file && file.request.requester === visit.reader.id ? file : undefined;
  const draft: Draft = mine
    ? {
        ...mine.request,
        reason: mine.request.reason ?? undefined,
        dataSet: mine.dataSet.retiredAt ? undefined : mine.dataSet,
      }
    : {};
  return { kind: 'open', view: askView(visit.reader, draft) };
};

/** The data set was chosen: purposes and lengths become those of its policy, what was typed stays. */
export const onDataSetChosen: ActionHandler = async (visit, { view, value }) => {
  if (!view) return { kind: 'nothing' };
  const dataSet = await visit.read((tx) => dataSetById(tx, visit.tenant, value));
  const { caseNumber, purpose, reason, hours } = view.values;
  const draft: Draft = {
    dataSet,
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
  if (!isEmployee(visit.member)) return [];
  const { sets } = await visit.read((tx) =>
    findDataSets(tx, visit.tenant, { words: typed, locale: visit.reader.locale, limit: 100 }),
  );
  return sets.map((set) => dataSetChoice(set, visit.reader));
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

/** Everything a decision looks at, after the lock. */
export async function loadDecision(
  tx: Tx,
  tenant: string,
  requestId: string,
  by: string,
): Promise<DecideState> {
  const stored = await storedRequest(tx, tenant, requestId);
  if (!stored)
    return {
      request: undefined,
      requester: undefined,
      approver: undefined,
      decider: undefined,
      dataSet: undefined,
      named: false,
    };
  const [request, members, dataSet, named] = await Promise.all([
    openRequest(tx, tenant, stored),
    membersById(tx, tenant, [stored.requester, by, stored.decided_by ?? by]),
    dataSetById(tx, tenant, stored.data_set),
    namesApprover(tx, tenant, stored.data_set, by),
  ]);
  const insteadOf = named || !dataSet ? null : await steadOf(tx, tenant, dataSet, request.requester, by);
  return {
    request,
    requester: members.get(request.requester),
    approver: members.get(by),
    decider: members.get(request.decidedBy ?? ''),
    dataSet,
    named: named || insteadOf !== null,
    insteadOf,
  };
}

/** The absent approver in whose stead somebody may decide on a wish. */
async function steadOf(tx: Tx, tenant: string, dataSet: DataSet, requester: string, by: string) {
  const deciders = await decidersOf(tx, tenant, dataSet, requester);
  return deciders.find(({ id }) => id === by)?.insteadOf ?? null;
}

/** Saves an approval: the decision, the grant, and the warning that its holder is owed. */
export async function saveApproval(
  tx: Tx,
  tenant: string,
  next: { request: Request; grant: Grant },
): Promise<void> {
  await Promise.all([
    updateRequest(tx, tenant, next.request),
    insertGrant(tx, tenant, next.grant),
    owe(tx, tenant, {
      kind: 'access.ending',
      person: next.grant.holder,
      subject: next.grant.id,
      dueAt: warningAt(next.grant),
    }),
  ]);
}

export const onApprove: ActionHandler = async (visit, { value, message }) => {
  const outcome = await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id),
    cause: visit.cause,
    keys: [value],
    load: (tx) => loadDecision(tx, visit.tenant, value, visit.reader.id),
    decide: approve({ by: visit.reader.id, grantId: derivedId('grn', visit.tenant, value) }),
    save: (tx, next) => saveApproval(tx, visit.tenant, next),
  });
  if (outcome.kind === 'refused') return refusal(visit, outcome);
  // The card that was clicked says it by itself, to everybody; in Home and in a list the row is simply gone.
  if (message && !message.ephemeral) return { kind: 'nothing' };
  const file = await visit.read((tx) => fileOf(tx, visit.tenant, value));
  if (!file?.grant) return { kind: 'nothing' };
  return {
    kind: 'say',
    text: mrkdwn(accessText, visit.reader.locale, 'done.approved', {
      who: mention(file.request.requester),
      data: nameOf(file.dataSet, visit.reader.locale),
      when: formatMoment(file.grant.endsAt, visit.reader, visit.now()),
    }),
  };
};

/** Deny asks for a reason; whether there is still something to decide is said before anybody types. */
export const onDeny: ActionHandler = async (visit, { value }) => {
  const { reader, tenant } = visit;
  const { file, state } = await visit.read(async (tx) => ({
    file: await fileOf(tx, tenant, value),
    state: await loadDecision(tx, tenant, value, reader.id),
  }));
  const trial = deny({ by: reader.id, reason: '' as FreeText })(state, visit.now());
  if (isRefusal(trial)) return refusal(visit, trial);
  return file ? { kind: 'open', view: denyView(reader, file) } : refusal(visit, refuse('access.unknown'));
};

export const onDenySubmitted: SubmissionHandler = async (visit, view) => {
  const { locale, id: by } = visit.reader;
  const parsed = denyInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(accessText, locale, parsed.error as z.ZodError) };
  const requestId = view.privateMetadata;
  const outcome = await visit.commit({
    // One modal can deny several requests, one after the other.
    id: derivedId('cmd', visit.tenant, visit.cause.id, requestId),
    cause: visit.cause,
    keys: [requestId],
    load: (tx) => loadDecision(tx, visit.tenant, requestId, by),
    decide: deny({ by, reason: parsed.data.reason }),
    save: (tx, next) => updateRequest(tx, visit.tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(accessText, locale, outcome, 'reason') };
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

function refusal(visit: Visit, { refused }: Refusal<keyof typeof accessText.en & string>): Answer {
  return { kind: 'say', text: mrkdwn(accessText, visit.reader.locale, refused.key, refused.values) };
}
