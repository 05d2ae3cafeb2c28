import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { Schedule } from '../people/working-time.ts';
import { type Duty, happened as happenedTo } from './duty.ts';
import { happened, isOpen, type Occurrence } from './occurrence.ts';
import { dayOf, dueOn, lateOn, opensOn, planAfter, workingDaysFrom } from './plan.ts';

/** What opening makes of a duty: where its rule stands now, and the occurrences that are new or were given up. */
export type Opened = { duty: Duty; occurrences: readonly Occurrence[] };

export type OpenState = {
  duty: Duty | undefined;
  /** Of the duty's office. */
  schedule: Schedule;
  /** The duty's occurrences that wait for their owner. */
  waiting: readonly Occurrence[];
  /** Who has it where the rule has no owner: a privacy officer or admin. */
  fallback: string | null;
};

export type OpenRefusal = 'duty.notDue';

/** Days of an outage that are written down one by one; what is older is only counted. */
export const mostMissed = 60;

/** One occurrence for each planned day and thing that happened, however often it is opened. */
export function occurrenceId(tenant: string, duty: string, plannedOn: string, about: string | null): string {
  return derivedId('occ', tenant, duty, plannedOn, ...(about === null ? [] : [about]));
}

/**
 * Opens what has come by now. After an outage the latest day opens, with those before it that are not late yet; the others are written
 * down as missed. What waited since an earlier day and is late by now is missed too: nobody is owed the same thing twice. Refused before
 * its time, and while the next day is held or nobody is there to have it.
 */
export function open(command: { tenant: string }) {
  return (state: OpenState, now: Date): Decision<Opened, OpenRefusal> => {
    const { duty, schedule } = state;
    const owner = duty?.owner ?? state.fallback;
    if (!duty || !owner || duty.state !== 'active' || !duty.nextOn || !duty.opensAt || duty.opensAt > now)
      return refuse('duty.notDue');
    const days: string[] = [];
    let next: Duty = duty;
    let uncounted = 0;
    while (next.nextOn !== null && next.opensAt !== null && next.opensAt <= now) {
      days.push(next.nextOn);
      if (days.length > mostMissed) {
        days.shift();
        uncounted += 1;
      }
      next = { ...next, ...planAfter(next, next.nextOn, schedule), lastOn: next.nextOn };
    }
    const made = days.map((day, at) => {
      const fresh = occurrenceOn(command.tenant, duty, owner, day, null, schedule);
      return at < days.length - 1 && fresh.lateAt <= now ? missed(fresh, now) : fresh;
    });
    const givenUp = state.waiting
      .filter((one) => one.about === null && isOpen(one) && one.lateAt <= now && duty.cadence.kind !== 'once')
      .map((one) => missed(one, now));
    const occurrences = [...givenUp, ...made];
    const events: NewEvent[] = occurrences.map((one) =>
      one.state === 'missed'
        ? happened('duty.missed', one, null)
        : happened('duty.opened', one, null, {
            dueAt: one.dueAt.toISOString(),
            next: next.nextOn,
            unknownYear: next.unknownYear,
          }),
    );
    if (uncounted > 0) events.push(happenedTo('duty.caught_up', next, null, { uncounted }));
    return { next: { duty: next, occurrences }, events };
  };
}

/**
 * Opens the occurrence of something that happened, due so many working days after it. Refused where that one is there already: the same
 * thing happened twice on a day.
 */
export function openAfter(command: { tenant: string; about: string; at: Date }) {
  return (state: OpenState & { known: readonly string[] }): Decision<Opened, OpenRefusal> => {
    const { duty, schedule } = state;
    const owner = duty?.owner ?? state.fallback;
    if (!duty || !owner || duty.state !== 'active' || duty.cadence.kind !== 'after')
      return refuse('duty.notDue');
    const day = workingDaysFrom(dayOf(command.at, schedule.tz), duty.cadence.workingDays, schedule);
    const occurrence = occurrenceOn(command.tenant, duty, owner, day, command.about, schedule, command.at);
    if (state.known.includes(occurrence.id)) return refuse('duty.notDue');
    const { dueAt } = occurrence;
    return {
      next: { duty, occurrences: [occurrence] },
      events: [
        happened('duty.opened', occurrence, null, { dueAt: dueAt.toISOString(), about: command.about }),
      ],
    };
  };
}

/**
 * Plans a duty anew from where it stood: the holidays that held it up are known by now, or the company's days changed. Refused where
 * nothing changes.
 */
export function replan(
  { duty, schedule }: Pick<OpenState, 'duty' | 'schedule'>,
  _now: Date,
): Decision<Duty, OpenRefusal> {
  if (duty?.state !== 'active' || duty.lastOn === null) return refuse('duty.notDue');
  const planned = planAfter(duty, duty.lastOn, schedule);
  const same =
    planned.nextOn === duty.nextOn &&
    planned.unknownYear === duty.unknownYear &&
    planned.opensAt?.getTime() === duty.opensAt?.getTime();
  if (same) return refuse('duty.notDue');
  const next: Duty = { ...duty, ...planned };
  const { nextOn, unknownYear } = next;
  return { next, events: [happenedTo('duty.planned', next, null, { nextOn, unknownYear })] };
}

function occurrenceOn(
  tenant: string,
  duty: Duty,
  owner: string,
  plannedOn: string,
  about: string | null,
  schedule: Schedule,
  opensAt = opensOn(plannedOn, duty.leadDays, schedule),
): Occurrence {
  return {
    ...{
      id: occurrenceId(tenant, duty.id, plannedOn, about),
      duty: duty.id,
      plannedOn,
      about,
      opensAt,
      owner,
    },
    dueAt: dueOn(plannedOn, schedule),
    lateAt: lateOn(plannedOn, duty.toleranceDays, schedule),
    ...{ state: 'open', evidence: null, evidenceOn: null, doneAt: null, doneBy: null },
    ...{ checkedAt: null, checkedBy: null, note: null, flagged: null, lateMinutes: 0 },
  };
}

function missed(occurrence: Occurrence, now: Date): Occurrence {
  return { ...occurrence, state: 'missed', doneAt: now };
}
