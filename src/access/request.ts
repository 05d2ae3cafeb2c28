import { z } from 'zod';
import { caseNumber, type Named } from '../catalog/case.ts';
import { type DataSet, mayAsk, purposeKinds } from '../catalog/data-set.ts';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { freeText } from '../kernel/free-text.ts';
import { isEmployee, type Member } from '../people/member.ts';
import { caseRefusal } from './case.ts';
import { type Grant, grantFrom } from './grant.ts';

/** A wish for access to a data set for a case, and what became of it. */
export type Request = {
  id: string;
  requester: string;
  dataSet: string;
  caseNumber: string;
  purpose: DataSet['purposes'][number];
  /** Free text; null once erased. */
  reason: string | null;
  hours: number;
  /** `asked`: an approver asked a question, and the requester owes the answer. */
  state: 'pending' | 'asked' | 'granted' | 'denied' | 'withdrawn' | 'lapsed';
  createdAt: Date;
  /** When it lapses if nobody decides; while a question is open, if nobody answers. */
  lapsesAt: Date;
  /** Minutes of waiting that were left when a question stopped the clock; null while it runs. Kept by one that lapsed unanswered. */
  waitLeft: number | null;
  /** When a denial of it was reopened last. */
  reopenedAt: Date | null;
  /** Who approved, denied or withdrew; null when time or the requester's leaving did. */
  decidedBy: string | null;
  decidedAt: Date | null;
  denialKind: DenialKind | null;
  /** Free text of a denial; empty when only a ready reason was given, null also once erased. */
  denialReason: string | null;
};

/** The ready reasons of a denial. */
export const denialKinds = ['not_needed', 'too_much', 'wrong_case', 'ask_first', 'other'] as const;
export type DenialKind = (typeof denialKinds)[number];

/** Still to be decided, whoever has the next word. */
export function undecided({ state }: Pick<Request, 'state'>): boolean {
  return state === 'pending' || state === 'asked';
}

/** What the form hands in. */
export const askInput = z.object({
  dataSet: z.string().min(1).max(80),
  caseNumber,
  purpose: z.enum(purposeKinds),
  reason: freeText({ max: 500, min: 4 }),
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 366),
  acknowledged: z.literal(true, { error: 'access.acknowledge' }),
});
export type Ask = z.infer<typeof askInput>;

export type AskRefusal =
  | 'access.employeesOnly'
  | 'access.setUnknown'
  | 'access.caseUnknown'
  | 'access.caseClosed'
  | 'access.purposeNotAllowed'
  | 'access.tooLong'
  | 'access.nobodyDecides'
  | 'access.alreadyAsked';

export type AskState = {
  requester: Member | undefined;
  dataSet: DataSet | undefined;
  /** What the register of cases says of the number. */
  case: Named;
  /** Who may decide on the data set now. */
  approvers: readonly string[];
  /** A pending request of the same person for the same data and case. */
  waiting: string | undefined;
};

/**
 * Asks for access. Refused: to people who are no employees, guests apart where the policy lets them; for a data set that is unknown or out of use; for a case that is closed, or
 * that a firm with a register has not in it; for a purpose its policy does not name (purpose limitation, PIPL art. 6); for longer than its longest grant; when nobody but the requester could decide; and
 * when the same wish already waits.
 */
export function ask(command: Ask & { id: string; by: string }) {
  return (state: AskState, now: Date): Decision<Request, AskRefusal> => {
    const { requester, dataSet } = state;
    if (!requester || requester.leftAt !== null) return refuse('access.employeesOnly');
    if (!dataSet || dataSet.retiredAt) return refuse('access.setUnknown', undefined, 'dataSet');
    if (!mayAsk(requester, dataSet)) return refuse('access.employeesOnly');
    const noCase = caseRefusal(state.case, command.caseNumber);
    if (noCase) return noCase;
    if (!dataSet.purposes.includes(command.purpose))
      return refuse('access.purposeNotAllowed', undefined, 'purpose');
    if (command.hours > dataSet.longestHours)
      return refuse('access.tooLong', { hours: dataSet.longestHours }, 'hours');
    if (!state.approvers.some((id) => id !== command.by))
      return refuse('access.nobodyDecides', undefined, 'dataSet');
    if (state.waiting) return refuse('access.alreadyAsked', { id: state.waiting }, 'dataSet');
    const next: Request = {
      id: command.id,
      requester: command.by,
      dataSet: dataSet.id,
      caseNumber: command.caseNumber,
      purpose: command.purpose,
      reason: command.reason,
      hours: command.hours,
      state: 'pending',
      createdAt: now,
      lapsesAt: later(now, dataSet.pendingHours),
      waitLeft: null,
      reopenedAt: null,
      decidedBy: null,
      decidedAt: null,
      denialKind: null,
      denialReason: null,
    };
    return {
      next,
      events: [
        {
          type: 'access.requested',
          version: 1,
          subject: next.id,
          data: {
            by: command.by,
            dataSet: next.dataSet,
            dataSetRevision: dataSet.revision,
            classification: dataSet.classification,
            caseNumber: next.caseNumber,
            purpose: next.purpose,
            hours: next.hours,
            acknowledged: true,
            lapsesAt: next.lapsesAt.toISOString(),
          },
          personal: { reason: command.reason },
          whose: command.by,
        },
      ],
    };
  };
}

export type DecideRefusal =
  | 'access.unknown'
  | 'access.ownRequest'
  | 'access.decided'
  | 'access.withdrawn'
  | 'access.lapsed'
  | 'access.notApprover'
  | 'access.requesterLeft'
  | 'access.purposeDropped'
  | 'access.rulesChanged'
  | 'access.notShorter'
  | 'access.setRetired';

/** What a decision looks at: all of it read after the lock, at the click. */
export type DecideState = {
  request: Request | undefined;
  requester: Member | undefined;
  approver: Member | undefined;
  dataSet: DataSet | undefined;
  /** Whether the data set names this approver now, by name, through a user group, or `insteadOf` somebody who is away. */
  named: boolean;
  insteadOf?: string | null;
  /** Who decided before, if somebody did. */
  decider: Member | undefined;
};

type Pending = { request: Request; dataSet: DataSet; who: { by: string; insteadOf?: string } };

/** Rules that every decision shares: nobody decides on their own request by any road, and only while it waits, and only with the right. */
export function decidable(
  by: string,
  state: DecideState,
  now: Date,
): Pending | Decision<never, DecideRefusal> {
  const { request, dataSet } = state;
  if (!request || !dataSet) return refuse('access.unknown');
  if (request.requester === by) return refuse('access.ownRequest');
  if (request.state === 'withdrawn') return refuse('access.withdrawn');
  if (request.state === 'lapsed' || (undecided(request) && now >= request.lapsesAt))
    return refuse('access.lapsed');
  if (!undecided(request))
    return refuse('access.decided', {
      how: request.decidedBy === by ? `${request.state}ByYou` : request.state,
      by: state.decider?.name ?? request.decidedBy ?? '',
    });
  if (!isEmployee(state.approver) || !state.named) return refuse('access.notApprover');
  return { request, dataSet, who: { by, ...(state.insteadOf ? { insteadOf: state.insteadOf } : {}) } };
}

/**
 * Approves: the grant starts now and ends by itself after the hours asked for, or the fewer `hours` given. Refused as every decision,
 * and when the requester left, the data set went out of use, its rules became stricter than what was asked, or more hours are given.
 */
export function approve(command: { by: string; grantId: string; hours?: number }) {
  return (state: DecideState, now: Date): Decision<{ request: Request; grant: Grant }, DecideRefusal> => {
    const pending = decidable(command.by, state, now);
    if (!('request' in pending)) return pending;
    const { request, dataSet, who } = pending;
    if (!mayAsk(state.requester, dataSet)) return refuse('access.requesterLeft');
    if (dataSet.retiredAt) return refuse('access.setRetired');
    if (!dataSet.purposes.includes(request.purpose)) return refuse('access.purposeDropped');
    const hours = command.hours ?? request.hours;
    if (hours > request.hours) return refuse('access.notShorter', undefined, 'hours');
    if (hours > dataSet.longestHours) return refuse('access.rulesChanged', { hours: dataSet.longestHours });
    const grant = grantFrom(request, command.grantId, now, later(now, hours));
    const next = { ...request, state: 'granted' as const, decidedBy: command.by, decidedAt: now };
    return {
      next: { request: next, grant },
      events: [
        {
          type: 'access.approved',
          version: 1,
          subject: request.id,
          data: {
            ...who,
            requester: request.requester,
            dataSet: request.dataSet,
            dataSetRevision: dataSet.revision,
            grant: grant.id,
            ...(hours < request.hours ? { shortenedTo: hours } : {}),
          },
        },
        {
          type: 'access.granted',
          version: 1,
          subject: grant.id,
          data: {
            request: request.id,
            holder: grant.holder,
            dataSet: grant.dataSet,
            caseNumber: grant.caseNumber,
            purpose: request.purpose,
            startsAt: grant.startsAt.toISOString(),
            endsAt: grant.endsAt.toISOString(),
          },
        },
      ],
    };
  };
}

export type WithdrawRefusal =
  | 'access.unknown'
  | 'access.notYours'
  | 'access.tooLateToWithdraw'
  | 'access.withdrawn'
  | 'access.lapsed';

/** Takes a pending request back. Only its requester may; the house does it for somebody who left. */
export function withdraw(command: { by: string | 'leaver' }) {
  return (request: Request | undefined, now: Date): Decision<Request, WithdrawRefusal> => {
    if (!request) return refuse('access.unknown');
    if (command.by !== 'leaver' && request.requester !== command.by) return refuse('access.notYours');
    if (request.state === 'withdrawn') return refuse('access.withdrawn');
    if (request.state === 'lapsed' || (undecided(request) && now >= request.lapsesAt))
      return refuse('access.lapsed');
    if (!undecided(request)) return refuse('access.tooLateToWithdraw', { how: request.state });
    const by = command.by === 'leaver' ? null : command.by;
    const next = { ...request, state: 'withdrawn' as const, decidedBy: by, decidedAt: now };
    return {
      next,
      events: [event('access.withdrawn', request, { by: command.by, dataSet: request.dataSet })],
    };
  };
}

/** Lets a request lapse that waited too long, for a decision or for an answer. Refused before its time, and for what no longer waits. */
export function lapse(request: Request | undefined, now: Date): Decision<Request, 'access.notDue'> {
  if (!request || !undecided(request) || now < request.lapsesAt) return refuse('access.notDue');
  const next = { ...request, state: 'lapsed' as const, decidedAt: request.lapsesAt };
  const data = { dataSet: request.dataSet, why: request.state === 'asked' ? 'unanswered' : 'undecided' };
  return {
    next,
    events: [{ ...event('access.lapsed', request, data), effectiveAt: request.lapsesAt }],
  };
}

/** An event about a request. */
export function event(
  type: string,
  request: Request,
  data: NewEvent['data'],
  written?: Pick<NewEvent, 'personal' | 'whose'>,
): NewEvent {
  return { type, version: 1, subject: request.id, data, ...written };
}

const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000);
