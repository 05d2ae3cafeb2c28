import type { OpenVault, Sealing } from '../database/sealing.ts';
import { derivedId } from '../kernel/id.ts';
import { vaultSizes } from './aead.ts';
import { indexer } from './blind-index.ts';
import type { Kek } from './kek.ts';
import { insertKey, keysById, keysOfHolder, newestKey, type StoredKey } from './key.store.ts';
import { broken, type DataKey, openSealed, readSealed, sealText } from './seal.ts';

/** What the vault needs from outside: the keys of the house, the only clock and the only chance. */
export type VaultParts = {
  readonly keks: readonly Kek[];
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
};

/** The vault over the tables of one database: key-encryption key, data key of a holder, field. */
export function makeVault(parts: VaultParts): OpenVault {
  return (sql) => {
    const current = new Map<string, Promise<DataKey>>();
    const known = new Map<string, Promise<StoredKey | undefined>>();
    const opened = new Map<string, Promise<DataKey>>();

    function currentOf(tenant: string, holder: string): Promise<DataKey> {
      const name = `${tenant} ${holder}`;
      const found = current.get(name) ?? currentKey(parts, sql, tenant, holder);
      current.set(name, found);
      return found;
    }

    function openKey(key: StoredKey & { wrapped: Uint8Array }): Promise<DataKey> {
      const found = opened.get(key.id) ?? unwrapKey(parts.keks, key);
      opened.set(key.id, found);
      return found;
    }

    const sealing: Sealing = {
      ready: (tenant, holders) => {
        // Whoever seals hears of the failure; if nobody comes to it, nobody needs to.
        for (const holder of holders) currentOf(tenant, holder).catch(() => {});
      },
      seal: async (tenant, holder, values) => {
        if (values.length === 0) return [];
        const key = await currentOf(tenant, holder);
        return values.map(({ place, text }) =>
          sealText(key, tenant, place, text, parts.random(vaultSizes.nonce)),
        );
      },
      index: async (tenant, holder, column, texts) => {
        if (texts.length === 0) return [];
        const hash = indexer(await currentOf(tenant, holder), tenant, column);
        return texts.map(hash);
      },
      indices: async (tenant, holder, column, texts) => {
        if (texts.length === 0) return [];
        const keys = (await keysOfHolder(sql, tenant, holder)).filter(hasBytes);
        const hashes = (await Promise.all(keys.map(openKey))).map((key) => indexer(key, tenant, column));
        return texts.map((text) => hashes.map((hash) => hash(text)));
      },
      open: async (tenant, values) => {
        const read = values.map(({ place, sealed }) => readSealed(sealed, place));
        const missing = new Set(
          read.flatMap((one) => (one && !known.has(`${tenant} ${one.keyId}`) ? one.keyId : [])),
        );
        if (missing.size > 0) {
          const asked = keysById(sql, tenant, [...missing]);
          for (const id of missing) {
            const one = asked.then((rows) => rows.find((row) => row.id === id));
            one.catch(() => {});
            known.set(`${tenant} ${id}`, one);
          }
        }
        return Promise.all(
          values.map(async ({ place, sealed }, at) => {
            const one = read[at];
            if (!one) return sealed;
            const key = await known.get(`${tenant} ${one.keyId}`);
            if (!key) throw broken(place, 'names a key that is not there');
            if (!hasBytes(key)) return null;
            return openSealed(await openKey(key), tenant, place, one);
          }),
        );
      },
    };
    return sealing;
  };
}

/** The newest key of a holder, made if there is none or the newest was shredded. Two who make it at once end with the same one. */
async function currentKey(
  { keks, now, random }: VaultParts,
  sql: Parameters<OpenVault>[0],
  tenant: string,
  holder: string,
): Promise<DataKey> {
  for (let attempt = 1; ; attempt++) {
    const newest = await newestKey(sql, tenant, holder);
    if (newest && hasBytes(newest)) return unwrapKey(keks, newest);
    if (attempt > 3) throw new Error('a data key was made and is not there');
    const version = (newest?.version ?? 0) + 1;
    const made = await wrapNew(keks, { tenant, holder, version }, random);
    if (await insertKey(sql, made.stored, now())) return made.key;
  }
}

/** A new data key for a holder, wrapped by the current key-encryption key. */
export async function wrapNew(
  keks: readonly Kek[],
  { tenant, holder, version }: Pick<StoredKey, 'tenant' | 'holder' | 'version'>,
  random: (bytes: number) => Uint8Array,
): Promise<{ key: DataKey; stored: StoredKey & { wrapped: Uint8Array } }> {
  const [kek] = keks;
  if (!kek) throw new Error('a vault without a key');
  const id = derivedId('key', tenant, holder, String(version));
  const bytes = random(vaultSizes.key);
  const wrapped = await kek.wrap(bytes, boundTo({ tenant, holder, version }));
  return { key: { id, version, bytes }, stored: { id, tenant, holder, version, kek: kek.id, wrapped } };
}

/** The data key in the clear. Throws when no key of the house wrapped it, or it is not as it was wrapped. */
export async function unwrapKey(
  keks: readonly Kek[],
  key: StoredKey & { wrapped: Uint8Array },
): Promise<DataKey> {
  const kek = keks.find((one) => one.id === key.kek);
  if (!kek)
    throw new Error(`the key ${key.kek}, which wraps ${key.id}, is not among the keys of this process`);
  const bytes = await kek.unwrap(key.wrapped, boundTo(key));
  return { id: key.id, version: key.version, bytes };
}

/** What a wrapped key is bound to. */
export function boundTo({
  tenant,
  holder,
  version,
}: Pick<StoredKey, 'tenant' | 'holder' | 'version'>): Uint8Array {
  return Buffer.from(JSON.stringify(['shoumi data key 1', tenant, holder, version]));
}

/** Not shredded. */
export function hasBytes(key: StoredKey): key is StoredKey & { wrapped: Uint8Array } {
  return key.wrapped !== null;
}
