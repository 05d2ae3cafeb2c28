import { execFile, spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { environment, type ServerUser } from './embedded.user.ts';

/** What a postmaster says about itself in postmaster.pid. `ready` is false while it starts, recovers or stops. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly ready: boolean };

const POLL = 20;
const LONGEST_START = 120_000;
const LOG_KEPT = 1_000_000;

/** Reads `data`/postmaster.pid; the file may be left from a process that is long gone. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Whether a process with that number exists, ours to signal or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether `pid` lives and is a postgres on exactly this data folder, whatever path it was started by. */
export async function serves(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  // A postmaster works inside its data folder. Root in a container may not look there, and somebody may have removed it
  // under the running server; then the command line must do.
  const [cwd, own] = await Promise.all(
    [`/proc/${pid}/cwd`, data].map((path) => stat(path).catch(() => undefined)),
  );
  if (cwd && own) return cwd.dev === own.dev && cwd.ino === own.ino;
  const command = await commandOf(pid);
  return command.includes('postgres') && command.includes(data);
}

async function commandOf(pid: number): Promise<string> {
  try {
    // Empty for a zombie, which nobody needs to wait for.
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    if (process.platform === 'linux') return '';
  }
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']).catch(() => ({
    stdout: '',
  }));
  return stdout;
}

export type Launching = {
  readonly postgres: string;
  readonly data: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly user: ServerUser | undefined;
  readonly logFile: string;
};

/**
 * Starts a postmaster in a session of its own, so that the terminal's Ctrl-C reaches only the bot, and waits until it
 * takes connections. Undefined when it ended instead; `logFile` then says why.
 */
export async function launch(launching: Launching): Promise<Postmaster | undefined> {
  const { postgres, data, port, settings, user, logFile } = launching;
  const args = ['-D', data, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const log = await open(logFile, 'a', 0o600);
  const child = spawn(postgres, args, {
    cwd: data,
    env: environment,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => {});
  await log.close();
  child.unref();
  for (const until = performance.now() + LONGEST_START; performance.now() < until; ) {
    const postmaster = await readPostmaster(data);
    if (postmaster?.pid === child.pid && postmaster?.ready) return postmaster;
    if (ended) return undefined;
    await Promise.race([sleep(POLL), failed]);
  }
  throw new Error(
    `PostgreSQL (process ${child.pid}) is not ready after ${LONGEST_START / 1000} s: ${logFile} says more.`,
  );
}

/**
 * Ends one postmaster: open transactions are rolled back, everything committed is written (a "fast" shutdown). If that
 * takes too long, at once and without a checkpoint; the next start then recovers from the log. Never signals a process
 * that is not a postgres on this very data folder.
 */
export async function halt(
  pid: number,
  data: string,
  patience = { fast: 10_000, immediate: 10_000 },
): Promise<void> {
  for (const [signal, milliseconds] of [
    ['SIGINT', patience.fast],
    ['SIGQUIT', patience.immediate],
  ] as const) {
    if (!(await serves(pid, data))) return;
    process.kill(pid, signal);
    if (await goneWithin(milliseconds, pid, data)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) on ${data} does not stop.`);
}

/** Waits for the end of a postmaster, so many milliseconds at most. */
export async function goneWithin(milliseconds: number, pid: number, data: string): Promise<boolean> {
  for (const until = performance.now() + milliseconds; performance.now() < until; await sleep(POLL)) {
    if (!(await serves(pid, data))) return true;
  }
  return false;
}

/** `wanted` if nobody listens there, else a port that is free at the moment. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  } catch (error) {
    if (wanted === 0) throw error;
    return freePort();
  } finally {
    server.close();
  }
}

/** Keeps one older log beside the current one, looked at when the server starts. */
export async function rotate(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  );
  if (size > LOG_KEPT) await rename(logFile, `${logFile}.1`);
}

/** The last words of a log, for an error message. */
export async function lastLines(logFile: string, count = 3): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join(' · ');
}
