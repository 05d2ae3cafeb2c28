import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { eq } from 'drizzle-orm';
import { bigint, date, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, within } from '../../src/database/connection.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const noteTable = pgTable('note', {
  id: integer('id').primaryKey(),
  at: timestamp('at', { withTimezone: true, mode: 'date' }),
  day: date('day', { mode: 'string' }),
  size: bigint('size', { mode: 'number' }),
  huge: bigint('huge', { mode: 'bigint' }),
  data: jsonb('data'),
  tags: text('tags').array(),
  moments: timestamp('moments', { withTimezone: true, mode: 'date' }).array(),
});

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database
    .sql`create table note (id int primary key, at timestamptz, day date, size bigint, huge bigint,
    data jsonb, tags text[], moments timestamptz[])`;
});
beforeEach(async () => {
  await fresh.database.sql`truncate note`;
});
afterAll(() => fresh.drop());

const at = new Date('2026-11-23T09:15:30.123Z');
const later = new Date('2027-01-01T00:00:00.000Z');
const data = { sentence: '守密 "quoted"', list: [1, null, { deep: true }] };
const huge = 9_223_372_036_854_775_807n;

describe('values', () => {
  it.each([
    ['hand-written SQL', 'raw'],
    ['Drizzle', 'drizzle'],
  ])('written by %s are read by both', async (_, way) => {
    const { sql, db } = fresh.database;
    if (way === 'raw') {
      await sql`insert into note values (1, ${at}, ${'2026-11-23'}, ${7}, ${String(huge)}, ${sql.json(data)}, ${['a,b', 'c"d']}, ${sql.array([at, later])})`;
    } else {
      await db.insert(noteTable).values({
        id: 1,
        at,
        day: '2026-11-23',
        size: 7,
        huge,
        data,
        tags: ['a,b', 'c"d'],
        moments: [at, later],
      });
    }
    const [raw] = await sql`select * from note`;
    expect(raw).toEqual({
      id: 1,
      at,
      day: '2026-11-23',
      size: 7,
      huge,
      data,
      tags: ['a,b', 'c"d'],
      moments: [at, later],
    });
    const [built] = await db.select().from(noteTable).where(eq(noteTable.at, at));
    expect(built).toEqual({
      id: 1,
      at,
      day: '2026-11-23',
      size: 7,
      huge,
      data,
      tags: ['a,b', 'c"d'],
      moments: [at, later],
    });
    expect(await sql`select jsonb_typeof(data) as kind from note`).toEqual([{ kind: 'object' }]);
  });

  it('finds rows by Date in hand-written SQL', async () => {
    const { sql } = fresh.database;
    await sql`insert into note (id, at) values (1, ${at}), (2, ${later})`;
    expect(await sql`select id from note where at < ${later} and at = any(${sql.array([at])})`).toEqual([
      { id: 1 },
    ]);
    expect(await sql`select id from note where at > ${at.toISOString()}`).toEqual([{ id: 2 }]);
  });

  it('keeps microseconds of a moment written as text', async () => {
    const { sql } = fresh.database;
    await sql`insert into note (id, at) values (1, ${'2026-11-23T09:15:30.123456Z'})`;
    expect(await sql`select extract(microseconds from at)::int as us from note`).toEqual([
      { us: 30_123_456 },
    ]);
  });

  it('counts as numbers, and exactly beyond them', async () => {
    const { sql } = fresh.database;
    const [row] =
      await sql`select count(*) as none, 9007199254740991::int8 as safe, 9007199254740993::int8 as exact from note`;
    expect(row).toEqual({ none: 0, safe: 9_007_199_254_740_991, exact: 9_007_199_254_740_993n });
  });

  it('passes JSON text through as it stands', async () => {
    const { sql } = fresh.database;
    const canonical = '{"a":1,"b":"x"}';
    await sql`insert into note (id, data) values (1, ${canonical})`;
    expect(await sql`select data->>'b' as b from note`).toEqual([{ b: 'x' }]);
  });
});

describe('a transaction', () => {
  it('holds what both ways wrote, and takes both back', async () => {
    const { sql } = fresh.database;
    const broken = sql.begin(async (tx) => {
      const { db } = within(tx);
      await tx`insert into note (id) values (1)`;
      await db.insert(noteTable).values({ id: 2, at });
      expect(await db.select({ id: noteTable.id }).from(noteTable)).toHaveLength(2);
      expect(await sql`select id from note`).toEqual([]);
      throw new Error('take it back');
    });
    await expect(broken).rejects.toThrow('take it back');
    expect(await sql`select id from note`).toEqual([]);
  });

  it('builds Drizzle only when asked', () => {
    let touched = 0;
    const tx = within(
      new Proxy(fresh.database.sql, {
        get: (target, key) => {
          touched += 1;
          return Reflect.get(target, key);
        },
      }),
    );
    expect(touched).toBe(0);
    expect(tx.db).toBe(tx.db);
  });
});

describe('the pool', () => {
  it('says who it is, in UTC, and lets nothing run for ever', async () => {
    const [row] = await fresh.database.sql`select current_setting('application_name') as name,
      current_setting('timezone') as zone, current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle`;
    expect(row).toEqual({ name: 'shoumi', zone: 'UTC', statement: '30s', idle: '30s' });
  });

  it('knows whether the database answers', async () => {
    expect(await fresh.database.reachable()).toBe(true);
    const nowhere = connect('postgres://nobody:nothing@127.0.0.1:1/nothing');
    expect(await nowhere.reachable()).toBe(false);
    await nowhere.stop();
  });

  it('tells notices by their code only', async () => {
    const told: unknown[] = [];
    const database = connect(fresh.url, {
      max: 1,
      log: { debug: (what, message) => told.push([what, message]) },
    });
    await database.sql`do $$ begin raise notice 'what somebody wrote'; end $$`;
    await database.stop();
    expect(told).toEqual([[{ code: '00000' }, 'the database gave notice']]);
  });
});

it('survives a database that goes away while a connection is being opened', async () => {
  const { hostname, port } = new URL(fresh.url);
  const held: Socket[] = [];
  let dying = 3;
  // Lets the login through and is gone with the first thing that is asked.
  const between = createServer((client) => {
    const server = dial(Number(port), hostname);
    held.push(client, server);
    for (const socket of [client, server]) socket.on('error', () => {});
    let open = false;
    server.on('data', (bytes) => {
      // ReadyForQuery, idle.
      open ||= bytes.includes(Buffer.from('Z\0\0\0\x05I', 'latin1'));
      client.write(bytes);
    });
    client.on('data', (bytes) => {
      if (open && dying > 0) {
        dying -= 1;
        client.resetAndDestroy();
        server.destroy();
      } else server.write(bytes);
    });
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const unheard: unknown[] = [];
  const hear = (error: unknown) => void unheard.push(error);
  process.on('unhandledRejection', hear);
  const through = new URL(fresh.url);
  through.port = String((between.address() as AddressInfo).port);
  const database = connect(through.href, { max: 1 });
  try {
    const answers: unknown[] = [];
    for (let attempt = 0; attempt < 20 && answers.length === 0; attempt += 1) {
      await database.sql`select ${['a,b', '"c\\']}::text[] as list`.then(
        (rows) => answers.push(...rows),
        () => {},
      );
    }
    expect(dying).toBe(0);
    expect(answers).toEqual([{ list: ['a,b', '"c\\'] }]);
    expect(unheard).toEqual([]);
  } finally {
    process.off('unhandledRejection', hear);
    await database.stop();
    for (const socket of held) socket.destroy();
    await new Promise((resolve) => between.close(resolve));
  }
});
