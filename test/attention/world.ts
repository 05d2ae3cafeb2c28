import type { OwedState } from '../../src/attention/owed.ts';
import type { Reach } from '../../src/attention/turn.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';

/** A moment of Shanghai's clock: `2026-11-26T09:00`. */
export const sh = (text: string) => new Date(`${text}:00+08:00`);

/** Somebody of the firm in Shanghai, with more of their own. */
export function reachOf(
  more: Partial<Omit<Reach, 'schedule'>> & { schedule?: Partial<Reach['schedule']> } = {},
): Reach {
  const { schedule, ...others } = more;
  return {
    ...{ dnd: null, quiet: null, digestAt: null },
    ...others,
    schedule: { ...companySchedule(companyDefaults), ...schedule },
  };
}

/** Something listed for Lin's digests since the morning before. */
export function owedRow(id: string, more: Partial<OwedState> = {}): OwedState {
  return {
    ...{ id, kind: 'thing.todo', person: 'ULIN', subject: `about ${id}`, dueAt: sh('2026-11-25T10:00') },
    ...{
      plannedAt: null,
      deadline: null,
      ladder: [],
      deputy: null,
      state: 'listed',
      settledAt: null,
      times: 0,
      alone: 0,
    },
    ...{ asked: false, rung: 0, climbAt: null, risenTo: null },
    ...more,
  };
}
