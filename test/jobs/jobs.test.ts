import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../../src/database/connection.ts';
import {
  GRANTING,
  installJobs,
  type JobSpec,
  type Jobs,
  RunAgainAfter,
  startJobs,
} from '../../src/jobs/jobs.ts';
import { logger } from '../../src/log.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const plain = { name: 'plain', keyed: false, concurrency: 4 };
const keyed = { name: 'keyed', keyed: true, concurrency: 4 };

let fresh: FreshDatabase;
let running: Jobs[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  await installJobs(fresh.url, [plain, keyed]);
});
afterAll(() => fresh.drop());
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.stop()));
  running = [];
  await fresh.database.sql`delete from pgboss.job where name in ('plain', 'keyed')`;
});

it('is installed by several processes at once', async () => {
  let installing: Promise<void> | undefined;
  await fresh.database.sql.begin(async (sql) => {
    // What another process does that has just come to this point.
    await sql`select pg_advisory_xact_lock(${GRANTING})`;
    await sql`grant usage on schema pgboss to shoumi_app`;
    installing = installJobs(fresh.url, [plain, keyed]);
    installing.catch(() => {});
    await sleep(1_500);
  });
  await expect(installing).resolves.toBeUndefined();
});

type Handler = (data: Record<string, string>) => Promise<void>;

async function start(handlers: { plain?: Handler; keyed?: Handler }): Promise<Jobs> {
  const jobs = await startJobs({
    url: fresh.url,
    log: logger({ level: 'silent' }),
    queues: [plain, keyed],
    handlers: { plain: async () => {}, keyed: async () => {}, ...handlers },
  });
  running.push(jobs);
  return jobs;
}

/** Adds work as a commit does, then rings. */
async function add(jobs: Jobs, specs: readonly JobSpec[]): Promise<void> {
  await fresh.database.sql.begin((sql) => jobs.add(within(sql), specs));
  for (const queue of new Set(specs.map((spec) => spec.queue))) jobs.ring(queue);
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await what())) {
    if (performance.now() > end) throw new Error('it did not come to that');
    await sleep(10);
  }
}

const some = (queue: string, count: number, key?: string): JobSpec[] =>
  Array.from({ length: count }, (_, n) => ({ queue, data: { n: String(n) }, ...(key ? { key } : {}) }));

describe('the work door', () => {
  it('takes what is patient after the rest, and what only clears away after that, also when it is run again', async () => {
    const order: string[] = [];
    const held = new Map<string, () => void>();
    let again = true;
    const jobs = await start({
      plain: async ({ n = '' }) => {
        if (n.startsWith('hold')) return new Promise<void>((done) => held.set(n, done));
        order.push(n);
        if (n === 'clears' && again) {
          again = false;
          throw new RunAgainAfter(1);
        }
      },
    });
    await add(
      jobs,
      ['hold1', 'hold2', 'hold3', 'hold4'].map((n) => ({ queue: 'plain', data: { n } })),
    );
    await until(() => held.size === 4);
    await add(jobs, [
      { queue: 'plain', data: { n: 'clears' }, patient: 'last' },
      { queue: 'plain', data: { n: 'patient' }, patient: true },
      { queue: 'plain', data: { n: 'now' } },
    ]);
    // One worker does all of it.
    held.get('hold1')?.();
    await until(() => order.length === 4);
    expect(order).toEqual(['now', 'patient', 'clears', 'clears']);
    const [row] = await fresh.database.sql<{ priorities: number }[]>`
      select count(distinct priority)::int as priorities from pgboss.job where name = 'plain' and data ->> 'n' = 'clears'`;
    expect(row).toEqual({ priorities: 1 });
    for (const release of held.values()) release();
  });

  it('stores of a failure that there was one, and nothing that somebody wrote', async () => {
    const jobs = await start({
      plain: async () => {
        throw Object.assign(new Error('no: 13800138000'), { detail: 'Failing row contains (13800138000)' });
      },
    });
    await add(jobs, some('plain', 1));
    const outputs = () =>
      fresh.database.sql<{ output: unknown }[]>`
        select output from pgboss.job where name = 'plain' and output is not null`;
    await until(async () => (await outputs()).length > 0);
    expect(JSON.stringify(await outputs())).toContain('the log says why');
    expect(JSON.stringify(await outputs())).not.toContain('13800138000');
  });

  it('does what was added, at once when rung', async () => {
    const done: string[] = [];
    const jobs = await start({ plain: async ({ n = '' }) => void done.push(n) });
    await until(() => jobs.atRest());
    const before = performance.now();
    await add(jobs, some('plain', 20));
    await until(() => done.length === 20);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(done.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('adds nothing when the transaction is rolled back', async () => {
    const jobs = await start({});
    await fresh.database.sql
      .begin(async (sql) => {
        await jobs.add(within(sql), some('plain', 3));
        throw new Error('on purpose');
      })
      .catch(() => {});
    expect(await jobs.backlog()).toEqual([]);
  });

  it('tries again what failed, until it is done', async () => {
    let tries = 0;
    const jobs = await start({
      plain: async () => {
        tries += 1;
        if (tries < 3) throw new Error('on purpose');
      },
    });
    await add(jobs, some('plain', 1));
    await until(() => tries === 3);
    await until(async () => (await jobs.backlog()).length === 0);
  });

  it('runs again after the seconds a handler asks for, and does not count that as a failure', async () => {
    const ran: number[] = [];
    const jobs = await start({
      plain: async () => {
        ran.push(performance.now());
        if (ran.length < 3) throw new RunAgainAfter(1);
      },
    });
    await add(jobs, some('plain', 1));
    await until(() => ran.length === 3);
    const [first = 0, second = 0, third = 0] = ran;
    expect(Math.min(second - first, third - second)).toBeGreaterThan(900);
    await until(async () => (await jobs.backlog()).length === 0);
    const rows = await fresh.database.sql`select retry_count, state from pgboss.job where name = 'plain'`;
    expect(rows.map(({ retry_count, state }) => [retry_count, state])).toEqual([
      [0, 'completed'],
      [0, 'completed'],
      [0, 'completed'],
    ]);
  });

  it('keeps the key of work that runs again', async () => {
    let ran = 0;
    const jobs = await start({
      keyed: async () => {
        ran += 1;
        if (ran === 1) throw new RunAgainAfter(1);
      },
    });
    await add(jobs, some('keyed', 1, 'card_1'));
    await until(() => ran === 2);
    const rows = await fresh.database.sql`select singleton_key from pgboss.job where name = 'keyed'`;
    expect(rows.map((row) => row.singleton_key)).toEqual(['card_1', 'card_1']);
  });

  it('never runs two of one key side by side, in two processes either, and drops none', async () => {
    const now = new Map<string, number>();
    let most = 0;
    let together = 0;
    let done = 0;
    const handle: Handler = async ({ key = '' }) => {
      now.set(key, (now.get(key) ?? 0) + 1);
      most = Math.max(most, now.get(key) ?? 0);
      together = Math.max(
        together,
        [...now.values()].reduce((sum, n) => sum + n, 0),
      );
      await sleep(15);
      now.set(key, (now.get(key) ?? 0) - 1);
      done += 1;
    };
    const [one, other] = [await start({ keyed: handle }), await start({ keyed: handle })];
    const specs = ['a', 'b', 'c'].flatMap((key) =>
      Array.from({ length: 10 }, () => ({ queue: 'keyed', data: { key }, key })),
    );
    await add(one, specs);
    other.ring('keyed');
    await until(() => done === 30);
    await until(() => one.atRest());
    expect([most, done, together > 1]).toEqual([1, 30, true]);
  });

  it('is at rest when nothing is ready and nothing runs; what waits for a later try does not count', async () => {
    let release = () => {};
    const jobs = await start({
      plain: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
      keyed: async () => {
        throw new RunAgainAfter(60);
      },
    });
    await until(() => jobs.atRest());
    await add(jobs, some('plain', 1));
    expect(await jobs.atRest()).toBe(false);
    await sleep(300);
    expect(await jobs.atRest()).toBe(false);
    release();
    await until(() => jobs.atRest());
    await add(jobs, some('keyed', 1, 'k'));
    await until(() => jobs.atRest());
    expect(await jobs.backlog()).toEqual([{ queue: 'keyed', state: 'created', count: 1 }]);
  });

  it('finishes what runs before it stops', async () => {
    let finished = false;
    let begun = false;
    const jobs = await start({
      plain: async () => {
        begun = true;
        await sleep(500);
        finished = true;
      },
    });
    await add(jobs, some('plain', 1));
    await until(() => begun);
    await jobs.stop();
    running = [];
    expect(finished).toBe(true);
    const rows = await fresh.database.sql`select state from pgboss.job where name = 'plain'`;
    expect(rows.map((row) => row.state)).toEqual(['completed']);
  });

  it('keeps what failed for good among the dead, whom no worker takes up and no clean-up removes', async () => {
    const jobs = await start({
      keyed: async () => {
        throw Object.assign(new Error('no: 13800138000'), { code: '08006' });
      },
    });
    const { sql } = fresh.database;
    await add(jobs, some('keyed', 1, 'k'));
    await until(
      async () => (await sql`select 1 from pgboss.job where name = 'keyed' and state = 'retry'`).length === 1,
    );
    await sql`update pgboss.job set retry_count = retry_limit - 1, start_after = now() where name = 'keyed'`;
    jobs.ring('keyed');
    const dead = () => sql<{ [column: string]: unknown }[]>`select * from pgboss.job where name = 'dead'`;
    await until(async () => (await dead()).length === 1);
    const [row] = await dead();
    expect(row).toMatchObject({
      source_name: 'keyed',
      source_retry_count: 1_200,
      data: { n: '0' },
      state: 'created',
    });
    expect(row?.source_output).toMatchObject({ reason: '08006' });
    expect(JSON.stringify(row)).not.toContain('13800138000');
    const years = (Number(row?.keep_until) - Number(row?.created_on)) / (365 * 24 * 3_600_000);
    expect(years).toBeGreaterThan(49);
    expect(await jobs.atRest()).toBe(true);
    await sql`delete from pgboss.job where name = 'dead'`;
  });

  it('spreads the pauses of what failed together, also when they have grown to their longest', async () => {
    const jobs = await start({
      plain: async () => {
        throw new Error('on purpose');
      },
    });
    await add(jobs, some('plain', 60));
    const { sql } = fresh.database;
    const retrying = () => sql`select 1 from pgboss.job where name = 'plain' and state = 'retry'`;
    await until(async () => (await retrying()).length === 60);
    await sql`update pgboss.job set retry_count = 20, start_after = now() where name = 'plain'`;
    jobs.ring('plain');
    await until(
      async () =>
        (await sql`select 1 from pgboss.job where name = 'plain' and state = 'retry' and retry_count = 21`)
          .length === 60,
    );
    // `job_now()` of the failure is not kept; the longest pause of each piece is.
    const pauses = await sql<{ pause: number; wait: number }[]>`
      select retry_delay_max as pause, extract(epoch from start_after - now())::int as wait
      from pgboss.job where name = 'plain'`;
    const spread = pauses.map(({ pause }) => pause);
    expect(Math.min(...spread)).toBeGreaterThanOrEqual(270);
    expect(Math.max(...spread)).toBeLessThanOrEqual(330);
    expect(new Set(spread).size).toBeGreaterThan(20);
    expect(Math.max(...pauses.map(({ wait }) => wait))).toBeGreaterThan(310);
  });

  it('can be installed again over itself', async () => {
    await installJobs(fresh.url, [plain, keyed]);
    const jobs = await start({});
    expect(await jobs.atRest()).toBe(true);
  });

  it('wants a handler for every queue', async () => {
    await expect(
      startJobs({
        url: fresh.url,
        log: logger({ level: 'silent' }),
        queues: [plain],
        handlers: {},
      }),
    ).rejects.toThrow('no handler for the queue plain');
  });
});
