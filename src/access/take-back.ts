import { z } from 'zod';
import { type Decision, type Refusal, refuse } from '../kernel/decision.ts';
import type { FreeText } from '../kernel/free-text.ts';
import { optionalText } from './denial.ts';
import { type Grant, grantEvent, isOpen } from './grant.ts';
import type { Request } from './request.ts';

/** What the form of taking back hands in. */
export const takeBackInput = z.object({ reason: optionalText(500) });

export type TakeBackState = { grant: Grant | undefined; request: Request | undefined };
export type TakeBackRefusal = 'access.grantUnknown' | 'access.notYourApproval' | 'access.nothingToTakeBack';

/** Whether this approval can be taken back by this person now; the refusal says why not. */
export function takeable(
  by: string,
  { grant, request }: TakeBackState,
  now: Date,
): Grant | Refusal<TakeBackRefusal> {
  if (!grant || !request) return refuse('access.grantUnknown');
  if (request.decidedBy !== by) return refuse('access.notYourApproval');
  if (!isOpen(grant, now))
    return refuse('access.nothingToTakeBack', { how: grant.state === 'running' ? 'expired' : grant.state });
  return grant;
}

/** Takes an approval back: the access ends now. Only who approved may, an approver or not any more, and while it runs or has yet to begin. */
export function takeBack(command: { by: string; reason: FreeText }) {
  return (state: TakeBackState, now: Date): Decision<Grant, TakeBackRefusal> => {
    const grant = takeable(command.by, state, now);
    if ('refused' in grant) return grant;
    const { by, reason } = command;
    const next = { ...grant, state: 'revoked' as const, endedAt: now, endedBy: by, endReason: reason };
    const words = reason === '' ? undefined : { reason };
    return { next, events: [grantEvent('access.revoked', grant, { by, why: 'taken_back' }, words)] };
  };
}
