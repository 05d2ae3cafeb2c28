import { createHash } from 'node:crypto';
import { type JobWithMetadata, PgBoss, type Queue } from 'pg-boss';
import type { Tx } from '../database/connection.ts';
import { roles } from '../database/roles.ts';
import { crossing } from '../kernel/crossing.ts';
import type { Log } from '../log.ts';

/** A kind of work. `key` jobs of one key never run side by side, and none of them is dropped when another waits. */
export type QueueSpec = {
  name: string;
  keyed: boolean;
  concurrency: number;
  /** How long one piece may take before it counts as failed; two minutes where nothing is said. A worker that dies is noticed anyway. */
  longestSeconds?: number;
};

/** A piece of work to be done after the transaction that asks for it: ids only, never personal or free text. */
export type JobSpec = {
  queue: string;
  data: Readonly<Record<string, string>>;
  key?: string;
  /**
   * Waits behind everything that is not patient: thousands of mornings' digests must not keep one approval from its turn. `last`: behind those
   * that are patient, too, since clearing away must not keep something new from its turn.
   */
  patient?: boolean | 'last';
};

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
  /** Takes up no more work, lets what runs finish for as long as `stopMs`, gives the rest back to the queue. */
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
/** "jobs" as a number: who holds this lock hands out the rights. */
export const GRANTING = 0x6a6f6273;
/** Where work goes that failed for good, of whichever queue. It stays until somebody acts. */
export const deadQueue = 'dead';
/** As long as pg-boss can count: nothing leaves the dead by itself. */
const fiftyYears = 50 * 365 * 24 * 3600;

/**
 * More than three days, the longest outage of Slack that nobody watches: what was decided must still get there. With pauses of
 * 270 to 330 s, 1,200 tries last 3¾ to 4½ days. Then the work is dead, and waits for an admin.
 */
const retryLimit = 1_200;
const longestPause = 300;
/** Priorities of pg-boss, where 0 is what everything has that says nothing. */
const patience = -1;
const lastOfAll = -2;
/** Longest wait of a stop for work that runs; what takes longer is tried again by another process. */
const stopMs = 10_000;

/**
 * Installs or migrates pg-boss and makes the queues, as the database's owner. Retries grow from 1 s to 5 min, each a random part of
 * its second half longer or shorter; a worker that dies is noticed by its missing heartbeat (10 s is the least pg-boss takes).
 */
export async function installJobs(ownerUrl: string, queues: readonly QueueSpec[]): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => {});
  await boss.start();
  try {
    const staying = { retentionSeconds: fiftyYears, deleteAfterSeconds: 0 };
    if (await boss.getQueue(deadQueue)) await boss.updateQueue(deadQueue, staying);
    else await boss.createQueue(deadQueue, staying);
    for (const { name, keyed, longestSeconds = 120 } of queues) {
      const options: Omit<Queue, 'name'> = {
        policy: keyed ? 'singleton' : 'standard',
        retryLimit,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: longestPause,
        deadLetter: deadQueue,
        heartbeatSeconds: 10,
        expireInSeconds: longestSeconds,
        deleteAfterSeconds: 3 * 24 * 3600,
      };
      if (await boss.getQueue(name)) {
        const { policy: _fixed, ...changeable } = options;
        await boss.updateQueue(name, changeable);
      } else await boss.createQueue(name, options);
    }
    // One transaction, one process at a time: two that grant the same at once fail with "tuple concurrently updated".
    await boss.getDb().executeSql(`
      select pg_advisory_xact_lock(${GRANTING});
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
          const { [sinceField]: since = job.createdOn.toISOString(), ...data } = job.data;
          try {
            crossing('job.start');
            await handle(data);
            crossing('job.end');
          } catch (error) {
            if (!(error instanceof RunAgainAfter)) {
              const last = job.retryCount >= job.retryLimit;
              log.warn(
                { err: error, queue: name, job: job.id, tried: job.retryCount + 1 },
                last
                  ? 'a piece of work failed for good; /shoumi status jobs has it'
                  : 'a piece of work failed; it is tried again',
              );
              // pg-boss stores what is thrown, every member of it: a database's detail quotes whole rows.
              throw Object.assign(new Error('it failed; the log says why'), { reason: reasonOf(error) });
            }
            await boss.send(
              name,
              { ...data, [sinceField]: since },
              {
                startAfter: error.seconds,
                retryBackoff: true,
                retryDelayMax: spreadPause(data),
                ...(job.singletonKey ? { singletonKey: job.singletonKey } : {}),
                priority: job.priority,
              },
            );
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
          some.map((job) => ({
            data: job.data,
            retryBackoff: true,
            retryDelayMax: spreadPause(job.data),
            ...(job.key ? { singletonKey: job.key } : {}),
            ...(job.patient ? { priority: job.patient === 'last' ? lastOfAll : patience } : {}),
          })),
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
    stop: () => boss.stop({ graceful: true, timeout: stopMs }),
  };
}

/** Since when work waits that asked to be run again, which makes a new row of it. Handlers do not see it. */
export const sinceField = 'since';

/**
 * The longest pause of a piece of work: 270 to 330 s, by what it is about. pg-boss 12's own jitter (a random part of the second half of
 * each pause) ends where the pause reaches its limit: whatever failed together in an outage would come back together every 300 s.
 */
export function spreadPause(data: Readonly<Record<string, string>>): number {
  const hash = createHash('sha256').update(JSON.stringify(data)).digest().readUInt16BE(0);
  return Math.round(longestPause * (0.9 + (0.2 * hash) / 0xffff));
}

/** The code of a failure (Slack's `internal_error`, a database's `08006`) or its name; never a sentence, which could quote somebody. */
export function reasonOf(error: unknown): string {
  const { data, code, name } = error as { data?: { error?: unknown }; code?: unknown; name?: unknown };
  const found = [data?.error, code, name].find((word) => typeof word === 'string' && /^\w{1,60}$/.test(word));
  return typeof found === 'string' ? found : 'unknown';
}
