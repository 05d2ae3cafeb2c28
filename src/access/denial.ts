import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import { type FreeText, freeText } from '../kernel/free-text.ts';
import { isEmployee } from '../people/member.ts';
import {
  type DecideRefusal,
  type DecideState,
  type DenialKind,
  decidable,
  denialKinds,
  event,
  type Request,
} from './request.ts';

/** A text that may be left out; empty then. */
export const optionalText = (max: number) => z.preprocess((typed) => typed ?? '', freeText({ max, min: 0 }));

/** What the denial form hands in: a ready reason, words of one's own, or both. `other` alone says nothing. */
export const denyInput = z
  .object({ kind: z.enum(denialKinds).nullish(), reason: optionalText(500) })
  .transform(({ kind, reason }) => ({ kind: kind ?? ('other' as const), reason }))
  .refine(({ kind, reason }) => kind !== 'other' || reason !== '', {
    path: ['reason'],
    error: 'access.sayWhy',
  });

/** Denies, with a reason that the requester reads. Refused as every decision. */
export function deny(command: { by: string; kind?: DenialKind; reason: FreeText }) {
  return (state: DecideState, now: Date): Decision<Request, DecideRefusal> => {
    const pending = decidable(command.by, state, now);
    if (!('request' in pending)) return pending;
    const { request, who } = pending;
    const { by, kind = 'other', reason } = command;
    const next = {
      ...request,
      state: 'denied' as const,
      decidedBy: by,
      decidedAt: now,
      denialKind: kind,
      denialReason: reason,
    };
    const { requester, dataSet } = request;
    const words = reason === '' ? {} : { personal: { reason }, whose: requester };
    return { next, events: [event('access.denied', request, { ...who, requester, dataSet, kind }, words)] };
  };
}

/** How long a denial can be reopened, in hours. */
export const reopenHours = 24;

/** Until when a denial can be reopened, by whoever denied. */
export function reopenableUntil({ decidedAt }: Pick<Request, 'decidedAt'>): Date {
  return new Date((decidedAt?.getTime() ?? 0) + reopenHours * 3_600_000);
}

export type ReopenRefusal =
  | 'access.unknown'
  | 'access.notDenied'
  | 'access.notYourDenial'
  | 'access.tooLateToReopen'
  | 'access.notApprover'
  | 'access.requesterLeft'
  | 'access.setRetired'
  | 'access.askedAnew';

export type ReopenState = DecideState & {
  /** An undecided request of the same person for the same data and case. */
  waiting: string | undefined;
  /** When the reopened request lapses: its wait begins anew. */
  lapsesAt: Date;
};

/**
 * Reopens a denial: it waits again, as long as a new one. Only who denied may, for a day, and only while they are an approver. Refused
 * when it is not denied (any more), the requester left, the data is out of use, or the same wish waits already.
 */
export function reopen(command: { by: string }) {
  return (state: ReopenState, now: Date): Decision<Request, ReopenRefusal> => {
    const { request, dataSet } = state;
    const { by } = command;
    if (!request || !dataSet) return refuse('access.unknown');
    if (request.state !== 'denied') return refuse('access.notDenied', { how: request.state });
    if (request.decidedBy !== by) return refuse('access.notYourDenial');
    if (now >= reopenableUntil(request)) return refuse('access.tooLateToReopen');
    if (!isEmployee(state.approver) || !state.named) return refuse('access.notApprover');
    if (!isEmployee(state.requester)) return refuse('access.requesterLeft');
    if (dataSet.retiredAt) return refuse('access.setRetired');
    if (state.waiting) return refuse('access.askedAnew');
    const next: Request = {
      ...request,
      state: 'pending',
      lapsesAt: state.lapsesAt,
      waitLeft: null,
      reopenedAt: now,
      decidedBy: null,
      decidedAt: null,
      denialKind: null,
      denialReason: null,
    };
    const { requester } = request;
    const lapsesAt = next.lapsesAt.toISOString();
    return {
      next,
      events: [event('access.reopened', request, { by, requester, dataSet: dataSet.id, lapsesAt })],
    };
  };
}
