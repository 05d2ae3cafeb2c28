import { createHash, randomBytes } from 'node:crypto';
import { attentionCapability } from '../../src/attention/owed.job.ts';
import { connect } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { roles } from '../../src/database/roles.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import type { House } from '../../src/slack/capability.ts';
import { cardId } from '../../src/slack/card.store.ts';
import { type Figure, quantile } from './figure.ts';

const tenant = 'T1';
const rows = 1_000_000;
const now = new Date('2026-11-26T01:00:00.000Z');

/**
 * What was owed and has been over for long, a million of it, a tenth with something put off and each with a card: what a tick that forgets its batch
 * of them takes, beside the million more that was done and does not say since when.
 */
export async function overFigures(databaseUrl: string): Promise<Figure[]> {
  const database = connect(databaseUrl, { role: roles.app });
  const owner = connect(databaseUrl, { max: 1 });
  let clock = now;
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
  const ledger = { database, now: () => clock, random, ring: () => {} };
  const house: House = {
    tenant,
    now: () => clock,
    log: logger({ level: 'warn' }),
    read: (work) => read(database, tenant, work),
    commit: (command) => commit(ledger, tenant, command),
  };
  const attention = attentionCapability([]);
  const tick = async () => {
    clock = new Date(clock.getTime() + 10_000);
    const before = performance.now();
    await attention.due?.(house);
    return performance.now() - before;
  };
  try {
    await fill(owner.sql);
    const ticks: number[] = [];
    for (let round = 0; round < 200; round++) ticks.push(await tick());
    const counted = ticks.slice(5);
    const [left] = await owner.sql<{ owed: number; unsettled: number; cards: number }[]>`
      select (select count(*)::int from owed where settled_at < ${now}) as owed, (select count(*)::int from card) as cards,
        (select count(*)::int from owed where state = 'done' and settled_at is null) as unsettled`;
    const gone = rows - (left?.owed ?? rows);
    if (gone !== 200 * ticks.length || left?.cards !== rows - gone || left.unsettled !== rows - gone)
      throw new Error(`${gone} forgotten, ${JSON.stringify(left)} left`);
    return [
      {
        name: 'a tick that forgets 200 of 1,000,000 things that are long over, and stamps 200 of 1,000,000 done',
        ...{ value: quantile(counted, 0.5), unit: 'ms' },
      },
      {
        name: 'the slowest of 195 such ticks',
        value: Math.max(...counted),
        unit: 'ms',
        target: { atMost: 1_000 },
      },
      { name: 'forgotten in a minute of six ticks', value: 6 * 200, unit: 'rows' },
    ];
  } finally {
    await Promise.all([database.stop(), owner.stop()]);
  }
}

async function fill(sql: ReturnType<typeof connect>['sql']): Promise<void> {
  await sql`select set_config('statement_timeout', '0', false), set_config('synchronous_commit', 'off', false)`;
  await sql`
    insert into owed (id, tenant, kind, person, subject, due_at, settled_at, state, times, alone)
    select 'owe_' || md5(n::text), ${tenant}, 'duty.open', 'U' || n % 100000, 'occ_' || n, ${now}::timestamptz - interval '200 days',
      ${now}::timestamptz - interval '100 days' - n * interval '1 second', (array['done', 'dropped'])[1 + n % 2], 1, 1
    from generate_series(1, ${rows}) n`;
  await sql`
    insert into owed (id, tenant, kind, person, subject, due_at, state, times)
    select 'owe_' || md5('x' || n), ${tenant}, 'duty.open', 'U' || n % 100000, 'occ_x' || n, ${now}::timestamptz - interval '20 days', 'done', 1
    from generate_series(1, ${rows}) n`;
  await sql`
    insert into put_off (tenant, owed, state, was_state, was_due_at, revision)
    select ${tenant}, 'owe_' || md5(n::text), 'taken_back', 'listed', ${now}, 1 from generate_series(1, ${rows}, 10) n`;
  await cards(sql);
  for (const table of ['owed', 'put_off', 'card', 'card_shows']) await sql.unsafe(`vacuum analyze ${table}`);
}

/** The card of each of the first million, under the id that its key makes. */
async function cards(sql: ReturnType<typeof connect>['sql']): Promise<void> {
  const page = 50_000;
  for (let from = 1; from <= rows; from += page) {
    const some = Array.from({ length: page }, (_, at) => {
      const n = from + at;
      const occasion = `owe_${createHash('md5').update(String(n)).digest('hex')}`;
      const key = { kind: 'attention.told', reader: `U${n % 100_000}`, occasion };
      return { id: cardId(tenant, key), ...key };
    });
    await sql`
      insert into card (id, tenant, kind, reader, occasion, channel, ts, open)
      select id, ${tenant}, kind, reader, occasion, 'D' || reader, occasion, false
      from jsonb_to_recordset(${sql.json(some)}) as x(id text, kind text, reader text, occasion text)`;
    await sql`
      insert into card_shows (tenant, card_id, subject)
      select ${tenant}, id, occasion from jsonb_to_recordset(${sql.json(some)}) as x(id text, occasion text)`;
  }
}
