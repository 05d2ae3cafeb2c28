import type { Hash } from './merkle.ts';
import { parseNote, type Signer, signedBy, signNote, type Verifier } from './note.ts';

/** A signed tree head (C2SP tlog-checkpoint): the origin is the name of the log's key. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash };

/** The signed note of a tree head. */
export function signCheckpoint(signer: Signer, { size, root }: { size: number; root: Hash }): string {
  return signNote(`${signer.verifier.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`, [signer]);
}

/** Why a checkpoint is not one. */
export type CheckpointFault = 'malformed' | 'unsigned';

/**
 * Reads a checkpoint that one of these keys signed, and whose origin is that key's name. `malformed`: it is no checkpoint at all;
 * `unsigned`: none of the keys signed it, or the text was changed after.
 */
export function openCheckpoint(note: string, verifiers: readonly Verifier[]): Checkpoint | CheckpointFault {
  const parsed = parseNote(note);
  const checkpoint = parsed && parseCheckpoint(parsed.text);
  if (!parsed || !checkpoint) return 'malformed';
  const signers = signedBy(parsed, verifiers);
  return signers.some(({ name }) => name === checkpoint.origin) ? checkpoint : 'unsigned';
}

/** The text of a checkpoint, without looking at signatures. */
function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = text.split('\n');
  const hash = Buffer.from(root, 'base64');
  const right =
    origin !== '' &&
    /^(0|[1-9]\d{0,15})$/.test(size) &&
    hash.length === 32 &&
    hash.toString('base64') === root;
  return right ? { origin, size: Number(size), root: hash } : undefined;
}
