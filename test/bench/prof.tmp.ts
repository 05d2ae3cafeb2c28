import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../../src/bot.ts';
import { connect } from '../../src/database/connection.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { entrySql } from '../../src/ledger/entry.ts';
const home = await mkdtemp(join(tmpdir(), 'shoumi-bench-'));
await chmod(home, 0o755);
const postgres = await startEmbedded({ home, log: { info: () => {} } });
try {
  await prepareDatabase(postgres.ownerUrl);
  const db = connect(postgres.ownerUrl, { max: 1 });
  const bulk = (from: number, count: number) => db.sql`with made as (
      insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
      select 'evt_' || left(md5(n::text), 20), 'T1', 'req_' || n % 100000, 'access.approved', 1, 'cmd_' || n, 0,
        '{"by":"U06ZHAOMIN0","id":"D06 1790000000.000100 access.approve","kind":"action"}',
        timestamptz '2026-01-01' + n * interval '1 second', timestamptz '2026-01-01' + n * interval '1 second',
        '{"by":"U06ZHAOMIN0","dataSet":"client-files","dataSetRevision":1,"grant":"grn_' || n || '","requester":"U01LINXIAO0"}', '{}'
      from generate_series(${from}::bigint, ${from + count - 1}::bigint) n returning id
    ) insert into log_pending (event_id) select id from made`;
  await bulk(0, 60000);
  await db.sql.unsafe('analyze event; analyze log_pending');
  for (let n = 0; n < 3; n++) {
  const rows = await db.sql.unsafe(`explain (analyze, buffers, timing) with moved as (
    delete from log_pending where seq in (select seq from log_pending order by seq limit 20000) returning seq, event_id
  )
  insert into log_leaf (index, event_id, hash)
  select ${n*20000}::bigint - 1 + row_number() over (order by m.seq), e.id,
    sha256('\\x00'::bytea || convert_to(${entrySql}, 'UTF8'))
  from moved m join event e on e.id = m.event_id
  returning index, hash`);
  console.log(rows.map((r) => r['QUERY PLAN']).join('\n'));
  }
  await db.stop();
} finally {
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}
