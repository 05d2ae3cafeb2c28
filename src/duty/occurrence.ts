import { type Decision, type Refusal, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import type { FreeText } from '../kernel/free-text.ts';
import { isEmployee, type Member } from '../people/member.ts';
import { type Schedule, workingMinutes } from '../people/working-time.ts';
import { type Duty, mayLead } from './duty.ts';
import { type Answered, type Evidence, type EvidenceRefusal, flagOf, readEvidence } from './evidence.ts';
import { asksOf } from './meeting.ts';
import { dayOf, lateOn } from './plan.ts';

export const occurrenceStates = ['open', 'submitted', 'returned', 'done', 'skipped', 'missed'] as const;

/** One time that a duty falls due. */
export type Occurrence = {
  id: string;
  duty: string;
  /** The day of the rule; one occurrence for each, and for each thing that happened. */
  plannedOn: string;
  /** What happened, for a duty after an event: the id of the event's subject. */
  about: string | null;
  opensAt: Date;
  dueAt: Date;
  /** From when it is late. */
  lateAt: Date;
  owner: string;
  /** `missed`: the next one came, and nobody had done it. */
  state: (typeof occurrenceStates)[number];
  evidence: Evidence | null;
  /** The day the evidence is of, which may be before the day it was entered. */
  evidenceOn: string | null;
  /** When it was done, skipped, or given up as missed. */
  doneAt: Date | null;
  doneBy: string | null;
  checkedAt: Date | null;
  checkedBy: string | null;
  /** Free text: why it was returned or skipped; null once erased. */
  note: string | null;
  flagged: 'same' | 'template' | null;
  /** Working minutes between its due time and its doing; 0 within the tolerance. */
  lateMinutes: number;
};

/** Waits for its owner. */
export function isOpen({ state }: Pick<Occurrence, 'state'>): boolean {
  return state === 'open' || state === 'returned';
}

/** Past its tolerance and still not done. */
export function isLate(occurrence: Pick<Occurrence, 'state' | 'lateAt'>, now: Date): boolean {
  return isOpen(occurrence) && now >= occurrence.lateAt;
}

/** Past its due time and within its tolerance: not late yet. */
export function isWithinTolerance(
  { dueAt, lateAt, state }: Pick<Occurrence, 'state' | 'dueAt' | 'lateAt'>,
  now: Date,
): boolean {
  return isOpen({ state }) && now >= dueAt && now < lateAt;
}

/** For how long one can undo what one did. */
export const undoMinutes = 10;

export type OccurrenceState = {
  actor: Member | undefined;
  duty: Duty | undefined;
  before: Occurrence | undefined;
  /** Of the duty's office. */
  schedule: Schedule;
};

export type OccurrenceRefusal =
  | 'duty.unknown'
  | 'duty.notYours'
  | 'duty.already'
  | 'duty.notSubmitted'
  | 'duty.notChecker'
  | 'duty.checksOwn'
  | 'duty.notDone'
  | 'duty.undoTooLate'
  | 'duty.checkedAlready'
  | 'duty.dateInFuture'
  | 'duty.dateTooOld'
  | 'duty.ownerNotEmployee'
  | 'duty.ownChecker'
  | 'duty.sameOwner'
  | EvidenceRefusal;

/** Whose occurrence it is, or who leads. */
function mayDo(by: string, actor: Member | undefined, occurrence: Occurrence): boolean {
  return isEmployee(actor) && actor.id === by && (occurrence.owner === by || mayLead(actor));
}

/** What can be done by its owner; the refusal says why not. */
function doable(
  by: string,
  { actor, duty, before }: OccurrenceState,
): { duty: Duty; before: Occurrence } | Refusal<OccurrenceRefusal> {
  if (!duty || !before) return refuse('duty.unknown');
  if (!mayDo(by, actor, before)) return refuse('duty.notYours', { owner: before.owner });
  if (!isOpen(before)) return refuse('duty.already', { how: before.state });
  return { duty, before };
}

/**
 * Hands in the evidence: done, or submitted where somebody checks. Refused: to others than its owner and who leads; twice; to the checker
 * themselves; for answers that are not what was asked; for evidence of a day to come, or from before the last two years.
 */
export function complete(command: { by: string; answers: Answered; evidenceOn: string | null }) {
  return (
    state: OccurrenceState & { last: Evidence | null },
    now: Date,
  ): Decision<Occurrence, OccurrenceRefusal> => {
    const open = doable(command.by, state);
    if ('refused' in open) return open;
    const { duty, before } = open;
    if (duty.checker === command.by) return refuse('duty.checksOwn');
    const today = dayOf(now, state.schedule.tz);
    const evidenceOn = command.evidenceOn ?? today;
    // Whoever sits farther east is a day ahead of the office.
    if (evidenceOn > dayOf(now, state.actor?.tz ?? state.schedule.tz) && evidenceOn > today)
      return refuse('duty.dateInFuture', undefined, 'evidenceOn');
    if (Number(evidenceOn.slice(0, 4)) < Number(today.slice(0, 4)) - 2)
      return refuse('duty.dateTooOld', undefined, 'evidenceOn');
    const read = readEvidence(asksOf(duty), command.answers);
    if ('refused' in read) return read;
    const { evidence } = read;
    const next: Occurrence = {
      ...before,
      state: duty.checker === null ? 'done' : 'submitted',
      evidence,
      evidenceOn,
      doneAt: now,
      doneBy: command.by,
      ...{ checkedAt: null, checkedBy: null },
      flagged: flagOf(asksOf(duty), evidence, state.last),
      lateMinutes: lateMinutes(before, duty, state.schedule, now),
    };
    const { flagged } = next;
    const data = { evidenceOn, flagged, lateMinutes: next.lateMinutes };
    return {
      next,
      events: [happened(next.state === 'done' ? 'duty.done' : 'duty.submitted', next, command.by, data)],
    };
  };
}

/** Judged by the calendar as it is known now: when the occurrence was opened, the next year's holidays may not have been. */
function lateMinutes(
  { dueAt, plannedOn }: Occurrence,
  { toleranceDays }: Duty,
  schedule: Schedule,
  now: Date,
): number {
  if (now < lateOn(plannedOn, toleranceDays, schedule)) return 0;
  return Math.round(workingMinutes(schedule, dueAt, now));
}

/** Passes this one time on. For good: `handOver` of the rule with it. */
export function pass(command: { by: string; to: string }) {
  return (state: OccurrenceState & { to: Member | undefined }): Decision<Occurrence, OccurrenceRefusal> => {
    const open = doable(command.by, state);
    if ('refused' in open) return open;
    const { duty, before } = open;
    if (command.to === before.owner) return refuse('duty.sameOwner', undefined, 'to');
    if (!isEmployee(state.to)) return refuse('duty.ownerNotEmployee', undefined, 'to');
    if (duty.checker === command.to) return refuse('duty.ownChecker', undefined, 'to');
    return { ...passed(before, command.by, command.to) };
  };
}

/** Hands an occurrence to somebody; `by` is null where the house does: its owner left. */
export function passed(
  before: Occurrence,
  by: string | null,
  to: string,
): { next: Occurrence; events: NewEvent[] } {
  const next: Occurrence = { ...before, owner: to };
  return { next, events: [happened('duty.passed', next, by, { from: before.owner, to })] };
}

/** Not this time, and why. */
export function skip(command: { by: string; note: FreeText }) {
  return (state: OccurrenceState, now: Date): Decision<Occurrence, OccurrenceRefusal> => {
    const open = doable(command.by, state);
    if ('refused' in open) return open;
    const next: Occurrence = {
      ...open.before,
      state: 'skipped',
      note: command.note,
      doneAt: now,
      doneBy: command.by,
    };
    return { next, events: [happened('duty.skipped', next, command.by, {}, command.note)] };
  };
}

/** Takes back what one did oneself in the last minutes, before anybody checked it. What was answered stays in the form. */
export function undo(command: { by: string }) {
  return (
    { actor, before }: Omit<OccurrenceState, 'schedule'>,
    now: Date,
  ): Decision<Occurrence, OccurrenceRefusal> => {
    if (!before) return refuse('duty.unknown');
    if (before.state !== 'done' && before.state !== 'submitted' && before.state !== 'skipped')
      return refuse('duty.notDone');
    if (!isEmployee(actor) || before.doneBy !== command.by)
      return refuse('duty.notYours', { owner: before.owner });
    if (before.state === 'done' && before.checkedAt !== null) return refuse('duty.checkedAlready');
    if (before.doneAt === null || now.getTime() - before.doneAt.getTime() > undoMinutes * 60_000)
      return refuse('duty.undoTooLate', { minutes: undoMinutes });
    const returned = before.state === 'skipped' ? before.checkedAt !== null : before.note !== null;
    const next: Occurrence = {
      ...before,
      state: returned ? 'returned' : 'open',
      ...{ doneAt: null, doneBy: null, flagged: null, lateMinutes: 0 },
      note: before.state === 'skipped' ? null : before.note,
    };
    return { next, events: [happened('duty.undone', next, command.by, { was: before.state })] };
  };
}

/** An event of an occurrence; what people wrote stands beside it. */
export function happened(
  type: string,
  occurrence: Occurrence,
  by: string | null,
  data: NewEvent['data'] = {},
  note?: string,
): NewEvent {
  const { id, duty, plannedOn, owner } = occurrence;
  return {
    ...{ type, version: 1, subject: id },
    data: { by, duty, plannedOn, owner, ...data },
    ...(note === undefined ? {} : { personal: { note }, ...(by ? { whose: by } : {}) }),
  };
}
