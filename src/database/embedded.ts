import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type Binaries, installedBinaries, runnableBinaries } from './embedded.binaries.ts';
import { type Log, ownerOf, type Remembered, remember, save, settle } from './embedded.home.ts';
import {
  freePort,
  goneWithin,
  halt,
  isAlive,
  type Launching,
  lastLines,
  launch,
  type Postmaster,
  readPostmaster,
  rotate,
  serves,
} from './embedded.process.ts';
import { handOver, runAs, type ServerUser, serverUser } from './embedded.user.ts';
import { makeRoles, type RolePasswords, roles } from './roles.ts';

export type EmbeddedPostgres = {
  /** The app's login. */
  readonly url: string;
  /** Who migrates: role `shoumi`, no superuser, owner of the database `shoumi`. */
  readonly ownerUrl: string;
  /** Who only reads. */
  readonly auditorUrl: string;
  /** The superuser, on the maintenance database. For tests and repairs; the app never gets it. */
  readonly superuserUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Where data, and copied binaries if there are any, lie. */
  readonly folder: string;
  /** Ends the server and waits for its end. A second call waits for the same end. */
  stop(): Promise<void>;
};

/** Fit a machine with two cores and a gigabyte or two; what is acknowledged is on the disk. */
const usualSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  max_connections: '100',
  // Parallel queries want shared memory that a container's 64 MB /dev/shm does not have.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  // Errors of statements quote what people typed. They reach the bot, which logs them redacted; this log gets none.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** Milliseconds that a server found running may take to finish its start, recovery or end. */
const LONGEST_IN_BETWEEN = 60_000;

/**
 * A real PostgreSQL of our own, on 127.0.0.1 and a free port, with its data under `home`/postgres. A server left over from
 * a killed process is taken over; one that is not there is initialised or started. The caller holds `home` (hold.ts).
 */
export async function startEmbedded(starting: {
  home: string;
  log: Log;
  /** PostgreSQL's own parameters, where the usual ones do not fit. */
  settings?: Readonly<Record<string, string>>;
}): Promise<EmbeddedPostgres> {
  const { log } = starting;
  const settings = { ...usualSettings, ...starting.settings };
  await mkdir(starting.home, { recursive: true });
  const home = await realpath(starting.home);
  const installed = await installedBinaries();
  const memory = await remember(home);
  const user = await serverUser();
  const folder = await settle(home, memory, user, log);
  const data = join(folder, 'data');
  await refuseOtherMajor(data, installed.version);

  let postmaster = await leftRunning(data, memory);
  if (postmaster) {
    log.info({ pid: postmaster.pid }, 'took over the PostgreSQL that an earlier run left behind');
  } else {
    const owner = await ownerOf(data, user);
    const binaries = await runnableBinaries(installed, owner, folder);
    if (binaries !== installed)
      log.info({ folder: binaries.root }, 'PostgreSQL runs from a copy of its binaries');
    if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, folder, memory, owner);
    if (owner && (await stat(data)).uid !== owner.uid) await handOver(data, owner);
    const logFile = join(home, 'postgres.log');
    await rotate(logFile);
    postmaster = await launchSomewhere(
      { postgres: binaries.postgres, data, settings, user: owner, logFile },
      memory,
    );
  }
  const { pid, port } = postmaster;
  if (memory.port !== port) await save(home, { ...memory, port });
  const superuserUrl = urlOf('postgres', memory.superuser, port, 'postgres');
  await createDatabase(superuserUrl, passwordsOf(memory)).catch(async (error) => {
    await halt(pid, data);
    throw error;
  });
  let stopped: Promise<void> | undefined;
  return {
    ...urlsOf(memory, port),
    superuserUrl,
    port,
    pid,
    folder,
    stop() {
      stopped ??= halt(pid, data);
      return stopped;
    },
  };
}

export type EmbeddedUrls = Pick<EmbeddedPostgres, 'url' | 'ownerUrl' | 'auditorUrl'>;

function urlsOf(memory: Remembered, port: number): EmbeddedUrls {
  const { owner, app, auditor } = passwordsOf(memory);
  return {
    url: urlOf(roles.app, app, port, 'shoumi'),
    ownerUrl: urlOf('shoumi', owner, port, 'shoumi'),
    auditorUrl: urlOf(roles.auditor, auditor, port, 'shoumi'),
  };
}

/** The other logins' passwords follow from the owner's, one way: who has the app's cannot get at the owner's. */
function passwordsOf({ shoumi }: Remembered): RolePasswords {
  const derived = (role: string) => createHmac('sha256', shoumi).update(role).digest('hex').slice(0, 48);
  return { owner: shoumi, app: derived(roles.app), auditor: derived(roles.auditor) };
}

/**
 * The logins to the server of `home`, if one runs there now: for a look beside a bot that holds the home. Nothing is
 * started, taken over or stopped.
 */
export async function runningEmbedded(home: string): Promise<EmbeddedUrls | undefined> {
  if (!existsSync(join(home, 'postgres.json'))) return undefined;
  const memory = await remember(await realpath(home));
  const postmaster = await leftRunning(join(memory.folder ?? join(home, 'postgres'), 'data'), memory);
  return postmaster && urlsOf(memory, postmaster.port);
}

async function refuseOtherMajor(data: string, version: string): Promise<void> {
  const written = (await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  const [ours] = version.split('.');
  if (written && written !== ours) {
    throw new Error(
      `The data in ${data} was written by PostgreSQL ${written} and this Shoumi brings PostgreSQL ${ours}: back it up with pg_dump of a PostgreSQL ${written}, move the folder away, start again and restore the backup.`,
    );
  }
}

/** The server that an earlier run left on `data`, once it takes connections. Clears what would keep a new one from starting. */
async function leftRunning(data: string, memory: Remembered): Promise<Postmaster | undefined> {
  for (const until = performance.now() + LONGEST_IN_BETWEEN; performance.now() < until; ) {
    const found = await readPostmaster(data);
    if (!found) return undefined;
    if (!(await serves(found.pid, data))) {
      // PostgreSQL clears a dead process's file itself, but gives way to any process that has come to bear its number.
      if (isAlive(found.pid)) await rm(join(data, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (found.ready && (await knowsUs(found, memory))) return found;
    await goneWithin(200, found.pid, data);
  }
  throw new Error(`A PostgreSQL runs on ${data} and does not answer: stop it and start again.`);
}

async function knowsUs({ port }: Postmaster, memory: Remembered): Promise<boolean> {
  const sql = postgres(urlOf('postgres', memory.superuser, port, 'postgres'), { max: 1, connect_timeout: 5 });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Makes an empty cluster beside its place and renames it in: half of one is never taken for a whole. */
async function initialise(
  { initdb }: Binaries,
  folder: string,
  memory: Remembered,
  user: ServerUser | undefined,
): Promise<void> {
  for (const left of await readdir(folder)) {
    if (left.startsWith('data.'))
      await rm(join(folder, left), { recursive: true, force: true, maxRetries: 5 });
  }
  // Never the same name twice: an initdb that outlived its killed parent may still be writing.
  const unfinished = join(folder, `data.${randomBytes(4).toString('hex')}`);
  const passwordFile = `${unfinished}.password`;
  await writeFile(passwordFile, memory.superuser, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  await runAs(user, folder, initdb, [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // The same everywhere: without LANG initdb would choose SQL_ASCII, with it the collation of this one machine.
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--set=timezone=UTC',
    '--set=log_timezone=UTC',
  ]).catch((cause: Error) => {
    throw new Error(`PostgreSQL cannot make its data folder in ${folder}: ${cause.message}`, { cause });
  });
  await rm(passwordFile);
  await rename(unfinished, join(folder, 'data'));
}

/** A port can be taken between looking and listening, and the children of a killed server need a moment to go. */
async function launchSomewhere(launching: Omit<Launching, 'port'>, memory: Remembered): Promise<Postmaster> {
  const { data, logFile } = launching;
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const port = await freePort(attempt === 1 ? memory.port : undefined);
    // Or another start was killed before its server had written down its number.
    const postmaster = (await launch({ ...launching, port })) ?? (await leftRunning(data, memory));
    if (postmaster) return postmaster;
    await sleep(attempt * 300);
  }
  throw new Error(`PostgreSQL does not start: ${await lastLines(logFile)} (${logFile})`);
}

/** Roles and database, made once; the passwords follow home's file at every start. */
async function createDatabase(superuserUrl: string, passwords: RolePasswords): Promise<void> {
  await makeRoles(superuserUrl, { passwords });
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const [database] = await sql`select 1 from pg_database where datname = 'shoumi'`;
    if (!database) await sql`create database shoumi owner shoumi`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}
