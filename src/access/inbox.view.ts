import { dataSetsById, nameOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { inZone, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { membersById } from '../people/member.store.ts';
import { actions, button, clip, context, divider, listed, mention, section } from '../slack/blocks.ts';
import type { Blocks, CardKind } from '../slack/capability.ts';
import { cardByKey, occasionsOf } from '../slack/card.store.ts';
import { accessText } from './access.text.ts';
import { inboxFrom, mayBatch } from './batch.ts';
import { act } from './button.view.ts';
import { decisionText } from './decision.text.ts';
import { questionsOf } from './question.store.ts';
import { approverNotice } from './question.view.ts';
import { decidedLately, inboxIds, inboxOf, type Page, type Paged } from './request.store.ts';
import { comesLate, type Request } from './request.ts';
import { spanWords } from './span.view.ts';
import type { Unusual } from './unusual.ts';
import { oddities, unusualLine } from './waiting.view.ts';

export const inboxKind = 'access.inbox';
/** Requests on one page. */
export const inboxPage = 5;

/** A waiting request with what its row says. */
export type InboxRow = {
  request: Request;
  dataSet: DataSet | undefined;
  odd: readonly Unusual[];
  batch: boolean;
};

/** What waits for somebody, oldest first. */
export async function inboxRows(
  tx: Tx,
  tenant: string,
  reader: Reader,
  now: Date,
  page: Page,
): Promise<Paged<InboxRow>> {
  const { rows, total } = await inboxOf(tx, tenant, reader.id, now, page);
  const sets = await dataSetsById(tx, tenant, [...new Set(rows.map((row) => row.dataSet))]);
  const found: InboxRow[] = [];
  for (const request of rows) {
    const odd = await oddities(tx, tenant, request, now);
    const dataSet = sets.get(request.dataSet);
    const batch = dataSet !== undefined && mayBatch(request, dataSet.classification, odd);
    found.push({ request, dataSet, odd, batch });
  }
  return { rows: found, total };
}

function facts({ request, dataSet }: InboxRow, reader: Reader) {
  return {
    data: dataSet ? nameOf(dataSet, reader.locale) : request.dataSet,
    length: spanWords(request, reader),
    case: request.caseNumber,
  };
}

/** One waiting request: who and what, what is unusual, and its buttons. */
export function inboxRow(row: InboxRow, reader: Reader, more: { deny: boolean }): Blocks {
  const { locale } = reader;
  const { id: value, requester, state } = row.request;
  const who = mention(requester);
  const line = mrkdwn(decisionText, locale, 'inbox.row', { who, ...facts(row, reader) });
  const below =
    state === 'asked' ? mrkdwn(decisionText, locale, 'inbox.asked', { who }) : unusualLine(row.odd, reader);
  return [
    section(`${line}\n${below}`),
    actions(
      `decide.${value}`,
      button({ id: act.approve, text: plain(accessText, locale, 'button.approve'), value, style: 'primary' }),
      button({ id: act.open, text: plain(decisionText, locale, 'button.open'), value }),
      ...(more.deny
        ? [button({ id: act.deny, text: plain(accessText, locale, 'button.deny'), value, style: 'danger' })]
        : []),
    ),
  ];
}

/** `Approve these three`, where at least two of those shown may be: the confirmation names them. */
export async function batchButton(
  tx: Tx,
  tenant: string,
  rows: readonly InboxRow[],
  reader: Reader,
): Promise<Blocks> {
  const { locale } = reader;
  const some = rows.filter((row) => row.batch);
  if (some.length < 2) return [];
  const members = await membersById(tx, tenant, [...new Set(some.map((row) => row.request.requester))]);
  const named = some.map((row) => {
    const who = members.get(row.request.requester)?.name ?? row.request.requester;
    return plain(decisionText, locale, 'batch.one', { who, ...facts(row, reader) });
  });
  return [
    actions(
      'batch',
      button({
        id: act.approveThese,
        text: plain(decisionText, locale, 'button.approveThese', { count: some.length }),
        value: some.map((row) => row.request.id).join(' '),
        confirm: {
          title: plain(decisionText, locale, 'batch.title', { count: some.length }),
          text: clip(named.join('\n'), 300),
          yes: plain(accessText, locale, 'button.approve'),
          no: plain(accessText, locale, 'confirm.no'),
        },
      }),
    ),
  ];
}

/** What somebody decided lately, each with the way to take it back. */
export async function decidedRows(
  tx: Tx,
  tenant: string,
  reader: Reader,
  now: Date,
  page: Page,
): Promise<Paged<Request> & { blocks: Blocks }> {
  const { locale } = reader;
  const found = await decidedLately(tx, tenant, reader.id, now, page);
  const sets = await dataSetsById(tx, tenant, [...new Set(found.rows.map((row) => row.dataSet))]);
  const blocks = found.rows.map((request) => {
    const set = sets.get(request.dataSet);
    return section(
      mrkdwn(decisionText, locale, 'inbox.decidedRow', {
        how: request.state,
        who: mention(request.requester),
        data: set ? nameOf(set, locale) : request.dataSet,
        case: request.caseNumber,
      }),
      button({ id: act.open, text: plain(decisionText, locale, 'button.open'), value: request.id }),
    );
  });
  return { ...found, blocks };
}

/** Several waiting requests as one message; its occasion is a day of the reader's, and a later day's takes its place. */
export const inboxFace: CardKind['render'] = async (tx, { tenant, reader, occasion, now }) => {
  const { locale } = reader;
  const key = { kind: inboxKind, reader: reader.id, occasion };
  const card = await cardByKey(tx, tenant, key);
  const waiting = await inboxIds(tx, tenant, reader.id, now);
  // A later inbox stands, or is about to: what shows this one is drawn at the same moment.
  const later =
    (await occasionsOf(tx, tenant, inboxKind, reader.id)).some((one) => one > occasion) ||
    (waiting.length >= inboxFrom && waiting.some(({ came }) => dayOf(came, reader) > occasion));
  const { rows, total } = await inboxRows(tx, tenant, reader, now, { limit: inboxPage, offset: 0 });
  const shows = [reader.id, ...waiting.map(({ id }) => id)];
  for (const { dataSet } of rows) if (dataSet) shows.push(dataSet.id, ...dataSet.approverGroups);
  // What was never posted is not worth a message that says it is over.
  if (!card.ts && (later || total < inboxFrom)) return null;
  if (later) {
    const text = plain(decisionText, locale, 'inbox.newer');
    return { text, blocks: [section(text)], shows, open: false };
  }
  const decided = await decidedRows(tx, tenant, reader, now, { limit: 3, offset: 0 });
  shows.push(...decided.rows.map(({ id }) => id));
  if (total === 0) {
    const text = plain(decisionText, locale, 'inbox.done');
    return { text, blocks: [section(text), ...decided.blocks], shows, open: false };
  }
  const whom = listed(
    [...new Set(rows.map((row) => row.request.requester))].slice(0, 3).map(mention),
    locale,
  );
  const text = mrkdwn(decisionText, locale, 'inbox.lockScreen', { total, whom });
  const blocks: Blocks = [section(`*${plain(decisionText, locale, 'inbox.title', { total })}*`)];
  for (const row of rows) blocks.push(...inboxRow(row, reader, { deny: false }));
  blocks.push(divider, ...(await batchButton(tx, tenant, rows, reader)));
  if (total > rows.length)
    blocks.push(
      actions(
        'inbox.all',
        button({
          id: `${act.list}.pending`,
          text: plain(decisionText, locale, 'inbox.all', { total }),
          value: 'pending',
        }),
      ),
    );
  blocks.push(context(plain(decisionText, locale, 'inbox.nothing')), ...decided.blocks);
  const notice = await newest(tx, tenant, reader, card.ts, now);
  const unasked = waiting.every(({ came }) => comesLate(came, now));
  return { text, blocks, shows, open: true, unasked, ...(notice ? { notice } : {}) };
};

/** The day of a moment where the reader lives: the occasion of an inbox. */
export function dayOf(at: Date, { tz }: Pick<Reader, 'tz'>): string {
  return inZone(at, tz).toFormat('yyyy-MM-dd');
}

/** The line under the inbox about what came after it was posted: the latest of new requests, answers and reopened denials. */
async function newest(
  tx: Tx,
  tenant: string,
  reader: Reader,
  ts: string | null,
  now: Date,
): Promise<{ key: string; text: string } | undefined> {
  if (!ts) return undefined;
  const posted = Number(ts) * 1_000;
  const { rows } = await inboxRows(tx, tenant, reader, now, { limit: 50, offset: 0 });
  let latest = { at: posted, key: '', text: '' };
  for (const row of rows) {
    const { request } = row;
    if (request.createdAt.getTime() > latest.at) {
      const text = mrkdwn(decisionText, reader.locale, 'inbox.more', {
        who: mention(request.requester),
        ...facts(row, reader),
      });
      latest = { at: request.createdAt.getTime(), key: `new ${request.id}`, text };
    }
    const questions = await questionsOf(tx, tenant, request.id);
    const line = approverNotice(request, questions, reader);
    const at = Math.max(questions.at(-1)?.answeredAt?.getTime() ?? 0, request.reopenedAt?.getTime() ?? 0);
    if (line && at > latest.at) latest = { at, key: `${request.id} ${line.key}`, text: line.text };
  }
  return latest.key === '' ? undefined : { key: latest.key, text: latest.text };
}
