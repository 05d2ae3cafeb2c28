import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type Database, within } from './database/connection.ts';
import { type QueueFigures, queueFigures } from './jobs/piece.store.ts';
import { numbersMet } from './slack/number.metric.ts';

/**
 * What Prometheus reads: this process, the work queues, and what waits to be handed on. While the database is away its figures are
 * missing; those of the process are wanted then most.
 */
export function makeMetrics(
  bot: () =>
    | {
        readonly database: Database;
        readonly anchorAges: () => Promise<{ place: string; seconds: number }[]>;
      }
    | undefined,
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const figures = async (): Promise<QueueFigures[]> => {
    const database = bot()?.database;
    return database ? queueFigures(within(database.sql)).catch(() => []) : [];
  };
  new Gauge({
    name: 'shoumi_jobs',
    help: 'Pieces of work that are not done, by queue and state: ready, running, waiting (for a retry), dead',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { queue, ...found } of await figures())
        for (const state of ['ready', 'running', 'waiting', 'dead'] as const)
          this.set({ queue, state }, found[state]);
    },
  });
  new Gauge({
    name: 'shoumi_job_oldest_seconds',
    help: 'Age of the oldest piece of work of a queue that is neither done nor dead',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { queue, oldestSeconds } of await figures()) this.set({ queue }, oldestSeconds);
    },
  });
  const waiting = [
    ['shoumi_outbox_rows', 'Events that have not been handed to the work queues yet', 'outbox'],
    ['shoumi_log_waiting', 'Events that have no leaf in the log yet', 'log_pending'],
  ] as const;
  for (const [name, help, table] of waiting) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.remove();
        const database = bot()?.database;
        if (!database) return;
        const rows = await database.sql<
          { count: number }[]
        >`select count(*)::int as count from ${database.sql(table)}`.catch(() => []);
        for (const { count } of rows) this.set(count);
      },
    });
  }
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
  registry.registerMetric(numbersMet);
  return registry;
}
