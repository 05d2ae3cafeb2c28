import type { ModalView } from '@slack/types';
import { caseByNumber } from '../catalog/case.store.ts';
import { caseText } from '../catalog/case.text.ts';
import { type Case, caseNumber } from '../catalog/case.ts';
import { dataSetById, dataSetsById, findDataSets, nameOf } from '../catalog/data-set.store.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { formatMoment } from '../kernel/locale.ts';
import { escapeMrkdwn, type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { searchWords } from '../kernel/search.ts';
import { lookAt } from '../people/look.ts';
import { membersCalled } from '../people/member.store.ts';
import { holds, isEmployee } from '../people/member.ts';
import { button, context, listed, mention, section } from '../slack/blocks.ts';
import type { ActionHandler, Answer, Blocks, SubmissionHandler, Visit } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { stateLines } from './card.view.ts';
import { grantOfRequest } from './grant.store.ts';
import { type Asker, answersForSet, inForceFor, requestsSought, type Sought } from './look.store.ts';
import { lookText } from './look.text.ts';
import {
  type LookKind,
  type LookPlace,
  lookLength,
  lookPlace,
  lookPlaceFrom,
  lookSentence,
  lookView,
} from './look.view.ts';
import { requestById } from './request.store.ts';
import { spanWords } from './span.view.ts';

/** `/shoumi find …`, `/access who …`: for employees; what they may see is judged row by row. */
export function runLook(kind: LookKind): (visit: Visit, words: string) => Promise<Answer> {
  return async (visit, words) =>
    isEmployee(visit.member)
      ? {
          kind: 'open',
          view: await look(visit, kind, lookPlace(withoutQuestion(kind, words), visit.reader.locale)),
        }
      : { kind: 'say', text: plain(accessText, visit.reader.locale, 'access.employeesOnly') };
}

const askedHow = {
  who: /^(?:(?:can|may|could)\s+)?(?:see|sees|use|uses|read|has|have|access)\s+(?:access\s+to\s+)?(?:the\s+)?/iu,
  find: /^@|^(?:the\s+)?(?:case|request)\s+/iu,
};

/** `who can see client-files?` asks about client-files. */
function withoutQuestion(kind: LookKind, words: string): string {
  return words.replace(askedHow[kind], '').replace(/[\s?？]+$/u, '');
}

export function onLookSubmitted(kind: LookKind): SubmissionHandler {
  return async (visit, { values }) => {
    const { locale } = visit.reader;
    if (!isEmployee(visit.member))
      return { kind: 'errors', errors: { words: plain(accessText, locale, 'access.employeesOnly') } };
    return { kind: 'replace', view: await look(visit, kind, lookPlace(String(values.words ?? ''), locale)) };
  };
}

export function onLookPage(kind: LookKind): ActionHandler {
  return async (visit, { value, view }) => {
    if (!isEmployee(visit.member))
      return { kind: 'say', text: plain(accessText, visit.reader.locale, 'access.employeesOnly') };
    const { words } = lookPlaceFrom(view?.privateMetadata);
    return {
      kind: 'replace',
      view: await look(visit, kind, { words, page: Math.max(0, Math.trunc(Number(value)) || 0) }),
    };
  };
}

async function look(visit: Visit, kind: LookKind, place: LookPlace): Promise<ModalView> {
  const { reader, tenant } = visit;
  const { locale } = reader;
  const found = await visit.read(async (tx) => {
    if (searchWords(place.words).length === 0) return lookSentence(plain(lookText, locale, `${kind}.start`));
    const sought = await soughtIn(tx, tenant, place.words, kind, locale);
    if ('text' in sought) return lookSentence(sought.text);
    return kind === 'find' ? requests(tx, visit, place, sought) : holders(tx, visit, place, sought);
  });
  if ('looked' in found && Array.isArray(found.looked)) await recordLooks(visit, found.looked);
  if (place.page > 0 && found.shown === 0) return look(visit, kind, { ...place, page: place.page - 1 });
  return lookView(reader, kind, place, found);
}

/** Whoever was looked up by name can see that in `/shoumi me`; once for each act. */
async function recordLooks(visit: Visit, people: readonly string[]): Promise<void> {
  const { tenant, reader, cause } = visit;
  for (const person of people) {
    const id = derivedId('cmd', tenant, cause.id, 'look', person);
    await visit.commit({
      ...{ id, cause, keys: [id] },
      load: async () => undefined,
      decide: lookAt({ by: reader.id, person }),
      save: async () => {},
    });
  }
}

/** What somebody means: an id, a case, a data set, a colleague; or a sentence that says what can be looked for. */
async function soughtIn(
  tx: Tx,
  tenant: string,
  words: string,
  kind: LookKind,
  locale: Visit['reader']['locale'],
): Promise<Sought | { text: string }> {
  const [, person] = /^<@([UW][A-Z0-9]{2,30})(?:\|[^>]*)?>$/u.exec(words) ?? [];
  if (person && kind === 'find') return { kind: 'people', ids: [person] };
  if (/^(?:req|grn)_[0-9a-z]{20}$/iu.test(words) && kind === 'find')
    return { kind: 'request', id: words.toLowerCase() };
  const set = await dataSetById(tx, tenant, words.toLowerCase());
  if (set) return { kind: 'set', id: set.id };
  const number = caseNumber.safeParse(words).data;
  if (number) return { kind: 'case', number };
  const { sets } = await findDataSets(tx, tenant, { words, locale, limit: 5 });
  const [first] = sets;
  const ids = kind === 'find' ? await called(tx, tenant, words) : [];
  // `zhao` sounds like a part of 印章证照登记, and is somebody's name.
  const written = first && [first.id, first.nameEn, first.nameZh].some((name) => spells(name, words));
  if (first && sets.length === 1 && (written || ids.length === 0)) return { kind: 'set', id: first.id };
  if (ids.length > 0) return { kind: 'people', ids };
  if (sets.length > 1) {
    const names = listed(
      sets.map((one) => ({ markup: escapeMrkdwn(nameOf(one, locale)) })),
      locale,
      'disjunction',
    );
    return { text: mrkdwn(lookText, locale, 'who.several', { words, names }) };
  }
  return { text: mrkdwn(lookText, locale, `${kind}.unknown`, { words }) };
}

function spells(name: string, words: string): boolean {
  return searchWords(words).every((word) => name.normalize('NFKC').toLowerCase().includes(word));
}

/** People whose name holds every word. */
async function called(tx: Tx, tenant: string, words: string): Promise<string[]> {
  const each = await Promise.all(searchWords(words).map((word) => membersCalled(tx, tenant, word)));
  const [first = [], ...others] = each;
  return first.filter((id) => others.every((ids) => ids.includes(id))).slice(0, 50);
}

function askerOf({ reader, member }: Visit): Asker {
  return { id: reader.id, every: holds(member, 'privacy_officer') || holds(member, 'auditor') };
}

async function requests(tx: Tx, visit: Visit, place: LookPlace, sought: Sought) {
  const { tenant, reader } = visit;
  const { locale } = reader;
  const now = visit.now();
  const page = { limit: lookLength, offset: place.page * lookLength };
  const { ids, total } = await requestsSought(tx, tenant, sought, askerOf(visit), page);
  const one = sought.kind === 'case' ? await caseByNumber(tx, tenant, sought.number) : undefined;
  const blocks: Blocks = one ? [caseLine(one, locale)] : [];
  const looked = new Set<string>();
  for (const id of ids) {
    const request = await requestById(tx, tenant, id);
    if (sought.kind === 'people' && request && request.requester !== reader.id) looked.add(request.requester);
    const set = request && (await dataSetById(tx, tenant, request.dataSet));
    if (!request) continue;
    const grant = await grantOfRequest(tx, tenant, id);
    const state = stateLines({ request, grant }, reader, now);
    const line = mrkdwn(lookText, locale, 'find.line', {
      data: set ? nameOf(set, locale) : request.dataSet,
      case: request.caseNumber,
      who: mention(request.requester),
      length: spanWords(request, visit.reader),
    });
    const waits = plain(lookText, locale, 'find.waits', {
      when: formatMoment(request.lapsesAt, reader, now),
    });
    blocks.push(section(`${line}\n${state.length > 0 ? state.join('\n') : waits}`));
  }
  if (ids.length === 0)
    blocks.push(
      context(mrkdwn(lookText, locale, 'find.none', { what: await nameOfSought(tx, visit, sought) })),
    );
  return { blocks, shown: ids.length, total, looked: [...looked] };
}

function caseLine(one: Case, locale: Visit['reader']['locale']) {
  const words = mrkdwn(lookText, locale, 'find.case', {
    number: one.number,
    kind: plain(caseText, locale, `kind.${one.kind}`),
    state: plain(caseText, locale, `state.${one.state}`),
  });
  // The register's own screen; its handler is found by the action's name.
  return section(
    words,
    button({ id: 'case.show', text: plain(lookText, locale, 'find.showCase'), value: one.number }),
  );
}

/** What is sought, by the name the reader knows. */
async function nameOfSought(tx: Tx, { tenant, reader }: Visit, sought: Sought): Promise<Markup> {
  switch (sought.kind) {
    case 'case':
      return { markup: sought.number };
    case 'request':
      return { markup: `\`${sought.id}\`` };
    case 'people':
      return listed(sought.ids.slice(0, 3).map(mention), reader.locale, 'disjunction');
    case 'set': {
      const set = await dataSetById(tx, tenant, sought.id);
      return { markup: set ? escapeMrkdwn(nameOf(set, reader.locale)) : sought.id };
    }
  }
}

async function holders(tx: Tx, visit: Visit, place: LookPlace, sought: Sought) {
  const { tenant, reader } = visit;
  const { locale } = reader;
  if (sought.kind !== 'case' && sought.kind !== 'set')
    return lookSentence(mrkdwn(lookText, locale, 'who.unknown', { words: place.words }));
  const now = visit.now();
  const one = sought.kind === 'case' ? await caseByNumber(tx, tenant, sought.number) : undefined;
  const asker = askerOf(visit);
  // Whoever works on a case is told who else has its client's data.
  const every = asker.every || (one?.people.includes(reader.id) ?? false);
  const entitled =
    every || (sought.kind === 'set' && (await answersForSet(tx, tenant, sought.id, reader.id)));
  const page = { limit: lookLength, offset: place.page * lookLength };
  const { grants, total } = await inForceFor(tx, tenant, sought, { ...asker, every }, now, page);
  const sets = await dataSetsById(tx, tenant, [...new Set(grants.map((grant) => grant.dataSet))]);
  const what = await nameOfSought(tx, visit, sought);
  const blocks: Blocks = [
    ...(grants.length > 0 ? [section(mrkdwn(lookText, locale, 'who.heading', { what }))] : []),
    ...grants.map((grant) => {
      const set = sets.get(grant.dataSet);
      return section(
        mrkdwn(lookText, locale, 'who.line', {
          who: mention(grant.holder),
          data: set ? nameOf(set, locale) : grant.dataSet,
          case: grant.caseNumber,
          when: formatMoment(grant.endsAt, reader, now),
        }),
      );
    }),
    // To whom others' access is not shown, an empty list says nothing about the others.
    ...(grants.length === 0 && entitled ? [section(mrkdwn(lookText, locale, 'who.nobody', { what }))] : []),
    ...(entitled ? [] : [context(plain(lookText, locale, 'who.onlyOwn'))]),
  ];
  return { blocks, shown: grants.length, total };
}
