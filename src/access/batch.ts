import type { Classification } from '../catalog/data-set.ts';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { Grant } from './grant.ts';
import { approve, type DecideRefusal, type DecideState, type Request } from './request.ts';
import type { Unusual } from './unusual.ts';

/** From how many waiting requests on an approver gets one inbox instead of further single cards. */
export const inboxFrom = 3;

/** Whether a request may be approved together with others: its class allows it, nothing is unusual, and no question is open. */
export function mayBatch(
  request: Pick<Request, 'state'>,
  classification: Classification,
  odd: readonly Unusual[],
): boolean {
  return request.state === 'pending' && classification !== 'strict' && odd.length === 0;
}

/** Approves one of several. Refused as approving it alone, and when it has to be looked at by itself. */
export function approveInBatch(command: { by: string; grantId: string }) {
  return (
    state: DecideState & { odd: readonly Unusual[] },
    now: Date,
  ): Decision<{ request: Request; grant: Grant }, DecideRefusal | 'access.lookFirst'> => {
    const decision = approve(command)(state, now);
    if ('refused' in decision) return decision;
    const { request, dataSet } = state;
    if (!request || !dataSet || !mayBatch(request, dataSet.classification, state.odd))
      return refuse('access.lookFirst');
    return decision;
  };
}
