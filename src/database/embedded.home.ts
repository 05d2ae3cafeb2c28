import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canEnter, handOver, type ServerUser } from './embedded.user.ts';

export type Log = { info(what: object, message: string): void };

/** What `home` remembers about its server, readable by its owner alone. `folder` only if it is not in home. */
export type Remembered = { superuser: string; shoumi: string; port?: number; folder?: string };

const memoryFile = (home: string) => join(home, 'postgres.json');

/** Reads what home remembers, or makes up passwords for a new server. */
export async function remember(home: string): Promise<Remembered> {
  try {
    return JSON.parse(await readFile(memoryFile(home), 'utf8')) as Remembered;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || existsSync(join(home, 'postgres', 'data'))) {
      throw new Error(
        `${memoryFile(home)}, which has the passwords of the database beside it, cannot be read: put it back from a backup, or move ${join(home, 'postgres')} away to begin with an empty database.`,
        { cause },
      );
    }
  }
  const password = () => randomBytes(24).toString('hex');
  const memory: Remembered = { superuser: password(), shoumi: password() };
  await save(home, memory);
  return memory;
}

export async function save(home: string, memory: Remembered): Promise<void> {
  const file = memoryFile(home);
  await writeFile(`${file}.new`, JSON.stringify(memory), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/**
 * The folder of the server, made if it is not there. As root the server runs as another user, who often may not enter
 * home (root's own home is closed to all others): then the folder is under /var/lib, and home remembers which.
 */
export async function settle(
  home: string,
  memory: Remembered,
  user: ServerUser | undefined,
  log: Log,
): Promise<string> {
  const inHome = join(home, 'postgres');
  const folder = memory.folder ?? inHome;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!user) return folder;
  const owner = await ownerOf(join(folder, 'data'), user);
  if ((await stat(folder)).uid !== owner.uid) await handOver(folder, owner);
  if (await canEnter(owner, folder)) {
    if (memory.folder) log.info({ folder }, 'PostgreSQL keeps its data outside of the home folder');
    return folder;
  }
  if (memory.folder || existsSync(join(folder, 'data'))) {
    throw new Error(
      `The user ${owner.name} may no longer enter ${folder}, where the database is: make every folder above it passable (chmod o+x), or start Shoumi as the user who could.`,
    );
  }
  memory.folder = `/var/lib/shoumi-${randomBytes(4).toString('hex')}`;
  await save(home, memory);
  await rm(inHome, { recursive: true, force: true });
  await mkdir(memory.folder, { recursive: true, mode: 0o700 });
  await handOver(memory.folder, owner);
  if (!(await canEnter(owner, memory.folder))) {
    throw new Error(
      `The user ${owner.name}, as whom PostgreSQL runs, may enter neither ${home} nor ${memory.folder}: set SHOUMI_HOME to a folder that it may enter, or DATABASE_URL to a PostgreSQL server.`,
    );
  }
  log.info(
    { folder: memory.folder },
    `PostgreSQL keeps its data in ${memory.folder}, because the user ${owner.name} may not enter ${home}`,
  );
  return memory.folder;
}

/** Data that somebody else's run made stays theirs, and the server runs as them; data of root's goes to `user`. */
export async function ownerOf(data: string, user: ServerUser): Promise<ServerUser>;
export async function ownerOf(data: string, user: ServerUser | undefined): Promise<ServerUser | undefined>;
export async function ownerOf(data: string, user: ServerUser | undefined): Promise<ServerUser | undefined> {
  if (!user) return undefined;
  const made = await stat(data).catch(() => undefined);
  if (!made || made.uid === 0 || made.uid === user.uid) return user;
  return { name: `number ${made.uid}`, uid: made.uid, gid: made.gid };
}
