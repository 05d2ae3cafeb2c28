import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { inZone } from '../kernel/locale.ts';
import { calendarDay } from './company.ts';
import { holds, isEmployee, type Member, userId } from './member.ts';

/**
 * A time in which somebody is not there: recorded, or read from a Slack status that has an end. Whether their screen is on says
 * nothing. `current` from the moment the house let it begin until it let it end: exactly then deputies may decide.
 */
export type Absence = {
  id: string;
  member: string;
  /** First and last day as they were said, in the zone of the absent. */
  firstDay: string;
  lastDay: string;
  from: Date;
  /** Not in it any more. */
  until: Date;
  /** Who stands in, in order: the first who is there. */
  deputies: readonly string[];
  source: 'recorded' | 'status';
  state: 'planned' | 'current' | 'over' | 'cancelled';
  recordedBy: string;
};

/** Longest absence that is recorded at once. */
export const mostAwayDays = 366;
const mostDeputies = 5;

/** What the form hands in. An absence has an end: "until further notice" would take somebody's approvals away for ever. */
export const awayInput = z.object({
  member: userId,
  firstDay: calendarDay,
  lastDay: calendarDay,
  deputies: z.array(userId).max(mostDeputies, { error: 'people.tooManyDeputies' }),
});
export type Away = z.infer<typeof awayInput>;

/** The lock of one person's absences. */
export function absencesKey(member: string): string {
  return `absences:${member}`;
}

export type AwayRefusal =
  | 'people.awayUnknown'
  | 'people.awayNotYours'
  | 'people.awayOver'
  | 'people.awayBackwards'
  | 'people.awayPast'
  | 'people.awayTooLong'
  | 'people.awayOverlaps'
  | 'people.ownDeputy'
  | 'people.deputyNotEmployee';

/** What recording looks at. */
export type AwayState = {
  actor: Member | undefined;
  member: Member | undefined;
  /** The absence that is changed; undefined for a new one. */
  before: Absence | undefined;
  /** The person's absences that are planned or current. */
  others: readonly Absence[];
  /** In the order of the command. */
  deputies: readonly (Member | undefined)[];
};

/** May record somebody's absence: they themselves, their manager, an admin. */
export function mayRecord(actor: Member | undefined, member: Member): boolean {
  return (
    isEmployee(actor) && (actor.id === member.id || member.manager === actor.id || holds(actor, 'admin'))
  );
}

/**
 * Records an absence or changes a planned or current one. Whole days in the zone of the absent person. Refused: for somebody else without
 * the right; an end before the beginning or in the past; more than a year; days that another recorded absence has; oneself or no
 * employee as deputy. A deputy who is away too is no fault: the next one stands in.
 */
export function recordAway(command: Away & { id: string; by: string }) {
  return (state: AwayState, now: Date): Decision<Absence, AwayRefusal> => {
    const { actor, member, before } = state;
    if (!isEmployee(member)) return refuse('people.awayUnknown');
    if (!mayRecord(actor, member)) return refuse('people.awayNotYours');
    if (before && (before.state === 'over' || before.state === 'cancelled')) return refuse('people.awayOver');
    const span = daysSpan(command.firstDay, command.lastDay, member.tz);
    if (span.from >= span.until) return refuse('people.awayBackwards', undefined, 'lastDay');
    if (span.until <= now) return refuse('people.awayPast', undefined, 'lastDay');
    if (span.until.getTime() - span.from.getTime() > mostAwayDays * 86_400_000 + 3_600_000)
      return refuse('people.awayTooLong', { days: mostAwayDays }, 'lastDay');
    const overlap = state.others.find(
      (other) =>
        other.id !== command.id &&
        other.source === 'recorded' &&
        other.from < span.until &&
        span.from < other.until,
    );
    if (overlap)
      return refuse('people.awayOverlaps', { first: overlap.firstDay, last: overlap.lastDay }, 'firstDay');
    if (command.deputies.includes(command.member)) return refuse('people.ownDeputy', undefined, 'deputies');
    const missing = state.deputies.findIndex((deputy) => !isEmployee(deputy));
    if (missing >= 0)
      return refuse('people.deputyNotEmployee', { name: state.deputies[missing]?.name ?? '?' }, 'deputies');
    const next: Absence = {
      id: command.id,
      member: command.member,
      firstDay: command.firstDay,
      lastDay: command.lastDay,
      ...span,
      deputies: [...new Set(command.deputies)],
      source: 'recorded',
      state: span.from <= now ? 'current' : 'planned',
      recordedBy: before?.recordedBy ?? command.by,
    };
    return {
      next,
      events: [happened(before ? 'people.away_changed' : 'people.away_recorded', next, command.by)],
    };
  };
}

/** From the beginning of the first day to the end of the last one, in a zone; one nobody knows is read as UTC. */
export function daysSpan(firstDay: string, lastDay: string, tz: string): { from: Date; until: Date } {
  const zone = inZone(new Date(0), tz).zoneName ?? 'utc';
  const day = (date: string) => DateTime.fromISO(date, { zone }).startOf('day');
  return {
    from: day(firstDay).toJSDate(),
    until: day(lastDay).plus({ days: 1 }).toJSDate(),
  };
}

export type EndAwayRefusal = 'people.awayUnknown' | 'people.awayNotYours' | 'people.awayOver';

/** Ends an absence: one that has begun is over now, one that has not is cancelled. Refused without the right, and when it is over. */
export function endAway(command: { by: string }) {
  return (
    state: { actor: Member | undefined; member: Member | undefined; before: Absence | undefined },
    now: Date,
  ): Decision<Absence, EndAwayRefusal> => {
    const { actor, member, before } = state;
    if (!before || !member) return refuse('people.awayUnknown');
    if (!mayRecord(actor, member)) return refuse('people.awayNotYours');
    if (before.state === 'over' || before.state === 'cancelled' || before.until <= now)
      return refuse('people.awayOver');
    const begun = before.from <= now;
    const next: Absence = begun
      ? { ...before, until: now, state: 'over' }
      : { ...before, state: 'cancelled' };
    return {
      next,
      events: [happened(begun ? 'people.away_ended' : 'people.away_cancelled', next, command.by)],
    };
  };
}

/** Lets an absence begin or end when its time has come. Refused before it, and a second time. */
export function turnAway(before: Absence | undefined, now: Date): Decision<Absence, 'people.notDue'> {
  if (before?.state === 'planned' && before.from <= now) {
    if (before.until <= now) return turned(before, 'over', before.until);
    return turned(before, 'current', before.from);
  }
  if (before?.state === 'current' && before.until <= now) return turned(before, 'over', before.until);
  return refuse('people.notDue');
}

function turned(before: Absence, state: 'current' | 'over', at: Date): Decision<Absence, 'people.notDue'> {
  const next = { ...before, state };
  const type = state === 'current' ? 'people.away_began' : 'people.away_ended';
  return { next, events: [{ ...happened(type, next, null), effectiveAt: at }] };
}

/** How a status says that somebody is not there: Slack's own suggestions, and what people write. */
const awayEmoji =
  /^:(?:palm_tree|desert_island|beach_with_umbrella|beach|airplane|airplane_departure|face_with_thermometer|hospital|baby|suitcase|luggage)(?:::[a-z0-9-]+)?:$/;
const awayWords =
  /\b(?:vacation|holidays?|on leave|annual leave|sick|out of (?:the )?office|ooo|pto|away until|off until)\b|请假|休假|年假|病假|事假|婚假|产假|陪产假|丧假|外出|不在/iu;

/** Until when a Slack status says that somebody is away; undefined when it does not, or names no end. */
export function statusAway(status: {
  emoji?: string | null | undefined;
  text?: string | null | undefined;
  /** Seconds since 1970; 0 does not end. */
  expiration?: number | null | undefined;
}): Date | undefined {
  const says = awayEmoji.test(status.emoji ?? '') || awayWords.test(status.text ?? '');
  return says && status.expiration ? new Date(status.expiration * 1_000) : undefined;
}

/**
 * Takes over what a person's status says: away until then, or (undefined) not. Nothing happens when that is known already, or over. Changing
 * the status changes the absence; clearing it ends it.
 */
export function takeStatus(command: { id: string; member: string; tz: string; until: Date | undefined }) {
  return (before: Absence | undefined, now: Date): Decision<Absence | undefined> => {
    const until = command.until && command.until > now ? command.until : undefined;
    if (before && until?.getTime() === before.until.getTime()) return { next: before, events: [] };
    if (before && !until) {
      if (before.until <= now) return { next: before, events: [] };
      const next: Absence = { ...before, until: now, state: 'over' };
      return { next, events: [happened('people.away_ended', next, null)] };
    }
    if (!until) return { next: undefined, events: [] };
    const day = (at: Date) => inZone(at, command.tz).toFormat('yyyy-MM-dd');
    const lastDay = day(new Date(until.getTime() - 1));
    const next: Absence = before
      ? { ...before, until, lastDay }
      : {
          id: command.id,
          member: command.member,
          ...{ firstDay: day(now), lastDay, from: now, until, deputies: [] },
          ...{ source: 'status', state: 'current', recordedBy: command.member },
        };
    return { next, events: [happened(before ? 'people.away_changed' : 'people.away_began', next, null)] };
  };
}

/** The subject is the person: whatever shows them, or waits for them, hears of it. */
function happened(type: string, absence: Absence, by: string | null): NewEvent {
  return {
    type,
    version: 1,
    subject: absence.member,
    data: {
      by,
      absence: absence.id,
      firstDay: absence.firstDay,
      lastDay: absence.lastDay,
      deputies: absence.deputies,
      source: absence.source,
    },
  };
}

/**
 * Who stands in for somebody: the first deputy who is an employee, is not away, and is not excluded (the requester, whose wish nobody may
 * have decided by themselves). Nobody, when all of them are away: then the road goes on without this person.
 */
export function standIn(
  deputies: readonly string[],
  there: (deputy: string) => boolean,
  excluded: readonly string[] = [],
): string | undefined {
  return deputies.find((deputy) => there(deputy) && !excluded.includes(deputy));
}
