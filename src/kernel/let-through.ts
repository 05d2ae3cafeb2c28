import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';

/**
 * What the guard of personal numbers lets through for as long as one input is read: addresses of the firm's own mail domains, and numbers
 * of which the person who typed them said that they are an invoice's, a contract's or a parcel's. It is set at the edge, where the
 * company's settings and the form are known, and goes round the rules: which number is whose is no business of theirs.
 */
export type LetThrough = {
  readonly domains: readonly string[];
  /** Fingerprints of numbers (`fingerprintOf`), never the numbers. */
  readonly vouched: readonly string[];
};

const nothing: LetThrough = { domains: [], vouched: [] };
const current = new AsyncLocalStorage<LetThrough>();

/** Runs `work`, and whatever it waits for, with this let through. */
export function lettingThrough<T>(let_: LetThrough, work: () => T): T {
  return current.run(let_, work);
}

export function letThrough(): LetThrough {
  return current.getStore() ?? nothing;
}

/** The same for the same digits and letters, however they are spaced and in whatever width. */
export function fingerprintOf(number: string): string {
  const bare = number
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  return createHash('sha256').update(`shoumi vouched ${bare}`).digest('base64url').slice(0, 16);
}
