import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type LogKeys, logKeysOf } from '../ledger/log-key.ts';
import { parseVerifier, type Verifier } from '../ledger/note.ts';
import { readKeys } from '../vault/keys.ts';
import type { Typed } from './command.ts';

/** The log's keys from the settings. */
export async function logKeys(): Promise<LogKeys> {
  const { settings } = await import('./settings.ts');
  const keys = await readKeys(settings().keys, (bytes) => randomBytes(bytes));
  if (!keys) throw new Error('There is no key yet: start Shoumi once, it makes one.');
  return logKeysOf(keys);
}

/** The public keys that were typed, `--key name+id+key` as often as there are; what `checkpoint --key` prints. */
export function typedVerifiers({ flags }: Typed): Verifier[] {
  const typed = typeof flags.key === 'string' ? flags.key.split(',') : [];
  return typed.map((text) => {
    const verifier = parseVerifier(text.trim());
    if (!verifier)
      throw new Error(
        '--key must be a public log key as "npm run shoumi -- checkpoint --key" prints it: name+id+key.',
      );
    return verifier;
  });
}

export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
