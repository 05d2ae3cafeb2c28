import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { inZone } from '../kernel/locale.ts';
import { nextReachable, type QuietTimes } from '../people/quiet-time.ts';
import type { Schedule } from '../people/working-time.ts';
import type { OwedState } from './owed.ts';

/** How long something can be put off, the shortest first. */
export const delays = ['20m', '1h', '3h', 'tomorrow', 'week'] as const;
export type Delay = (typeof delays)[number];

/** What a person did with something they are owed, and how it stood before. */
export type PutOff = {
  owed: string;
  /** Until when it is put off; null: it was stopped. */
  until: Date | null;
  state: 'stands' | 'taken_back';
  wasState: OwedState['state'];
  wasDueAt: Date;
  /** How often its person has done so, or taken it back. */
  revision: number;
};

export type PutOffState = {
  owed: OwedState | undefined;
  /** Whether there is still something to do, on current rows. */
  stillOwed: boolean;
  mayStop: boolean;
  before: PutOff | undefined;
};

export type PutOffRefusal =
  | 'attention.unknown'
  | 'attention.notYours'
  | 'attention.over'
  | 'attention.mayNotStop'
  | 'attention.backAlready';

type Changed = { owed: OwedState; putOff: PutOff };

/** Whether it is put off at this moment. */
export function isPutOff(owed: OwedState, putOff: PutOff | undefined, now: Date): boolean {
  return (
    putOff?.state === 'stands' &&
    putOff.until !== null &&
    owed.state === 'owed' &&
    owed.dueAt.getTime() === putOff.until.getTime() &&
    owed.dueAt > now
  );
}

/** Whether its person wants to hear no more of it. */
export function isStopped(owed: OwedState, putOff: PutOff | undefined): boolean {
  return owed.state === 'stopped' && putOff?.state === 'stands' && putOff.until === null;
}

/**
 * Says it again at a later moment, whatever the hour: the person asked for that moment. Only they can. Refused when nothing is left to do.
 * What was put off or stopped already gets the new moment.
 */
export function snooze(command: { by: string; until: Date }) {
  return (state: PutOffState): Decision<Changed, PutOffRefusal> => {
    const refused = mayPutOff(command.by, state);
    if ('refused' in refused) return refused;
    const { owed } = refused;
    return changed(state, owed, command.until, { state: 'owed', asked: true, dueAt: command.until });
  };
}

/** Stops one reminder for good, where its kind allows that. Only its person can. It stays to be done, and others still see that it is. */
export function stop(command: { by: string }) {
  return (state: PutOffState): Decision<Changed, PutOffRefusal> => {
    const refused = mayPutOff(command.by, state);
    if ('refused' in refused) return refused;
    if (!state.mayStop) return refuse('attention.mayNotStop');
    return changed(state, refused.owed, null, { state: 'stopped', asked: false });
  };
}

/** Takes either back: it stands as it stood before. Refused when it has been said again meanwhile, or is over. */
export function takeBack(command: { by: string }) {
  return (state: PutOffState, now: Date): Decision<Changed, PutOffRefusal> => {
    const refused = mayPutOff(command.by, state);
    if ('refused' in refused) return refused;
    const { owed } = refused;
    const { before } = state;
    if (!before || !(isPutOff(owed, before, now) || isStopped(owed, before)))
      return refuse('attention.backAlready');
    return {
      next: {
        owed: { ...owed, state: before.wasState, dueAt: before.wasDueAt, asked: false },
        putOff: { ...before, state: 'taken_back', revision: before.revision + 1 },
      },
      events: [happened('attention.taken_back', owed, {})],
    };
  };
}

function mayPutOff(by: string, state: PutOffState): { owed: OwedState } | ReturnType<typeof refused> {
  const { owed } = state;
  if (!owed) return refused('attention.unknown');
  if (owed.person !== by) return refused('attention.notYours');
  if (owed.state === 'done' || owed.state === 'dropped' || !state.stillOwed) return refused('attention.over');
  return { owed };
}

const refused = (key: PutOffRefusal) => refuse(key);

function changed(
  { before }: PutOffState,
  owed: OwedState,
  until: Date | null,
  change: Partial<OwedState>,
): Decision<Changed, PutOffRefusal> {
  // Put off a second time it still goes back to how it was told.
  const again = before?.state === 'stands' && (owed.state === 'stopped' || owed.asked);
  const putOff: PutOff = {
    owed: owed.id,
    until,
    state: 'stands',
    wasState: again ? before.wasState : owed.state,
    wasDueAt: again ? before.wasDueAt : owed.dueAt,
    revision: (before?.revision ?? 0) + 1,
  };
  const type = until ? 'attention.snoozed' : 'attention.stopped';
  return {
    next: { owed: { ...owed, ...change }, putOff },
    events: [happened(type, owed, until ? { until: until.toISOString() } : {})],
  };
}

function happened(
  type: string,
  { id, kind, person, subject }: OwedState,
  more: { until?: string },
): NewEvent {
  return { type, version: 1, subject: id, data: { kind, person, about: subject, ...more } };
}

/**
 * Until when a delay lasts. Minutes and hours are the clock's. `tomorrow` is the person's next working day and `week` the first of their next
 * week, at the hour of their digest, outside of their quiet times.
 */
export function delayedUntil(
  delay: Delay,
  now: Date,
  own: { schedule: Schedule; quiet: QuietTimes | null; digestAt: string | null },
): Date {
  const minutes = { '20m': 20, '1h': 60, '3h': 180 } as const;
  if (delay === '20m' || delay === '1h' || delay === '3h')
    return new Date(now.getTime() + minutes[delay] * 60_000);
  const today = inZone(now, own.schedule.tz).startOf('day');
  const first = delay === 'tomorrow' ? today.plus({ days: 1 }) : today.startOf('week').plus({ weeks: 1 });
  const reachable = nextReachable(own.schedule, own.quiet, first.toJSDate());
  return nextReachable(own.schedule, own.quiet, later(reachable, digestHour(reachable, own)));
}

function digestHour(
  day: Date,
  { schedule, digestAt }: { schedule: Schedule; digestAt: string | null },
): Date {
  const [hour = 0, minute = 0] = (digestAt ?? schedule.from).split(':').map(Number);
  return inZone(day, schedule.tz).set({ hour, minute, second: 0, millisecond: 0 }).toJSDate();
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);
