import { basename } from 'node:path';
import { restoreBackup } from '../backup/archive.restore.ts';
import { recordBackup } from './backup.record.ts';
import { identities } from './backup.ts';
import type { CliCommand } from './command.ts';
import { withUrls } from './settings.ts';

export const restoreCommand: CliCommand = {
  words: 'restore',
  takes: '<file> [--into <owner url>]',
  says: 'restores a backup into an empty database: that of the settings, or another; all of it or nothing',
  options: { into: { type: 'string' } },
  run: async ({ rest, flags }) => {
    const [path] = rest;
    if (!path) throw new Error('Which backup? Give its file.');
    const keys = await identities();
    const { prepareDatabase } = await import('../bot.ts');
    const restore = async (ownerUrl: string, url: string) => {
      const restored = await restoreBackup({ ownerUrl, path, identities: keys, prepare: prepareDatabase });
      const { madeAt, log, tables } = restored.header;
      const { rows, bytes, sha256 } = restored;
      await recordBackup(url, 'backup.restored', {
        name: basename(path),
        madeAt,
        bytes,
        sha256,
        rows,
        ...log,
      });
      console.log(
        `${rows} rows of ${tables.length} tables are back as they were at ${madeAt}, with a log of ${log.size} entries under ${log.root}.`,
      );
      return 0;
    };
    // The owner may act as the app, which is how the event is written.
    if (typeof flags.into === 'string') return restore(flags.into, flags.into);
    return withUrls(({ ownerUrl, url }) => restore(ownerUrl, url));
  },
};
