import { connect, type Database } from '../../src/database/connection.ts';
import { testVault } from '../support/keys.ts';
import { approvals } from './approve.ts';
import { type Figure, quantile } from './figure.ts';

const requests = 1_000_000;
const eventsPerRequest = 10;

/**
 * What one approval takes in a database with a thousand requests and in one with a million and ten million events. By turns, so that
 * whatever else the machine does slows both.
 */
export async function largeFigures(smallUrl: string, largeUrl: string): Promise<Figure[]> {
  const small = connect(smallUrl, { max: 16, vault: testVault });
  const large = connect(largeUrl, { max: 16, vault: testVault });
  try {
    await bulkLoad(smallUrl, 0, 1_000);
    await bulkLoad(largeUrl, 0, requests);
    const median = async (database: Database) => quantile(await approvals(database, 200), 0.5);
    const took: { small: number; large: number }[] = [];
    await Promise.all([median(small), median(large)]);
    for (let round = 0; round < 15; round++)
      took.push({ small: await median(small), large: await median(large) });
    const middle = (some: number[]) => quantile(some, 0.5);
    const [size] = await large.sql<{ events: number; bytes: number }[]>`
      select (select count(*)::int from event) as events, pg_database_size(current_database()) as bytes`;
    return [
      {
        name: `one approval at ${requests} requests and ${size?.events} events, to the same at 1000`,
        value: middle(took.map((one) => one.large)),
        unit: 'ms',
        floor: middle(took.map((one) => one.small)),
        ratio: middle(took.map((one) => one.large / one.small)),
        target: { atMost: 1.5 },
      },
      { name: 'that database', value: Number(size?.bytes) / 2 ** 30, unit: 'GiB' },
    ];
  } finally {
    await Promise.all([small.stop(), large.stop()]);
  }
}

const tables = ['access_request', 'event', 'log_leaf'];

/** Rows past the rules, with the indexes made afterwards. */
async function bulkLoad(url: string, from: number, to: number): Promise<void> {
  // One connection: its settings are those of the whole load.
  const loader = connect(url, { max: 1 });
  const connection = loader.sql;
  try {
    await connection`select set_config('statement_timeout', '0', false), set_config('maintenance_work_mem', '1GB', false),
      set_config('synchronous_commit', 'off', false)`;
    // Keys that others refer to stay.
    const indexes = await connection<{ name: string; made: string }[]>`
      select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index i
      where indrelid::regclass::text = any(${tables}) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;
    for (const { name } of indexes) await connection.unsafe(`drop index ${name}`);
    const step = 50_000;
    for (let at = from; at < to; at += step) {
      const last = Math.min(at + step, to) - 1;
      await connection`
        insert into access_request (id, tenant, requester, data_set, case_number, purpose, reason, hours, state, created_at, lapses_at)
        select 'req_' || lpad(n::text, 20, '0'), 'T1', 'U' || n % 5000, 'client-files', 'C-' || n, 'tax_filing', 'VAT filing', 4, 'expired',
          timestamptz '2024-01-01' + n * interval '1 minute', timestamptz '2024-01-02' + n * interval '1 minute'
        from generate_series(${at}::bigint, ${last}::bigint) n`;
      await connection`
        insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
        select 'evt_' || lpad(n::text, 20, '0') || k, 'T1', 'req_' || lpad(n::text, 20, '0'), 'access.approved', 1, 'cmd_' || lpad(n::text, 20, '0') || k, 0,
          '{"by":"U06ZHAOMIN0","id":"D06 1790000000.000100 access.approve","kind":"action"}',
          timestamptz '2024-01-01' + n * interval '1 minute', timestamptz '2024-01-01' + n * interval '1 minute',
          '{"by":"U06ZHAOMIN0","dataSet":"client-files","dataSetRevision":1,"requester":"U01LINXIAO0"}', '{}'
        from generate_series(${at}::bigint, ${last}::bigint) n, generate_series(0, ${eventsPerRequest - 1}) k`;
      await connection`
        insert into log_leaf (index, event_id, hash)
        select n * ${eventsPerRequest} + k, 'evt_' || lpad(n::text, 20, '0') || k, sha256((n || ' ' || k)::bytea)
        from generate_series(${at}::bigint, ${last}::bigint) n, generate_series(0, ${eventsPerRequest - 1}) k`;
    }
    for (const { made } of indexes) await connection.unsafe(made);
    for (const table of tables) await connection.unsafe(`vacuum analyze ${table}`);
    // What was loaded is on the disk before anything is timed.
    await connection.unsafe('checkpoint');
  } finally {
    await loader.stop();
  }
}
