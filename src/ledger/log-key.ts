import { createHash } from 'node:crypto';
import type { Tx } from '../database/connection.ts';
import type { HouseKeys } from '../vault/keys.ts';
import { openCheckpoint } from './checkpoint.ts';
import { latestCheckpoint } from './log.store.ts';
import {
  parseSigner,
  parseVerifier,
  publicKeyOf,
  type Signer,
  signerFromSeed,
  type Verifier,
} from './note.ts';

/** What signs the log, and every key whose signature under it counts: the signer's own first, then those it had before. */
export type LogKeys = { readonly signer: Signer; readonly verifiers: readonly Verifier[] };

/**
 * The log's keys from those of the house. A derived one is named after its public key. Throws one sentence, which quotes no key, where
 * SHOUMI_LOG_KEY is not readable.
 */
export function logKeysOf({ logKey }: HouseKeys): LogKeys {
  if ('seed' in logKey) {
    const name = `shoumi-${createHash('sha256').update(publicKeyOf(logKey.seed)).digest('hex').slice(0, 8)}`;
    const signer = signerFromSeed(name, logKey.seed);
    return { signer, verifiers: [signer.verifier] };
  }
  const [first = '', ...others] = logKey.texts;
  const signer = parseSigner(first);
  const older = others.map((text) => parseVerifier(text) ?? parseSigner(text)?.verifier);
  if (!signer || older.some((one) => one === undefined)) {
    throw new Error(
      'SHOUMI_LOG_KEY must be a signer key (PRIVATE+KEY+name+id+key), with older signer or verifier keys behind it, with commas.',
    );
  }
  return { signer, verifiers: [signer.verifier, ...older.filter((one) => one !== undefined)] };
}

/**
 * Refuses, with one sentence, to go on with a log that another key has signed: nobody who holds its checkpoints would believe
 * what follows.
 */
export async function requireLogKey(tx: Tx, { verifiers }: LogKeys): Promise<void> {
  const last = await latestCheckpoint(tx);
  if (!last || typeof openCheckpoint(last.note, verifiers) !== 'string') return;
  const by = /^— (\S+) /m.exec(last.note)?.[1] ?? 'nobody';
  throw new Error(
    `The log in this database is signed by ${by}, and SHOUMI_LOG_KEY (or the oldest key of SHOUMI_KEY, from which it is derived) makes ${verifiers[0]?.name}: set the key that belongs to this database, or put the older one behind the new one.`,
  );
}

/** Whose signatures count under this house's log. */
export function verifiersOf(keys: HouseKeys): readonly Verifier[] {
  return logKeysOf(keys).verifiers;
}
