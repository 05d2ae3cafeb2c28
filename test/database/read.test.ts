import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { read } from '../../src/database/read.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.sql`create table note (id int primary key)`;
});
beforeEach(async () => {
  await fresh.database.sql`truncate note`;
});
afterAll(() => fresh.drop());

it('sees one moment over several statements', async () => {
  const { database } = fresh;
  const seen = await read(database, 'T1', async ({ sql }) => {
    const [before] = await sql`select count(*) as notes from note`;
    await database.sql`insert into note values (1)`;
    const [after] = await sql`select count(*) as notes from note`;
    return [before?.notes, after?.notes];
  });
  expect(seen).toEqual([0, 0]);
  expect(await database.sql`select id from note`).toEqual([{ id: 1 }]);
});

it('cannot write', async () => {
  const writing = read(fresh.database, 'T1', ({ sql }) => sql`insert into note values (2)`);
  await expect(writing).rejects.toMatchObject({ code: '25006' });
});

it('tells the database the tenant, before the first statement and only until the end', async () => {
  const tenants = await Promise.all(
    ['T1', "T'2", 'T3'].map((tenant) =>
      read(
        fresh.database,
        tenant,
        async ({ sql }) => (await sql`select current_setting('shoumi.tenant') as tenant`)[0],
      ),
    ),
  );
  expect(tenants).toEqual([{ tenant: 'T1' }, { tenant: "T'2" }, { tenant: 'T3' }]);
  const rest = await fresh.database.sql`select coalesce(current_setting('shoumi.tenant', true), '') as tenant
    from generate_series(1, 20)`;
  expect(new Set(rest.map((row) => row.tenant))).toEqual(new Set(['']));
});

it('hands on what the work throws and leaves the pool whole', async () => {
  const boom = () => Promise.reject(new Error('boom'));
  await Promise.all(
    Array.from({ length: 30 }, () => expect(read(fresh.database, 'T1', boom)).rejects.toThrow('boom')),
  );
  expect(await read(fresh.database, 'T1', async ({ sql }) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});
