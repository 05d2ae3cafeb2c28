import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { until } from '../slack/rig.ts';
import { peopleOf } from '../support/control.ts';
import { quickStart } from '../support/quick-start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `node src/main.ts` as people run it, the leader of a process group of its own. */
export type Program = {
  readonly pid: number;
  /** Everything it has written so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** The lines of its log, parsed. */
  readonly logged: () => { msg: string; [key: string]: unknown }[];
  /** Its `ready` line's address; throws with what it said when it ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  /** As Ctrl-C does: to every process of the group. */
  readonly toGroup: (signal: NodeJS.Signals) => void;
  readonly kill: (signal: NodeJS.Signals) => void;
};

const running = new Set<ChildProcess>();

/** Starts it with these settings alone. `imports` are loaded before the program. */
export function startProgram(
  env: Readonly<Record<string, string>>,
  { imports = [] }: { imports?: readonly string[] } = {},
): Program {
  const child = spawn(
    process.execPath,
    [...imports.flatMap((one) => ['--import', one]), join(root, 'src/main.ts')],
    {
      cwd: tmpdir(),
      detached: true,
      env: { PATH: process.env.PATH ?? '', ...quickStart, SHOUMI_ADMIN_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal };
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: string) => {
      out += text;
      const line = /^ready (\S+)\n/m.exec(out)?.[1];
      if (line) resolve(line);
    });
    void ended.then(() => reject(new Error(`it ended before it was ready:\n${err}${out.slice(-2_000)}`)));
  });
  ready.catch(() => {});
  const pid = child.pid;
  if (pid === undefined) throw new Error('the program was not started');
  return {
    pid,
    out: () => out,
    err: () => err,
    logged: () =>
      out
        .split('\n')
        // The last one may have come by half.
        .slice(0, -1)
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    ready,
    ended,
    toGroup: (signal) => process.kill(-pid, signal),
    kill: (signal) => child.kill(signal),
  };
}

/** Where `/healthz` and its like are. */
export async function adminOf(program: Program): Promise<string> {
  // A log line is written past Node's own stdout, so it can come a moment after `ready`.
  const line = await until(() => program.logged().find(({ msg }) => msg === 'Shoumi runs'));
  if (typeof line.admin !== 'string') throw new Error('the program does not say where its admin server is');
  return line.admin;
}

/** An empty home folder that also the server's own user may enter, with a space and Chinese in its name. */
export async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'shoumi 家 '));
  await chmod(home, 0o755);
  return home;
}

/** Ends what a test left running on this home, and removes it. */
export async function removeHome(home: string): Promise<void> {
  for (const child of running) child.kill('SIGKILL');
  for (const pid of await livingIn(home)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
  await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Pids of all processes that work inside this folder or name it on their command line: bot, server and the server's children. */
export async function livingIn(home: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const [cwd, command, state] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => ''),
      readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
      readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
    ]);
    const zombie = state.slice(state.lastIndexOf(')')).startsWith(') Z');
    if (!zombie && (cwd.startsWith(home) || command.includes(home))) found.push(pid);
  }
  return found;
}

/** The pid of the server that the home's data folder names. */
export async function serverOf(home: string): Promise<number> {
  return Number((await readFile(join(home, 'postgres/data/postmaster.pid'), 'utf8')).split('\n', 1)[0]);
}

/** Asks the embedded database of a home. */
export async function askDatabase<T extends object>(home: string, statement: string): Promise<T[]> {
  const memory = JSON.parse(await readFile(join(home, 'postgres.json'), 'utf8')) as {
    shoumi: string;
    port: number;
  };
  return ask<T>(`postgres://shoumi:${memory.shoumi}@127.0.0.1:${memory.port}/shoumi`, statement);
}

export async function ask<T extends object>(url: string, statement: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(statement)) as unknown as T[];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** People of a workspace that runs elsewhere; nobody here waits for the bot to come to rest. */
export const peopleAt = (url: string) => peopleOf(url, () => undefined);
