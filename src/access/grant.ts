import { z } from 'zod';
import type { DataSet } from '../catalog/data-set.ts';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { type FreeText, freeText } from '../kernel/free-text.ts';
import { holds, isEmployee, type Member } from '../people/member.ts';
import type { Plan } from './span.ts';

/** The right to see a data set for a case, from one moment to another. */
export type Grant = {
  id: string;
  request: string;
  holder: string;
  dataSet: string;
  caseNumber: string;
  /** While `ready`: the last moment at which its holder can press Start. */
  startsAt: Date;
  /** While `ready`: the latest it can end. */
  endsAt: Date;
  /**
   * `scheduled` begins by itself, `ready` when its holder presses Start; the rest says that it runs, or how it ended: by its time, given
   * back, taken, given up before it began, never started, or with its case. Whether it is in force is judged by the times.
   */
  state:
    | (typeof openStates)[number]
    | 'expired'
    | 'returned'
    | 'revoked'
    | 'given_up'
    | 'unused'
    | 'case_closed';
  endedAt: Date | null;
  endedBy: string | null;
  /** Free text of a revocation; null also once erased. */
  endReason: string | null;
};

export const openStates = ['scheduled', 'ready', 'running'] as const;

/** In force at this moment; a scheduled one from its start on, whether or not a tick came by. */
export function inForce(grant: Pick<Grant, 'state' | 'startsAt' | 'endsAt'>, now: Date): boolean {
  const begun = grant.state === 'running' || (grant.state === 'scheduled' && now >= grant.startsAt);
  return begun && now < grant.endsAt;
}

/** Approved, and has yet to begin. */
export function isToStart(grant: Pick<Grant, 'state' | 'startsAt'>, now: Date): boolean {
  return (grant.state === 'scheduled' || grant.state === 'ready') && now < grant.startsAt;
}

/** In force, or yet to begin: there is something to give back or to take. */
export function isOpen(grant: Pick<Grant, 'state' | 'startsAt' | 'endsAt'>, now: Date): boolean {
  return inForce(grant, now) || isToStart(grant, now);
}

export function grantFrom(
  request: { id: string; requester: string; dataSet: string; caseNumber: string },
  id: string,
  plan: Plan,
): Grant {
  return {
    id,
    request: request.id,
    holder: request.requester,
    dataSet: request.dataSet,
    caseNumber: request.caseNumber,
    startsAt: plan.startsAt,
    endsAt: plan.endsAt,
    state: plan.state,
    endedAt: null,
    endedBy: null,
    endReason: null,
  };
}

/** How long before the end the holder is warned: an eighth of the time, at least 5 minutes, at most 2 hours and half of it. */
export function warningAt(grant: Pick<Grant, 'startsAt' | 'endsAt'>): Date {
  const length = grant.endsAt.getTime() - grant.startsAt.getTime();
  const lead = Math.min(2 * 3_600_000, Math.max(5 * 60_000, length / 8), length / 2);
  return new Date(grant.endsAt.getTime() - lead);
}

export type EndRefusal = 'access.grantUnknown' | 'access.notHolder' | 'access.ended' | 'access.mayNotRevoke';

/** Gives access back before its end, or up before it began. Only its holder may. */
export function giveBack(command: { by: string }) {
  return (grant: Grant | undefined, now: Date): Decision<Grant, EndRefusal> => {
    if (!grant) return refuse('access.grantUnknown');
    if (grant.holder !== command.by) return refuse('access.notHolder');
    if (!isOpen(grant, now)) return refuse('access.ended');
    const state = isToStart(grant, now) ? ('given_up' as const) : ('returned' as const);
    const next = { ...grant, state, endedAt: now, endedBy: command.by };
    return { next, events: [grantEvent(`access.${state}`, grant, { by: command.by })] };
  };
}

export const revokeInput = z.object({ reason: freeText({ max: 500, min: 2 }) });

export type RevokeState = {
  grant: Grant | undefined;
  actor: Member | undefined;
  dataSet: DataSet | undefined;
};

/** Ends somebody's access at once, with a reason that they read. The data set's owner and privacy officers may. */
export function revoke(command: { by: string; reason: FreeText }) {
  return ({ grant, actor, dataSet }: RevokeState, now: Date): Decision<Grant, EndRefusal> => {
    if (!grant) return refuse('access.grantUnknown');
    if (!mayRevoke(actor, dataSet)) return refuse('access.mayNotRevoke');
    if (!isOpen(grant, now)) return refuse('access.ended');
    const next = {
      ...grant,
      state: 'revoked' as const,
      endedAt: now,
      endedBy: command.by,
      endReason: command.reason,
    };
    return {
      next,
      events: [
        grantEvent('access.revoked', grant, { by: command.by, why: 'decided' }, { reason: command.reason }),
      ],
    };
  };
}

/** Who may end other people's access to a data set: its owner, and privacy officers. */
export function mayRevoke(actor: Member | undefined, dataSet: Pick<DataSet, 'owner'> | undefined): boolean {
  return holds(actor, 'privacy_officer') || (isEmployee(actor) && dataSet?.owner === actor.id);
}

/** Ends the access of somebody who left the company. */
export function endForLeaver(grant: Grant | undefined, now: Date): Decision<Grant, 'access.ended'> {
  if (!grant || !isOpen(grant, now)) return refuse('access.ended');
  const next = { ...grant, state: 'revoked' as const, endedAt: now };
  return { next, events: [grantEvent('access.revoked', grant, { why: 'left' })] };
}

/** Ends access that was to last until its case closes, when the case has closed; a plan for later falls away. */
export function endWithCase(grant: Grant | undefined, now: Date): Decision<Grant, 'access.ended'> {
  if (!grant || !isOpen(grant, now)) return refuse('access.ended');
  const next = { ...grant, state: 'case_closed' as const, endedAt: now };
  return { next, events: [grantEvent('access.case_closed', grant, {})] };
}

/** Ends access whose time is over. It took effect at `endsAt`, whenever the tick came by. */
export function expire(grant: Grant | undefined, now: Date): Decision<Grant, 'access.notDue'> {
  if (grant?.state !== 'running' || now < grant.endsAt) return refuse('access.notDue');
  const next = { ...grant, state: 'expired' as const, endedAt: grant.endsAt };
  return { next, events: [{ ...grantEvent('access.expired', grant, {}), effectiveAt: grant.endsAt }] };
}

/** An event about the end of a grant, or its beginning. */
export function grantEvent(
  type: string,
  grant: Grant,
  more: NewEvent['data'],
  personal?: NewEvent['personal'],
): NewEvent {
  const { request, holder, dataSet, caseNumber } = grant;
  return {
    type,
    version: 1,
    subject: grant.id,
    data: { request, holder, dataSet, caseNumber, ...more },
    ...(personal ? { personal, whose: holder } : {}),
  };
}
