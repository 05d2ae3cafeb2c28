import { existsSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logger } from '../log.ts';

const prefix = 'shoumi-check-';

/**
 * An embedded PostgreSQL in a temporary folder, gone afterwards; `signal` ends it, and with it the work, at once. Removes first what
 * others left behind that were killed.
 */
export async function onThrowAway<T>(
  work: (ownerUrl: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { startEmbedded } = await import('../database/embedded.ts');
  const { holdHome } = await import('../database/hold.ts');
  await sweepTrials(tmpdir());
  const home = await mkdtemp(join(tmpdir(), prefix));
  // mkdtemp lets only its owner in; run by root, PostgreSQL is somebody else.
  await chmod(home, 0o755);
  const hold = await holdHome(home);
  try {
    const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
    const server = await startEmbedded({ home, log: logger({ level: 'silent' }), settings });
    const end = () => void server.stop();
    try {
      signal?.addEventListener('abort', end);
      signal?.throwIfAborted();
      return await work(server.ownerUrl);
    } finally {
      signal?.removeEventListener('abort', end);
      await server.stop();
      if (!server.folder.startsWith(home)) await rm(server.folder, { recursive: true, force: true });
    }
  } finally {
    hold.release();
    await rm(home, { recursive: true, force: true });
  }
}

/** Ends the servers under `place` whose trial was killed, and removes their folders. One that does not end is left for the next time. */
export async function sweepTrials(place: string): Promise<void> {
  const { holdHome } = await import('../database/hold.ts');
  const uid = process.getuid?.();
  for (const name of await readdir(place)) {
    const home = join(place, name);
    // A trial says that it holds its folder once it does: without that it has just begun, or is about to be gone.
    if (!name.startsWith(prefix) || !existsSync(join(home, 'hold.json'))) continue;
    // Anybody may put a folder of this name into the place.
    const found = await lstat(home).catch(() => undefined);
    if (!found?.isDirectory() || (uid !== undefined && found.uid !== uid)) continue;
    // Held by a trial that is under way.
    const hold = await holdHome(home).catch(() => undefined);
    if (!hold) continue;
    const ended = await endServerOf(home).catch(() => false);
    hold.release();
    if (ended) await rm(home, { recursive: true, force: true });
  }
}

async function endServerOf(home: string): Promise<boolean> {
  const { remember } = await import('../database/embedded.home.ts');
  const { halt, readPostmaster } = await import('../database/embedded.process.ts');
  const { folder } = await remember(home);
  const data = join(folder ?? join(home, 'postgres'), 'data');
  const left = await readPostmaster(data);
  if (left) await halt(left.pid, data);
  if (folder) await rm(folder, { recursive: true, force: true });
  return true;
}
