import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attentionCapability } from '../../src/attention/owed.job.ts';
import { connect } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { roles } from '../../src/database/roles.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import type { Capability, House, OwedKind } from '../../src/slack/capability.ts';
import { makeClients } from '../../src/slack/clients.ts';
import { makePace } from '../../src/slack/pace.ts';
import type { Figure } from './figure.ts';

const tenant = 'T1';
const people = 100_000;
const things = 10;
/** Nine in Shanghai on a Thursday: half of the people are there, the others in London. */
const nine = new Date('2026-11-26T01:00:00.000Z');
const evening = new Date('2026-11-25T12:00:00.000Z');

const kind: OwedKind = {
  priority: 'duty',
  manner: 'digest',
  repeats: true,
  stillOwed: async () => true,
  // As a kind of a capability does it: from its own rows, for all of them at once.
  stillOwedOf: async (tx, _tenant, owed) => {
    const rows = await tx.sql<{ id: string }[]>`
      select id from owed where id = any(${owed.map(({ id }) => id)}) and state <> 'done'`;
    return new Set(rows.map(({ id }) => id));
  },
  lines: async (_tx, _tenant, owed) =>
    new Map(owed.map(({ id, subject }) => [id, { text: subject, shows: [subject] }])),
};
const attention = attentionCapability([
  { name: 'thing', texts: [], owes: { 'thing.todo': kind } } satisfies Capability,
]);

/** The morning of a zone: 50,000 digests of ten things each out of 100,000 people’s, and what is sent of them in a minute. */
export async function digestFigures(databaseUrl: string): Promise<Figure[]> {
  const database = connect(databaseUrl, { role: roles.app });
  let now = evening;
  const ledger = {
    database,
    now: () => now,
    random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
    ring: () => {},
  };
  const house: House = {
    tenant,
    now: () => now,
    log: logger({ level: 'warn' }),
    read: (work) => read(database, tenant, work),
    commit: (command) => commit(ledger, tenant, command),
  };
  try {
    await fill(database.sql);
    const listing = await took(() => attention.due?.(house));
    now = new Date(nine.getTime() - 60_000);
    const idle = await took(() => attention.due?.(house));
    now = nine;
    global.gc?.();
    let peak = 0;
    const before = process.memoryUsage().heapUsed;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().heapUsed - before);
    }, 250);
    const computing = await took(() => attention.due?.(house));
    clearInterval(watch);
    const [made] = await database.sql<{ digests: number; items: number }[]>`
      select count(*)::int as digests, sum(cardinality(items))::int as items from digest`;
    if (made?.digests !== people / 2 || made.items !== (people / 2) * things)
      throw new Error(`${made?.digests} digests of ${made?.items} things`);
    const again = await took(() => attention.due?.(house));
    return [
      { name: 'a million things put into digests', value: listing / 1_000, unit: 's' },
      {
        name: 'a tick with 100,000 people waiting and nothing due',
        value: idle,
        unit: 'ms',
        floor: 20,
        ratio: idle / 20,
      },
      {
        name: 'morning of one zone: 50,000 digests computed',
        value: computing / 1_000,
        unit: 's',
        floor: 60,
        ratio: computing / 60_000,
      },
      { name: 'heap grown by it at most', value: peak / 1_048_576, unit: 'MiB' },
      { name: 'a tick after it', value: again, unit: 'ms', floor: 20, ratio: again / 20 },
      await sent(database),
    ];
  } finally {
    await database.stop();
  }
}

async function took(work: () => Promise<void> | undefined): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

async function fill(sql: ReturnType<typeof connect>['sql']): Promise<void> {
  await sql`
    insert into member (tenant, id, name, locale, tz, title, standing, workspace_owner)
    select ${tenant}, 'U' || n, 'Person ' || n, 'zh-CN', case when n % 2 = 0 then 'Asia/Shanghai' else 'Europe/London' end, '', 'member', false
    from generate_series(1, ${people}) n`;
  // One in ten has leave ahead of them, and so a calendar of their own.
  await sql`
    insert into absence (id, tenant, member, first_day, last_day, from_at, until_at, deputies, source, state, recorded_by)
    select 'abs_' || n, ${tenant}, 'U' || n, '2026-12-21', '2026-12-24', '2026-12-20T16:00:00Z', '2026-12-24T16:00:00Z', '[]', 'recorded', 'planned', 'U' || n
    from generate_series(10, ${people}, 10) n`;
  await sql`
    insert into owed (id, tenant, kind, person, subject, first_at, due_at, deadline, state)
    select 'owe_' || n || '_' || t, ${tenant}, 'thing.todo', 'U' || n, 'occ_' || n || '_' || t, ${evening}, ${evening},
      ${nine}::timestamptz + t * interval '1 day', 'owed'
    from generate_series(1, ${people}) n, generate_series(1, ${things}) t`;
  await sql`analyze`;
}

/** Slack's rate for a workspace, in posts a minute; what lies above it answers 429. */
const allowed = 525;
const seconds = 60;

/** Posts through our pace against a server that counts, as many as it can in a minute after the burst is spent. */
async function sent(database: ReturnType<typeof connect>): Promise<Figure> {
  let posts = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      posts += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ts: `${posts}.000001`, channel: 'D1' }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const { bulk } = makeClients({
    token: 'xoxb-bench',
    apiUrl: `http://127.0.0.1:${port}/api/`,
    log: logger({ level: 'silent' }),
  });
  const pace = makePace(database, tenant);
  let stop = false;
  let n = 0;
  const lane = async () => {
    while (!stop) {
      const to = `U${n++}`;
      await pace({ method: 'chat.postMessage', to }, () =>
        bulk.chat.postMessage({ channel: to, text: 'x' }),
      ).catch(() => {});
    }
  };
  const lanes = [lane(), lane(), lane(), lane()];
  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
  // The burst at the beginning is not the rate.
  await pause(10_000);
  const before = posts;
  const began = performance.now();
  await pause(seconds * 1_000);
  const rate = ((posts - before) / (performance.now() - began)) * 60_000;
  stop = true;
  await Promise.all(lanes);
  await new Promise((done) => server.close(done));
  return {
    name: 'posts a minute, in the long run',
    value: rate,
    unit: '1/min',
    floor: allowed,
    ratio: rate / allowed,
  };
}
