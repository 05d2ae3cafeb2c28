import { derivedId } from '../kernel/id.ts';
import type { ActionHandler } from '../slack/capability.ts';
import { refusal } from './refusal.view.ts';
import { requestById, updateRequest } from './request.store.ts';
import { withdraw } from './request.ts';

export const onWithdraw: ActionHandler = async (visit, { value }) => {
  const outcome = await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id),
    cause: visit.cause,
    keys: [value],
    load: (tx) => requestById(tx, visit.tenant, value),
    decide: withdraw({ by: visit.reader.id }),
    save: (tx, next) => updateRequest(tx, visit.tenant, next),
  });
  return outcome.kind === 'refused' ? refusal(visit, outcome) : { kind: 'nothing' };
};
