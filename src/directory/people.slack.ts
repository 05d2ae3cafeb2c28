import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { derivedId } from '../kernel/id.ts';
import { type Markup, mrkdwn } from '../kernel/message.ts';
import {
  chainAbove,
  findMembers,
  holdersOf,
  memberById,
  membersById,
  saveMember,
} from '../people/member.store.ts';
import { holds, isEmployee, type Member, positionsKey, setRoles, setRolesInput } from '../people/member.ts';
import { listed, mention } from '../slack/blocks.ts';
import type { ActionHandler, CommandHandler, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { directoryText } from './directory.text.ts';
import { firstPage, type Place, pageFrom, pageLength, placeFrom } from './list.view.ts';
import { peopleView, rolesView } from './people.view.ts';
import { typedWords } from './words.parse.ts';

/** `/shoumi people`, `/shoumi people wang`, `/shoumi people @wang`: for admins. */
export const runPeople: CommandHandler = async (visit, text) => {
  if (!holds(visit.member, 'admin')) return (await notAdmin(visit)).answer;
  const { words, person } = typedWords(text);
  const named = person ? await visit.read((tx) => memberById(tx, visit.tenant, person)) : undefined;
  return { kind: 'open', view: await list(visit, firstPage(named?.name ?? words, visit.reader.locale)) };
};

/** Tells who the admins are: by mention in a message, by name under a field, which shows plain text only. */
async function notAdmin(visit: Visit) {
  const { tenant, reader } = visit;
  const members = await visit.read(async (tx) =>
    membersById(tx, tenant, (await holdersOf(tx, tenant, 'admin')).slice(0, 10)),
  );
  const inRow = (name: (member: Member) => Markup) =>
    listed([...members.values()].map(name), reader.locale, 'disjunction');
  const said = (row: Markup) =>
    mrkdwn(directoryText, reader.locale, 'people.notAdmin', { count: members.size, admins: row });
  return {
    answer: { kind: 'say', text: said(inRow(({ id }) => mention(id))) } as const,
    plain: said(inRow(({ name }) => ({ markup: name }))),
  };
}

async function list(visit: Visit, place: Place, note?: string): Promise<ModalView> {
  const { reader, tenant } = visit;
  const found = await visit.read((tx) =>
    findMembers(tx, tenant, {
      words: place.filter,
      locale: reader.locale,
      limit: pageLength,
      offset: place.page * pageLength,
    }),
  );
  const last = Math.max(0, Math.ceil(found.total / pageLength) - 1);
  if (place.page > last) return list(visit, { ...place, page: last }, note);
  return peopleView(reader, visit.now(), place, found, note);
}

/** For admins only, at every click: a modal that was opened before somebody lost the role leads nowhere. */
function asAdmin(handler: ActionHandler): ActionHandler {
  return async (visit, act) =>
    holds(visit.member, 'admin') ? handler(visit, act) : (await notAdmin(visit)).answer;
}

export const onPeopleFilter = asAdmin(async (visit, { value }) => ({
  kind: 'replace',
  view: await list(visit, firstPage(value, visit.reader.locale)),
}));

export const onPeoplePage = asAdmin(async (visit, { value, view }) => ({
  kind: 'replace',
  view: await list(visit, { ...placeFrom(view?.privateMetadata).place, page: pageFrom(value) }),
}));

export const onPeopleBack = asAdmin(async (visit, { view }) => ({
  kind: 'replace',
  view: await list(visit, placeFrom(view?.privateMetadata).place),
}));

export const onPeopleEdit = asAdmin(async (visit, { value, view }) => {
  const { place } = placeFrom(view?.privateMetadata);
  const member = await visit.read((tx) => memberById(tx, visit.tenant, value));
  // Somebody who left a moment ago: the list shows it.
  const kind = view ? 'replace' : 'open';
  if (!isEmployee(member)) return { kind, view: await list(visit, place) };
  return { kind, view: rolesView(visit.reader, place, member, visit.now().toISOString()) };
});

/** The search button of the list. */
export const onPeopleSearched: SubmissionHandler = async (visit, { values }) => {
  if (!holds(visit.member, 'admin'))
    return { kind: 'errors', errors: { filter: (await notAdmin(visit)).plain } };
  return {
    kind: 'replace',
    view: await list(visit, firstPage(String(values.filter ?? ''), visit.reader.locale)),
  };
};

/** What the form remembers: whom it is about, what it showed, and which of the drawings in this modal it is. */
const carried = setRolesInput
  .pick({ member: true })
  .extend({ seen: setRolesInput.omit({ member: true }), drawn: z.string() });

export const onRolesSubmitted: SubmissionHandler = async (visit, view) => {
  const { locale, id: by } = visit.reader;
  const { place, form } = placeFrom(view.privateMetadata);
  const { member, seen, drawn } = carried.parse(form);
  const parsed = setRolesInput.safeParse({
    member,
    roles: view.values.roles ?? [],
    manager: view.values.manager ?? null,
  });
  if (!parsed.success) return { kind: 'errors', errors: fieldErrors(directoryText, locale, parsed.error) };
  const command = { ...parsed.data, by, seen };
  const { manager } = command;
  const outcome = await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id, drawn),
    cause: visit.cause,
    keys: [positionsKey, `person:${member}`],
    load: async (tx) => {
      const [members, adminIds, chain] = await Promise.all([
        membersById(tx, visit.tenant, [by, member, ...(manager ? [manager] : [])]),
        holdersOf(tx, visit.tenant, 'admin'),
        manager ? chainAbove(tx, visit.tenant, manager) : [],
      ]);
      return {
        actor: members.get(by),
        member: members.get(member),
        manager: manager ? members.get(manager) : undefined,
        chain,
        admins: adminIds,
      };
    },
    decide: setRoles(command),
    save: (tx, next) => saveMember(tx, visit.tenant, next),
  });
  if (outcome.kind === 'refused') {
    if (outcome.refused.key === 'people.notAdmin')
      return { kind: 'errors', errors: { roles: (await notAdmin(visit)).plain } };
    return { kind: 'errors', errors: refusalErrors(directoryText, locale, outcome, 'roles') };
  }
  const name = (await visit.read((tx) => memberById(tx, visit.tenant, member)))?.name ?? '';
  const note = mrkdwn(directoryText, locale, 'people.saved', { name });
  return { kind: 'replace', view: await list(visit, place, note) };
};
