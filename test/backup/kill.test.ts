import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { prepareDatabase } from '../../src/bot.ts';
import { emptyDatabase } from '../../src/database/empty.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { testKeyText } from '../support/keys.ts';
import { quickStart } from '../support/quick-start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `shoumi …` as people run it; with `killAt` it dies there by kill -9. */
async function shoumi(database: FreshDatabase, args: readonly string[], killAt = '') {
  const hook = killAt ? ['--import', join(root, 'test/chaos/kill-at.hook.ts')] : [];
  const child = spawn(process.execPath, [...hook, join(root, 'src/cli.ts'), ...args], {
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH ?? '',
      ...quickStart,
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.url,
      SHOUMI_KEY: testKeyText,
      CHAOS_KILL_AT: killAt,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
  const [code, signal] = await once(child, 'close');
  return { code, signal, said };
}

it('a backup that is killed in the middle leaves no file with a name; the next one tidies up, and restores', {
  timeout: 90_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shoumi-killed-'));
  const [from, target] = [await freshDatabase(), await freshDatabase()];
  try {
    await prepareDatabase(from.url);
    await from.database
      .sql`insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
      select 'evt_' || n, 'T1', 's', 'test.done', 1, 'cmd_' || n, 0, '{"id":"x","kind":"tick"}', now(), now(), '{"n":' || n || '}', '{}'
      from generate_series(1, 5000) n`;
    const killed = await shoumi(from, ['backup', '--to', folder], 'backup.middle:1');
    expect(killed, killed.said).toMatchObject({ code: null, signal: 'SIGKILL' });
    const [half, ...others] = await readdir(folder);
    expect(half).toMatch(/^shoumi-.*\.age\.part$/);
    expect(others).toEqual([]);
    expect((await stat(join(folder, half ?? ''))).size).toBeGreaterThan(0);
    const [told] = await from.database.sql`select count(*)::int as n from event where type = 'backup.made'`;
    expect(told?.n).toBe(0);

    const made = await shoumi(from, ['backup', '--to', folder]);
    expect(made, made.said).toMatchObject({ code: 0 });
    const [file, ...rest] = await readdir(folder);
    expect(rest).toEqual([]);
    expect(file).toMatch(/^shoumi-.*\.age$/);

    await emptyDatabase(target.url);
    const restored = await shoumi(target, ['restore', join(folder, file ?? '')]);
    expect(restored, restored.said).toMatchObject({ code: 0 });
    const [back] = await target.database.sql`select count(*)::int as n from event where type = 'test.done'`;
    expect(back?.n).toBe(5_000);
  } finally {
    await from.drop();
    await target.drop();
    await rm(folder, { recursive: true, force: true });
  }
});
