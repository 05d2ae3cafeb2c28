import { type Decision, refuse } from '../kernel/decision.ts';
import type { Schedule } from '../people/working-time.ts';
import { type Grant, grantEvent } from './grant.ts';
import type { Request } from './request.ts';
import { endsAt } from './span.ts';

export type PressRefusal =
  | 'access.grantUnknown'
  | 'access.notHolderStart'
  | 'access.employeesOnly'
  | 'access.started'
  | 'access.startsByItself'
  | 'access.startOver'
  | 'access.ended'
  | 'access.setGone';

export type PressState = {
  grant: Grant | undefined;
  request: Request | undefined;
  /** Whether its holder may still have it: an employee, or a guest whom the policy lets. */
  served: boolean;
  /** The longest the data set allows now, in hours; undefined once it is out of use. */
  longestHours: number | undefined;
  schedule: Schedule;
};

/**
 * Presses Start: the access that waited for it begins now, and its length counts from now. Refused to everybody but its holder, the second
 * time, once the two working days are over, and when the data set went out of use.
 */
export function press(command: { by: string }) {
  return (state: PressState, now: Date): Decision<Grant, PressRefusal> => {
    const { grant, request, longestHours } = state;
    if (!grant || !request) return refuse('access.grantUnknown');
    if (grant.holder !== command.by) return refuse('access.notHolderStart');
    if (!state.served) return refuse('access.employeesOnly');
    if (grant.state === 'running') return refuse(now < grant.endsAt ? 'access.started' : 'access.ended');
    if (grant.state === 'scheduled') return refuse('access.startsByItself');
    if (grant.state === 'unused' || (grant.state === 'ready' && now >= grant.startsAt))
      return refuse('access.startOver');
    if (grant.state !== 'ready') return refuse('access.ended');
    if (longestHours === undefined) return refuse('access.setGone');
    const most = Math.min(request.approvedHours ?? request.hours, longestHours);
    const next: Grant = {
      ...grant,
      state: 'running',
      startsAt: now,
      endsAt: endsAt(request.length, now, state.schedule, most),
    };
    return { next, events: [started(next, { by: command.by })] };
  };
}

/** Begins what was scheduled. It took effect at `startsAt`, whenever the tick came by. Refused before its time and for what is not scheduled. */
export function begin(grant: Grant | undefined, now: Date): Decision<Grant, 'access.notDue'> {
  if (grant?.state !== 'scheduled' || now < grant.startsAt) return refuse('access.notDue');
  const next: Grant = { ...grant, state: 'running' };
  return { next, events: [{ ...started(next, {}), effectiveAt: grant.startsAt }] };
}

/** Lets go of access whose Start nobody pressed in time. Refused before its time and for what does not wait for one. */
export function neverStarted(grant: Grant | undefined, now: Date): Decision<Grant, 'access.notDue'> {
  if (grant?.state !== 'ready' || now < grant.startsAt) return refuse('access.notDue');
  const next: Grant = { ...grant, state: 'unused', endedAt: grant.startsAt };
  return { next, events: [{ ...grantEvent('access.unused', grant, {}), effectiveAt: grant.startsAt }] };
}

function started(grant: Grant, more: Record<string, string>) {
  return grantEvent('access.started', grant, {
    startsAt: grant.startsAt.toISOString(),
    endsAt: grant.endsAt.toISOString(),
    ...more,
  });
}
