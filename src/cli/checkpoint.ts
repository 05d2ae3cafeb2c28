import { read } from '../database/read.ts';
import { latestCheckpoint } from '../ledger/log.store.ts';
import { verifierText } from '../ledger/note.ts';
import type { CliCommand } from './command.ts';
import { logKeys } from './log-keys.ts';
import { onDatabase } from './settings.ts';

/** What somebody outside should hold. */
export const checkpointCommand: CliCommand = {
  words: 'checkpoint',
  takes: '[--key]',
  says: 'prints the newest signed checkpoint, for somebody else to keep; with --key the public key to check it and every proof with',
  options: { key: { type: 'boolean' } },
  run: async ({ flags }) => {
    if (flags.key) {
      for (const verifier of (await logKeys()).verifiers) console.log(verifierText(verifier));
      return 0;
    }
    const checkpoint = await onDatabase((database) => read(database, '', (tx) => latestCheckpoint(tx)));
    if (!checkpoint) throw new Error('The log has no leaf yet.');
    process.stdout.write(checkpoint.note);
    return 0;
  },
};
