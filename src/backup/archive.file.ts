import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crossing } from '../kernel/crossing.ts';

/** What stands in a folder while it is being written. */
const unfinished = '.part';
const ours = /^shoumi-\d{4}-\d\d-\d\dT\d{4}Z(-\d+)?\.age/;

/** The name of a backup made at a moment, `shoumi-2026-11-25T0300Z.age`; another one of the same minute gets a number. */
export function backupName(at: Date, taken: (name: string) => boolean): string {
  const moment = `${at.toISOString().slice(0, 16).replace(':', '')}Z`;
  for (let n = 1; ; n++) {
    const name = `shoumi-${moment}${n === 1 ? '' : `-${n}`}.age`;
    if (!taken(name)) return name;
  }
}

/** Backups in a folder by their names, oldest first. */
export async function backupsIn(folder: string): Promise<string[]> {
  const found = await readdir(folder).catch(() => []);
  return found.filter((name) => ours.test(name) && name.endsWith('.age')).sort();
}

/** Removes what a killed backup left behind. Only while nobody else writes one there. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (ours.test(name) && name.endsWith(unfinished)) await rm(join(folder, name), { force: true });
  }
}

/**
 * Writes a stream to a file that gets its name when it is whole and on the disk: a kill or a full disk leaves nothing under that name.
 * Readable by its owner alone.
 */
export async function writeWhole(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const half = `${path}${unfinished}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(half, 'w', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of bytes) {
      hash.update(piece);
      size += piece.length;
      await file.writeFile(piece);
      if (size === piece.length) crossing('backup.middle');
    }
    await file.sync();
    await file.close();
    await rename(half, path);
    await keepName(dirname(path));
    return { bytes: size, sha256: hash.digest('hex') };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(half, { force: true }).catch(() => {});
    throw error;
  }
}

/** A new name is on the disk when its folder is. Windows has no such call and does it by itself. */
async function keepName(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Where `--to` leads: a file that does not exist yet, or a name in a folder. Throws one sentence for a file that exists. */
export async function placeFor(wanted: string, at: Date): Promise<string> {
  const there = await stat(wanted).catch(() => undefined);
  if (there && !there.isDirectory())
    throw new Error(`${wanted} exists already: name another file, or a folder.`);
  if (!there && basename(wanted).includes('.')) return wanted;
  const taken = new Set(await backupsIn(wanted));
  return join(
    wanted,
    backupName(at, (name) => taken.has(name)),
  );
}
