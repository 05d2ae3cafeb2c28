import { type Database, within } from '../database/connection.ts';
import { transaction } from '../database/transaction.ts';
import type { JobSpec, Jobs, QueueSpec } from '../jobs/jobs.ts';
import { startBell } from './bell.ts';

/** What of an event the dispatcher knows: enough to say which jobs it sets off. */
export type Announced = { tenant: string; eventId: string; type: string; subject: string };

/** Which work an event sets off. */
export type Route = (event: Announced) => JobSpec[];

/** The queue on which subscribers hear of events. */
export const deliverQueue: QueueSpec = { name: 'deliver', keyed: false, concurrency: 2 };

export type Dispatcher = { ring: () => void; atRest: () => Promise<boolean>; stop: () => Promise<void> };

type Row = { seq: number; tenant: string; event_id: string; type: string; subject: string };

const batch = 200;
const pollMs = 1_000;

/**
 * Turns outbox rows into jobs after their commit, in the order they were written. Row and jobs change hands in one transaction,
 * so a kill in between leaves both or neither; several processes share the rows by SKIP LOCKED.
 */
export function startDispatcher(options: {
  database: Database;
  jobs: Jobs;
  routes: readonly Route[];
  onError: (error: unknown) => void;
}): Dispatcher {
  const { database, jobs, routes, onError } = options;
  async function round(): Promise<boolean> {
    const specs: JobSpec[] = [];
    const moved = await transaction(database.sql, 'read committed', async (sql) => {
      const rows = await sql<Row[]>`
        delete from outbox where seq in (select seq from outbox order by seq limit ${batch} for update skip locked)
        returning seq, tenant, event_id, type, subject`;
      // `returning` answers in whatever order the rows were found.
      rows.sort((a, b) => a.seq - b.seq);
      for (const { tenant, event_id, type, subject } of rows) {
        for (const route of routes) specs.push(...route({ tenant, eventId: event_id, type, subject }));
      }
      await jobs.add(within(sql), specs);
      return rows.length;
    });
    for (const queue of new Set(specs.map((spec) => spec.queue))) jobs.ring(queue);
    return moved === batch;
  }

  const bell = startBell({ round, pollMs, onError });
  return {
    ring: bell.ring,
    atRest: async () => {
      if (!bell.quiet()) return false;
      const rows = await database.sql`select 1 from outbox limit 1`;
      return rows.length === 0;
    },
    stop: bell.stop,
  };
}
