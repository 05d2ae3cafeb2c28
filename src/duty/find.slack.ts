import { maskPersonalNumbers } from '../kernel/free-text.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { searchWords } from '../kernel/search.ts';
import { isEmployee } from '../people/member.ts';
import { section } from '../slack/blocks.ts';
import type { Answer, CommandHandler, Offer, Visit } from '../slack/capability.ts';
import { unescaped } from '../slack/understand.parse.ts';
import { employeesOnly } from './answer.slack.ts';
import { dutiesCalled, nearestDuties, peopleCalled } from './find.store.ts';
import { findText } from './find.text.ts';
import { nearButtons } from './find.view.ts';
import { mayLookAt, seenBy, showOccurrence, showPlace, showRule } from './look.slack.ts';
import { openFor } from './occurrence.store.ts';
import type { Place } from './place.ts';

const mostNear = 3;
/** So much of what was typed is carried along with a list. */
const mostCarried = 80;

/** `/duty backup`: the duty that is called so; several are a list. With none, those with names like it stand beside the words it may mean. */
export const searchDuties: NonNullable<Offer['search']> = async (visit, text) => {
  const words = searchWords(unescaped(text));
  if (!isEmployee(visit.member) || words.length === 0) return [];
  const { tenant, reader } = visit;
  const which = { words, seen: seenBy(visit), ended: false };
  const { found, near, open } = await visit.read(async (tx) => {
    const called = await dutiesCalled(tx, tenant, { ...which, limit: 2, offset: 0 });
    const mine = called.total === 1 ? await openFor(tx, tenant, reader.id) : [];
    return {
      found: called,
      open: mine.filter(({ duty }) => duty === called.rows[0]?.id),
      near: called.total > 0 ? [] : await nearestDuties(tx, tenant, { ...which, limit: mostNear }),
    };
  });
  const [only] = found.rows;
  if (!only) {
    const buttons = nearButtons(near, reader, false);
    return buttons.length > 0 ? [section(plain(findText, reader.locale, 'find.near')), ...buttons] : [];
  }
  if (found.total > 1) return listOf(visit, { list: 'found', page: 0, words: carried(words) });
  const view =
    open.length === 1 && open[0]
      ? await showOccurrence(visit, open[0].id, undefined)
      : await showRule(visit, only.id, undefined);
  return view ? { kind: 'open', view } : [];
};

/** `/duty history`, `/duty history backup`, `/duty history @Wang`: of everything that was mine, of a duty, or of a person. */
export const runHistory: CommandHandler = async (visit, text) => {
  if (!isEmployee(visit.member)) return employeesOnly(visit);
  const { tenant, reader } = visit;
  const mentioned = /^\s*<@(\w+)(?:\|[^>]*)?>\s*$/u.exec(text)?.[1];
  if (mentioned && !(await visit.read((tx) => mayLookAt(tx, visit, mentioned))))
    return { kind: 'say', text: plain(findText, reader.locale, 'find.notShown') };
  if (mentioned) return listOf(visit, { list: 'history', page: 0, person: mentioned });
  const words = searchWords(unescaped(text).replace(/^\s*[@＠]/u, ''));
  if (words.length === 0) return listOf(visit, { list: 'history', page: 0 });
  const which = { words, seen: seenBy(visit), ended: true };
  const { duties, people, near } = await visit.read(async (tx) => {
    const [called, named] = await Promise.all([
      dutiesCalled(tx, tenant, { ...which, limit: 2, offset: 0 }),
      peopleCalled(tx, tenant, words, which.seen),
    ]);
    const none = called.total + named.length === 0;
    return {
      duties: called,
      people: named,
      near: none ? await nearestDuties(tx, tenant, { ...which, limit: mostNear }) : [],
    };
  });
  const [duty, [person]] = [duties.rows[0], people];
  if (duties.total === 1 && people.length === 0 && duty)
    return listOf(visit, { list: 'history', page: 0, duty: duty.id });
  if (duties.total === 0 && people.length === 1 && person)
    return listOf(visit, { list: 'history', page: 0, person });
  if (duty || person) return listOf(visit, { list: 'found', page: 0, words: carried(words), history: true });
  const said = mrkdwn(findText, reader.locale, 'find.none', {
    words: maskPersonalNumbers(carried(words), reader.locale),
    all: which.seen.all ? 'yes' : 'no',
    near: near.length > 0 ? 'yes' : 'no',
  });
  return { kind: 'say', text: said, blocks: [section(said), ...nearButtons(near, reader, true)] };
};

async function listOf(visit: Visit, place: Place): Promise<Answer> {
  return { kind: 'open', view: await showPlace(visit, place) };
}

function carried(words: readonly string[]): string {
  return words.join(' ').slice(0, mostCarried);
}
