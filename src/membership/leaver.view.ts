import { nameOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, clip, mention, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import type { LeftPart } from '../slack/left.ts';
import { awayAct } from './away.view.ts';
import type { LeftBehind } from './leaver.store.ts';
import { welcomeText } from './welcome.text.ts';

/** The forms of a data set, a case and a person: of the capability that has them, by their names in the routes. */
const editSet = 'data.edit';
const editCase = 'case.edit';
const editPerson = 'people.edit';

/** Enough for a firm of this size; the rest is in the lists of data and people. */
const mostShown = 15;

/** What of somebody who left waits for who decides on it: each kind with its own buttons. */
export function leftBlocks(left: LeftBehind, { locale }: Reader): Blocks {
  const say = (key: keyof typeof welcomeText.en & string, values: Record<string, string | number> = {}) =>
    plain(welcomeText, locale, key, values);
  const row = (items: readonly Markup[]): Markup => {
    const shown = items.slice(0, mostShown).map(({ markup }) => markup);
    const rest = items.length - shown.length;
    if (rest > 0) shown.push(say('leaver.more', { count: rest }));
    return { markup: shown.join(locale === 'zh' ? '、' : ', ') };
  };
  const { reports, cases, stoodInFor, vacant } = left;
  const roles = vacant.map((role) => ({ markup: say(`leaver.role.${role}`) }));
  const caseMark = (alone: boolean) => (alone ? '  :warning:' : '');
  const numbers = cases.map(({ number, alone }) => ({ markup: `\`${number}\`${caseMark(alone)}` }));
  return [
    ...(vacant.length > 0
      ? [section(mrkdwn(welcomeText, locale, 'leaver.vacant', { roles: row(roles) }))]
      : []),
    ...sets('leaver.owned', left.owned, left, locale),
    ...sets('leaver.approver', left.approved, left, locale),
    ...part(
      'leaver.people',
      reports,
      () =>
        mrkdwn(welcomeText, locale, 'leaver.people', { people: row(reports.map(({ id }) => mention(id))) }),
      ({ id, name }) =>
        button({
          id: `${editPerson}#${id}`,
          text: say('leaver.person', { name: clip(name, 50) }),
          value: id,
        }),
    ),
    ...part(
      'leaver.cases',
      cases,
      () =>
        [
          mrkdwn(welcomeText, locale, 'leaver.cases', { cases: row(numbers) }),
          ...(cases.some(({ alone }) => alone) ? [say('leaver.caseAlone')] : []),
        ].join('\n'),
      ({ number }) =>
        button({
          id: `${editCase}#${number}`,
          text: say('leaver.case', { number: clip(number, 50) }),
          value: number,
        }),
    ),
    ...part(
      'leaver.deputy',
      stoodInFor,
      () =>
        mrkdwn(welcomeText, locale, 'leaver.deputy', {
          people: row(stoodInFor.map(({ member }) => mention(member.id))),
        }),
      ({ absence, member }) =>
        button({
          id: `${awayAct.change}#${absence}`,
          text: say('leaver.newDeputy', { name: clip(member.name, 50) }),
          value: absence,
        }),
    ),
  ];
}

/** One kind of what was left, where there is any: a sentence, and a button for each. */
function part<T>(
  id: string,
  some: readonly T[],
  text: () => string,
  hand: (one: T) => ReturnType<typeof button>,
): Blocks {
  return some.length === 0 ? [] : [section(text()), actions(id, ...some.slice(0, mostShown).map(hand))];
}

function sets(
  key: 'leaver.owned' | 'leaver.approver',
  some: readonly DataSet[],
  { undecided }: LeftBehind,
  locale: Reader['locale'],
): Blocks {
  if (some.length === 0) return [];
  const shown = some.slice(0, mostShown);
  const lines = shown.map((set) =>
    mrkdwn(welcomeText, locale, undecided.has(set.id) ? 'leaver.setNobody' : 'leaver.set', {
      name: nameOf(set, locale),
    }),
  );
  const rest = some.length - shown.length;
  const more = rest > 0 ? [`• ${plain(welcomeText, locale, 'leaver.more', { count: rest })}`] : [];
  const buttons = shown.map((set) =>
    button({
      id: `${editSet}#${set.id}`,
      text: plain(welcomeText, locale, 'leaver.hand', { name: clip(nameOf(set, locale), 50) }),
      value: set.id,
    }),
  );
  return [section([plain(welcomeText, locale, key), ...lines, ...more].join('\n')), actions(key, ...buttons)];
}

/** What they left in another capability, in its words. */
export function otherPart({ title, lines }: LeftPart, n: number, { locale }: Reader): Blocks {
  const shown = lines.slice(0, mostShown);
  const rest = lines.length - shown.length;
  const more = rest > 0 ? [`• ${plain(welcomeText, locale, 'leaver.more', { count: rest })}`] : [];
  const buttons = shown.flatMap((line) => line.button ?? []);
  return [
    section([title, ...shown.map(({ text }) => `• ${text}`), ...more].join('\n')),
    ...(buttons.length > 0 ? [actions(`leaver.other.${n}`, ...buttons)] : []),
  ];
}
