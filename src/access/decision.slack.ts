import type { z } from 'zod';
import { nameOf } from '../catalog/data-set.store.ts';
import { isRefusal, refuse } from '../kernel/decision.ts';
import type { FreeText } from '../kernel/free-text.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import type { ActionHandler, Answer, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { accessText } from './access.text.ts';
import { fileOf } from './card.view.ts';
import { loadDecision, saveApproval } from './decision.store.ts';
import { denyView, shortenView } from './decision.view.ts';
import { deny, denyInput } from './denial.ts';
import { refusal } from './refusal.view.ts';
import { updateRequest } from './request.store.ts';
import { approve, guardsOf } from './request.ts';
import { shortenInput, shorterThan } from './shorten.ts';
import { grantTimes, stateToStart } from './start.view.ts';

/** Approves a request, for the hours asked for or fewer. */
export function commitApproval(visit: Visit, requestId: string, how: { command: string; hours?: number }) {
  const by = visit.reader.id;
  const grantId = derivedId('grn', visit.tenant, requestId);
  const { hours } = how;
  return visit.commit({
    id: how.command,
    cause: visit.cause,
    keys: [requestId],
    load: (tx) => loadDecision(tx, visit.tenant, requestId, by),
    guards: guardsOf,
    decide: approve({ by, grantId, ...(hours === undefined ? {} : { hours }) }),
    save: (tx, next) => saveApproval(tx, visit.tenant, next),
  });
}

export const onApprove: ActionHandler = async (visit, { value, message }) => {
  const command = derivedId('cmd', visit.tenant, visit.cause.id);
  const outcome = await commitApproval(visit, value, { command });
  if (outcome.kind === 'refused') return refusal(visit, outcome);
  // The card that was clicked says it by itself, to everybody; in Home and in a list the row is simply gone.
  if (message && !message.ephemeral) return { kind: 'nothing' };
  return approved(visit, value);
};

/** Says what was approved, from when and until when. */
async function approved(visit: Visit, requestId: string): Promise<Answer> {
  const file = await visit.read((tx) => fileOf(tx, visit.tenant, requestId));
  if (!file?.grant) return { kind: 'nothing' };
  const now = visit.now();
  return {
    kind: 'say',
    text: mrkdwn(accessText, visit.reader.locale, `done.${stateToStart(file.grant, now) ?? 'approved'}`, {
      who: mention(file.request.requester),
      data: nameOf(file.dataSet, visit.reader.locale),
      ...grantTimes(file.grant, visit.reader, now),
    }),
  };
}

/** Deny asks for a reason; whether there is still something to decide is said before anybody types. */
export const onDeny: ActionHandler = async (visit, { value }) => {
  const { reader } = visit;
  const { file, state } = await fileAndState(visit, value);
  const trial = deny({ by: reader.id, reason: '' as FreeText })(state, visit.now());
  if (isRefusal(trial)) return refusal(visit, trial);
  return file ? { kind: 'open', view: denyView(reader, file) } : refusal(visit, refuse('access.unknown'));
};

export function fileAndState(visit: Visit, requestId: string) {
  return visit.read(async (tx) => ({
    file: await fileOf(tx, visit.tenant, requestId),
    state: await loadDecision(tx, visit.tenant, requestId, visit.reader.id),
  }));
}

export const onDenySubmitted: SubmissionHandler = async (visit, view) => {
  const { locale, id: by } = visit.reader;
  const parsed = denyInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(accessText, locale, parsed.error as z.ZodError) };
  const [requestId = ''] = view.privateMetadata.split(':');
  const outcome = await visit.commit({
    // One modal can deny several requests, one after the other.
    id: derivedId('cmd', visit.tenant, visit.cause.id, 'deny', view.privateMetadata),
    cause: visit.cause,
    keys: [requestId],
    load: (tx) => loadDecision(tx, visit.tenant, requestId, by),
    decide: deny({ by, ...parsed.data }),
    save: (tx, next) => updateRequest(tx, visit.tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(accessText, locale, outcome, 'reason') };
  return { kind: 'close' };
};

/** Approve for less: asks for how long. */
export const onShorten: ActionHandler = async (visit, { value }) => {
  const { reader } = visit;
  const { file, state } = await fileAndState(visit, value);
  const trial = approve({ by: reader.id, grantId: '', hours: 1 })(state, visit.now());
  if (isRefusal(trial)) return refusal(visit, trial);
  if (file && shorterThan(file.request.hours).length === 0)
    return refusal(visit, refuse('access.cannotShorten'));
  return file ? { kind: 'open', view: shortenView(reader, file) } : refusal(visit, refuse('access.unknown'));
};

export const onShortenSubmitted: SubmissionHandler = async (visit, view) => {
  const { locale } = visit.reader;
  const parsed = shortenInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(accessText, locale, parsed.error as z.ZodError) };
  const [requestId = ''] = view.privateMetadata.split(':');
  const command = derivedId('cmd', visit.tenant, visit.cause.id, 'shorten', view.privateMetadata);
  const outcome = await commitApproval(visit, requestId, { command, hours: parsed.data.hours });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(accessText, locale, outcome, 'hours') };
  return { kind: 'close' };
};
