import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Database } from './database/connection.ts';
import type { Jobs } from './jobs/jobs.ts';

/**
 * What Prometheus reads: this process, the work queues, and what waits to be handed on. While the database is away its figures are
 * missing; those of the process are wanted then most.
 */
export function makeMetrics(
  bot: () =>
    | {
        readonly database: Database;
        readonly jobs: Jobs;
        readonly anchorAges: () => Promise<{ place: string; seconds: number }[]>;
      }
    | undefined,
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'shoumi_jobs',
    help: 'Pieces of work by queue and state',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      const backlog = await bot()
        ?.jobs.backlog()
        .catch(() => []);
      for (const { queue, state, count } of backlog ?? []) this.set({ queue, state }, count);
    },
  });
  new Gauge({
    name: 'shoumi_outbox_rows',
    help: 'Events that have not been handed to the work queues yet',
    registers: [registry],
    async collect() {
      this.remove();
      const database = bot()?.database;
      if (!database) return;
      const rows = await database.sql<{ count: number }[]>`select count(*)::int as count from outbox`.catch(
        () => [],
      );
      for (const { count } of rows) this.set(count);
    },
  });
  new Gauge({
    name: 'shoumi_anchor_age_seconds',
    help: 'For how long the log has been ahead of what this place outside holds; 0 while it holds the newest checkpoint',
    labelNames: ['place'],
    registers: [registry],
    async collect() {
      this.reset();
      const ages = await bot()
        ?.anchorAges()
        .catch(() => []);
      for (const { place, seconds } of ages ?? []) this.set({ place }, seconds);
    },
  });
  return registry;
}
