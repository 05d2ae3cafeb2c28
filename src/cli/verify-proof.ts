import { checkProofs, type Proved } from '../ledger/proof-file.ts';
import type { CliCommand } from './command.ts';
import { textOf, typedVerifiers } from './log-keys.ts';

/** Works on any machine, from the file and the public key alone: no settings, no database, no network. */
export const verifyProofCommand: CliCommand = {
  words: 'verify-proof',
  takes: '<file> --key <public key> [--from <checkpoint>]',
  says: 'checks a proof offline, with nothing but the log’s public key',
  options: { key: { type: 'string' }, from: { type: 'string' } },
  run: async (typed) => {
    const [file] = typed.rest;
    if (!file) throw new Error('Which file? Give the .tlog-proof file, and the log’s public key with --key.');
    const verifiers = typedVerifiers(typed);
    if (verifiers.length === 0)
      throw new Error(
        '--key is missing: without the log’s public key, got from somebody you trust, a proof proves nothing.',
      );
    const { from } = typed.flags;
    const found = checkProofs(
      await textOf(file),
      verifiers,
      typeof from === 'string' ? await textOf(from) : undefined,
    );
    for (const one of found) {
      if ('fault' in one) console.error(`Not proved: ${one.fault}.`);
      else console.log(worded(one));
    }
    return found.some((one) => 'fault' in one) ? 1 : 0;
  },
};

function worded(proved: Proved): string {
  if (proved.kind === 'grown')
    return `Proved: the ${proved.size} leaves of ${proved.by} begin with the ${proved.from} of the older checkpoint; nothing among those was changed.`;
  const { entry, index, size, by, opened } = proved;
  const told = Object.entries(opened).map(([field, { value }]) => `\n  ${field}: ${value}`);
  return `Proved: leaf ${index} of ${size} of ${by} is ${entry.type} on ${entry.subject}, recorded ${entry.at} (${entry.id})\n  ${JSON.stringify(entry.data)}${told.join('')}`;
}
