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

/**
 * When a firm's clock begins, whenever its test is run: a Thursday, 10:00 in Shanghai, with no holiday near and every working day of
 * the months around it known.
 */
export const thursday = new Date('2026-11-26T02:00:00Z');

/** Two are kept: of that Thursday, and of the real day for bots that are programs of their own, whose clock is the machine's. */
const kinds = { thursday: { name: 'demo_firm', begins: thursday }, today: { name: 'demo_firm_today' } };
type Kind = { readonly name: string; readonly begins?: Date };
const made = new Map<Kind, Promise<void>>();

/** The demo firm as a bot leaves it that was started once and stopped: a database of its own, and its workspace in `folder`. */
export async function demoFirm(folder: string, on: keyof typeof kinds = 'thursday'): Promise<FreshDatabase> {
  const kind: Kind = kinds[on];
  const making = made.get(kind) ?? makeOnce(kind);
  made.set(kind, making);
  await making;
  await cp(workspace(kind), folder, { recursive: true });
  return freshDatabase({ url: `postgres://server/${kind.name}` });
}

const workspace = ({ name }: Kind) => join(inject('postgres').shared, name);

/** By whichever process of the run needs it first: to enter the firm's people and data sets takes seconds. */
async function makeOnce(kind: Kind): Promise<void> {
  const { name } = kind;
  const sql = postgres(inject('postgres').superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(2)`;
    if ((await sql`select 1 from pg_database where datname = ${name}`).length > 0) return;
    // Of a process that was killed in the middle.
    await rm(workspace(kind), { recursive: true, force: true });
    const fresh = await freshDatabase();
    await enter(fresh, kind);
    await fresh.database.stop();
    await sql.unsafe(`alter database ${new URL(fresh.url).pathname.slice(1)} rename to ${name}`);
    await sql.unsafe(`alter database ${name} with is_template true allow_connections false`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function enter(fresh: FreshDatabase, kind: Kind): Promise<void> {
  const { begins } = kind;
  const sandbox = await startSandbox({
    folder: workspace(kind),
    port: 0,
    manifest,
    ...(begins ? { begins } : {}),
  });
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
