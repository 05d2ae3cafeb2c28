import { copyFile, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArchiveFault } from '../../src/backup/archive.fault.ts';
import { writeWhole } from '../../src/backup/archive.file.ts';
import { identityOf, recipientOf } from '../../src/backup/archive.key.ts';
import { makeBackup } from '../../src/backup/archive.make.ts';
import { restoreBackup } from '../../src/backup/archive.restore.ts';
import { opened, sealed } from '../../src/backup/archive.seal.ts';
import { prepareDatabase } from '../../src/bot.ts';
import { emptyDatabase } from '../../src/database/empty.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { digests } from './rows.ts';

const key = Buffer.alloc(32, 7);
const identity = identityOf(key);
const now = new Date('2026-11-25T03:00:00.000Z');
let folder: string;
let from: FreshDatabase;
/** Stays empty, whatever is tried. */
let nothing: FreshDatabase;
let path: string;

/** What COPY's text form has to escape, and what it must not touch. */
const hard = [
  '',
  '\\N',
  'tab\there',
  'line\nfeed and return\r\n',
  'back\\slash \\. \\t',
  '\\.',
  '\u0001\b\f\v\u007f',
  'O’Brien "quoted" \'single\'',
  '客户资料 🀄︎ 𠮷',
  ' '.repeat(40),
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoumi-backup-'));
  nothing = await emptyOne();
  from = await freshDatabase();
  await prepareDatabase(from.url);
  const { sql } = from.database;
  for (const [n, text] of hard.entries()) {
    await sql`insert into member (tenant, id, name, locale, tz, title, standing, workspace_owner, roles)
      values ('T1', ${`U${n}`}, ${text}, 'zh-CN', 'Asia/Shanghai', ${text}, 'member', false, ${sql.json([text])})`;
  }
  // Incompressible, and long enough that the file has many blocks.
  await sql`insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
    select 'evt_' || n, 'T1', 's', 'test.done', 1, 'cmd_' || n, 0, '{}', ${new Date('2026-11-24T12:34:56.789Z')}, ${now},
      '{"n":' || n || ',"x":"' || md5(n::text) || md5((n * 7)::text) || md5((n * 11)::text) || '"}', '{}' from generate_series(1, 20000) n`;
  await sql`insert into event_private (tenant, event_id, field, salt, value)
    select 'T1', 'evt_' || n, 'reason', sha256(n::text::bytea), repeat(n::text, 3) from generate_series(1, 300) n`;
  await sql`insert into log_leaf (index, event_id, hash) select n - 1, 'evt_' || n, sha256(n::text::bytea) from generate_series(1, 700) n`;
  await sql`insert into log_checkpoint ${sql({ ...(await checkpoint()), size: 9007199254740991n, root: Buffer.from([0, 10, 92, 9, 255]), note: 'a\nb\n', at: now } as never)}`;
  await sql`insert into log_pending (event_id) values ('evt_701'), ('evt_702')`;
  await sql`insert into pgboss.queue (name, policy, retry_limit, retry_delay, retry_backoff, expire_seconds, retention_seconds, deletion_seconds, partition, table_name)
    values ('old', 'standard', 1, 1, true, 60, 60, 60, false, 'job_common') on conflict do nothing`;
  await sql`insert into pgboss.job (name, data, state, start_after) values ('old', ${sql.json({ id: 'x\ty\n' })}, 'active', now() + interval '1 hour')`;
  path = join(folder, 'shoumi-2026-11-25T0300Z.age');
  await back(path);

  /** Whatever other columns the table has by now, filled with something. */
  async function checkpoint(): Promise<Record<string, unknown>> {
    const columns = await sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_name = 'log_checkpoint' and is_nullable = 'NO'
      and data_type in ('bigint', 'integer') and column_name <> 'size'`;
    return Object.fromEntries(columns.map(({ name }) => [name, 0]));
  }
});
afterAll(async () => {
  await from.drop();
  await nothing.drop();
  await rm(folder, { recursive: true });
});

async function back(to: string, url = from.url) {
  return makeBackup({
    ownerUrl: url,
    path: to,
    recipient: await recipientOf(identity),
    now,
  });
}

async function emptyOne(): Promise<FreshDatabase> {
  const fresh = await freshDatabase();
  await emptyDatabase(fresh.url);
  return fresh;
}

const restoring = (url: string, file: string, identities = [identity], prepare = prepareDatabase) =>
  restoreBackup({ ownerUrl: url, path: file, identities, prepare });

/** Restores what must not work, and answers why; the target has to be as empty as before. */
async function faultOf(file: string, identities?: string[]): Promise<Error> {
  const error = await restoring(nothing.url, file, identities).then(
    () => new Error('it was restored'),
    (fault: Error) => fault,
  );
  const [left] = await nothing.database.sql<{ count: number }[]>`
    select count(*)::int as count from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'drizzle', 'pgboss')`;
  expect(left?.count).toBe(0);
  return error;
}

describe('a whole backup', () => {
  it('comes back row by row, with its sequences, and takes new rows', async () => {
    const target = await emptyOne();
    try {
      const restored = await restoring(target.url, path);
      expect(restored.header.madeAt).toBe(now.toISOString());
      expect(restored.header.log.size).toBe(700);
      expect(restored.header.tables.map(({ name }) => name)).toContain('__drizzle_migrations');
      const [was, is] = [await digests(from.url), await digests(target.url)];
      // Starting brings queue options up to date, which touches its bookkeeping.
      for (const all of [was, is]) for (const name of ['queue', 'instance']) delete all[`pgboss.${name}`];
      expect(is).toEqual(was);
      const { sql } = target.database;
      const [row] = await sql`select at::text as at, data_json->>'n' as n from event where id = 'evt_7'`;
      expect(row).toEqual({ at: '2026-11-24 12:34:56.789+00', n: '7' });
      const [next] = await sql`insert into log_pending (event_id) values ('evt_703') returning seq`;
      expect(next?.seq).toBe(3);
      await expect(
        sql`insert into event_private (tenant, event_id, field, salt, value) values ('T1', 'evt_none', 'x', '\\x00', '')`,
      ).rejects.toMatchObject({ code: '23503' });
    } finally {
      await target.drop();
    }
  });

  it('is readable by its owner alone and leaves nothing else in the folder', async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('holds one moment while others write', async () => {
    const target = await emptyOne();
    const busy = await freshDatabase();
    await prepareDatabase(busy.url);
    let stop = false;
    let written = 0;
    const writing = (async () => {
      while (!stop) {
        const n = written++;
        // Both or neither: only one moment has as many parts as events.
        await busy.database.sql.begin(async (sql) => {
          await sql`insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
            values (${`evt_b${n}`}, 'T1', 's', 't.t', 1, ${`c${n}`}, 0, '{}', ${now}, ${now}, '{}', '{}')`;
          await sql`insert into event_private (tenant, event_id, field, salt, value) values ('T1', ${`evt_b${n}`}, 'f', '\\x01', 'v')`;
          await sql`insert into outbox (tenant, event_id, type, subject) values ('T1', ${`evt_b${n}`}, 't.t', 's')`;
        });
      }
    })();
    try {
      while (written < 50) await sleep(5);
      const before = written;
      const file = join(folder, 'busy.age');
      await back(file, busy.url);
      expect(written).toBeGreaterThan(before);
      stop = true;
      await writing;
      await restoring(target.url, file);
      const [counts] = await target.database.sql<Record<string, number>[]>`
        select (select count(*) from event)::int as events, (select count(*) from event_private)::int as privates,
          (select max(seq) from outbox)::int as last, (select last_value from outbox_seq_seq)::int as sequence`;
      expect(counts?.events).toBeGreaterThanOrEqual(before - 1);
      expect(counts?.privates).toBe(counts?.events);
      expect(counts?.sequence).toBeGreaterThanOrEqual(counts?.last ?? 0);
    } finally {
      stop = true;
      await writing.catch(() => {});
      await busy.drop();
      await target.drop();
    }
  });
});

describe('an older backup', () => {
  it('gets the tables of its time first, and the newer ones after its rows', async () => {
    const old = await emptyOne();
    const target = await emptyOne();
    try {
      // The house before it had roles or a log.
      const { applyFirst } = await import('../../src/database/migrate.ts');
      const { readMigrationFiles } = await import('drizzle-orm/migrator');
      const [first] = readMigrationFiles({ migrationsFolder: 'drizzle' });
      await old.database.sql.begin(async (sql) => {
        expect(await applyFirst(sql, [first?.hash ?? ''])).toBe(true);
        await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${first?.hash ?? ''}, ${first?.folderMillis ?? 0})`;
        await sql`insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
          values ('evt_old', 'T1', 's', 't.t', 1, 'c', 0, '{}', ${now}, ${now}, '{}', '{}')`;
      });
      const file = join(folder, 'old.age');
      await back(file, old.url);
      const { header } = await restoring(target.url, file);
      expect(header.migrations).toEqual([first?.hash]);
      expect(header.pgboss).toBeNull();
      const [row] = await target.database.sql`select event_id from log_pending`;
      expect(row).toEqual({ event_id: 'evt_old' });
      const names = Object.keys(await digests(target.url));
      expect(names).toEqual(Object.keys(await digests(from.url)));
    } finally {
      await old.drop();
      await target.drop();
    }
  });

  it('brings the work of another version of pg-boss over', async () => {
    const old = await freshDatabase();
    const target = await emptyOne();
    try {
      await prepareDatabase(old.url);
      const { sql } = old.database;
      await sql`alter table pgboss.queue add column gone text default 'x'`;
      await sql`alter table pgboss.job add column went jsonb`;
      await sql`update pgboss.version set version = version - 1`;
      await sql`insert into pgboss.job (name, data) select 'deliver', jsonb_build_object('n', n) from generate_series(1, 5) n`;
      const file = join(folder, 'boss.age');
      await back(file, old.url);
      await restoring(target.url, file);
      const jobs = await target.database
        .sql`select data, state::text from pgboss.job where name = 'deliver' order by data->>'n'`;
      expect(jobs).toHaveLength(5);
      expect(jobs[4]).toEqual({ data: { n: 5 }, state: 'created' });
    } finally {
      await old.drop();
      await target.drop();
    }
  });
});

describe('what is refused, with nothing restored', () => {
  it('a database with anything in it', async () => {
    const target = await emptyOne();
    try {
      await target.database.sql`create table notes (t text)`;
      await expect(restoring(target.url, path)).rejects.toThrow(
        /not empty \(it has public.notes\).*SHOUMI_HOME/,
      );
      await expect(restoring(from.url, path)).rejects.toThrow(/not empty/);
    } finally {
      await target.drop();
    }
  });

  it('another key, in one sentence', async () => {
    const fault = await faultOf(path, [identityOf(Buffer.alloc(32, 8))]);
    expect(fault.message).toBe(
      'None of the keys in SHOUMI_KEY opens this backup: it was made with another key, so set the one of that time.',
    );
  });

  it('an older key of the ring opens it', async () => {
    const target = await emptyOne();
    try {
      await restoring(target.url, path, [identityOf(Buffer.alloc(32, 8)), identity]);
    } finally {
      await target.drop();
    }
  });

  it('a file that is something else, is empty, or is not there', async () => {
    const other = join(folder, 'other.age');
    await writeFile(other, 'PK\u0003\u0004 not a backup');
    expect((await faultOf(other)).message).toBe('This is no backup of Shoumi.');
    await writeFile(other, '');
    expect((await faultOf(other)).message).toBe('The backup is cut short: it ends at byte 0 of the file.');
    expect((await faultOf(join(folder, 'none.age'))).message).toMatch(
      /none\.age cannot be read \(ENOENT\)\./,
    );
    // An age file of somebody's, for our key.
    await writeWhole(other, sealed(only(Buffer.from('hello')), await recipientOf(identity)));
    expect((await faultOf(other)).message).toBe('This is no backup of Shoumi.');
  });

  it('a file cut anywhere: the byte and the table are named', async () => {
    const { size } = await stat(path);
    const cut = join(folder, 'cut.age');
    for (const part of [0.0001, 0.2, 0.5, 0.9, 1]) {
      await copyFile(path, cut);
      const length = Math.floor(size * part) - (part === 1 ? 1 : 0);
      await truncate(cut, length);
      const fault = await faultOf(cut);
      expect(fault, `cut at ${length}`).toBeInstanceOf(ArchiveFault);
      expect((fault as ArchiveFault).kind).toBe('cut');
      const { place } = fault as ArchiveFault;
      expect(place.file).toBe(true);
      expect(place.from).toBeLessThanOrEqual(length);
      expect(place.to ?? place.from).toBeGreaterThanOrEqual(length - 1);
      if (part >= 0.2 && part < 1) expect(place.table).toMatch(/^public\./);
    }
  });

  it('a flipped bit anywhere: the block it is in, and the table', async () => {
    const { size } = await stat(path);
    const flipped = join(folder, 'flipped.age');
    for (const place of [30, 120, 250, 0.3, 0.6, 0.95].map((at) => (at < 1 ? Math.floor(size * at) : at))) {
      await copyFile(path, flipped);
      const file = await open(flipped, 'r+');
      const byte = Buffer.alloc(1);
      await file.read(byte, 0, 1, place);
      byte[0] = (byte[0] ?? 0) ^ 4;
      await file.write(byte, 0, 1, place);
      await file.close();
      const fault = (await faultOf(flipped)) as ArchiveFault;
      expect(fault, `flipped at ${place} of ${size}`).toBeInstanceOf(ArchiveFault);
      // In age's own header a changed bit can also look like another recipient.
      if (place <= 250) expect(['damaged', 'key', 'foreign']).toContain(fault.kind);
      else {
        expect(fault.place.from).toBeLessThanOrEqual(place);
        expect(fault.place.to).toBeGreaterThanOrEqual(place);
        expect(fault.message).toMatch(/between byte \d+ and byte \d+ of the file, in table public\.\w+\.$/);
      }
    }
  });

  it('what somebody with the key changed within: rows, order, counts', { timeout: 60_000 }, async () => {
    const file = await open(path, 'r');
    const parts: Uint8Array[] = [];
    for await (const part of opened(file, [identity]).bytes) parts.push(part);
    await file.close();
    const plain = Buffer.concat(parts);
    const changed = join(folder, 'changed.age');
    const trying = async (bytes: Buffer) => {
      await rm(changed, { force: true });
      await writeWhole(changed, sealed(only(bytes), await recipientOf(identity)));
      return (await faultOf(changed)).message;
    };
    const swap = (was: string, is: string) => {
      const at = plain.indexOf(was);
      expect(at).toBeGreaterThanOrEqual(0);
      return Buffer.concat([plain.subarray(0, at), Buffer.from(is), plain.subarray(at + was.length)]);
    };
    expect(await trying(swap('evt_4711\tT1', 'evt_4711\tT2'))).toMatch(
      /^The backup is not what was written, in table public\.event: its counts or sums do not fit at byte \d+ of what is in it\.$/,
    );
    const head = (table: string) => `{"schema":"public","name":"${table}"}`;
    expect(await trying(swap(head('log_leaf'), head('log_node')))).toMatch(
      /not what was written, in table public\.log_leaf/,
    );
    expect(await trying(swap('"name":"log_leaf"', '"name":"log_none"'))).toMatch(
      /not what was written, in table public\.log_/,
    );
    expect(await trying(swap('shoumi backup 1', 'shoumi backup 9'))).toBe(
      'A newer Shoumi made this backup: restore it with that version.',
    );
    expect(await trying(plain.subarray(0, plain.length - 10))).toMatch(/cut short/);
    expect(await trying(Buffer.concat([plain, plain.subarray(16, 40)]))).toMatch(/damaged|cut short/);
  });

  it('migrations that this Shoumi does not know', async () => {
    const newer = await freshDatabase();
    try {
      await prepareDatabase(newer.url);
      await newer.database
        .sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`;
      const file = join(folder, 'newer.age');
      await back(file, newer.url);
      expect((await faultOf(file)).message).toBe(
        'A newer Shoumi made this backup: restore it with that version.',
      );
    } finally {
      await newer.drop();
    }
  });

  it('a disk that takes no more leaves no file', async () => {
    await expect(back('/dev/full/x.age')).rejects.toThrow();
    const place = join(folder, 'gone.age');
    const failing = async function* () {
      yield Buffer.from('some');
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    };
    await expect(writeWhole(place, failing())).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readdir(folder)).not.toContain('gone.age');
    expect(await readdir(folder)).not.toContain('gone.age.part');
  });
});

describe('the key', () => {
  it('always gives the same identity, in age’s own spelling', async () => {
    expect(identity).toMatch(/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/);
    expect(identityOf(Buffer.alloc(32, 7))).toBe(identity);
    expect(await recipientOf(identity)).toMatch(/^age1[a-z0-9]{58}$/);
    expect((await readFile(path)).subarray(0, 22).toString()).toBe('age-encryption.org/v1\n');
  });
});

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
