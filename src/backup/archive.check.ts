import { connect } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { type Restored, restoreBackup } from './archive.restore.ts';
import { treeHead } from './archive.tree.ts';

/** What a check of a backup found; `fault` is a sentence. */
export type Checked = { readonly restored?: Restored | undefined; readonly fault?: string | undefined };

/** What the event `backup.checked` says of it: never the fault's own words, which can quote what was found. */
export function checkedData(name: string, { restored, fault }: Checked) {
  return {
    name,
    ok: fault === undefined,
    ...(restored && {
      sha256: restored.sha256,
      bytes: restored.bytes,
      rows: restored.rows,
      ...restored.header.log,
    }),
  };
}

/**
 * Restores a backup into an empty database that is thrown away afterwards, and looks whether the log there has the size and root that the
 * backup was made with. `verify` goes through the log entry by entry: undefined when it is whole, else the first fault.
 */
export async function checkBackup(options: {
  /** Of the empty database. */
  ownerUrl: string;
  path: string;
  identities: readonly string[];
  prepare: (ownerUrl: string) => Promise<void>;
  verify?: (ownerUrl: string) => Promise<string | undefined>;
}): Promise<Checked> {
  const { ownerUrl, verify } = options;
  let restored: Restored;
  try {
    restored = await restoreBackup(options);
  } catch (error) {
    return { fault: (error as Error).message };
  }
  const { log } = restored.header;
  const database = connect(ownerUrl, { max: 1 });
  try {
    const found = await read(database, '', treeHead).catch((error: Error) => ({
      size: -1,
      root: error.message,
    }));
    if (found.size !== log.size || found.root !== log.root)
      return {
        restored,
        fault: `The log in the backup has ${found.size} entries under ${found.root} instead of ${log.size} under ${log.root}.`,
      };
  } finally {
    await database.stop();
  }
  const fault = await verify?.(ownerUrl);
  return fault === undefined ? { restored } : { restored, fault };
}
