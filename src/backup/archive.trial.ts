import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logger } from '../log.ts';

/** An embedded PostgreSQL in a temporary folder, gone afterwards; `signal` ends it, and with it the work, at once. */
export async function onThrowAway<T>(
  work: (ownerUrl: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { startEmbedded } = await import('../database/embedded.ts');
  const home = await mkdtemp(join(tmpdir(), 'shoumi-check-'));
  // mkdtemp lets only its owner in; run by root, PostgreSQL is somebody else.
  await chmod(home, 0o755);
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
    await rm(home, { recursive: true, force: true });
  }
}
