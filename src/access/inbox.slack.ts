import type { ModalView } from '@slack/types';
import { nameOf } from '../catalog/data-set.store.ts';
import type { Tx } from '../database/connection.ts';
import { refuse } from '../kernel/decision.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, divider, mention, modal, section } from '../slack/blocks.ts';
import type { ActionHandler, Blocks, Visit } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { approverBlocks } from './approver.view.ts';
import { approveInBatch } from './batch.ts';
import { act } from './button.view.ts';
import { fileOf } from './card.view.ts';
import { loadDecision, saveApproval } from './decision.store.ts';
import { decisionText } from './decision.text.ts';
import { inboxPage } from './inbox.view.ts';
import { refusal } from './refusal.view.ts';
import { requestById } from './request.store.ts';
import { guardsOf } from './request.ts';
import { oddities } from './waiting.view.ts';

export const detailForm = 'access.detail';

/** A request whole, with its buttons; `place` is the list it took the place of. */
export async function detailView(
  visit: Visit,
  requestId: string,
  place = '',
  note?: string,
): Promise<ModalView | undefined> {
  const { tenant, reader } = visit;
  const blocks = await visit.read((tx) => wholeRequest(tx, visit, requestId));
  if (!blocks) return undefined;
  const { locale } = reader;
  const back = button({
    id: `${act.page}.previous`,
    text: plain(decisionText, locale, 'button.back'),
    value: place,
  });
  return modal({
    callbackId: detailForm,
    title: plain(decisionText, locale, 'detail.title'),
    close: plain(decisionText, locale, 'form.close'),
    metadata: place === '' ? requestId : `${requestId} ${place}`,
    blocks: [
      ...(note ? [section(note), divider] : []),
      ...blocks,
      ...(place === '' ? [] : [actions(`back.${tenant}`, back)]),
    ],
  });
}

/** For who decides on it or did; undefined for everybody else. */
async function wholeRequest(tx: Tx, visit: Visit, requestId: string): Promise<Blocks | undefined> {
  const { tenant, reader } = visit;
  const file = await fileOf(tx, tenant, requestId);
  if (!file || file.request.requester === reader.id) return undefined;
  if (!file.approvers.includes(reader.id) && file.request.decidedBy !== reader.id) return undefined;
  return approverBlocks(tx, tenant, file, reader, visit.now(), true);
}

/** Opens a request whole: beside its card, or in the place of the list it stood in. */
export const onOpen: ActionHandler = async (visit, { value, view }) => {
  const place = view?.callbackId.startsWith('access.list.') ? view.privateMetadata : '';
  const whole = await detailView(visit, value, place);
  if (!whole) return refusal(visit, refuse('access.notApprover'));
  return { kind: place === '' ? 'open' : 'replace', view: whole };
};

/** Approves several at once, each by itself; who reads hears of each that was not approved why. */
export const onApproveThese: ActionHandler = async (visit, { value }) => {
  const { tenant, reader } = visit;
  const done: string[] = [];
  const left: string[] = [];
  for (const id of value.split(' ').filter(Boolean).slice(0, inboxPage)) {
    const outcome = await visit.commit({
      id: derivedId('cmd', tenant, visit.cause.id, id),
      cause: visit.cause,
      keys: [id],
      load: async (tx) => {
        const [state, request] = await Promise.all([
          loadDecision(tx, tenant, id, reader.id),
          requestById(tx, tenant, id),
        ]);
        return { ...state, odd: request ? await oddities(tx, tenant, request, visit.now()) : [] };
      },
      guards: guardsOf,
      decide: approveInBatch({ by: reader.id, grantId: derivedId('grn', tenant, id) }),
      save: (tx, next) => saveApproval(tx, tenant, next),
    });
    const name = await named(visit, id);
    if (outcome.kind !== 'refused') done.push(`• ${name}`);
    else
      left.push(
        `• ${name}\n${mrkdwn(accessText, reader.locale, outcome.refused.key, outcome.refused.values)}`,
      );
  }
  const title = (key: 'batch.done' | 'batch.left', count: number) =>
    plain(decisionText, reader.locale, key, { count });
  const lines = [
    ...(done.length > 0 ? [title('batch.done', done.length), ...done] : []),
    ...(left.length > 0 ? [title('batch.left', left.length), ...left] : []),
  ];
  return { kind: 'say', text: lines.join('\n') };
};

async function named(visit: Visit, requestId: string): Promise<string> {
  const file = await visit.read((tx) => fileOf(tx, visit.tenant, requestId));
  if (!file) return requestId;
  const { request, dataSet } = file;
  const { locale } = visit.reader;
  return mrkdwn(decisionText, locale, 'batch.named', {
    who: mention(request.requester),
    data: nameOf(dataSet, locale),
    case: request.caseNumber,
  });
}
