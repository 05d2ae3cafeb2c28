import { randomBytes } from 'node:crypto';
import { newKeyText } from '../vault/keys.ts';
import type { CliCommand } from './command.ts';

export const keysNewCommand: CliCommand = {
  words: 'keys new',
  says: 'prints a new key as a line for SHOUMI_KEY or the key file; keep a copy outside of this machine',
  run: async () => {
    console.log(`SHOUMI_KEY=${newKeyText((bytes) => randomBytes(bytes))}`);
    return 0;
  },
};
