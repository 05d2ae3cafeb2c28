import { randomBytes } from 'node:crypto';
import { type Config, readConfig } from '../config.ts';
import { connect, type Database } from '../database/connection.ts';
import type { EmbeddedUrls } from '../database/embedded.ts';
import { read } from '../database/read.ts';
import { roles } from '../database/roles.ts';
import type { OpenVault } from '../database/sealing.ts';
import type { Ledger } from '../ledger/commit.ts';
import { tenantsWithEvents } from '../ledger/event.store.ts';
import { logger } from '../log.ts';
import { requireKeks } from '../vault/key.store.ts';
import { type HouseKeys, readKeys } from '../vault/keys.ts';
import { makeVault } from '../vault/vault.ts';
import type { Typed } from './command.ts';

/** The logins to the bot's database. */
export type Urls = Omit<EmbeddedUrls, 'auditorUrl'>;

export function settings(): Config {
  const config = readConfig();
  if ('fault' in config) throw new Error(config.fault);
  return config;
}

/** The database of the settings; the embedded one is started for the occasion unless a bot runs on it. */
export async function withUrls<T>(work: (urls: Urls) => Promise<T>): Promise<T> {
  const config = settings();
  if (config.database) return work(config.database);
  const { runningEmbedded, startEmbedded } = await import('../database/embedded.ts');
  const { holdHome } = await import('../database/hold.ts');
  const hold = await holdHome(config.home).catch(() => undefined);
  if (!hold) {
    const urls = await runningEmbedded(config.home);
    if (!urls)
      throw new Error(`A Shoumi is just starting or stopping on ${config.home}; try again in a moment.`);
    return work(urls);
  }
  const postgres = await startEmbedded({ home: config.home, log: logger({ level: 'silent' }) });
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
    hold.release();
  }
}

export const random = (bytes: number): Uint8Array => randomBytes(bytes);

/** The keys of the settings; undefined beside an embedded database that has none yet. */
export function houseKeysOf(config: Config): Promise<HouseKeys | undefined> {
  return readKeys(config.keys, random);
}

export function vaultOf({ keks }: HouseKeys): OpenVault {
  return makeVault({ keks, now: () => new Date(), random });
}

/** The write door, for a command of the terminal; the dispatcher of a running bot finds its events by itself. */
export function ledgerOf(database: Database): Ledger {
  return { database, now: () => new Date(), random, ring: () => {} };
}

/** As the app, for a look or a change through the usual doors. */
export async function onDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const keys = await houseKeysOf(settings());
  return withUrls(async ({ url }) => {
    const database = connect(url, { max: 2, role: roles.app, ...(keys ? { vault: vaultOf(keys) } : {}) });
    try {
      if (keys) await read(database, '', (tx) => requireKeks(tx, keys));
      return await work(database);
    } finally {
      await database.stop();
    }
  });
}

/** The workspace that is meant: `--tenant`, or the only one there is. */
export async function onlyTenant(database: Database, { flags }: Typed): Promise<string> {
  if (typeof flags.tenant === 'string') return flags.tenant;
  const [first, second, ...more] = await read(database, '', tenantsWithEvents);
  if (!first) throw new Error('Nothing has been recorded yet.');
  if (second)
    throw new Error(
      `There is more than one workspace; add --tenant with one of ${[first, second, ...more].join(', ')}.`,
    );
  return first;
}
