import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { dataSetById, findDataSets, saveDataSet, takenName } from '../catalog/data-set.store.ts';
import {
  classifications,
  type DataSet,
  dataSetCode,
  describe,
  describeInput,
  mayAdd,
  mayChange,
  namesKey,
} from '../catalog/data-set.ts';
import { retire } from '../catalog/retire.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { findPersonalNumbers } from '../kernel/personal-number.ts';
import { allUserGroups, holdersOf, memberById, membersById, userGroupsById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import type { ActionHandler, Answer, Choice, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { dataFormView, type Fields, type FormState, fieldsOf, withSuggestions } from './data.form.view.ts';
import { dataListView, dataSetView } from './data.view.ts';
import { directoryText } from './directory.text.ts';
import { firstPage, type Place, pageFrom, pageLength, placeFrom } from './list.view.ts';
import { typedWords } from './words.parse.ts';

/** `/shoumi data`, `/shoumi data bank`, `/shoumi data client-files`: for every employee. */
export async function runData(visit: Visit, text: string): Promise<Answer> {
  if (!isEmployee(visit.member)) return say(visit, 'data.employeesOnly');
  const { words } = typedWords(text);
  const named = await visit.read((tx) => dataSetById(tx, visit.tenant, words.toLowerCase()));
  if (named && !named.retiredAt) return { kind: 'open', view: details(visit, firstPage(), named) };
  if (addWords.includes(words.toLowerCase())) return addForm(visit, firstPage());
  return { kind: 'open', view: await list(visit, firstPage(words, visit.reader.locale)) };
}

const addWords = ['new', 'add', '新增', '添加', '新建', '登记'];

function say(visit: Visit, key: Parameters<typeof plain<keyof typeof directoryText.en & string>>[2]) {
  return { kind: 'say', text: plain(directoryText, visit.reader.locale, key) } as const;
}

async function list(visit: Visit, place: Place, note?: string): Promise<ModalView> {
  const { reader, tenant, member } = visit;
  const { found, who } = await visit.read(async (tx) => ({
    found: await findDataSets(tx, tenant, {
      words: place.filter,
      locale: reader.locale,
      limit: pageLength,
      offset: place.page * pageLength,
    }),
    who: [...(await holdersOf(tx, tenant, 'privacy_officer')), ...(await holdersOf(tx, tenant, 'admin'))],
  }));
  const last = Math.max(0, Math.ceil(found.total / pageLength) - 1);
  if (place.page > last) return list(visit, { ...place, page: last }, note);
  const adding = mayAdd(member) ? { may: true as const } : { may: false as const, who: who.slice(0, 10) };
  return dataListView(reader, place, found, adding, note);
}

function details(visit: Visit, place: Place, set: DataSet, note?: string): ModalView {
  return dataSetView(visit.reader, place, set, mayChange(visit.member, set), note);
}

/** For employees only, at every click. */
function asEmployee(handler: ActionHandler): ActionHandler {
  return async (visit, act) =>
    isEmployee(visit.member) ? handler(visit, act) : say(visit, 'data.employeesOnly');
}

export const onDataFilter = asEmployee(async (visit, { value }) => ({
  kind: 'replace',
  view: await list(visit, firstPage(value, visit.reader.locale)),
}));

/** The search button of the list. */
export const onDataSearched: SubmissionHandler = async (visit, { values }) => {
  if (!isEmployee(visit.member))
    return { kind: 'errors', errors: { filter: say(visit, 'data.employeesOnly').text } };
  return {
    kind: 'replace',
    view: await list(visit, firstPage(String(values.filter ?? ''), visit.reader.locale)),
  };
};

export const onDataPage = asEmployee(async (visit, { value, view }) => ({
  kind: 'replace',
  view: await list(visit, { ...placeFrom(view?.privateMetadata).place, page: pageFrom(value) }),
}));

export const onDataBack = asEmployee(async (visit, { view }) => ({
  kind: 'replace',
  view: await list(visit, placeFrom(view?.privateMetadata).place),
}));

export const onDataShow = asEmployee(async (visit, { value, view }) => {
  const set = await visit.read((tx) => dataSetById(tx, visit.tenant, value));
  if (!set) return say(visit, 'catalog.retired');
  return { kind: 'replace', view: details(visit, placeFrom(view?.privateMetadata).place, set) };
});

export const onDataAdd: ActionHandler = async (visit, { view }) => {
  const { place } = placeFrom(view?.privateMetadata);
  const answer = await addForm(visit, place);
  return answer.kind === 'open' && view ? { kind: 'replace', view: answer.view } : answer;
};

async function addForm(visit: Visit, place: Place): Promise<Answer> {
  if (!mayAdd(visit.member)) return say(visit, 'catalog.notAllowed');
  const state = { id: null, revision: null, ...drawing(visit), classification: null };
  return { kind: 'open', view: await form(visit, place, state, { owner: visit.reader.id }) };
}

export const onDataEdit: ActionHandler = async (visit, { value, view }) => {
  const set = await visit.read((tx) => dataSetById(tx, visit.tenant, value));
  if (!set || set.retiredAt) return say(visit, 'catalog.retired');
  if (!mayChange(visit.member, set)) return say(visit, 'catalog.notAllowed');
  const { id, revision, classification } = set;
  const { place } = placeFrom(view?.privateMetadata);
  const state = { id, revision, classification, ...drawing(visit) };
  // From a message, such as what is left of a leaver, it opens by itself.
  return { kind: view ? 'replace' : 'open', view: await form(visit, place, state, fieldsOf(set)) };
};

function drawing(visit: Visit): Pick<FormState, 'drawn' | 'turn'> {
  return { drawn: visit.now().toISOString(), turn: 0 };
}

async function form(visit: Visit, place: Place, state: FormState, fields: Fields): Promise<ModalView> {
  const ids = [fields.approverGroups ?? []].flat();
  const groups = await visit.read((tx) => userGroupsById(tx, visit.tenant, ids));
  const choices = ids.map((id) => ({ value: id, text: groups.get(id)?.name ?? id }));
  return dataFormView(visit.reader, place, state, fields, choices);
}

const carried: z.ZodType<FormState> = z.object({
  id: z.string().nullable(),
  revision: z.number().nullable(),
  classification: z.enum(classifications).nullable(),
  turn: z.number(),
  drawn: z.string(),
});

/** A class was chosen: its suggestions are filled in, what was typed stays. */
export const onClassChosen: ActionHandler = async (visit, { view, value }) => {
  const chosen = classifications.find((one) => one === value);
  if (!view || !chosen) return { kind: 'nothing' };
  const { place, form: kept } = placeFrom(view.privateMetadata);
  const state = carried.parse(kept);
  // Slack keeps what was typed; a personal number in it is not repeated by us.
  const safe = Object.entries(view.values).filter(
    ([, typed]) => typeof typed !== 'string' || findPersonalNumbers(typed).length === 0,
  );
  const fields = withSuggestions(Object.fromEntries(safe), state.classification, chosen);
  const next = { ...state, classification: chosen, turn: state.turn + 1 };
  return { kind: 'replace', view: await form(visit, place, next, fields) };
};

/** User groups whose name or handle holds what was typed; those that are in use. */
export async function groupOptions(visit: Visit, typed: string): Promise<Choice[]> {
  const wanted = typed.normalize('NFKC').trim().toLowerCase();
  const groups = await visit.read((tx) => allUserGroups(tx, visit.tenant));
  return groups
    .filter((group) => !group.disabled && `${group.name} @${group.handle}`.toLowerCase().includes(wanted))
    .map((group) => ({ value: group.id, text: group.name }));
}

export const onDataSubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const { locale, id: by } = reader;
  const { place, form: kept } = placeFrom(view.privateMetadata);
  const state = carried.parse(kept);
  const { code: typed, ...fields } = view.values;
  const parsed = describeInput.safeParse(fields);
  const code = dataSetCode.safeParse(typed);
  const badCode = state.id === null && Boolean(typed) && !code.success;
  if (!parsed.success || badCode) {
    const errors = parsed.success ? {} : fieldErrors(directoryText, locale, parsed.error);
    if (badCode) errors.code = plain(directoryText, locale, 'catalog.codeForm');
    return { kind: 'errors', errors };
  }
  const id = state.id ?? code.data ?? derivedId('ds', tenant, view.id, state.drawn);
  const command = { ...parsed.data, id, by, revision: state.revision };
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id, state.drawn),
    cause: visit.cause,
    keys: [namesKey, id],
    load: async (tx) => {
      const [members, groups, before, sameName] = await Promise.all([
        membersById(tx, tenant, [by, command.owner, ...command.approvers]),
        userGroupsById(tx, tenant, command.approverGroups),
        dataSetById(tx, tenant, id),
        takenName(tx, tenant, command),
      ]);
      return {
        actor: members.get(by),
        before,
        owner: members.get(command.owner),
        approvers: command.approvers.map((approver) => members.get(approver)),
        approverGroups: command.approverGroups.map((group) => groups.get(group)),
        sameName,
      };
    },
    decide: describe(command),
    save: (tx, next) => saveDataSet(tx, tenant, next),
  });
  if (outcome.kind === 'refused') {
    const first = locale === 'zh' ? 'nameZh' : 'nameEn';
    return { kind: 'errors', errors: refusalErrors(directoryText, locale, outcome, first) };
  }
  const saved = await visit.read((tx) => dataSetById(tx, tenant, id));
  const note = plain(directoryText, locale, 'data.saved');
  return {
    kind: 'replace',
    view: saved ? details(visit, place, saved, note) : await list(visit, place),
  };
};

export const onDataRetire: ActionHandler = async (visit, { value, view }) => {
  const { tenant, reader } = visit;
  const [id = '', revision] = value.split(' ');
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id),
    cause: visit.cause,
    keys: [id],
    load: async (tx) => {
      const [actor, before] = await Promise.all([
        memberById(tx, tenant, reader.id),
        dataSetById(tx, tenant, id),
      ]);
      return { actor, before };
    },
    decide: retire({ by: reader.id, revision: Number(revision) }),
    save: (tx, next) => saveDataSet(tx, tenant, next),
  });
  if (outcome.kind === 'refused') return say(visit, outcome.refused.key);
  const note = mrkdwn(directoryText, reader.locale, 'data.retired');
  return { kind: 'replace', view: await list(visit, placeFrom(view?.privateMetadata).place, note) };
};
