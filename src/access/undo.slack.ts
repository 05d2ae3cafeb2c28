import type { z } from 'zod';
import { refuse } from '../kernel/decision.ts';
import { derivedId } from '../kernel/id.ts';
import type { ActionHandler, SubmissionHandler } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { accessText } from './access.text.ts';
import { fileOf } from './card.view.ts';
import { loadDecision, waitClock } from './decision.store.ts';
import { takeBackView } from './decision.view.ts';
import { reopen } from './denial.ts';
import { grantById, updateGrant } from './grant.store.ts';
import { refusal } from './refusal.view.ts';
import { requestById, updateRequest, waitingOf } from './request.store.ts';
import { takeable, takeBack, takeBackInput } from './take-back.ts';

/** Taking an approval back asks for a reason, which may stay empty; whether one still can is said first. */
export const onTakeBack: ActionHandler = async (visit, { value }) => {
  const { reader, tenant } = visit;
  const { grant, file } = await visit.read(async (tx) => {
    const found = await grantById(tx, tenant, value);
    return { grant: found, file: found && (await fileOf(tx, tenant, found.request)) };
  });
  const open = takeable(reader.id, { grant, request: file?.request }, visit.now());
  if ('refused' in open) return refusal(visit, open);
  return file
    ? { kind: 'open', view: takeBackView(reader, file, open, visit.now()) }
    : refusal(visit, refuse('access.grantUnknown'));
};

export const onTakeBackSubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const parsed = takeBackInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(accessText, reader.locale, parsed.error as z.ZodError) };
  const grantId = view.privateMetadata;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id, 'take_back', grantId),
    cause: visit.cause,
    keys: [grantId],
    load: async (tx) => {
      const grant = await grantById(tx, tenant, grantId);
      return { grant, request: grant && (await requestById(tx, tenant, grant.request)) };
    },
    decide: takeBack({ by: reader.id, reason: parsed.data.reason }),
    save: (tx, next) => updateGrant(tx, tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(accessText, reader.locale, outcome, 'reason') };
  return { kind: 'close' };
};

export const onReopen: ActionHandler = async (visit, { value }) => {
  const { tenant, reader } = visit;
  const [requestId = ''] = value.split(' ');
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id),
    cause: visit.cause,
    keys: [requestId],
    load: async (tx) => {
      const state = await loadDecision(tx, tenant, requestId, reader.id);
      const { request, dataSet } = state;
      const clock = await waitClock(tx, tenant, request?.requester ?? reader.id);
      const wish = request && { ...request, by: request.requester };
      return {
        ...state,
        waiting: wish && (await waitingOf(tx, tenant, wish)),
        lapsesAt: clock.until(visit.now(), (dataSet?.pendingHours ?? 0) * 60),
      };
    },
    // The same wish is not asked for and reopened at the same moment.
    guards: ({ request }) => (request ? [`asks:${request.requester}`] : []),
    decide: reopen({ by: reader.id }),
    save: (tx, next) => updateRequest(tx, tenant, next),
  });
  return outcome.kind === 'refused' ? refusal(visit, outcome) : { kind: 'nothing' };
};
