import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decrypt, encrypt, vaultSizes } from '../../src/vault/aead.ts';

/** The public Wycheproof format (testvectors_v1/aes_gcm_test.json): all bytes in hex, sizes in bits. */
const hex = z
  .string()
  .regex(/^([0-9a-f]{2})*$/i)
  .transform((text) => Buffer.from(text, 'hex'));
const vectors = z.object({
  algorithm: z.literal('AES-GCM'),
  testGroups: z.array(
    z.object({
      keySize: z.number().int(),
      ivSize: z.number().int(),
      tagSize: z.number().int(),
      tests: z.array(
        z.object({
          tcId: z.number().int(),
          key: hex,
          iv: hex,
          aad: hex,
          msg: hex,
          ct: hex,
          tag: hex,
          result: z.enum(['valid', 'invalid', 'acceptable']),
        }),
      ),
    }),
  ),
});

/** Our own, and whatever lies in the folder of the environment. */
const folders = [
  fileURLToPath(new URL('wycheproof', import.meta.url)),
  ...(process.env.WYCHEPROOF_VECTORS ? [process.env.WYCHEPROOF_VECTORS] : []),
];
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|[\\/])aes_gcm(?!_siv)[^\\/]*\.json$/.test(name))
    .map((name) => join(folder, name)),
);

it('finds a file in every folder', () => {
  for (const folder of folders) expect(files.filter((file) => file.startsWith(folder))).not.toEqual([]);
});

describe.each(files)('%s', (file) => {
  const { testGroups } = vectors.parse(JSON.parse(readFileSync(file, 'utf8')));

  it.each(testGroups)(
    'keys of $keySize, nonces of $ivSize, tags of $tagSize bits',
    ({ keySize, ivSize, tagSize, tests }) => {
      for (const { tcId, key, iv, aad, msg, ct, tag, result } of tests) {
        const sizes = { key: keySize / 8, nonce: ivSize / 8, tag: tagSize / 8 };
        // As the vault calls it where the sizes are the vault's: with its own.
        const used = JSON.stringify(sizes) === JSON.stringify(vaultSizes) ? vaultSizes : sizes;
        const opened = attempt(() => decrypt(key, iv, Buffer.concat([ct, tag]), aad, used));
        const sealed = attempt(() => encrypt(key, iv, msg, aad, used));
        if (result === 'valid') {
          expect(opened?.toString('hex'), `test ${tcId}`).toBe(msg.toString('hex'));
          expect(sealed?.toString('hex'), `test ${tcId}`).toBe(Buffer.concat([ct, tag]).toString('hex'));
        } else if (result === 'invalid') expect(opened, `test ${tcId}`).toBeUndefined();
      }
    },
  );
});

/** Sizes that the primitive does not take are refused, which is what invalid cases of such sizes ask for. */
function attempt(work: () => Buffer | undefined): Buffer | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
