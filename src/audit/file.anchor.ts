import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Anchorage, type AnchorPlace, AnchorRefused, anchorName, sizeFromName } from './anchor.ts';

/** Checkpoints as files of a folder: a share of another machine, a disk that only grows. A file that is there is never written again. */
export function fileAnchorage(place: Extract<AnchorPlace, { kind: 'file' }>): Anchorage {
  const read = (name: string): Promise<string | undefined> =>
    readFile(join(place.folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  return {
    place,
    put: async ({ size, note }) => {
      const name = anchorName(size);
      await mkdir(place.folder, { recursive: true });
      // Whole under its name or not there: a kill leaves at most a file that nobody reads.
      const half = join(place.folder, `.${name}.${process.pid}`);
      const file = await open(half, 'w', 0o444);
      try {
        await file.writeFile(note);
        await file.sync();
      } finally {
        await file.close();
      }
      try {
        await link(half, join(place.folder, name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        if ((await read(name)) !== note) throw new AnchorRefused(place, 'other_content');
      } finally {
        await rm(half, { force: true });
      }
      return name;
    },
    get: read,
    all: async function* () {
      const names = await readdir(place.folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      for (const name of names.filter((one) => sizeFromName(one) !== undefined).sort()) {
        const note = await read(name);
        if (note !== undefined) yield note;
      }
    },
  };
}
