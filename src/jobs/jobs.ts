import { type JobWithMetadata, PgBoss, type Queue } from 'pg-boss';
import type { Tx } from '../database/connection.ts';
import { roles } from '../database/roles.ts';
import type { Log } from '../log.ts';

/** A kind of work. `key` jobs of one key never run side by side, and none of them is dropped when another waits. */
export type QueueSpec = { name: string; keyed: boolean; concurrency: number };

/** A piece of work to be done after the transaction that asks for it: ids only, never personal or free text. */
export type JobSpec = { queue: string; data: Readonly<Record<string, string>>; key?: string };

/** The work door: pg-boss in our own database. */
export type Jobs = {
  /** Adds work inside a transaction of ours: rolled back with it. */
  add: (tx: Tx, jobs: readonly JobSpec[]) => Promise<void>;
  /** Wakes the workers of a queue in this process; polling is the net for the others. */
  ring: (queue: string) => void;
  /** Nothing ready to run and nothing running, in any process. Work that waits for a retry does not count. */
  atRest: () => Promise<boolean>;
  /** Whether work of this key waits, runs or is tried again, in any process: what rings every few seconds asks before it adds more. */
  pending: (queue: string, key: string) => Promise<boolean>;
  /** Figures per queue, for metrics. */
  backlog: () => Promise<{ queue: string; state: string; count: number }[]>;
  stop: () => Promise<void>;
};

/** Thrown by a handler to be run again after so many seconds of real time (Slack's Retry-After), not counted as a failure. */
export class RunAgainAfter extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super(`run again after ${seconds} s`);
    this.seconds = seconds;
  }
}

const schema = 'pgboss';

/**
 * Installs or migrates pg-boss and makes the queues, as the database's owner. Retries grow from 1 s to 5 min; a worker that
 * dies is noticed by its missing heartbeat (10 s is the least pg-boss takes).
 */
export async function installJobs(ownerUrl: string, queues: readonly QueueSpec[]): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => {});
  await boss.start();
  try {
    for (const { name, keyed } of queues) {
      const options: Omit<Queue, 'name'> = {
        policy: keyed ? 'singleton' : 'standard',
        // More than three days: Slack may be away for longer than anybody watches, and what was decided must still get there.
        retryLimit: 1_000,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 300,
        heartbeatSeconds: 10,
        expireInSeconds: 120,
        deleteAfterSeconds: 3 * 24 * 3600,
      };
      if (await boss.getQueue(name)) {
        const { policy: _fixed, ...changeable } = options;
        await boss.updateQueue(name, changeable);
      } else await boss.createQueue(name, options);
    }
    await boss.getDb().executeSql(`
      grant usage on schema ${schema} to ${roles.app};
      grant select, insert, update, delete on all tables in schema ${schema} to ${roles.app};
      grant usage, select on all sequences in schema ${schema} to ${roles.app};
      grant execute on all functions in schema ${schema} to ${roles.app}`);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Starts the workers of this process. `handlers` has one function per queue; it must bear being run twice. */
export async function startJobs(options: {
  url: string;
  log: Log;
  queues: readonly QueueSpec[];
  handlers: Readonly<Record<string, (data: Record<string, string>) => Promise<void>>>;
}): Promise<Jobs> {
  const { url, log, queues, handlers } = options;
  const boss = new PgBoss({
    connectionString: url,
    schema,
    migrate: false,
    createSchema: false,
    schedule: false,
    max: 6,
    application_name: 'shoumi-jobs',
    // The pg driver hands this to the server as it stands.
    ...{ options: `-c role=${roles.app}` },
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'work queue'));
  await boss.start();
  const workers = new Map<string, string[]>();
  for (const { name, concurrency } of queues) {
    const handle = handlers[name];
    if (!handle) throw new Error(`no handler for the queue ${name}`);
    const ids: string[] = [];
    for (let n = 0; n < concurrency; n++) {
      const worker = n;
      const id = await boss.work(
        name,
        { pollingIntervalSeconds: 2, batchSize: 1, includeMetadata: true },
        async ([job]: JobWithMetadata<Record<string, string>>[]) => {
          if (!job) return;
          try {
            await handle(job.data);
          } catch (error) {
            if (!(error instanceof RunAgainAfter)) {
              log.warn({ err: error, queue: name }, 'a piece of work failed; it is tried again');
              // pg-boss stores what is thrown, every member of it: a database's detail quotes whole rows.
              throw new Error('it failed; the log says why');
            }
            await boss.send(name, job.data, {
              startAfter: error.seconds,
              ...(job.singletonKey ? { singletonKey: job.singletonKey } : {}),
            });
          } finally {
            // Where one piece of work was there may be more: look again at once instead of after the polling interval.
            const self = ids[worker];
            if (self) boss.notifyWorker(self);
          }
        },
      );
      ids.push(id);
    }
    workers.set(name, ids);
  }
  return {
    add: async (tx, jobs) => {
      const db = {
        executeSql: async (text: string, values?: unknown[]) => ({
          rows: await tx.sql.unsafe(text, values as never[]),
        }),
      };
      for (const [queue, some] of Map.groupBy(jobs, (job) => job.queue)) {
        await boss.insert(
          queue,
          some.map((job) => ({ data: job.data, ...(job.key ? { singletonKey: job.key } : {}) })),
          { db },
        );
      }
    },
    ring: (queue) => {
      for (const id of workers.get(queue) ?? []) boss.notifyWorker(id);
    },
    atRest: async () => {
      const { rows } = await boss
        .getDb()
        .executeSql(
          `select 1 from ${schema}.job where name = any($1) and (state = 'active' or (state in ('created', 'retry') and start_after <= now())) limit 1`,
          [queues.map((queue) => queue.name)],
        );
      return rows.length === 0;
    },
    pending: async (queue, key) => {
      const { rows } = await boss
        .getDb()
        .executeSql(
          `select 1 from ${schema}.job where name = $1 and singleton_key = $2 and state < 'completed' limit 1`,
          [queue, key],
        );
      return rows.length > 0;
    },
    backlog: async () => {
      const { rows } = await boss
        .getDb()
        .executeSql(
          `select name as queue, state::text as state, count(*)::int as count from ${schema}.job where name = any($1) and state < 'completed' group by 1, 2`,
          [queues.map((queue) => queue.name)],
        );
      return rows;
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}
