import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attentionCapability } from '../../src/attention/owed.job.ts';
import { connect } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { roles } from '../../src/database/roles.ts';
import { openOwed } from '../../src/duty/duty.job.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import type { Capability, House, OwedKind } from '../../src/slack/capability.ts';
import { makeClients } from '../../src/slack/clients.ts';
import { makePace } from '../../src/slack/pace.ts';
import { type Figure, quantile } from './figure.ts';

const tenant = 'T1';
const people = 100_000;
const things = 10;
/** Nine in Shanghai on a Thursday: half of the people are there, the others in London. */
const nine = new Date('2026-11-26T01:00:00.000Z');
const early = new Date('2026-11-26T00:30:00.000Z');
const nextWeek = new Date('2026-12-03T01:00:00.000Z');

/** Duties, with the question to their own rows whether they still stand; of the words only that there are some. */
const kind: OwedKind = {
  ...openOwed,
  lines: async (_tx, _tenant, owed) =>
    new Map(owed.map(({ id, subject }) => [id, { text: subject, shows: [subject] }])),
};
const attention = attentionCapability([
  { name: 'duty', texts: [], owes: { 'duty.open': kind } } satisfies Capability,
]);

/**
 * The morning of a zone: 50,000 digests of ten things each, all of which fell due since yesterday’s, beside 50,000 people of another zone with
 * ten standing things each; and what is sent of it in a minute.
 */
export async function digestFigures(databaseUrl: string): Promise<Figure[]> {
  const database = connect(databaseUrl, { role: roles.app });
  const owner = connect(databaseUrl, { max: 1 });
  let now = early;
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
  const tick = () => took(() => attention.due?.(house));
  /** The slowest of 20 but one, as they come every ten seconds. */
  const idle = async () => {
    const ticks: number[] = [];
    for (let round = 0; round < 60; round++) ticks.push(await tick());
    return quantile(ticks.slice(10), 0.95);
  };
  try {
    await fill(owner.sql);
    const before = await idle();
    now = nine;
    global.gc?.();
    let peak = 0;
    const heap = process.memoryUsage().heapUsed;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().heapUsed - heap);
    }, 250);
    const cpu = process.cpuUsage();
    const morning = (await tick()) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    clearInterval(watch);
    const [made] = await database.sql<{ digests: number; items: number; left: number }[]>`
      select count(*)::int as digests, sum(cardinality(items))::int as items,
        (select count(*)::int from owed where state = 'owed' and due_at <= ${now}) as left from digest`;
    if (made?.digests !== people / 2 || made.items !== (people / 2) * things || made.left > 0)
      throw new Error(`${made?.digests} digests of ${made?.items} things, ${made?.left} left`);
    const after = await idle();
    return [
      { name: 'a tick with 1,000,000 things standing and nothing due', ...under(before, 20, 'ms') },
      {
        name: `morning of one zone: ${(people / 2) * things} fresh things put into ${people / 2} digests`,
        ...under(morning, 60, 's'),
      },
      { name: 'processor time of our own in it', value: (user + system) / 1_000_000, unit: 's' },
      { name: 'heap grown by it at most', value: peak / 1_048_576, unit: 'MiB', target: { atMost: 512 } },
      { name: 'a tick after it', ...under(after, 20, 'ms') },
      await sent(database),
    ];
  } finally {
    await Promise.all([database.stop(), owner.stop()]);
  }
}

const under = (value: number, atMost: number, unit: string) => ({ value, unit, target: { atMost } });

async function took(work: () => Promise<void> | undefined): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** Even numbers in Shanghai, whose things come due this morning; odd ones in London, who have heard of theirs. */
async function fill(sql: ReturnType<typeof connect>['sql']): Promise<void> {
  await sql`select set_config('statement_timeout', '0', false), set_config('synchronous_commit', 'off', false)`;
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
    insert into duty (id, tenant, title_en, title_zh, kind, controls, owner, office, cadence, lead_days, tolerance_days, asks, ladder,
      state, added_at, revision)
    select 'dty_' || t, ${tenant}, 'Duty ' || t, '待办 ' || t, 'recurring', '["3.4"]', 'U1', '{"tz":"Asia/Shanghai","holidays":"CN"}',
      '{"kind":"rule","rule":"FREQ=DAILY","from":"2016-01-01","off":"after"}', 0, 1, '[]', '[]', 'active', timestamptz '2016-01-01', 1
    from generate_series(1, ${things}) t`;
  await sql`
    insert into duty_occurrence (id, tenant, duty, planned_on, about, opens_at, due_at, late_at, owner, state)
    select 'occ_' || n || '_' || t, ${tenant}, 'dty_' || t, '2026-11-26', n::text, ${nine}, ${nine}::timestamptz + t * interval '1 day',
      ${nine}::timestamptz + t * interval '1 day', 'U' || n, 'open'
    from generate_series(1, ${people}) n, generate_series(1, ${things}) t`;
  await sql`
    insert into owed (id, tenant, kind, person, subject, first_at, due_at, deadline, ladder, climb_at, state, times)
    select 'owe_' || md5(n || ' ' || t), ${tenant}, 'duty.open', 'U' || n, 'occ_' || n || '_' || t, ${nine},
      case when n % 2 = 0 then ${nine}::timestamptz else ${nextWeek} end, ${nine}::timestamptz + t * interval '1 day',
      '[{"to":"manager","afterWorkingHours":8}]', ${nine}::timestamptz + t * interval '1 day',
      case when n % 2 = 0 then 'owed' else 'listed' end, n % 2
    from generate_series(1, ${people}) n, generate_series(1, ${things}) t`;
  await sql`
    insert into attention_turn (tenant, person, look_at, digest_day, day, said)
    select ${tenant}, 'U' || n, case when n % 2 = 1 then ${nextWeek}::timestamptz end, '2026-11-25', '2026-11-25', 1
    from generate_series(1, ${people}) n`;
  // As autovacuum has left them by the morning.
  for (const table of ['member', 'absence', 'duty_occurrence', 'owed', 'attention_turn'])
    await sql.unsafe(`vacuum analyze ${table}`);
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
    target: { atLeast: 0.95 },
  };
}
