import { randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id as Slack mints them: a prefix and ten capital letters and digits. */
export function mintId(prefix: string): string {
  return prefix + [...randomBytes(10)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** `length` random letters and digits, for secrets and for the block ids that Slack fills in. */
export function mintSecret(length: number): string {
  return randomBytes(length).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, length);
}
