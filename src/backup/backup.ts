import { type Decision, refuse } from '../kernel/decision.ts';
import { holds, type Member } from '../people/member.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How often something is done, how long a young house has before the first time, and how long after a failure. Milliseconds. */
export type Rhythm = { readonly everyMs: number; readonly firstMs: number; readonly againMs: number };
export const daily: Rhythm = { everyMs: dayMs, firstMs: hourMs, againMs: hourMs };
export const weekly: Rhythm = { everyMs: 7 * dayMs, firstMs: dayMs, againMs: dayMs };

/** When it was done last and when it failed last; `since`: from when on there was something to do it with. Business time. */
export type Past = {
  readonly since: Date | undefined;
  readonly done: Date | undefined;
  readonly failed: Date | undefined;
};

/** Whether it is time again. However many times were missed, it is due once. */
export function dueAgain({ since, done, failed }: Past, rhythm: Rhythm, now: Date): boolean {
  if (!done && !since) return false;
  const next = done ? done.getTime() + rhythm.everyMs : (since?.getTime() ?? 0) + rhythm.firstMs;
  const spared = failed && (!done || failed > done) ? failed.getTime() + rhythm.againMs : next;
  return now.getTime() >= Math.max(next, spared);
}

const keptDays = 7;
const keptWeeks = 4;

/** A backup by its name, and when it was made. */
export type Kept = { readonly name: string; readonly at: Date };

/**
 * Which of the backups we made may go: of the newest seven days that have one the last stays, and of the newest four weeks (from Monday,
 * UTC). The newest of all always stays.
 */
export function outdated(made: readonly Kept[]): string[] {
  const newestFirst = made.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const kept = new Set<string>();
  keepNewest(newestFirst, keptDays, ({ at }) => Math.floor(at.getTime() / dayMs), kept);
  // 1 January 1970 was a Thursday.
  keepNewest(newestFirst, keptWeeks, ({ at }) => Math.floor((at.getTime() / dayMs + 3) / 7), kept);
  return newestFirst.map(({ name }) => name).filter((name) => !kept.has(name));
}

function keepNewest(
  newestFirst: readonly Kept[],
  most: number,
  spanOf: (one: Kept) => number,
  kept: Set<string>,
): void {
  const spans = new Set<number>();
  for (const one of newestFirst) {
    const span = spanOf(one);
    if (spans.has(span)) continue;
    if (spans.size === most) return;
    spans.add(span);
    kept.add(one.name);
  }
}

/** A backup that was asked for and neither came nor failed within an hour is not waited for any more. */
export function isUnderWay(last: Pick<Past, 'done' | 'failed'> & { asked: Date | undefined }, now: Date) {
  const { asked, done, failed } = last;
  if (!asked || now.getTime() - asked.getTime() > hourMs) return false;
  return !(done && done >= asked) && !(failed && failed >= asked);
}

/** Asks for a backup now. Refused to anybody who is no admin, where none are kept, and while one is being made. */
export function askBackup(command: { by: string; kept: boolean }) {
  return (
    state: { actor: Member | undefined; last: Parameters<typeof isUnderWay>[0] },
    now: Date,
  ): Decision<null, 'backup.notAdmin' | 'backup.off' | 'backup.underWay'> => {
    if (!holds(state.actor, 'admin')) return refuse('backup.notAdmin');
    if (!command.kept) return refuse('backup.off');
    if (isUnderWay(state.last, now)) return refuse('backup.underWay');
    return {
      next: null,
      events: [{ type: 'backup.asked', version: 1, subject: 'backup', data: { by: command.by } }],
    };
  };
}
