import { dataSetsById, nameOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { holds, isEmployee, type Member } from '../people/member.ts';
import { actions, mention, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import {
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
import { batchButton, decidedRows, type InboxRow, inboxRow, inboxRows } from './inbox.view.ts';
import { type Page, type Paged, requestsOf } from './request.store.ts';
import type { Request } from './request.ts';
import { spanWords } from './span.view.ts';
import { grantTimes, stateToStart } from './start.view.ts';

/** Who looks, and when. */
export type Looker = { tenant: string; reader: Reader; member: Member; now: Date };

const none = { rows: [], total: 0 };

/** A part of a list: its rows on one page, and how many there are. */
export type Part = { title: string; empty: string; total: number; blocks: Blocks };

/** Grants I hold. */
export async function held(tx: Tx, looker: Looker, page: Page): Promise<Part> {
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
export async function asked(tx: Tx, looker: Looker, page: Page): Promise<Part> {
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
export async function past(tx: Tx, looker: Looker, page: Page): Promise<Part> {
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
export async function inbox(tx: Tx, looker: Looker, page: Page): Promise<Part> {
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
export async function decided(tx: Tx, looker: Looker, page: Page): Promise<Part> {
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
export async function inUse(tx: Tx, looker: Looker, page: Page): Promise<Part> {
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
