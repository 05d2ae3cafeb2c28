import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connect, type Database } from '../../src/database/connection.ts';
import { testVault } from './keys.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run. `url` leads to the template, which takes no connections. */
    postgres: {
      url: string;
      appUrl: string;
      auditorUrl: string;
      superuserUrl: string;
      /** A folder for what the files of a run share; removed with the server. */
      shared: string;
    };
  }
}

export type FreshDatabase = {
  /** The owner's login to a database of its own. */
  readonly url: string;
  readonly appUrl: string;
  readonly auditorUrl: string;
  readonly database: Database;
  /** Closes the pool and removes the database, connections of others included. */
  drop(): Promise<void>;
};

/** A database with every table and no row, for one test or one file; or a copy of another one to which nobody is connected. */
export async function freshDatabase(like?: Pick<FreshDatabase, 'url'>): Promise<FreshDatabase> {
  const template = like ? new URL(like.url).pathname.slice(1) : 'shoumi';
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(async (sql) => {
    // One copy at a time; the server itself can look in on the template (autovacuum), which a second try outwaits.
    await sql`select pg_advisory_lock(1)`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Copied as files: half the time of writing every page into the log, where nothing is to be durable.
        await sql.unsafe(`create database ${name} template ${template} owner shoumi strategy file_copy`);
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== '55006' || attempt === 20) throw error;
        await sleep(100);
      }
    }
  });
  const { url, appUrl, auditorUrl } = inject('postgres');
  const [owner, app, auditor] = [url, appUrl, auditorUrl].map((login) => {
    const own = new URL(login);
    own.pathname = name;
    return own.href;
  }) as [string, string, string];
  const database = connect(owner, { vault: testVault });
  return {
    url: owner,
    appUrl: app,
    auditorUrl: auditor,
    database,
    async drop() {
      await database.stop();
      await asSuperuser((sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}

async function asSuperuser(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(inject('postgres').superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
