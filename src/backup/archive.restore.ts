import { open } from 'node:fs/promises';
import type { TransactionSql } from 'postgres';
import { connect } from '../database/connection.ts';
import {
  copyAcross,
  copyIn,
  type DumpTable,
  firstThingIn,
  setSequence,
  tableName,
  tablesOf,
} from '../database/dump.ts';
import { applyFirst, LOCK } from '../database/migrate.ts';
import { requireRoles } from '../database/roles.ts';
import { transaction } from '../database/transaction.ts';
import { constructJobs } from '../jobs/construct.ts';
import { ArchiveFault } from './archive.fault.ts';
import { type Header, readArchive } from './archive.frame.ts';
import { opened } from './archive.seal.ts';

/** What was restored. */
export type Restored = {
  readonly header: Header;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
};

/**
 * Restores a backup into an empty database, as its owner: all of it in one transaction, committed when the last byte has been read and
 * every sum fits, or the database stays empty. A backup of an older Shoumi gets the tables of its time, then its rows; `prepare` brings
 * it up to this one. Throws an ArchiveFault for what is wrong with the file, one sentence for a database that is not empty.
 */
export async function restoreBackup(options: {
  ownerUrl: string;
  path: string;
  identities: readonly string[];
  /** Brings the tables and queues up to this code, after the rows are in. */
  prepare: (ownerUrl: string) => Promise<void>;
  onTable?: (name: string, rows: number) => void;
}): Promise<Restored> {
  const { ownerUrl, path, identities, prepare, onTable } = options;
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${cause.code}).`, { cause });
  });
  const database = connect(ownerUrl, { max: 1 });
  try {
    const restored = await transaction(database.sql, 'read committed', async (sql) => {
      await emptyAndOurs(sql);
      const { bytes, seen } = opened(file, identities);
      let header: Header | undefined;
      let place: Tables | undefined;
      const trailer = await readArchive(bytes, {
        header: async (told) => {
          header = told;
          place = await makeTables(sql, told);
        },
        table: async (table, rows) => {
          onTable?.(tableName(table), table.rows);
          await load(sql, table, place?.get(tableName(table)), rows);
        },
      });
      if (!header) throw new Error('a backup without a header was read to its end');
      for (const sequence of header.sequences) {
        if (sequence.schema !== 'pgboss') await setSequence(sql, sequence);
      }
      return { header, rows: trailer.rows, bytes: seen.bytes, sha256: seen.sha256() };
    });
    await prepare(ownerUrl);
    return restored;
  } finally {
    await database.stop();
    await file.close();
  }
}

async function emptyAndOurs(sql: TransactionSql): Promise<void> {
  await sql`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`;
  // A bot that starts on this database meanwhile waits, and finds it restored.
  await sql`select pg_advisory_xact_lock(${LOCK})`;
  await requireRoles(sql);
  const thing = await firstThingIn(sql);
  if (thing)
    throw new Error(
      `The database is not empty (it has ${thing}): a backup is restored into an empty one only, so make a new database, or set SHOUMI_HOME to a new folder for the embedded one.`,
    );
}

/** Tables of the target by name, as they are now. */
type Tables = ReadonlyMap<string, DumpTable>;

/** Makes the tables the backup was made from, and refuses a backup that this Shoumi has no tables for. */
async function makeTables(sql: TransactionSql, header: Header): Promise<Tables> {
  if (!(await applyFirst(sql, header.migrations))) throw new ArchiveFault('newer', {});
  const version = header.pgboss === null ? null : await constructJobs(sql);
  // pg-boss's plan sets its own limits for the rest of the transaction.
  await sql`select set_config('idle_in_transaction_session_timeout', '0', true), set_config('lock_timeout', '0', true)`;
  if (header.pgboss !== null && version !== null && header.pgboss > version)
    throw new ArchiveFault('newer', {});
  // The backup brings its own line, unless its version is not the one that was made here.
  if (header.pgboss === version && version !== null) await sql`delete from pgboss.version`;
  return new Map((await tablesOf(sql)).map((table) => [tableName(table), table]));
}

async function load(
  sql: TransactionSql,
  from: DumpTable,
  to: DumpTable | undefined,
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const name = tableName(from);
  const same = JSON.stringify(from.columns) === JSON.stringify(to?.columns);
  try {
    if (to && same) return await copyIn(sql, from, rows);
    // Our own tables are as their migrations made them; only pg-boss brings versions of its own.
    if (from.schema !== 'pgboss') throw new ArchiveFault('wrong', { table: name });
    if (to && name !== 'pgboss.version') return await copyAcross(sql, from, to, rows);
    for await (const _ of rows);
  } catch (error) {
    const { severity, code, constraint_name } = error as Record<string, string | undefined>;
    if (severity !== 'ERROR') throw error;
    // What the database says of a row quotes it.
    throw new Error(
      `The rows of ${name} do not fit its table (${[code, constraint_name].filter(Boolean).join(' ')}): the database is as empty as before.`,
      { cause: error },
    );
  }
}
