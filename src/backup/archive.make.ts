import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { TransactionSql } from 'postgres';
import { connect, within } from '../database/connection.ts';
import { copyOut, countRows, type DumpTable, sequencesOf, tableName, tablesOf } from '../database/dump.ts';
import { appliedTo } from '../database/migrate.ts';
import { transaction } from '../database/transaction.ts';
import { jobsVersion } from '../jobs/construct.ts';
import { removeUnfinished, writeWhole } from './archive.file.ts';
import { archiveOf, type Header } from './archive.frame.ts';
import { sealed } from './archive.seal.ts';
import { treeHead } from './archive.tree.ts';

/** A finished backup. */
export type Made = {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly header: Header;
};

/** "backup" as a number: one backup of a database at a time, so that the next one may tidy up after a killed one. */
const LOCK = 0x6261636b;

/**
 * Writes everything of ours, as of one moment, into one encrypted file: COPY over a single REPEATABLE READ snapshot on a single
 * connection, which any PostgreSQL can do and which nobody who writes has to wait for. Throws one sentence when another backup of
 * this database is being made, and for whatever disk or database refuse; then there is no file.
 */
export async function makeBackup(options: {
  ownerUrl: string;
  /** Of the file, which must not be there yet or is made anew. */
  path: string;
  recipient: string;
  /** Business time. */
  now: Date;
  onTable?: (name: string, rows: number) => void;
}): Promise<Made> {
  const { ownerUrl, path, recipient, now, onTable } = options;
  const database = connect(ownerUrl, { max: 1 });
  try {
    return await transaction(database.sql, 'repeatable read read only', async (sql) => {
      // Rows of years take minutes.
      await sql`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`;
      await alone(sql);
      await removeUnfinished(dirname(path));
      const header = await headerOf(sql, now);
      const rowsOf = (table: DumpTable) => {
        onTable?.(tableName(table), header.tables.find((one) => one.name === table.name)?.rows ?? 0);
        return copyOut(sql, table);
      };
      const written = await writeWhole(path, sealed(archiveOf(header, rowsOf), recipient));
      const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
      return { name: basename(path), path, ...written, rows, header };
    });
  } finally {
    await database.stop();
  }
}

/** Milliseconds. The connection of a killed backup lives on until the server notices. */
const longestWait = 15_000;

async function alone(sql: TransactionSql): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(longestWait)}, true)`;
  await sql`select pg_advisory_xact_lock(${LOCK})`.catch((cause: { code?: string }) => {
    if (cause.code !== '55P03') throw cause;
    throw new Error('Another backup of this database is being made: try again when it is done.', { cause });
  });
}

async function headerOf(sql: TransactionSql, now: Date): Promise<Header> {
  const [server] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  const tables = [];
  for (const table of await tablesOf(sql)) tables.push({ ...table, rows: await countRows(sql, table) });
  return {
    madeAt: now.toISOString(),
    shoumi: await ourVersion(),
    migrations: (await appliedTo(sql)).map(({ hash }) => hash),
    pgboss: await jobsVersion(sql),
    postgres: server?.version ?? '',
    log: await treeHead(within(sql)),
    tables,
    sequences: await sequencesOf(sql),
  };
}

/** A word for people; which backup fits which Shoumi is told by the migrations. */
async function ourVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
