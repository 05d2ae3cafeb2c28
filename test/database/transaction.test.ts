import { setTimeout as sleep } from 'node:timers/promises';
import { sql as piece } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database, within } from '../../src/database/connection.ts';
import { connectionIsGone, databaseError, transaction } from '../../src/database/transaction.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;
let database: Database;
const uncaught: unknown[] = [];
const hear = (error: unknown) => void uncaught.push(error);
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(() => {
  uncaught.length = 0;
  // Instead of vitest's own, which would fail the run for it.
  process.prependListener('uncaughtException', hear);
  database = connect(fresh.url, { max: 1 });
});
afterEach(async () => {
  process.off('uncaughtException', hear);
  await database.stop();
});

const cut = async (pid: number): Promise<void> => {
  await fresh.database.sql`select pg_terminate_backend(${pid})`;
  await sleep(50);
};

it('finds the database again at once, with its own rows, after a connection died over its statement', async () => {
  for (let round = 0; round < 5; round += 1) {
    const before = performance.now();
    const ask = () => database.sql`select 1 as one`;
    await expect(database.sql`select pg_terminate_backend(pg_backend_pid())`).rejects.toSatisfy(
      connectionIsGone,
    );
    // Two in a row: the first to come through a reopened connection, and the one behind it.
    expect([...(await ask()), ...(await ask())]).toEqual([{ one: 1 }, { one: 1 }]);
    expect(performance.now() - before).toBeLessThan(5_000);
  }
});

describe('a transaction whose connection dies', () => {
  it('writes nothing more, whether its work goes on, fails or ends well', async () => {
    const ways: Record<string, (asks: () => Promise<unknown>) => Promise<unknown>> = {
      'goes on': (asks) => asks(),
      fails: async () => {
        throw new Error('of its own');
      },
      'ends well': async () => 'well',
    };
    for (const [way, then] of Object.entries(ways)) {
      const ended = transaction(database.sql, 'read committed', async (sql) => {
        const [me] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
        await cut(me?.pid ?? 0);
        return then(() => sql`select 1`);
      });
      await expect(ended, way).rejects.toSatisfy(connectionIsGone);
      await sleep(20);
      const [row] = await database.sql`select 1 as one`;
      expect(row, `after one that ${way}`).toEqual({ one: 1 });
    }
    expect(uncaught).toEqual([]);
  });

  it('is known also where Drizzle has wrapped what the driver said', async () => {
    const ended = transaction(database.sql, 'read committed', async (sql) => {
      const { db } = within(sql);
      await db.execute(piece`select pg_terminate_backend(pg_backend_pid())`);
    });
    await expect(ended).rejects.toSatisfy(connectionIsGone);
    await sleep(20);
    expect(uncaught).toEqual([]);
    expect(databaseError(new Error('outer', { cause: { code: '40P01' } })).code).toBe('40P01');
  });
});
