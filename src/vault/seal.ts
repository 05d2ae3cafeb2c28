import type { Place } from '../database/sealing.ts';
import { decrypt, encrypt, vaultSizes } from './aead.ts';

/** A data key in the clear. Lives as long as the transaction that read it. */
export type DataKey = { readonly id: string; readonly version: number; readonly bytes: Uint8Array };

/** What a sealed text says about itself. */
export type Sealed = { readonly keyId: string; readonly version: number; readonly body: Uint8Array };

/** Something sealed is not as it was, or not where it was. Says where it stands, never what. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  readonly code = 'SEAL_BROKEN';
}

/** A sealed text: `sealed:1:<key id>:<key version>:<nonce, ciphertext and tag in base64url>`. */
const form = /^sealed:1:(key_[0-9a-z]{20}):([1-9]\d{0,8}):([\w-]+)$/;
const prefix = /^sealed:\d/;

/** Seals a text for its place with a nonce that is never used again. */
export function sealText(
  key: DataKey,
  tenant: string,
  place: Place,
  text: string,
  nonce: Uint8Array,
): string {
  const sealed = encrypt(key.bytes, nonce, Buffer.from(text, 'utf8'), bound(key, tenant, place));
  const body = Buffer.concat([nonce, sealed]).toString('base64url');
  return `sealed:1:${key.id}:${key.version}:${body}`;
}

/** Reads the header; undefined for a text that was never sealed. Throws SealBroken for what begins like a sealed one and is none. */
export function readSealed(text: string, place: Place): Sealed | undefined {
  if (!prefix.test(text)) return undefined;
  const [, keyId = '', version = '', encoded = ''] = form.exec(text) ?? [];
  const body = Buffer.from(encoded, 'base64url');
  // Base64 has several spellings of the same bytes; only one of them was written here.
  if (body.length < vaultSizes.nonce + vaultSizes.tag || body.toString('base64url') !== encoded)
    throw broken(place, 'is cut off or spelled wrong');
  return { keyId, version: Number(version), body };
}

/** The text; throws SealBroken when a bit of it, its place, its tenant or its key is another. */
export function openSealed(key: DataKey, tenant: string, place: Place, { body, version }: Sealed): string {
  if (version !== key.version) throw broken(place, 'names another version of its key');
  const nonce = body.subarray(0, vaultSizes.nonce);
  const text = decrypt(key.bytes, nonce, body.subarray(vaultSizes.nonce), bound(key, tenant, place));
  if (!text) throw broken(place, 'was changed, or stood elsewhere when it was sealed');
  return text.toString('utf8');
}

export function broken({ table, column, row }: Place, what: string): SealBroken {
  return new SealBroken(`The sealed ${table}.${column} of ${row} ${what}.`);
}

function bound(key: DataKey, tenant: string, { table, column, row }: Place): Uint8Array {
  return Buffer.from(JSON.stringify(['shoumi sealed 1', tenant, table, column, row, key.id, key.version]));
}
