import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../../src/database/connection.ts';
import type { JobSpec, Jobs } from '../../src/jobs/jobs.ts';
import { commit } from '../../src/ledger/commit.ts';
import { type Dispatcher, type Route, startDispatcher } from '../../src/ledger/dispatch.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { command, event, ledgerOn, tenant } from './ledger.ts';

let fresh: FreshDatabase;
let running: Dispatcher[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.sql`create table handed_on (n serial, queue text, data jsonb)`;
});
afterAll(() => fresh.drop());
beforeEach(() => fresh.database.sql`truncate event, event_private, outbox, handed_on restart identity`);
afterEach(async () => {
  for (const one of running) await one.stop();
  running = [];
});

/** A work queue that is a table, so that what was handed on is what was committed. */
function tableJobs(add?: (tx: Tx, specs: readonly JobSpec[]) => Promise<void>): Jobs & { rung: string[] } {
  const rung: string[] = [];
  return {
    rung,
    add: async (tx, specs) => {
      for (const { queue, data } of specs)
        await tx.sql`insert into handed_on (queue, data) values (${queue}, ${tx.sql.json(data)})`;
      await add?.(tx, specs);
    },
    ring: (queue) => void rung.push(queue),
    atRest: async () => true,
    pending: async () => false,
    backlog: async () => [],
    stop: async () => {},
  };
}

const route: Route = ({ tenant, eventId, type, subject }) => [
  { queue: 'hear', data: { tenant, eventId, type, subject } },
];

function start(jobs: Jobs, errors: unknown[] = [], routes: readonly Route[] = [route]): Dispatcher {
  const dispatcher = startDispatcher({
    database: fresh.database,
    jobs,
    routes,
    onError: (error) => errors.push(error),
  });
  running.push(dispatcher);
  return dispatcher;
}

async function record(from: number, to: number): Promise<void> {
  const ledger = ledgerOn(fresh.database);
  for (let n = from; n <= to; n++) {
    await commit(
      ledger,
      tenant,
      command(`cmd_${n}`, { decide: () => ({ next: '', events: [event(`thing_${n}`)] }) }),
    );
  }
}

const handedOn = async () =>
  (
    await fresh.database.sql<
      { subject: string }[]
    >`select data ->> 'subject' as subject from handed_on order by n`
  ).map(({ subject }) => subject);
const waiting = async () => (await fresh.database.sql`select 1 from outbox`).length;
const things = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `thing_${from + n}`);

async function until(what: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 8_000;
  while (!(await what())) {
    if (performance.now() > end) throw new Error('it did not come to that');
    await sleep(10);
  }
}

describe('the dispatcher', () => {
  it('hands every event on once, in the order in which it was written', async () => {
    await record(1, 30);
    const dispatcher = start(tableJobs());
    await until(() => dispatcher.atRest());
    expect(await handedOn()).toEqual(things(1, 30));
  });

  it('takes up what is rung at once, and rings the queues after their jobs exist', async () => {
    const jobs = tableJobs();
    const dispatcher = start(jobs);
    await until(() => dispatcher.atRest());
    await record(1, 3);
    const before = performance.now();
    dispatcher.ring();
    await until(async () => (await handedOn()).length === 3);
    expect(performance.now() - before).toBeLessThan(500);
    await until(async () => jobs.rung.includes('hear'));
  });

  it('finds by polling what nobody rang for: another process wrote it', async () => {
    const dispatcher = start(tableJobs());
    await until(() => dispatcher.atRest());
    await record(1, 2);
    await until(async () => (await handedOn()).length === 2);
    expect(await waiting()).toBe(0);
  });

  it('drops nothing that sets off no work, and lets it go', async () => {
    await record(1, 2);
    const dispatcher = start(tableJobs(), [], [() => []]);
    await until(() => dispatcher.atRest());
    expect([await waiting(), await handedOn()]).toEqual([0, []]);
  });

  it('does all of a batch or nothing: broken off in between, rows and jobs stay together', async () => {
    await record(1, 20);
    let broken = 0;
    const errors: unknown[] = [];
    const jobs = tableJobs(async (tx) => {
      if (broken >= 2) return;
      broken += 1;
      // The connection dies after the jobs were written and before the commit.
      await tx.sql`select pg_terminate_backend(pg_backend_pid())`;
    });
    const dispatcher = start(jobs, errors);
    await until(async () => broken === 1 && errors.length === 1);
    expect([await waiting(), await handedOn()]).toEqual([20, []]);
    await until(async () => (await dispatcher.atRest()) && broken === 2 && errors.length === 2);
    expect([await waiting(), await handedOn()]).toEqual([0, things(1, 20)]);
  });

  it('shares the rows with others: two of them hand on each event once', async () => {
    const total = 900;
    await fresh.database.sql`
      insert into outbox (tenant, event_id, type, subject)
      select ${tenant}, 'evt_' || n, 'thing.made', 'thing_' || n from generate_series(1, ${total}) n`;
    const [left, right] = [tableJobs(), tableJobs()];
    const both = [start(left), start(right)];
    for (const one of both) await until(() => one.atRest());
    expect((await handedOn()).sort()).toEqual(things(1, total).sort());
    expect([left.rung.length > 0, right.rung.length > 0]).toEqual([true, true]);
  });

  it('empties a long outbox without waiting for the next poll', async () => {
    await fresh.database.sql`
      insert into outbox (tenant, event_id, type, subject)
      select ${tenant}, 'evt_' || n, 'thing.made', 'thing_' || n from generate_series(1, 450) n`;
    const before = performance.now();
    const dispatcher = start(tableJobs());
    await until(() => dispatcher.atRest());
    expect(await handedOn()).toEqual(things(1, 450));
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  it('stops in order: nothing is taken up afterwards', async () => {
    const dispatcher = start(tableJobs());
    await dispatcher.stop();
    await record(1, 1);
    dispatcher.ring();
    await sleep(1_200);
    expect([await waiting(), await handedOn()]).toEqual([1, []]);
  });
});
