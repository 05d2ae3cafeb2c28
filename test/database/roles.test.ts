import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, type Database } from '../../src/database/connection.ts';
import { requireAppLogin, roles, rolesSql } from '../../src/database/roles.ts';
import { commit } from '../../src/ledger/commit.ts';
import { ledgerOn, made, tenant } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;
let app: Database;
let auditor: Database;
let sequencer: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  app = connect(fresh.appUrl, { max: 2, role: roles.app });
  sequencer = connect(fresh.appUrl, { max: 2, role: roles.sequencer });
  auditor = connect(fresh.auditorUrl, { max: 2 });
  const outcome = await commit(ledgerOn(app), tenant, made('cmd_1', 'thing_1'));
  expect(outcome.kind).toBe('done');
});
afterAll(async () => {
  for (const database of [app, sequencer, auditor]) await database.stop();
  await fresh.drop();
});

const denied = { code: '42501' };
const log = ['event', 'log_leaf', 'log_node', 'log_checkpoint', 'log_anchor'];
const leaf = `insert into log_leaf (index, event_id, hash) values (9, 'evt_9', '\\x00')`;
const checkpoint = `insert into log_checkpoint (size, previous, root, note, at) values (9, 0, '\\x00', '', '2026-11-25')`;

async function tables(): Promise<string[]> {
  const rows = await fresh.database.sql<{ tablename: string }[]>`
    select tablename from pg_tables where schemaname = 'public' order by 1`;
  return rows.map((row) => row.tablename);
}

describe('the app', () => {
  it.each(log)('adds to %s at most, and can neither change, delete nor empty it', async (table) => {
    await expect(app.sql.unsafe(`update ${table} set ctid = ctid`)).rejects.toThrow();
    const [column] = await fresh.database.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns
      where table_name = ${table} and is_generated = 'NEVER' limit 1`;
    await expect(
      app.sql.unsafe(`update ${table} set ${column?.name} = ${column?.name}`),
    ).rejects.toMatchObject(denied);
    await expect(app.sql.unsafe(`delete from ${table}`)).rejects.toMatchObject(denied);
    await expect(app.sql.unsafe(`truncate ${table}`)).rejects.toMatchObject(denied);
  });

  it.each([leaf, checkpoint])('writes no leaf and no checkpoint by itself: %s', async (statement) => {
    await expect(app.sql.unsafe(statement)).rejects.toMatchObject(denied);
  });

  it.each([
    'delete from log_pending',
    'create table mine (id int)',
    'alter table event disable trigger all',
    'drop table event',
    'create role somebody',
    `copy event to program 'true'`,
    'select * from drizzle.__drizzle_migrations',
  ])('may not: %s', async (statement) => {
    await expect(app.sql.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('may write every other table, also those of later migrations', async () => {
    const rows = await fresh.database.sql<{ table: string }[]>`
      select tablename as table from pg_tables where schemaname = 'public'
      and not (has_table_privilege(${roles.app}, format('%I.%I', schemaname, tablename), 'SELECT') and has_table_privilege(${roles.app}, format('%I.%I', schemaname, tablename), 'INSERT')
        and has_table_privilege(${roles.app}, format('%I.%I', schemaname, tablename), 'UPDATE') and has_table_privilege(${roles.app}, format('%I.%I', schemaname, tablename), 'DELETE'))
      order by 1`;
    expect(rows.map((row) => row.table)).toEqual([...log, 'log_pending'].sort());
  });
});

describe('the sequencer', () => {
  it('writes leaves and checkpoints, takes events off the waiting list, and nothing else', async () => {
    await sequencer.sql
      .begin(async (tx) => {
        await tx.unsafe(leaf);
        await tx.unsafe(checkpoint);
        await tx.unsafe('delete from log_pending');
        throw new Error('undo');
      })
      .catch((error: Error) => expect(error.message).toBe('undo'));
    for (const table of log)
      await expect(sequencer.sql.unsafe(`delete from ${table}`)).rejects.toMatchObject(denied);
    await expect(sequencer.sql`select * from event_private`).rejects.toMatchObject(denied);
    await expect(sequencer.sql`select * from member`).rejects.toMatchObject(denied);
    await expect(sequencer.sql`insert into event (id) values ('evt_x')`).rejects.toMatchObject(denied);
  });
});

describe('the auditor', () => {
  it('reads every table and writes none', async () => {
    for (const table of await tables()) {
      await auditor.sql.unsafe(`select * from ${table} limit 1`);
      await expect(auditor.sql.unsafe(`delete from ${table}`)).rejects.toMatchObject(denied);
      await expect(auditor.sql.unsafe(`truncate ${table}`)).rejects.toMatchObject(denied);
    }
    await expect(auditor.sql.unsafe(leaf)).rejects.toMatchObject(denied);
    await expect(auditor.sql.unsafe(`set role ${roles.app}`)).rejects.toMatchObject(denied);
  });
});

describe('logins', () => {
  it('the owner acting as the app is bound like the app', async () => {
    const database = connect(fresh.url, { max: 1, role: roles.app });
    await expect(database.sql.unsafe('delete from event')).rejects.toMatchObject(denied);
    await database.stop();
    await requireAppLogin(fresh.url);
    await requireAppLogin(fresh.appUrl);
  });

  it('a superuser and a stranger are refused with a sentence', async () => {
    const url = new URL(inject('postgres').superuserUrl);
    url.pathname = new URL(fresh.url).pathname;
    await expect(requireAppLogin(url.href)).rejects.toThrow(/logs in as postgres, a superuser.*db roles/);
    await expect(requireAppLogin(fresh.auditorUrl)).rejects.toThrow(
      /shoumi_auditor, which may not act as shoumi_app/,
    );
  });

  it('are made twice without harm, with any name and password', async () => {
    const owner = `o"w'ner ${randomBytes(4).toString('hex')}`;
    const sql = postgres(inject('postgres').superuserUrl, { max: 1, onnotice: () => {} });
    try {
      const passwords = {
        owner: `it's`,
        app: new URL(fresh.appUrl).password,
        auditor: new URL(fresh.auditorUrl).password,
      };
      for (const statement of [...rolesSql({ owner, passwords }), ...rolesSql({ owner, passwords })])
        await sql.unsafe(statement);
      const [role] = await sql`select rolsuper, rolcanlogin from pg_roles where rolname = ${owner}`;
      expect(role).toEqual({ rolsuper: false, rolcanlogin: true });
      await sql.unsafe(`drop role "${owner.replaceAll('"', '""')}"`);
    } finally {
      await sql.end();
    }
  });
});
