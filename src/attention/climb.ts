import { type Decision, refuse } from '../kernel/decision.ts';
import { addWorking, nextWorking, type Schedule } from '../people/working-time.ts';
import type { Rung } from './ladder.ts';
import type { OwedState } from './owed.ts';

/** Who stands on a rung now: `away`: somebody, but nobody who is there; `nobody`: it is missing, or its holder left. */
export type Holder = { readonly id: string } | 'away' | 'nobody';

export type ClimbState = {
  owed: OwedState | undefined;
  /** Whether it is still to be done. */
  stands: boolean;
  /** When its person works, absences left aside: what waits goes on being late while they are away. */
  schedule: Schedule;
  /** Of each rung of its ladder. */
  holders: readonly Holder[];
};

/** What is not looked at again within the day. */
const dayMs = 86_400_000;

/**
 * Takes what is late one rung up when its time has come: past the deadline by that rung's working hours. A rung whose holder is away hands
 * over to the next at once; one that is missing is passed, and the next has its own time. Where nobody is left who is there, it is looked
 * at again on the next working day. Nobody is told of their own, nor of the same again. What is done climbs no more. Refused before its time.
 */
export function climb(
  { owed, stands, schedule, holders }: ClimbState,
  now: Date,
): Decision<OwedState, 'attention.notDue'> {
  if (!owed?.climbAt || !owed.deadline || owed.climbAt > now) return refuse('attention.notDue');
  if (!stands) return { next: { ...owed, climbAt: null, risenTo: null }, events: [] };
  const { deadline, ladder } = owed;
  const timeOf = (rung: Rung | undefined): Date | null =>
    rung ? addWorking(schedule, deadline, rung.afterWorkingHours * 60) : null;
  let someAway = false;
  let urgent = false;
  for (let at = owed.rung; at < ladder.length; at += 1) {
    const rung = ladder[at];
    const time = timeOf(rung);
    if (!rung || !time) break;
    if (time > now && !urgent) return { next: { ...owed, rung: at, climbAt: time }, events: [] };
    const holder = holders[at] ?? 'nobody';
    if (holder === 'away') someAway = urgent = true;
    if (typeof holder === 'string' || holder.id === owed.person || holder.id === owed.risenTo) continue;
    return {
      next: { ...owed, rung: at + 1, climbAt: after(schedule, ladder, at, timeOf, now), risenTo: holder.id },
      events: [
        {
          type: 'attention.escalated',
          version: 1,
          subject: owed.id,
          data: { kind: owed.kind, person: owed.person, about: owed.subject, to: holder.id, rung: rung.to },
        },
      ],
    };
  }
  const again = someAway ? nextWorking(schedule, new Date(now.getTime() + dayMs)) : null;
  return { next: { ...owed, climbAt: again }, events: [] };
}

/** When the rung after this one has its turn: by its own hours, and never sooner after this one than it was meant to be. */
function after(
  schedule: Schedule,
  ladder: readonly Rung[],
  at: number,
  timeOf: (rung: Rung | undefined) => Date | null,
  now: Date,
): Date | null {
  const next = ladder[at + 1];
  const own = timeOf(next);
  if (!next || !own) return null;
  const apart = next.afterWorkingHours - (ladder[at]?.afterWorkingHours ?? 0);
  const spaced = addWorking(schedule, now, Math.max(1, apart) * 60);
  return own > spaced ? own : spaced;
}

/**
 * Who stands in: the first of the deputies who is there; for one who is away, their own deputies, and so on. Deputies who name each other
 * in a circle lead nowhere.
 */
export function standsIn(
  person: string,
  deputies: readonly string[],
  known: {
    readonly there: (id: string) => boolean;
    readonly present: (id: string) => boolean;
    readonly deputiesOf: (id: string) => readonly string[];
  },
): Holder {
  const seen = new Set([person]);
  const waiting = [...deputies];
  let someAway = false;
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (known.there(id)) return { id };
    if (!known.present(id)) continue;
    someAway = true;
    waiting.push(...known.deputiesOf(id));
  }
  return someAway ? 'away' : 'nobody';
}
