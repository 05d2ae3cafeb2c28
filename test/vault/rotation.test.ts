import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, type Database } from '../../src/database/connection.ts';
import { roles } from '../../src/database/roles.ts';
import { commit } from '../../src/ledger/commit.ts';
import { eventsOf } from '../../src/ledger/event.store.ts';
import { parseSigner } from '../../src/ledger/note.ts';
import { knowing } from '../../src/vault/key.store.ts';
import { houseKeys } from '../../src/vault/keys.ts';
import { finish, type Progress, shred } from '../../src/vault/rotation.ts';
import { makeVault } from '../../src/vault/vault.ts';
import { ledgerOn, made, tenant } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { testKeyText, testVault } from '../support/keys.ts';
import { quickStart } from '../support/quick-start.ts';

// Whole programs run here, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

describe('deciders', () => {
  const t0 = new Date('2026-11-23T09:00:00.000Z');
  const part = (more: Partial<Progress> = {}): Progress => ({
    target: 'a.b',
    startedAt: t0,
    cursor: '',
    done: 2,
    finished: true,
    ...more,
  });

  it('shred says whose and how many, on the person’s own timeline, and nothing of what it was', () => {
    expect(shred('person:ULIN')(2)).toEqual({
      next: 'person:ULIN',
      events: [
        { type: 'vault.shredded', version: 1, subject: 'ULIN', data: { holder: 'person:ULIN', keys: 2 } },
      ],
    });
    expect(shred('class:event')(1)).toMatchObject({ events: [{ subject: 'class:event' }] });
    expect(shred('person:ULIN')(0)).toEqual({ refused: { key: 'vault.nothingSealed' } });
  });

  it('finish counts what was sealed anew, and only when every table is done', () => {
    expect(finish('k', 3)([part(), part({ target: 'c.d', done: 5 })])).toMatchObject({
      events: [
        { type: 'vault.rotated', data: { kek: 'k', holders: 3, values: 7, startedAt: t0.toISOString() } },
      ],
    });
    expect(finish('k', 3)([part(), part({ finished: false })])).toEqual({
      refused: { key: 'vault.notDone' },
    });
    expect(finish('k', 3)([])).toEqual({ refused: { key: 'vault.notDone' } });
  });
});

describe('from the terminal', () => {
  const newKey = createHash('sha256').update('a newer key').digest();
  const both = houseKeys([newKey, Buffer.from(testKeyText, 'base64')], (bytes) => new Uint8Array(bytes));
  const ring = `${newKey.toString('base64')},${testKeyText}`;
  const rows = 450;

  let fresh: FreshDatabase;
  let app: Database;
  beforeAll(async () => {
    fresh = await freshDatabase();
    app = connect(fresh.appUrl, { role: roles.app, vault: testVault });
    const ledger = ledgerOn(app);
    for (let n = 0; n < rows; n += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, m) =>
          commit(
            ledger,
            tenant,
            made(`cmd_${n + m}`, `thing_${n + m}`, {
              personal: { reason: `canary ${n + m}` },
              ...((n + m) % 3 > 0 ? { whose: `U${(n + m) % 3}` } : {}),
            }),
          ),
        ),
      );
    }
    // As they were before there was a vault.
    await fresh.database.sql`update event_private set value = 'from before' where event_id in (
      select id from event where subject in ('thing_3', 'thing_6'))`;
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await fresh.drop();
  });

  const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
  const shoumi = async (keys: string, ...words: string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, ...quickStart, DATABASE_URL: fresh.url, SHOUMI_KEY: keys };
    return (await promisify(execFile)(process.execPath, [cli, 'keys', ...words], { env })).stdout;
  };
  const fails = (...asked: Parameters<typeof shoumi>) =>
    shoumi(...asked).then(
      () => 'it went well',
      ({ code, stderr }: { code: number; stderr: string }) => `${code} ${stderr.trim()}`,
    );
  const text = async (n: number, database = app) =>
    (await eventsOf(database, tenant, `thing_${n}`))[0]?.personal.reason;
  const versions = async () =>
    (
      await fresh.database.sql<{ version: string; count: number }[]>`
        select split_part(value, ':', 4) as version, count(*)::int as count from event_private group by 1 order by 1`
    ).map(({ version, count }) => `${version}: ${count}`);

  it('lists what there is, and never a key', async () => {
    const said = await shoumi(ring, 'list');
    expect(said).toMatch(
      /^key [0-9a-f]{16} {2}current {2}wraps 0 data keys\nkey [0-9a-f]{16} {2}older {2}wraps 3 data keys\n/,
    );
    expect(said).toContain('T1  person:U1  version 1, wrapped by');
    for (const key of ring.split(',')) expect(said).not.toContain(key);
  });

  it('does not run with the wrong key, nor beside a bot that does not know the new one', async () => {
    expect(await fails(newKey.toString('base64'), 'list')).toMatch(
      /^1 SHOUMI_KEY is not the key that this database was sealed with/,
    );
    const old = houseKeys([Buffer.from(testKeyText, 'base64')], (bytes) => new Uint8Array(bytes));
    const bot = connect(fresh.appUrl, { role: roles.app, max: 1, name: knowing(old.keks) });
    await bot.sql`select 1`;
    expect(await fails(ring, 'rotate')).toMatch(
      /^1 A Shoumi that runs on this database does not know the current key/,
    );
    await bot.stop();
    expect(await versions()).toEqual([': 2', `1: ${rows - 2}`]);
  });

  it('goes on where it was killed, beside a bot that goes on writing, and leaves nothing under the old keys', async () => {
    const bot = connect(fresh.appUrl, {
      role: roles.app,
      name: knowing(both.keks),
      vault: makeVault({
        keks: both.keks,
        now: () => new Date(0),
        random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      }),
    });
    try {
      const child = execFile(process.execPath, [cli, 'keys', 'rotate'], {
        env: { PATH: process.env.PATH, ...quickStart, DATABASE_URL: fresh.url, SHOUMI_KEY: ring },
      });
      const ended = new Promise((resolve) => child.once('close', resolve));
      // After the first of its steps, before the last.
      await vi.waitUntil(
        async () => (await fresh.database.sql`select 1 from key_rotation where cursor <> ''`).length > 0,
        {
          timeout: 30_000,
          interval: 2,
        },
      );
      child.kill('SIGKILL');
      await ended;
      await commit(
        ledgerOn(bot),
        tenant,
        made('cmd_more', 'thing_more', { personal: { reason: 'meanwhile' }, whose: 'U1' }),
      );
      const said = await shoumi(ring, 'rotate');
      expect(said).toMatch(/^T1 {2}(goes on with what was begun before|event_private)/);
      expect(await versions()).toEqual([`2: ${rows + 1}`]);
      expect([await text(0, bot), await text(1, bot), await text(449, bot), await text(3, bot)]).toEqual([
        'canary 0',
        'canary 1',
        'canary 449',
        'from before',
      ]);
      const events = await eventsOf(bot, tenant, 'vault');
      expect(events.length).toBeGreaterThan(0);
      expect(events.at(-1)).toMatchObject({
        type: 'vault.rotated',
        data: { kek: both.keks[0]?.id, holders: 3 },
      });
      const log = /^SHOUMI_LOG_KEY=(\S+)$/m.exec(said)?.[1] ?? '';
      expect(parseSigner(log)?.verifier.name).toMatch(/^shoumi-[0-9a-f]{8}$/);
      for (const key of ring.split(',')) expect(said).not.toContain(key);
    } finally {
      await bot.stop();
    }
  });

  it('needs the old key no more', async () => {
    const said = await shoumi(newKey.toString('base64'), 'list');
    expect(said).toMatch(/^key [0-9a-f]{16} {2}current {2}wraps 6 data keys\nT1/);
  });

  it('shreds a person: only with --yes, once, as an event, and nothing of theirs is left to read', async () => {
    const key = newKey.toString('base64');
    expect(await fails(key, 'shred', 'U1')).toMatch(/^1 .*Say it with --yes\.$/);
    expect(await fails(key, 'shred', 'UNOBODY', '--yes')).toBe(
      '1 Nothing is sealed for person:UNOBODY in T1.',
    );
    expect(await fails(key, 'shred', "U1' or 1=1", '--yes')).toMatch(/^1 Whose key\?/);
    expect(await shoumi(key, 'shred', 'U1', '--yes')).toMatch(/^The key of person:U1 is shredded/);
    expect(await fails(key, 'shred', 'person:U1', '--yes')).toMatch(/^1 Nothing is sealed/);
    const keys = houseKeys([newKey], (bytes) => new Uint8Array(bytes));
    const bot = connect(fresh.appUrl, {
      role: roles.app,
      max: 1,
      vault: makeVault({ keks: keys.keks, now: () => new Date(0), random: (bytes) => new Uint8Array(bytes) }),
    });
    try {
      expect([await text(0, bot), await text(1, bot), await text(2, bot)]).toEqual([
        'canary 0',
        undefined,
        'canary 2',
      ]);
      expect(await eventsOf(bot, tenant, 'U1')).toMatchObject([
        { type: 'vault.shredded', data: { holder: 'person:U1', keys: 2 }, cause: { kind: 'cli' } },
      ]);
    } finally {
      await bot.stop();
    }
    // A later rotation passes over what is gone.
    expect(await shoumi(key, 'rotate')).toContain('Everything is sealed with the one key');
  });
});
