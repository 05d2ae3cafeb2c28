import { caseKey } from '../catalog/case.ts';
import { type DataSet, mayAsk } from '../catalog/data-set.ts';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { isEmployee, type Member } from '../people/member.ts';
import type { Schedule } from '../people/working-time.ts';
import { type Grant, grantFrom } from './grant.ts';
import { hoursNamed, type Length, planned, type Start } from './span.ts';

export type Road = 'approver' | 'privacy_officer';

/** A wish for access to a data set for a case, and what became of it. */
export type Request = {
  id: string;
  requester: string;
  dataSet: string;
  caseNumber: string;
  purpose: DataSet['purposes'][number];
  /** Free text; '' when none was asked for and none given; null once erased. */
  reason: string | null;
  start: Start;
  length: Length;
  /** The most it may last, in hours. */
  hours: number;
  /** The fewer hours that were approved; null when it was approved as asked, or not. */
  approvedHours: number | null;
  /** Who was asked to decide: the approvers, or the privacy officers for want of any. Who may decide is judged at the click. */
  road: Road;
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

/** When it was put to its approvers: by being made, or by being opened again. */
export function cameAt({ createdAt, reopenedAt }: Pick<Request, 'createdAt' | 'reopenedAt'>): Date {
  return reopenedAt ?? createdAt;
}

/**
 * Whether somebody who gets a request at this moment gets it late: 30 minutes after it came or more, since another left or is away or they
 * came back. Who is asked at once is told at once, whatever the hour; who gets it late reads of it when they work.
 */
export function comesLate(came: Date, now: Date): boolean {
  return now.getTime() - came.getTime() >= 30 * 60_000;
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
  | 'access.setRetired'
  | 'access.caseClosedSince';

/** What a decision looks at: all of it read after the lock, at the click. */
export type DecideState = {
  request: Request | undefined;
  requester: Member | undefined;
  approver: Member | undefined;
  dataSet: DataSet | undefined;
  /** Whether this person may decide now: named by the data set, `insteadOf` somebody who is away, or as a privacy officer for want of an approver. */
  named: boolean;
  insteadOf?: string | null;
  road?: Road;
  /** The requester's working time: their days and weeks count. */
  schedule: Schedule;
  /** Who decided before, if somebody did. */
  decider: Member | undefined;
  /** The case was closed since it was asked for. */
  caseClosed?: boolean;
};

type Pending = { request: Request; dataSet: DataSet; who: { by: string; road: Road; insteadOf?: string } };

/** What lasts until its case closes is approved under the lock of the case: once it is closed, nothing would end the access. */
export function guardsOf({ request }: Pick<DecideState, 'request'>): string[] {
  return request?.length.kind === 'case' ? [caseKey(request.caseNumber)] : [];
}

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
  const { road = 'approver', insteadOf } = state;
  return { request, dataSet, who: { by, road, ...(insteadOf ? { insteadOf } : {}) } };
}

/**
 * Approves: the grant begins and ends as was asked for, counted from now, or after the fewer `hours` given. Refused as every decision,
 * and when the requester left, the data set went out of use, its rules became stricter than what was asked, or more hours are given.
 */
export function approve(command: { by: string; grantId: string; hours?: number }) {
  return (state: DecideState, now: Date): Decision<{ request: Request; grant: Grant }, DecideRefusal> => {
    const pending = decidable(command.by, state, now);
    if (!('request' in pending)) return pending;
    const { request, dataSet, who } = pending;
    if (!mayAsk(state.requester, dataSet)) return refuse('access.requesterLeft');
    if (dataSet.retiredAt) return refuse('access.setRetired');
    if (state.caseClosed) return refuse('access.caseClosedSince', { number: request.caseNumber });
    if (!dataSet.purposes.includes(request.purpose)) return refuse('access.purposeDropped');
    const hours = command.hours ?? request.hours;
    if (hours > request.hours) return refuse('access.notShorter', undefined, 'hours');
    // What ends by the calendar is cut to what is allowed by now; hours that were named are not quietly made fewer.
    const promised = command.hours ?? hoursNamed(request.length) ?? 0;
    if (promised > dataSet.longestHours)
      return refuse('access.rulesChanged', { hours: dataSet.longestHours });
    const most = Math.min(hours, dataSet.longestHours);
    const grant = grantFrom(request, command.grantId, planned(request, now, state.schedule, most));
    const next: Request = {
      ...request,
      state: 'granted',
      approvedHours: hours < request.hours ? hours : null,
      decidedBy: command.by,
      decidedAt: now,
    };
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
            state: grant.state,
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

/** Sends a waiting request another road: its approvers are all gone or away, or are back. Refused for what no longer waits, and when nothing changed. */
export function reroute(road: Road) {
  return (request: Request | undefined, now: Date): Decision<Request, 'access.notDue'> => {
    if (!request || !undecided(request) || now >= request.lapsesAt || request.road === road)
      return refuse('access.notDue');
    return {
      next: { ...request, road },
      events: [event('access.rerouted', request, { dataSet: request.dataSet, road })],
    };
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
