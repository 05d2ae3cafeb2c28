import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installedBinaries, runnableBinaries } from '../../src/database/embedded.binaries.ts';
import { handOver, runAs, serverUser } from '../../src/database/embedded.user.ts';

let place: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'shoumi-binaries-'));
  await chmod(place, 0o755);
});
afterEach(() => rm(place, { recursive: true }));

it('are those of this machine, of one known version', async () => {
  const installed = await installedBinaries();
  expect(installed.version).toMatch(/^18\./);
  await runAs(undefined, place, installed.postgres, ['--version']);
});

it('run where they are when the server’s user can, and are copied once when it cannot', async () => {
  const installed = await installedBinaries();
  const user = await serverUser();
  const folder = join(place, 'open');
  await mkdir(folder);
  // As below root's home: nobody else may pass.
  const closed = join(place, 'closed');
  await cp(installed.root, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
  await chmod(closed, 0o700);
  const hidden = {
    ...installed,
    root: join(closed, 'native'),
    initdb: join(closed, 'native', 'bin', 'initdb'),
    postgres: join(closed, 'native', 'bin', 'postgres'),
  };
  if (!user) {
    expect(await runnableBinaries(hidden, user, folder)).toBe(hidden);
    return;
  }
  await handOver(folder, user);
  await mkdir(join(folder, 'native-17.0'));
  const first = await runnableBinaries(hidden, user, folder);
  expect(first.root).toBe(join(folder, `native-${installed.version}`));
  await runAs(user, folder, first.initdb, ['--version']);
  const { ctimeMs } = await stat(first.root);
  const second = await runnableBinaries(hidden, user, folder);
  expect(second).toEqual(first);
  expect((await stat(second.root)).ctimeMs).toBe(ctimeMs);
  expect(await readdir(folder)).toEqual([`native-${installed.version}`]);
  expect(existsSync(hidden.postgres)).toBe(true);
});
