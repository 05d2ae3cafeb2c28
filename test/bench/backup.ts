import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, recipientOf } from '../../src/backup/archive.key.ts';
import { makeBackup } from '../../src/backup/archive.make.ts';
import { restoreBackup } from '../../src/backup/archive.restore.ts';
import { prepareDatabase } from '../../src/bot.ts';
import { connect } from '../../src/database/connection.ts';
import { emptyDatabase } from '../../src/database/empty.ts';
import type { Figure } from './figure.ts';

const events = 200_000;
const mega = 1_000_000;

/** Some 200 MB of events, half of it text that compresses and half that does not: written to one file, and restored from it. */
export async function backupFigures(ownerUrl: string): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shoumi-bench-backup-'));
  const database = connect(ownerUrl, { max: 1 });
  try {
    const { sql } = database;
    await sql`select set_config('statement_timeout', '0', false)`;
    await sql`insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
      select 'evt_' || n, 'T1', 'req_' || n % 1000, 'test.done', 1, 'cmd_' || n, 0, '{"id":"x","kind":"tick"}', ${new Date()}, ${new Date()},
        '{"hash":"' || (select string_agg(md5((n * 16 + part)::text), '') from generate_series(1, 13) part) || '","text":"'
        || repeat('10月增值税申报，需核对客户资料。', 9) || '"}', '{}'
      from generate_series(1, ${events}) n`;
    const [row] = await sql<{ bytes: number }[]>`
      select sum(octet_length(data) + octet_length(id) + octet_length(cause))::float8 as bytes from event`;
    const megabytes = (row?.bytes ?? 0) / mega;
    const identity = identityOf(Buffer.alloc(32, 7));
    const path = join(folder, 'bench.age');
    const recipient = await recipientOf(identity);
    const making = await watched(() => makeBackup({ ownerUrl, path, recipient, now: new Date() }));
    await emptyDatabase(ownerUrl);
    const restoring = await watched(() =>
      restoreBackup({ ownerUrl, path, identities: [identity], prepare: prepareDatabase }),
    );
    return [
      {
        name: `Backup of ${Math.round(megabytes)} MB of events`,
        value: megabytes / making.seconds,
        unit: 'MB/s',
      },
      { name: 'Its file', value: making.done.bytes / mega, unit: 'MB' },
      { name: 'Memory the backup took at its peak', value: making.grown / mega, unit: 'MB' },
      { name: 'Restore of that backup', value: megabytes / restoring.seconds, unit: 'MB/s' },
      { name: 'Memory the restore took at its peak', value: restoring.grown / mega, unit: 'MB' },
    ];
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How long it took, and by how many bytes the process (RSS) was larger at its largest. */
async function watched<T>(work: () => Promise<T>): Promise<{ done: T; seconds: number; grown: number }> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  try {
    const done = await work();
    return { done, seconds: (performance.now() - began) / 1_000, grown: peak - before };
  } finally {
    clearInterval(watching);
  }
}
