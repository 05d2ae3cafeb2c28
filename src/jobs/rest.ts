import type { Database } from '../database/connection.ts';
import type { Jobs } from './jobs.ts';

const longestRestMs = 20_000;

type Restless = { atRest: () => Promise<boolean> };

/** Resolves when nothing waits and no work is ready, in any process; gives up after 20 s. */
export async function atRest(
  database: Database,
  parts: readonly (Restless | undefined)[],
  jobs: Jobs,
): Promise<void> {
  const end = performance.now() + longestRestMs;
  // Between an outbox row and its job, and between one job and the next, there is a moment that looks like rest: ask twice.
  for (let quiet = 0, busy = 0; quiet < 2 && performance.now() < end; ) {
    const others = await Promise.all(parts.map((part) => part?.atRest()));
    const resting = !others.includes(false) && (await jobs.atRest()) && (await database.reachable());
    quiet = resting ? quiet + 1 : 0;
    // Asked ever more rarely, it keeps less from what it waits for: a quarter longer at most.
    busy = resting ? 0 : Math.min(Math.max(15, busy * 1.25), 100);
    await new Promise((resolve) => setTimeout(resolve, busy || 5));
  }
}
