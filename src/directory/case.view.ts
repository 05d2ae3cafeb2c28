import type { ModalView } from '@slack/types';
import { caseText } from '../catalog/case.text.ts';
import { type Case, type CaseKind, caseKinds } from '../catalog/case.ts';
import type { DomainEvent, Json } from '../kernel/event.ts';
import { formatMoment, type Locale, type Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, fields, listed, mention, modal, section } from '../slack/blocks.ts';
import { casesText } from './case.text.ts';
import { directoryText } from './directory.text.ts';
import { listView, type Place, placeOf } from './list.view.ts';

export const caseAct = {
  filter: 'case.filter',
  next: 'case.page.next',
  previous: 'case.page.previous',
  mine: 'case.which.mine',
  open: 'case.which.open',
  closed: 'case.which.closed',
  show: 'case.show',
  back: 'case.back',
  add: 'case.add',
  edit: 'case.edit',
  close: 'case.close',
  reopen: 'case.reopen',
  history: 'case.history',
  import: 'case.import',
} as const;
export const caseForm = { list: 'case.list', details: 'case.details', describe: 'case.describe' } as const;

/** Which cases a list shows. */
export const whiches = ['mine', 'open', 'closed'] as const;
export type Which = (typeof whiches)[number];

const mostShown = 3;

/** The register, a page at a time, by who is on a case and whether it is open. */
export function caseListView(
  reader: Reader,
  place: Place,
  which: Which,
  found: { cases: readonly Case[]; total: number },
  may: { open: boolean; kept: boolean },
  note?: string,
): ModalView {
  const { locale } = reader;
  const choice = (one: Which) =>
    button({
      id: caseAct[one],
      text: plain(casesText, locale, `case.${one}`),
      value: one,
      ...(one === which ? { style: 'primary' as const } : {}),
    });
  return listView(locale, 'case', place, {
    lines: found.cases.map((one) =>
      section(
        line(one, locale),
        button({ id: caseAct.show, text: plain(casesText, locale, 'case.show'), value: one.number }),
      ),
    ),
    total: found.total,
    none: none(locale, place, which, may),
    form: { which },
    head: may.kept ? [actions('which', ...whiches.map(choice))] : [],
    foot: may.open
      ? [
          actions(
            'add',
            button({ id: caseAct.add, text: plain(casesText, locale, 'case.add') }),
            button({ id: caseAct.import, text: plain(casesText, locale, 'case.import') }),
          ),
        ]
      : [],
    note,
  });
}

function none(locale: Locale, place: Place, which: Which, may: { open: boolean; kept: boolean }): string {
  if (!may.kept) return plain(casesText, locale, may.open ? 'case.emptyMayOpen' : 'case.empty');
  if (place.filter) return mrkdwn(casesText, locale, 'case.none', { filter: place.filter });
  const key = { mine: 'case.noneMine', open: 'case.noneOpen', closed: 'case.noneClosed' } as const;
  return plain(casesText, locale, key[which]);
}

/** Two lines: what, and whose. */
function line(one: Case, locale: Locale): string {
  const first = mrkdwn(casesText, locale, one.state === 'open' ? 'case.line' : 'case.lineClosed', {
    number: one.number,
    kind: kindName(one.kind, locale),
  });
  const where = [one.team, one.region].filter(Boolean).map(escapeMrkdwn);
  return `${first}\n${[...where, peopleNames(one.people, locale, mostShown).markup].join(' · ')}`;
}

export function kindName(kind: unknown, locale: Locale): string {
  const known = caseKinds.find((one): one is CaseKind => one === kind);
  return known ? plain(caseText, locale, `kind.${known}`) : '—';
}

function peopleNames(people: readonly unknown[], locale: Locale, most: number): Markup {
  const named = people.filter((one): one is string => typeof one === 'string').map(mention);
  if (named.length === 0) return { markup: plain(casesText, locale, 'case.nobody') };
  if (named.length <= most) return listed(named, locale);
  return {
    markup: mrkdwn(casesText, locale, 'case.morePeople', {
      who: {
        markup: named
          .slice(0, most)
          .map((one) => one.markup)
          .join(locale === 'zh' ? '、' : ', '),
      },
      more: locale === 'zh' ? named.length : named.length - most,
    }),
  };
}

/** Everything about one case, and what the reader may do with it. */
export function caseView(
  reader: Reader,
  now: Date,
  place: Place,
  one: Case,
  which: Which,
  may: { change: boolean; reopen: boolean },
  note?: string,
): ModalView {
  const { locale } = reader;
  const say = (key: Parameters<typeof plain<keyof typeof casesText.en & string>>[2]) =>
    plain(casesText, locale, key);
  const open = one.state === 'open';
  const at = (when: Date) => ({ when: formatMoment(when, reader, now) });
  return modal({
    callbackId: caseForm.details,
    title: say('case.heading'),
    close: plain(directoryText, locale, 'list.close'),
    metadata: placeOf(place, { which }),
    blocks: [
      ...(note ? [section(note)] : []),
      section(`*${one.number}*\n${kindName(one.kind, locale)}`),
      fields([
        [
          say('case.state'),
          one.closedAt
            ? plain(casesText, locale, 'case.closedAt', at(one.closedAt))
            : plain(casesText, locale, 'case.since', at(one.openedAt)),
        ],
        [say('case.people'), peopleNames(one.people, locale, 50).markup],
        [say('case.team'), escapeMrkdwn(one.team) || '—'],
        [say('case.region'), escapeMrkdwn(one.region) || '—'],
        [say('case.clauses'), one.clauses === null ? say('case.erased') : escapeMrkdwn(one.clauses) || '—'],
      ]),
      ...(open ? [context(mrkdwn(casesText, locale, 'case.ask', { number: one.number }))] : []),
      actions(
        'case.one',
        button({ id: caseAct.back, text: plain(directoryText, locale, 'list.back') }),
        button({ id: caseAct.history, text: say('case.history'), value: `${one.number} 0` }),
        ...(may.change && open
          ? [
              button({ id: caseAct.edit, text: say('case.edit'), value: one.number, style: 'primary' }),
              closeButton(one, locale),
            ]
          : []),
        ...(may.reopen && !open
          ? [button({ id: caseAct.reopen, text: say('case.reopen'), value: one.number, style: 'primary' })]
          : []),
      ),
    ],
  });
}

function closeButton(one: Case, locale: Locale) {
  return button({
    id: caseAct.close,
    text: plain(casesText, locale, 'case.close'),
    value: one.number,
    style: 'danger',
    confirm: {
      title: plain(casesText, locale, 'case.closeTitle'),
      text: plain(casesText, locale, 'case.closeText'),
      yes: plain(casesText, locale, 'case.close'),
      no: plain(directoryText, locale, 'form.cancel'),
      danger: true,
    },
  });
}

const historyLength = 15;

/** What happened to a case, latest first. */
export function caseHistoryView(
  reader: Reader,
  now: Date,
  place: Place,
  of: { number: string; which: Which; page: number; events: readonly DomainEvent[] },
): ModalView {
  const { locale } = reader;
  const latest = of.events.toReversed();
  const last = Math.max(0, Math.ceil(latest.length / historyLength) - 1);
  const page = Math.min(of.page, last);
  const shown = latest.slice(page * historyLength, (page + 1) * historyLength);
  const turn = (to: number, way: 'previous' | 'next') =>
    button({
      id: `${caseAct.history}.${way}`,
      text: plain(directoryText, locale, `list.${way}`),
      value: `${of.number} ${to}`,
    });
  return modal({
    callbackId: caseForm.details,
    title: plain(casesText, locale, 'case.historyTitle'),
    close: plain(directoryText, locale, 'list.close'),
    metadata: placeOf(place, { which: of.which }),
    blocks: [
      section(`*${of.number}*`),
      ...shown.map((event) =>
        section(`${describeCase(event, reader) ?? event.type}\n_${formatMoment(event.at, reader, now)}_`),
      ),
      actions(
        'case.history',
        button({ id: caseAct.show, text: plain(casesText, locale, 'case.back'), value: of.number }),
        ...(page > 0 ? [turn(page - 1, 'previous')] : []),
        ...(page < last ? [turn(page + 1, 'next')] : []),
      ),
    ],
  });
}

/** An event of a case in one sentence. */
export function describeCase({ type, data }: DomainEvent, { locale }: Reader): string | undefined {
  const by = typeof data.by === 'string' ? mention(data.by) : '—';
  const people = peopleNames(list(data.people), locale, 10);
  const kind = kindName(data.kind, locale);
  switch (type) {
    case 'case.opened':
      return mrkdwn(casesText, locale, 'event.case.opened', { by, kind, people });
    case 'case.changed': {
      const before = list(data.peopleBefore);
      const same =
        before.length === list(data.people).length && before.every((one) => list(data.people).includes(one));
      return mrkdwn(casesText, locale, same ? 'event.case.changed' : 'event.case.assigned', {
        by,
        kind,
        people,
      });
    }
    case 'case.names_hashed':
      return plain(casesText, locale, 'event.case.names', { count: Number(data.names) });
    case 'case.closed':
      return mrkdwn(casesText, locale, 'event.case.closed', { by });
    case 'case.reopened':
      return mrkdwn(casesText, locale, 'event.case.reopened', { by });
    default:
      return undefined;
  }
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
