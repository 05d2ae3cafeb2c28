import cron from 'node-cron';
import type { Log } from './log.ts';

/** What rings, and how often at most something can be late. Nothing is scheduled here: what is due is read from rows. */
export function startTicks(options: { tick: () => Promise<void>; takeOver: () => Promise<void>; log: Log }): {
  stop: () => Promise<void>;
} {
  const ring = (what: string, work: () => Promise<void>) => () =>
    work().catch((error: unknown) =>
      options.log.warn({ err: error, what }, 'a tick failed; the next one tries again'),
    );
  const tasks = [
    cron.schedule('*/10 * * * * *', ring('due', options.tick), { noOverlap: true }),
    cron.schedule('17 * * * *', ring('people', options.takeOver), { noOverlap: true }),
  ];
  return {
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
}
