import { execFile } from 'node:child_process';
import { chown, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** An account of the operating system. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

/**
 * PostgreSQL refuses to run as root: then it runs as `postgres` where that account exists, else as `nobody`. Undefined
 * when this process is not root and PostgreSQL runs as whoever runs this.
 */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const account = accounts.find(([name]) => name === wanted);
    // macOS writes nobody as -2; the kernel means the same number without sign.
    if (account) return { name: wanted, uid: Number(account[2]) >>> 0, gid: Number(account[3]) >>> 0 };
  }
  throw new Error(
    'PostgreSQL does not run as root and there is no account postgres or nobody: start Shoumi as another user, or set DATABASE_URL to a PostgreSQL server.',
  );
}

/**
 * Runs a program to its end in `folder` with nothing of our own environment: a PGPORT or LANG set somewhere must not reach
 * it. Rejects with the last line that it wrote to stderr.
 */
export async function runAs(
  user: ServerUser | undefined,
  folder: string,
  program: string,
  args: readonly string[],
): Promise<void> {
  const identity = user && { uid: user.uid, gid: user.gid };
  const running = promisify(execFile)(program, args, {
    cwd: folder,
    env: environment,
    windowsHide: true,
    ...identity,
  });
  await running.catch((cause: Error & { stderr?: string }) => {
    throw new Error(cause.stderr?.trimEnd().split('\n').at(-1) || cause.message, { cause });
  });
}

/** What PostgreSQL's programs get to see. initdb starts a shell, which wants a PATH. */
export const environment: Readonly<Record<string, string>> = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };

/** Tried, not computed from mode bits: access lists and mounts have their say too. */
export async function canEnter(user: ServerUser, folder: string): Promise<boolean> {
  try {
    await runAs(user, '/', '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]);
    return true;
  } catch {
    return false;
  }
}

/** Gives a folder and all that is in it to `user`. */
export async function handOver(folder: string, user: ServerUser): Promise<void> {
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}
