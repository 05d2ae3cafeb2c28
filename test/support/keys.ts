import { createHash, randomBytes } from 'node:crypto';
import { houseKeys } from '../../src/vault/keys.ts';
import { makeVault } from '../../src/vault/vault.ts';

/** A key that is the same in every test, so that what one process sealed another opens. */
const key = createHash('sha256').update('a key for tests').digest();

export const testKeyText = key.toString('base64');
export const testKeys = houseKeys([key], (bytes) => randomBytes(bytes));
export const testVault = makeVault({
  keks: testKeys.keks,
  now: () => new Date('2026-11-23T09:00:00.000Z'),
  random: (bytes) => randomBytes(bytes),
});
