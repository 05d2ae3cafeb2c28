import type { ModalView } from '@slack/types';
import { dataSetsById, nameOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { holds, isEmployee, type Member } from '../people/member.ts';
import { actions, button, context, divider, mention, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import {
  act,
  askAgainButton,
  giveBackButton,
  giveUpButton,
  pressButton,
  revokeButton,
  withdrawButton,
} from './button.view.ts';
import { stateLines } from './card.view.ts';
import { decisionText } from './decision.text.ts';
import { grantOfRequest, runningOf, runningUnder } from './grant.store.ts';
import { type Grant, isToStart } from './grant.ts';
import { batchButton, decidedRows, type InboxRow, inboxPage, inboxRow, inboxRows } from './inbox.view.ts';
import { lastRequestOf, type Page, type Paged, requestsOf } from './request.store.ts';
import type { Request } from './request.ts';
import { spanWords } from './span.view.ts';
import { grantTimes, stateToStart } from './start.view.ts';

/** Who looks, and when. */
export type Looker = { tenant: string; reader: Reader; member: Member; now: Date };

/** The lists of access. Each fits a Home or a command's answer by its first lines, and a modal by pages. */
export const listKinds = ['mine', 'past', 'pending', 'running'] as const;
export type ListKind = (typeof listKinds)[number];

const lengths: Record<ListKind, number> = { mine: 10, past: 10, pending: inboxPage, running: 10 };
const briefLength = 5;

const none = { rows: [], total: 0 };

type Part = { title: string; empty: string; total: number; blocks: Blocks };

/** Grants I hold. */
async function held(tx: Tx, looker: Looker, page: Page): Promise<Part> {
  const { tenant, reader, now } = looker;
  const grants = await runningOf(tx, tenant, reader.id, now, page);
  const sets = await setsOf(tx, tenant, grants);
  return part(reader, 'list.have', 'list.haveNone', grants, (grant) => {
    const said = {
      data: named(sets, grant.dataSet, reader),
      case: grant.caseNumber,
      ...grantTimes(grant, reader, now),
    };
    const say = (key: 'list.grant' | 'list.scheduled' | 'list.ready') =>
      mrkdwn(accessText, reader.locale, key, said);
    if (!isToStart(grant, now)) return [section(say('list.grant'), giveBackButton(grant, reader))];
    if (grant.state === 'scheduled') return [section(say('list.scheduled'), giveUpButton(grant, reader))];
    const buttons = [pressButton(grant, reader), giveUpButton(grant, reader)];
    return [section(say('list.ready')), actions(`start.${grant.id}`, ...buttons)];
  });
}

/** Requests of mine that wait. */
async function asked(tx: Tx, looker: Looker, page: Page): Promise<Part> {
  const { tenant, reader, now } = looker;
  const requests = await requestsOf(tx, tenant, reader.id, 'waiting', now, page);
  const sets = await setsOf(tx, tenant, requests);
  return part(reader, 'list.asked', 'list.askedNone', requests, (request) => [
    section(
      mrkdwn(accessText, reader.locale, 'list.request', {
        data: named(sets, request.dataSet, reader),
        case: request.caseNumber,
        length: spanWords(request, reader),
        when: formatMoment(request.lapsesAt, reader, now),
      }),
      withdrawButton(request, reader),
    ),
  ]);
}

/** Requests of mine that are over, with what became of them. */
async function past(tx: Tx, looker: Looker, page: Page): Promise<Part> {
  const { tenant, reader, now } = looker;
  const requests = await requestsOf(tx, tenant, reader.id, 'over', now, page);
  const sets = await setsOf(tx, tenant, requests);
  const states = new Map<string, string>();
  for (const request of requests.rows) {
    const grant = await grantOfRequest(tx, tenant, request.id);
    states.set(request.id, stateLines({ request, grant }, reader, now).join('\n'));
  }
  return part(reader, 'list.past', 'list.pastNone', requests, (request) => [
    section(
      mrkdwn(accessText, reader.locale, 'list.ended', {
        data: named(sets, request.dataSet, reader),
        case: request.caseNumber,
        state: { markup: states.get(request.id) ?? '' },
      }),
      askAgainButton(request, reader),
    ),
  ]);
}

/** What waits for my decision. */
async function inbox(tx: Tx, looker: Looker, page: Page): Promise<Part> {
  const { tenant, reader, member, now } = looker;
  // A guest may be in a user group that decides, but decides nothing and reads nothing.
  const waiting: Paged<InboxRow> = isEmployee(member)
    ? await inboxRows(tx, tenant, reader, now, page)
    : { rows: [], total: 0 };
  const found = part(reader, 'list.inbox', 'list.inboxNone', waiting, (row) =>
    inboxRow(row, reader, { deny: true }),
  );
  return { ...found, blocks: [...found.blocks, ...(await batchButton(tx, tenant, waiting.rows, reader))] };
}

/** What I decided lately, and could take back. */
async function decided(tx: Tx, looker: Looker, page: Page): Promise<Part> {
  const { tenant, reader, now } = looker;
  const { total, blocks } = await decidedRows(tx, tenant, reader, now, page);
  return {
    title: plain(decisionText, reader.locale, 'inbox.decided'),
    empty: plain(decisionText, reader.locale, 'inbox.decidedNone'),
    total,
    blocks,
  };
}

/** What others hold of the data I answer for. */
async function inUse(tx: Tx, looker: Looker, page: Page): Promise<Part> {
  const { tenant, reader, member, now } = looker;
  const every = holds(member, 'privacy_officer');
  const grants = isEmployee(member) ? await runningUnder(tx, tenant, reader.id, every, now, page) : none;
  const sets = await setsOf(tx, tenant, grants);
  return part(reader, 'list.answerFor', 'list.runningNone', grants, (grant) => [
    section(
      mrkdwn(accessText, reader.locale, heldKeys[stateToStart(grant, now) ?? 'running'], {
        who: mention(grant.holder),
        data: named(sets, grant.dataSet, reader),
        case: grant.caseNumber,
        ...grantTimes(grant, reader, now),
      }),
      revokeButton(grant, reader),
    ),
  ]);
}

const heldKeys = {
  running: 'list.heldBy',
  scheduled: 'list.heldScheduled',
  ready: 'list.heldReady',
} as const;

const partsOf: Record<ListKind, readonly ((tx: Tx, looker: Looker, page: Page) => Promise<Part>)[]> = {
  mine: [held, asked, past],
  past: [past],
  pending: [inbox, decided],
  running: [inUse],
};

/** A list as a modal, with pages. The longest part decides how many pages there are. */
export async function listView(
  tx: Tx,
  looker: Looker,
  kind: ListKind,
  wanted: number,
  note?: string,
): Promise<ModalView> {
  const { locale } = looker.reader;
  const page = Math.max(0, wanted);
  const pageLength = lengths[kind];
  const parts: Part[] = [];
  for (const load of partsOf[kind])
    parts.push(await load(tx, looker, { limit: pageLength, offset: page * pageLength }));
  const total = Math.max(...parts.map((one) => one.total));
  // A page behind the last one: something ended meanwhile.
  if (page > 0 && parts.every((one) => one.blocks.length === 0))
    return listView(tx, looker, kind, page - 1, note);
  const blocks: Blocks = note ? [section(note), divider] : [];
  for (const [place, one] of parts.entries()) {
    if (page > 0 && one.blocks.length === 0) continue;
    if (place > 0) blocks.push(divider);
    blocks.push(section(`*${one.title}*`));
    if (one.blocks.length === 0) blocks.push(context(one.empty));
    else blocks.push(...one.blocks, context(range(page, pageLength, one, looker.reader)));
  }
  const turn = (to: number, key: 'list.previous' | 'list.next') =>
    button({
      id: `${act.page}.${key === 'list.next' ? 'next' : 'previous'}`,
      text: plain(accessText, locale, key),
      value: `${kind} ${to}`,
    });
  const buttons = [
    ...(page > 0 ? [turn(page - 1, 'list.previous')] : []),
    ...((page + 1) * pageLength < total ? [turn(page + 1, 'list.next')] : []),
  ];
  // All of mine, or only what is over: each leads to the other.
  if (kind === 'mine' || kind === 'past') {
    const other = kind === 'mine' ? 'past' : 'mine';
    const text = plain(accessText, locale, `list.only.${other}`);
    buttons.push(button({ id: `${act.page}.only`, text, value: `${other} 0` }));
  }
  if (buttons.length > 0) blocks.push(actions('turn', ...buttons));
  return modal({
    callbackId: `access.list.${kind}`,
    title: plain(accessText, locale, `list.${kind}`),
    close: plain(accessText, locale, 'list.close'),
    metadata: `${kind} ${page}`,
    blocks,
  });
}

function range(page: number, pageLength: number, one: Part, { locale }: Reader): string {
  const from = page * pageLength + 1;
  return plain(accessText, locale, 'list.range', {
    from,
    to: Math.min(one.total, from + pageLength - 1),
    total: one.total,
  });
}

/** The same in brief, for Home and for a bare `/access`: what I hold, what I asked for, what waits for me. */
export async function overview(tx: Tx, looker: Looker): Promise<Blocks> {
  const { reader } = looker;
  const { locale } = reader;
  const page = { limit: briefLength, offset: 0 };
  const waiting = await inbox(tx, looker, page);
  const mine = [await held(tx, looker, page), await asked(tx, looker, page)];
  const under = await inUse(tx, looker, page);
  const blocks: Blocks = [];
  const add = (one: Part, list: ListKind) => {
    blocks.push(section(`*${one.title}*`), ...(one.total === 0 ? [context(one.empty)] : one.blocks));
    if (one.total > briefLength) {
      blocks.push(
        context(plain(accessText, locale, 'list.more', { more: one.total - briefLength })),
        actions(`all.${list}.${blocks.length}`, openList(list, reader, 'list.all')),
      );
    }
  };
  if (waiting.total > 0) add(waiting, 'pending');
  for (const one of mine) add(one, 'mine');
  if (under.total > 0) add(under, 'running');
  const last = await lastRequestOf(tx, looker.tenant, reader.id);
  blocks.push(
    actions(
      'access.overview',
      button({ id: act.ask, text: plain(accessText, locale, 'button.ask'), style: 'primary' }),
      ...(last ? [button({ id: act.askLast, text: plain(accessText, locale, 'button.askLast') })] : []),
      openList('mine', reader, 'button.mine'),
      openList('pending', reader, 'button.pending'),
      ...(under.total > 0 ? [openList('running', reader, 'button.running')] : []),
    ),
  );
  return blocks;
}

function openList(
  kind: ListKind,
  { locale }: Reader,
  key: 'list.all' | 'button.mine' | 'button.pending' | 'button.running',
) {
  return button({ id: `${act.list}.${kind}`, text: plain(accessText, locale, key), value: kind });
}

function part<T>(
  { locale }: Reader,
  title: 'list.have' | 'list.asked' | 'list.past' | 'list.inbox' | 'list.answerFor',
  empty: 'list.haveNone' | 'list.askedNone' | 'list.pastNone' | 'list.inboxNone' | 'list.runningNone',
  { rows, total }: Paged<T>,
  toBlocks: (row: T) => Blocks,
): Part {
  return {
    title: plain(accessText, locale, title),
    empty: plain(accessText, locale, empty),
    total,
    blocks: rows.flatMap(toBlocks),
  };
}

async function setsOf(
  tx: Tx,
  tenant: string,
  { rows }: Paged<Grant> | Paged<Request>,
): Promise<Map<string, DataSet>> {
  return dataSetsById(tx, tenant, [...new Set(rows.map((row) => row.dataSet))]);
}

function named(sets: Map<string, DataSet>, id: string, { locale }: Reader): string {
  const set = sets.get(id);
  return set ? nameOf(set, locale) : id;
}
