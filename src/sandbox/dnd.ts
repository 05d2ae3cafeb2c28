import { DateTime } from 'luxon';
import type { Person } from './people.ts';
import type { Workspace } from './workspace.ts';

/**
 * A person's do-not-disturb, as methods and events carry it: the one they have set, else Slack's default quiet hours, 22:00 to 8:00
 * of their own time; the window under way or the next.
 */
export function dndStatus({ clock }: Workspace, one: Pick<Person, 'dnd_start' | 'dnd_end' | 'tz'>) {
  const { dnd_start = 0, dnd_end = 0, tz } = one;
  if (dnd_end > clock.seconds())
    return { dnd_enabled: true, next_dnd_start_ts: dnd_start, next_dnd_end_ts: dnd_end };
  const now = DateTime.fromJSDate(clock.now(), { zone: tz });
  const evening = now.set({ hour: 22, minute: 0, second: 0, millisecond: 0 });
  const start = now.hour < 8 ? evening.minus({ days: 1 }) : evening;
  return {
    dnd_enabled: true,
    next_dnd_start_ts: Math.floor(start.toSeconds()),
    next_dnd_end_ts: Math.floor(start.plus({ days: 1 }).set({ hour: 8 }).toSeconds()),
  };
}
