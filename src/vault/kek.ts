import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { decrypt, encrypt, vaultSizes } from './aead.ts';

/**
 * A key-encryption key: wraps data keys, and never leaves where it lives. The small door to a key management service as
 * well; `bound` must come back exactly for a key to unwrap (AWS calls it encryption context, Google and Vault additional data).
 */
export type Kek = {
  /** Stands in the database beside each key it wraps; says nothing about the key. */
  readonly id: string;
  readonly wrap: (key: Uint8Array, bound: Uint8Array) => Promise<Uint8Array>;
  /** Rejects when the bytes are not those that `wrap` gave for `bound`. */
  readonly unwrap: (wrapped: Uint8Array, bound: Uint8Array) => Promise<Uint8Array>;
};

/** One of the 32-byte keys of SHOUMI_KEY. */
export function localKek(key: Uint8Array, random: (bytes: number) => Uint8Array): Kek {
  return {
    id: fingerprint(key),
    wrap: async (dataKey, bound) => {
      const nonce = random(vaultSizes.nonce);
      return Buffer.concat([nonce, encrypt(key, nonce, dataKey, bound)]);
    },
    unwrap: async (wrapped, bound) => {
      const nonce = wrapped.subarray(0, vaultSizes.nonce);
      const dataKey =
        nonce.length === vaultSizes.nonce
          ? decrypt(key, nonce, wrapped.subarray(vaultSizes.nonce), bound)
          : undefined;
      if (!dataKey) throw new Error('a wrapped data key is not as it was wrapped');
      return dataKey;
    },
  };
}

/** Sixteen hex digits by which a key is known: SHA-256 over a label and the key, cut. */
export function fingerprint(key: Uint8Array): string {
  return createHash('sha256').update('shoumi kek\0').update(key).digest('hex').slice(0, 16);
}

/**
 * A key management service: an ES module whose default export (or export `kek`) is a Kek. Throws one sentence when it is none.
 */
export async function loadKms(path: string): Promise<Kek> {
  let loaded: { default?: unknown; kek?: unknown };
  try {
    loaded = await import(pathToFileURL(path).href);
  } catch (cause) {
    throw new Error(
      `SHOUMI_KMS names a module that cannot be loaded (${(cause as NodeJS.ErrnoException).code ?? (cause as Error).name}).`,
      { cause },
    );
  }
  const kek = loaded.default ?? loaded.kek;
  if (!isKek(kek)) {
    throw new Error(
      'SHOUMI_KMS must name an ES module that exports { id, wrap, unwrap }: an id of 1 to 64 letters, digits and _.:/-, and two async functions.',
    );
  }
  return kek;
}

function isKek(value: unknown): value is Kek {
  if (typeof value !== 'object' || value === null) return false;
  const { id, wrap, unwrap } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    /^[\w.:/-]{1,64}$/.test(id) &&
    typeof wrap === 'function' &&
    typeof unwrap === 'function'
  );
}
