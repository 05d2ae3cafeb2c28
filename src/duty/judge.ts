import { type Decision, refuse } from '../kernel/decision.ts';
import { isEmployee, type Member } from '../people/member.ts';
import type { Effect } from './action.ts';
import type { Duty } from './duty.ts';

export type JudgeState = {
  duty: Duty | undefined;
  effect: Effect | undefined;
  /** By id: everybody named here. */
  people: ReadonlyMap<string, Member>;
  /** The managers above whoever was to judge, nearest first. */
  above: readonly string[];
  /** Who leads: privacy officers, then admins. */
  leaders: readonly string[];
};

/**
 * Whether a done action helped is judged by somebody else once whoever was to judge it left: by who leads, else by a manager above them, never
 * by who did it or had it. It is theirs from its day on; where that has passed, from now on, so that they are not late at once. Refused while
 * whoever was to judge it is there, once it is judged, and where nobody can.
 */
export function replaceJudge(state: JudgeState, now: Date): Decision<Effect, 'action.none'> {
  const { duty, effect, people, above, leaders } = state;
  if (effect?.state !== 'waiting' || isEmployee(people.get(effect.by))) return refuse('action.none');
  const free = (id: string) => id !== effect.doneBy && id !== duty?.owner && isEmployee(people.get(id));
  const by = [...leaders, ...above].find(free);
  if (by === undefined) return refuse('action.none');
  const next: Effect = { ...effect, by, dueAt: effect.dueAt > now ? effect.dueAt : now };
  return {
    next,
    events: [
      {
        ...{ type: 'action.judge_replaced', version: 1, subject: effect.duty },
        data: { by: null, from: effect.by, to: by, why: 'left' },
      },
    ],
  };
}
