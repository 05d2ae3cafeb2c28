import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CaseNamed, casesNamedIn, saveNames } from '../../src/catalog/case-name.store.ts';
import type { Tx } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { keysOf, renewKeys, shredKeys } from '../../src/vault/rotation.store.ts';
import { t0 } from '../access/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { testKeys } from '../support/keys.ts';

const tenant = 'T1';
let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const within = <T>(work: (tx: Tx) => Promise<T>) =>
  fresh.database.sql.begin((sql) => work(fresh.database.within(sql)));
const numbers = (named: readonly CaseNamed[][]) => named.map((ones) => ones[0]?.number);
const look = async (...texts: string[]) =>
  numbers(await read(fresh.database, tenant, (tx) => casesNamedIn(tx, tenant, texts)));
const known = () =>
  fresh.database.sql<{ number: string; hash: string }[]>`select number, hash from case_name`;

it('finds nothing, and makes no key, while no name was imported', async () => {
  expect(await look('给上海晨光贸易有限公司做年报', '')).toEqual([undefined, undefined]);
  expect(await fresh.database.sql`select 1 from data_key`).toHaveLength(0);
});

it('says whose case a text names, in the order of the texts, and keeps no name', async () => {
  await within((tx) =>
    saveNames(
      tx,
      tenant,
      new Map([
        ['C-1', ['上海晨光贸易有限公司', '晨光']],
        ['C-2', ['Acme Trading Ltd']],
      ]),
    ),
  );
  expect(await look('VAT for acme trading', '给晨光贸易做年报', '十月增值税')).toEqual([
    'C-2',
    'C-1',
    undefined,
  ]);
  expect(JSON.stringify(await known())).not.toMatch(/晨光|acme/i);
  expect(await read(fresh.database, 'T2', (tx) => casesNamedIn(tx, 'T2', ['acme trading']))).toEqual([[]]);
  expect(await read(fresh.database, tenant, (tx) => casesNamedIn(tx, tenant, ['晨光贸易']))).toEqual([
    [
      { number: 'C-1', name: '晨光贸易' },
      { number: 'C-1', name: '晨光' },
    ],
  ]);
});

it('forgets what a case was called before when it is imported again', async () => {
  await within((tx) => saveNames(tx, tenant, new Map([['C-2', ['Borealis GmbH']]])));
  expect(await look('acme trading', 'borealis')).toEqual([undefined, 'C-2']);
});

it('finds names under the keys from before a rotation, and hashes new ones with the newest', async () => {
  await within(async (tx) => {
    const parts = {
      keks: testKeys.keks,
      now: () => t0,
      random: (n: number) => crypto.getRandomValues(new Uint8Array(n)),
    };
    await renewKeys(tx, parts, await keysOf(tx, tenant), t0);
  });
  expect(await look('borealis')).toEqual(['C-2']);
  const before = await known();
  await within((tx) => saveNames(tx, tenant, new Map([['C-2', ['Borealis GmbH']]])));
  expect(await look('borealis')).toEqual(['C-2']);
  const hashesOf = (rows: { number: string; hash: string }[]) =>
    rows.filter((row) => row.number === 'C-2').map((row) => row.hash);
  expect(hashesOf(await known())).not.toEqual(hashesOf(before));
});

it('finds nothing once the key was shredded, until names are imported again', async () => {
  await within((tx) => shredKeys(tx, tenant, 'class:case-name', t0));
  expect(await look('borealis')).toEqual([undefined]);
  await within((tx) => saveNames(tx, tenant, new Map([['C-2', ['Borealis GmbH']]])));
  expect(await look('borealis')).toEqual(['C-2']);
});
