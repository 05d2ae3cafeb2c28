import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { roles } from '../../src/database/roles.ts';
import { commit } from '../../src/ledger/commit.ts';
import { eventsOf } from '../../src/ledger/event.store.ts';
import { requireKeks } from '../../src/vault/key.store.ts';
import { houseKeys } from '../../src/vault/keys.ts';
import { SealBroken } from '../../src/vault/seal.ts';
import { makeVault } from '../../src/vault/vault.ts';
import { command, event, ledgerOn, tenant } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { testKeys, testVault } from '../support/keys.ts';

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));

let fresh: FreshDatabase;
let app: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  app = connect(fresh.appUrl, { role: roles.app, vault: testVault });
});
afterAll(async () => {
  await app.stop();
  await fresh.drop();
});
afterEach(() => fresh.database.sql`truncate event, event_private, outbox, log_pending, data_key`);

const place = (row: string) => ({ table: 'thing', column: 'words', row });
const seal = (holder: string, row: string, text: string, database = app) =>
  database.vault.seal(tenant, holder, [{ place: place(row), text }]).then(([sealed]) => sealed ?? '');
const open = (row: string, sealed: string, database = app, of = tenant) =>
  database.vault.open(of, [{ place: place(row), sealed }]).then(([text]) => text);
const keys = () =>
  fresh.database.sql<{ id: string; holder: string; version: number; wrapped: Uint8Array | null }[]>`
    select id, holder, version, wrapped from data_key order by holder, version`;

/** A command that records an event with words of a person, or of nobody. */
const said = (id: string, subject: string, words: string, whose?: string) =>
  command(id, {
    decide: () => ({
      next: subject,
      events: [event(subject, { personal: { reason: words }, ...(whose ? { whose } : {}) })],
    }),
  });

describe('keys of holders', () => {
  it('are made when first needed, one each, and never lie there in the clear', async () => {
    const one = await seal('person:ULIN', '1', 'a');
    const two = await seal('person:ULIN', '2', 'b');
    await seal('person:UZHAO', '3', 'c');
    expect(one.split(':').slice(0, 4)).toEqual(two.split(':').slice(0, 4));
    expect((await keys()).map(({ holder, version }) => [holder, version])).toEqual([
      ['person:ULIN', 1],
      ['person:UZHAO', 1],
    ]);
    expect([await open('1', one), await open('2', two)]).toEqual(['a', 'b']);
  });

  it('are one where twenty want it at the same moment', async () => {
    const sealed = await Promise.all(
      Array.from({ length: 20 }, (_, n) => seal('person:UNEW', String(n), `t${n}`)),
    );
    expect(await keys()).toHaveLength(1);
    expect(await Promise.all(sealed.map((text, n) => open(String(n), text)))).toEqual(
      sealed.map((_, n) => `t${n}`),
    );
  });

  it('are of one tenant', async () => {
    const sealed = await seal('person:ULIN', '1', 'a');
    await expect(open('1', sealed, app, 'T2')).rejects.toThrow(SealBroken);
    await app.vault.seal('T2', 'person:ULIN', [{ place: place('1'), text: 'a' }]);
    await expect(open('1', sealed, app, 'T2')).rejects.toThrow(SealBroken);
  });

  it('open nothing in another row, and nothing once another key stands in their place', async () => {
    const sealed = await seal('person:ULIN', '1', 'a');
    await expect(open('2', sealed)).rejects.toThrow('The sealed thing.words of 2 was changed');
    await seal('person:UZHAO', '2', 'b');
    const [lin, zhao] = await keys();
    await fresh.database
      .sql`update data_key set wrapped = ${zhao?.wrapped ?? null} where id = ${lin?.id ?? ''}`;
    await expect(open('1', sealed)).rejects.toThrow('not as it was wrapped');
    await fresh.database.sql`delete from data_key where id = ${lin?.id ?? ''}`;
    await expect(open('1', sealed)).rejects.toThrow('names a key that is not there');
  });
});

describe('a key of the house', () => {
  const [one, two] = [random(32), random(32)];
  const parts = { now: () => new Date(0), random };
  const withKeys = (list: readonly Uint8Array[]) => {
    const { keks } = houseKeys(list, random);
    return {
      keks,
      database: connect(fresh.appUrl, { role: roles.app, max: 1, vault: makeVault({ ...parts, keks }) }),
    };
  };

  it('wraps what is new when it is first, and opens what it wrapped when it is not', async () => {
    const old = withKeys([one]);
    const both = withKeys([two, one]);
    const strange = withKeys([two]);
    try {
      const sealed = await seal('person:ULIN', '1', 'a', old.database);
      expect(await open('1', sealed, both.database)).toBe('a');
      await expect(open('1', sealed, strange.database)).rejects.toThrow(
        /is not among the keys of this process/,
      );
      await seal('person:UNEW', '2', 'b', both.database);
      const used = await fresh.database.sql<{ kek: string }[]>`select kek from data_key order by holder`;
      expect(used.map((row) => row.kek)).toEqual([old.keks[0]?.id, both.keks[0]?.id]);
    } finally {
      await Promise.all([old, both, strange].map(({ database }) => database.stop()));
    }
  });

  it('that is not the one of the database is one sentence at the start; of shredded keys it is not asked', async () => {
    await seal('person:ULIN', '1', 'a');
    const id = testKeys.keks[0]?.id ?? '';
    const wrong = houseKeys([one], random, { source: 'SHOUMI_KEY in /srv/keys' });
    await read(app, '', (tx) => requireKeks(tx, testKeys));
    await expect(read(app, '', (tx) => requireKeks(tx, wrong))).rejects.toThrow(
      `SHOUMI_KEY in /srv/keys is not the key that this database was sealed with (fingerprint ${id}): set that one,`,
    );
    await fresh.database.sql`update data_key set wrapped = null`;
    await read(app, '', (tx) => requireKeks(tx, wrong));
  });

  it('can live in a service: asked to wrap once per data key, and to unwrap once per transaction', async () => {
    const asked: string[] = [];
    const local = houseKeys([one], random).keks[0];
    if (!local) throw new Error('no key');
    const kms = {
      id: 'kms:test',
      wrap: async (key: Uint8Array, bound: Uint8Array) => {
        asked.push('wrap');
        return local.wrap(key, bound);
      },
      unwrap: async (key: Uint8Array, bound: Uint8Array) => {
        asked.push('unwrap');
        return local.unwrap(key, bound);
      },
    };
    const database = connect(fresh.appUrl, {
      role: roles.app,
      max: 2,
      vault: makeVault({ ...parts, keks: [kms] }),
    });
    try {
      await commit(ledgerOn(database), tenant, said('cmd_1', 'thing_1', 'a', 'ULIN'));
      expect(asked).toEqual(['wrap']);
      await commit(ledgerOn(database), tenant, said('cmd_2', 'thing_1', 'b', 'ULIN'));
      expect(asked).toEqual(['wrap', 'unwrap']);
      const events = await read(database, tenant, (tx) => eventsOf(tx, tenant, 'thing_1'));
      expect(events.map((one) => one.personal)).toEqual([{ reason: 'a' }, { reason: 'b' }]);
      expect(asked).toEqual(['wrap', 'unwrap', 'unwrap']);
    } finally {
      await database.stop();
    }
  });
});

describe('private parts of events', () => {
  it('are sealed with the key of the person they belong to, else with the one of their class', async () => {
    const ledger = ledgerOn(app);
    await commit(ledger, tenant, said('cmd_1', 'thing_1', 'canary of Lin', 'ULIN'));
    await commit(ledger, tenant, said('cmd_2', 'thing_2', 'canary of nobody'));
    expect((await keys()).map(({ holder }) => holder)).toEqual(['class:event', 'person:ULIN']);
    const rows = await fresh.database.sql<
      { salt: string; value: string }[]
    >`select salt, value from event_private`;
    for (const { salt, value } of rows) {
      expect(salt).toMatch(/^sealed:1:key_/);
      expect(value).toMatch(/^sealed:1:key_/);
    }
    expect((await eventsOf(app, tenant, 'thing_1'))[0]?.personal).toEqual({ reason: 'canary of Lin' });
  });

  it('read as erased once their key is shredded, in every process and in the very next transaction', async () => {
    const other = connect(fresh.appUrl, { role: roles.app, max: 1, vault: testVault });
    try {
      const ledger = ledgerOn(app);
      await commit(ledger, tenant, said('cmd_1', 'thing_1', 'canary', 'ULIN'));
      await commit(ledger, tenant, said('cmd_2', 'thing_1', 'stays', 'UZHAO'));
      const look = () => read(other, tenant, (tx) => eventsOf(tx, tenant, 'thing_1'));
      expect((await look()).map((one) => one.personal)).toEqual([{ reason: 'canary' }, { reason: 'stays' }]);
      await fresh.database.sql`update data_key set wrapped = null where holder = 'person:ULIN'`;
      expect((await look()).map((one) => one.personal)).toEqual([{}, { reason: 'stays' }]);
      // Whoever writes again gets a new key; what was written before stays gone.
      await commit(ledger, tenant, said('cmd_3', 'thing_1', 'again', 'ULIN'));
      expect((await keys()).map(({ holder, version }) => `${holder} ${version}`)).toContain('person:ULIN 2');
      expect((await look()).map((one) => one.personal)).toEqual([
        {},
        { reason: 'stays' },
        { reason: 'again' },
      ]);
    } finally {
      await other.stop();
    }
  });

  it('are read as they stand where they were written before there was a vault', async () => {
    await commit(ledgerOn(app), tenant, said('cmd_1', 'thing_1', 'x'));
    await fresh.database.sql`update event_private set value = 'from before'`;
    expect((await eventsOf(app, tenant, 'thing_1'))[0]?.personal).toEqual({ reason: 'from before' });
  });

  it('that were swapped between two events, or cut, are a named error and never a wrong text', async () => {
    const ledger = ledgerOn(app);
    await commit(ledger, tenant, said('cmd_1', 'thing_1', 'one', 'ULIN'));
    await commit(ledger, tenant, said('cmd_2', 'thing_2', 'two', 'ULIN'));
    await fresh.database.sql`
      update event_private p set value = o.value from event_private o where o.event_id <> p.event_id`;
    await expect(eventsOf(app, tenant, 'thing_1')).rejects.toThrow(
      /^The sealed event_private.value of evt_\w+\/reason was changed/,
    );
    await fresh.database.sql`update event_private set value = left(value, 60)`;
    await expect(eventsOf(app, tenant, 'thing_2')).rejects.toThrow(/is cut off or spelled wrong/);
  });
});

it('says that a connection has no vault only when it is asked to seal or open', async () => {
  const bare = connect(fresh.appUrl, { role: roles.app, max: 1 });
  try {
    await commit(
      ledgerOn(bare),
      tenant,
      command('cmd_1', { decide: () => ({ next: '', events: [event('thing_1')] }) }),
    );
    expect(await eventsOf(bare, tenant, 'thing_1')).toHaveLength(1);
    await expect(commit(ledgerOn(bare), tenant, said('cmd_2', 'thing_1', 'x'))).rejects.toThrow(
      /no vault to seal with/,
    );
    await commit(ledgerOn(app), tenant, said('cmd_3', 'thing_1', 'x'));
    await expect(eventsOf(bare, tenant, 'thing_1')).rejects.toThrow(/no vault to open/);
  } finally {
    await bare.stop();
  }
});
