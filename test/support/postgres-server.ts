/**
 * The PostgreSQL of one test run, in a process of its own. It says where it is in one line of JSON, and ends, data
 * included, when its stdin does: whoever started it may stop in any way, kill -9 too, and nothing stays behind.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbedded } from '../../src/database/embedded.ts';
import { prepareTemplate } from './template.ts';

// Ctrl-C reaches the whole group of processes: the end still comes over stdin, after the tests have let go.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
const ended = new Promise<void>((resolve) =>
  process.stdin.resume().once('close', resolve).once('end', resolve),
);

const home = await mkdtemp(join(tmpdir(), 'shoumi-test-'));
// mkdtemp lets only its owner in; run by root, PostgreSQL is somebody else.
await chmod(home, 0o755);
// Thrown away at the end, so not for the disk; and as many files at once as the machine has cores, each with its pools.
const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '400' };
const server = await startEmbedded({ home, log: { info: () => {} }, settings });
try {
  await prepareTemplate(server.ownerUrl);
  const sql = postgres(server.superuserUrl, { max: 1, onnotice: () => {} });
  // Nobody may connect to it any more: a template in use cannot be copied.
  await sql`alter database shoumi with is_template true allow_connections false`;
  await sql.end();
  process.stdout.write(
    `${JSON.stringify({ url: server.ownerUrl, appUrl: server.url, auditorUrl: server.auditorUrl, superuserUrl: server.superuserUrl, shared: home })}\n`,
  );
  await ended;
} finally {
  await server.stop();
  await rm(home, { recursive: true, force: true });
  if (!server.folder.startsWith(home)) await rm(server.folder, { recursive: true, force: true });
}
