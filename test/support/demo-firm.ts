import { randomBytes } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { inject } from 'vitest';
import { startBot } from '../../src/bot.ts';
import { capabilities } from '../../src/capabilities.ts';
import { seedDemo } from '../../src/demo.ts';
import { logger } from '../../src/log.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { testKeys } from './keys.ts';

export const manifest = fileURLToPath(new URL('../../manifest.yml', import.meta.url));

const name = 'demo_firm';
const template = { url: `postgres://server/${name}` };
let made: Promise<void> | undefined;

/** The demo firm as a bot leaves it that was started once and stopped: a database of its own, and its workspace in `folder`. */
export async function demoFirm(folder: string): Promise<FreshDatabase> {
  made ??= makeOnce();
  await made;
  await cp(workspace(), folder, { recursive: true });
  return freshDatabase(template);
}

const workspace = () => join(inject('postgres').shared, 'workspace');

/** By whichever process of the run needs it first: to enter the firm's people and data sets takes seconds. */
async function makeOnce(): Promise<void> {
  const sql = postgres(inject('postgres').superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(2)`;
    if ((await sql`select 1 from pg_database where datname = ${name}`).length > 0) return;
    // Of a process that was killed in the middle.
    await rm(workspace(), { recursive: true, force: true });
    const fresh = await freshDatabase();
    await enter(fresh);
    await fresh.database.stop();
    await sql.unsafe(`alter database ${new URL(fresh.url).pathname.slice(1)} rename to ${name}`);
    await sql.unsafe(`alter database ${name} with is_template true allow_connections false`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function enter(fresh: FreshDatabase): Promise<void> {
  const sandbox = await startSandbox({ folder: workspace(), port: 0, manifest });
  const bot = await startBot({
    databaseUrl: fresh.appUrl,
    ownerUrl: fresh.url,
    capabilities,
    keys: testKeys,
    slack: {
      token: sandbox.botToken,
      apiUrl: sandbox.apiUrl,
      arrival: { mode: 'socket', appToken: sandbox.appToken },
    },
    now: sandbox.now,
    random: (bytes) => randomBytes(bytes),
    admins: [],
    log: logger({ level: 'silent' }),
    onFatal: () => {},
  });
  await seedDemo(bot.house);
  await bot.settled();
  await bot.stop();
  await sandbox.stop();
}
