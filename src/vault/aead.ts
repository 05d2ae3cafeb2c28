import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * AES in Galois/counter mode (NIST SP 800-38D) over node:crypto: the one primitive of the vault. The vault itself uses 32-byte
 * keys, 12-byte nonces and 16-byte tags only.
 */
export type GcmSizes = { readonly key: number; readonly nonce: number; readonly tag: number };

/** Bytes. */
export const vaultSizes: GcmSizes = { key: 32, nonce: 12, tag: 16 };

const nameOf = (key: Uint8Array) => `aes-${key.length * 8}-gcm` as 'aes-256-gcm';

/** Ciphertext with its tag behind. A nonce must never be used twice with one key. */
export function encrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  text: Uint8Array,
  bound: Uint8Array,
  { tag }: GcmSizes = vaultSizes,
): Buffer {
  const cipher = createCipheriv(nameOf(key), key, nonce, { authTagLength: tag });
  cipher.setAAD(bound);
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** What `encrypt` was given; undefined when anything of it, or of what it was bound to, is not as it was. */
export function decrypt(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  bound: Uint8Array,
  { tag }: GcmSizes = vaultSizes,
): Buffer | undefined {
  if (sealed.length < tag) return undefined;
  const decipher = createDecipheriv(nameOf(key), key, nonce, { authTagLength: tag });
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - tag));
  const text = decipher.update(sealed.subarray(0, sealed.length - tag));
  try {
    return Buffer.concat([text, decipher.final()]);
  } catch {
    return undefined;
  }
}
