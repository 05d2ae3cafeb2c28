import { plusDays } from './cadence.ts';
import { isLate, type Occurrence } from './occurrence.ts';

/** In which order somebody looks at what is theirs. */
export const agendaGroups = ['check', 'late', 'today', 'week', 'later', 'coming'] as const;
export type AgendaGroup = (typeof agendaGroups)[number];

/** Where something open stands for somebody for whom it is this day, `yyyy-MM-dd`; weeks end on Sunday. */
export function groupOf(
  occurrence: Pick<Occurrence, 'state' | 'lateAt' | 'plannedOn'>,
  today: string,
  now: Date,
): Extract<AgendaGroup, 'late' | 'today' | 'week' | 'later'> {
  if (isLate(occurrence, now)) return 'late';
  if (occurrence.plannedOn <= today) return 'today';
  return occurrence.plannedOn <= endOfWeek(today) ? 'week' : 'later';
}

function endOfWeek(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return plusDays(day, weekday === 0 ? 0 : 7 - weekday);
}

/** One page of a list, and which one it is: past the end there is the last. */
export function pageOf<T>(all: readonly T[], page: number, length: number) {
  const last = Math.max(0, Math.ceil(all.length / length) - 1);
  const at = Math.min(Math.max(0, page), last);
  return { page: at, rows: all.slice(at * length, (at + 1) * length), total: all.length };
}
