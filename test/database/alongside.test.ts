import { afterAll, beforeAll, expect, it } from 'vitest';
import { alongside, instant, readTogether } from '../../src/database/alongside.ts';
import { read } from '../../src/database/read.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.sql`create table note (id int, at timestamptz, tags jsonb, mood text)`;
  await fresh.database.sql`
    insert into note values (2, '2026-10-12T15:04:05.678+08', '["b"]', null), (1, '2026-10-11T00:00:00Z', '[]', '"quoted"')`;
});
afterAll(() => fresh.drop());

type Note = { id: number; at: string; tags: string[]; mood: string | null };

it('reads several things in one statement, in their order, and no rows as none', async () => {
  const { notes, none } = await read(fresh.database, 'T1', (tx) =>
    readTogether<{ notes: Note[]; none: Note[] }>(tx, {
      notes: tx.sql`select * from note where id < ${3} order by id`,
      none: tx.sql`select * from note where mood = ${'none'}`,
    }),
  );
  expect(notes.map(({ at, ...rest }) => ({ ...rest, at: instant(at).toISOString() }))).toEqual([
    { id: 1, tags: [], mood: '"quoted"', at: '2026-10-11T00:00:00.000Z' },
    { id: 2, tags: ['b'], mood: null, at: '2026-10-12T07:04:05.678Z' },
  ]);
  expect(none).toEqual([]);
});

it('reads beside a row what depends on it', async () => {
  const rows = await read(fresh.database, 'T1', (tx) => {
    const beside = alongside(tx, {
      earlier: tx.sql`select id from note where at < this.at`,
      tagged: tx.sql`select 1 from note where id = this.id and tags ? ${'b'}`,
    });
    return tx.sql`select id, ${beside} from note this order by id`;
  });
  expect(rows).toEqual([
    { id: 1, earlier: [], tagged: [] },
    { id: 2, earlier: [{ id: 1 }], tagged: [{ '?column?': 1 }] },
  ]);
});
