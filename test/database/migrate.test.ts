import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let fresh: FreshDatabase;
let folder: string;

beforeEach(async () => {
  fresh = await freshDatabase();
  // The template has our own migrations; these tests bring theirs.
  await fresh.database.sql`drop schema if exists drizzle cascade`;
  folder = await mkdtemp(join(tmpdir(), 'shoumi-migrations-'));
});
afterEach(async () => {
  await fresh.drop();
  await rm(folder, { recursive: true });
});

/** Writes migrations as drizzle-kit does, one statement list each. */
async function migrations(...texts: string[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'meta'), { recursive: true });
  const entries = texts.map((_, idx) => ({
    idx,
    version: '7',
    when: 1_000 + idx,
    tag: `000${idx}_x`,
    breakpoints: true,
  }));
  await writeFile(
    join(folder, 'meta', '_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  );
  await Promise.all(texts.map((text, idx) => writeFile(join(folder, `000${idx}_x.sql`), text)));
}

it('brings an empty database up to this code’s own tables, and finds nothing left to do', async () => {
  const { sql } = fresh.database;
  await sql`drop schema public cascade`;
  await sql`create schema public`;
  await migrate(fresh.url);
  const count = () => sql`select count(*) as tables from pg_tables where schemaname = 'public'`;
  const tables = await count();
  await migrate(fresh.url);
  expect(await count()).toEqual(tables);
  expect(tables[0]?.tables).toBeGreaterThan(0);
});

it('has a migration for every change of the table files', async () => {
  await cp(join(root, 'drizzle'), folder, { recursive: true });
  // It wants its folder as seen from the working directory.
  const kit = [
    'generate',
    '--dialect=postgresql',
    '--schema=./src/**/*.table.ts',
    `--out=${relative(root, folder)}`,
  ];
  const program = [join(root, 'node_modules', 'drizzle-kit', 'bin.cjs'), ...kit];
  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: root, timeout: 15_000 });
  expect(stdout).toContain('No schema changes');
});

const first = 'create table one (id int);\n--> statement-breakpoint\ninsert into one values (1);';
const second = 'create table two (id int);';

it('applies what is missing, each once', async () => {
  await migrations(first);
  await migrate(fresh.url, folder);
  await migrate(fresh.url, folder);
  await migrations(first, second);
  await migrate(fresh.url, folder);
  expect(await fresh.database.sql`select id from one`).toEqual([{ id: 1 }]);
  expect(await fresh.database.sql`select id from two`).toEqual([]);
});

it('lets processes that start together take turns', async () => {
  await migrations(`select pg_sleep(0.1);\n--> statement-breakpoint\n${first}`, second);
  await Promise.all(Array.from({ length: 5 }, () => migrate(fresh.url, folder)));
  expect(await fresh.database.sql`select id from one`).toEqual([{ id: 1 }]);
});

it('leaves nothing of a migration that fails, and can go on when it is mended', async () => {
  await migrations(first, 'create table two (id int);\n--> statement-breakpoint\nselect 1/0;');
  await expect(migrate(fresh.url, folder)).rejects.toThrow();
  const left = await fresh.database.sql`select to_regclass('one') as one, to_regclass('two') as two`;
  expect(left).toEqual([{ one: null, two: null }]);
  await migrations(first, second);
  await migrate(fresh.url, folder);
  expect(await fresh.database.sql`select id from one`).toEqual([{ id: 1 }]);
});

it('refuses a database that a newer version has used', async () => {
  await migrations(first, second);
  await migrate(fresh.url, folder);
  await migrations(first);
  await expect(migrate(fresh.url, folder)).rejects.toThrow(
    'The database has 2 migrations and this Shoumi knows 1: a newer version has used it, start that one or restore the backup made before it.',
  );
});

it('refuses a database with a migration that was another one here', async () => {
  await migrations(first);
  await migrate(fresh.url, folder);
  await migrations(`${first} -- edited`, second);
  await expect(migrate(fresh.url, folder)).rejects.toThrow(/^Migration 1 of the database is not the one in /);
  expect(await fresh.database.sql`select to_regclass('two') as two`).toEqual([{ two: null }]);
});

it.each([
  ['nobody listening', (url: URL) => Object.assign(url, { port: '1' }), 'ECONNREFUSED'],
  ['a wrong password', (url: URL) => Object.assign(url, { password: 'hunter2' }), '28P01'],
  ['no such database', (url: URL) => Object.assign(url, { pathname: '/nowhere' }), '3D000'],
])('says in one sentence where it tried, never the password: %s', async (_, spoil, code) => {
  await migrations(first);
  const url = spoil(new URL(fresh.url));
  const failure = await migrate(url.href, folder).then(
    () => '',
    (error: Error) => error.message,
  );
  expect(failure).toBe(
    `The database ${url.pathname.slice(1)} at ${url.host} cannot be used (${code}): see that it runs, and that DATABASE_URL and DATABASE_OWNER_URL are right.`,
  );
  expect(failure).not.toContain(url.password);
});
