import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Database } from './database/connection.ts';
import type { Jobs } from './jobs/jobs.ts';

/** What Prometheus reads: this process, the work queues, and what waits to be handed on. */
export function makeMetrics(
  bot: () => { readonly database: Database; readonly jobs: Jobs } | undefined,
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
      for (const { queue, state, count } of (await bot()?.jobs.backlog()) ?? [])
        this.set({ queue, state }, count);
    },
  });
  new Gauge({
    name: 'shoumi_outbox_rows',
    help: 'Events that have not been handed to the work queues yet',
    registers: [registry],
    async collect() {
      const database = bot()?.database;
      if (!database) return;
      const [row] = await database.sql<{ count: number }[]>`select count(*)::int as count from outbox`;
      this.set(row?.count ?? 0);
    },
  });
  return registry;
}
