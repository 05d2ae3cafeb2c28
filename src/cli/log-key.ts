import { createHash } from 'node:crypto';
import { publicKeyOf, signerFromSeed } from '../ledger/note.ts';

/** A derived log key as it is set by hand: `PRIVATE+KEY+<name>+<id>+<key>`, the name made from its public key. */
export function signerText(seed: Uint8Array): string {
  const name = `shoumi-${createHash('sha256').update(publicKeyOf(seed)).digest('hex').slice(0, 8)}`;
  const { verifier } = signerFromSeed(name, seed);
  const key = Buffer.from([1, ...seed]).toString('base64');
  return `PRIVATE+KEY+${name}+${Buffer.from(verifier.id).toString('hex')}+${key}`;
}
