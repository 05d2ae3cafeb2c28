import type { ModalView } from '@slack/types';
import { formatMoment, localeOf, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain, type Value } from '../kernel/message.ts';
import type { Absence } from '../people/absence.ts';
import { type Member, roles } from '../people/member.ts';
import type { Preferences } from '../people/preference.ts';
import { actions, button, context, divider, listed, mention, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { spanOf } from './away.view.ts';
import type { HeldCounts, Look } from './me.store.ts';
import { meText } from './me.text.ts';
import { holidaysWords } from './place.view.ts';
import { settingsAct, weekdayWords } from './settings.view.ts';

export const meAct = { page: 'me.page', copy: 'me.copy' } as const;
export const meForm = 'me.page';
export const looksLength = 10;

export type Held = {
  member: Member;
  preferences: Preferences;
  absences: readonly Absence[];
  counts: HeldCounts;
  /** What the capabilities hold, a line each. */
  lines: readonly string[];
  looks: readonly Look[];
  total: number;
  page: number;
  officers: readonly string[];
};

/** What is held about somebody, a line each. */
export function factsOf(reader: Reader, now: Date, held: Omit<Held, 'page'>): string[] {
  const { locale } = reader;
  const say = sayIn(locale);
  const { member, counts, absences } = held;
  const latest = absences.at(-1);
  const title = member.title ? plain(meText, locale, 'me.title.with', { title: member.title }) : '';
  return [
    say('me.slack', {
      name: member.name,
      title,
      language: plain(meText, locale, `me.language.${localeOf(member.locale)}`),
      tz: member.tz,
    }),
    say('me.place', {
      roles: rolesOf(member, reader),
      manager: member.manager
        ? { markup: say('me.manager', { manager: mention(member.manager) }) }
        : plain(meText, locale, 'me.noManager'),
    }),
    say('me.own', { what: ownOf(held.preferences, reader) }),
    latest
      ? say('me.awayLast', { count: absences.length, span: spanOf(latest, reader, now) })
      : say('me.away', { count: 0 }),
    say('me.sets', counts),
    ...held.lines,
    say('me.cards', { count: counts.cards }),
    say('me.record', counts),
  ];
}

const sayIn =
  (locale: Reader['locale']) =>
  (key: Key, values: Readonly<Record<string, Value>> = {}) =>
    mrkdwn(meText, locale, key, values);

/** Until when what is held is kept. */
export function untilLine({ locale }: Reader, officers: readonly string[]): string {
  const who: Markup = listed(officers.slice(0, 3).map(mention), locale, 'disjunction');
  return sayIn(locale)('me.until', { officers: officers.length, who });
}

/** Everything that is held about its reader. */
export function meView(reader: Reader, now: Date, held: Held): ModalView {
  const { locale } = reader;
  return modal({
    callbackId: meForm,
    title: plain(meText, locale, 'me.title'),
    close: plain(meText, locale, 'me.close'),
    blocks: [
      section(plain(meText, locale, 'me.intro')),
      section(factsOf(reader, now, held).join('\n')),
      divider,
      ...looksBlocks(held, reader, now),
      divider,
      section(untilLine(reader, held.officers)),
      actions(
        'more',
        button({ id: meAct.copy, text: plain(meText, locale, 'me.copy') }),
        button({ id: settingsAct.open, text: plain(meText, locale, 'me.settings') }),
      ),
    ],
  });
}
type Key = keyof typeof meText.en & string;

function rolesOf(member: Member, { locale }: Reader): string {
  const held = roles
    .filter((role) => member.roles.includes(role))
    .map((role) => plain(meText, locale, `role.${role}`));
  return held.join(locale === 'zh' ? '、' : ', ') || plain(meText, locale, 'me.noRole');
}

function ownOf(own: Preferences, { locale }: Reader): string {
  const { language, hours, holidays, digestAt, quiet } = own;
  const days = weekdayWords(own.days ?? [], locale);
  const quietDays = weekdayWords(own.quietDays, locale);
  const set = [
    ...(language ? [plain(meText, locale, 'me.own.language')] : []),
    ...(hours ? [plain(meText, locale, 'me.own.hours', hours)] : []),
    ...(days ? [plain(meText, locale, 'me.own.days', { days })] : []),
    ...(holidays ? [plain(meText, locale, 'me.own.place', { place: holidaysWords(holidays, locale) })] : []),
    ...(digestAt ? [plain(meText, locale, 'me.own.digest', { at: digestAt })] : []),
    ...(quiet ? [plain(meText, locale, 'me.own.quietTimes', { ...quiet })] : []),
    ...(quietDays ? [plain(meText, locale, 'me.own.quiet', { days: quietDays })] : []),
  ];
  return set.join(locale === 'zh' ? '，' : ', ') || plain(meText, locale, 'me.own.nothing');
}

function looksBlocks({ looks, total, page }: Held, reader: Reader, now: Date): Blocks {
  const { locale } = reader;
  const heading = plain(meText, locale, 'me.looks');
  if (total === 0) return [section(`${heading}\n${plain(meText, locale, 'me.noLooks')}`)];
  const lines = looks.map((look) => lookLine(look, reader, now));
  const from = page * looksLength + 1;
  const to = Math.min(total, from + looks.length - 1);
  const turn = (way: 'previous' | 'next', target: number) =>
    button({
      id: `${meAct.page}.${way}`,
      text: plain(meText, locale, `me.${way}`),
      value: String(target),
    });
  const buttons = [
    ...(page > 0 ? [turn('previous', page - 1)] : []),
    ...(to < total ? [turn('next', page + 1)] : []),
  ];
  return [
    section([heading, ...lines].join('\n')),
    context(plain(meText, locale, 'me.range', { from, to, total })),
    ...(buttons.length > 0 ? [actions('turn', ...buttons)] : []),
  ];
}

/** One look: when, who, and at what. */
export function lookLine({ by, type, at }: Look, reader: Reader, now: Date): string {
  return mrkdwn(meText, reader.locale, 'me.look', {
    when: formatMoment(at, reader, now),
    who: mention(by),
    what: plain(meText, reader.locale, `me.look.${type}` as Key),
  });
}
