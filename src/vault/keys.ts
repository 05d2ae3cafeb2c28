import { hkdfSync } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { type Kek, loadKms, localKek } from './kek.ts';

/** Where the house's keys are to be had. Texts are those of the environment; they go before those of the file. */
export type KeySettings = {
  /** SHOUMI_KEY: checked by `parseRing`. */
  readonly ring?: string;
  /** SHOUMI_LOG_KEY: signer and verifier keys of C2SP signed notes, with commas. */
  readonly logKey?: string;
  /** Absolute path of a module, see `loadKms`. */
  readonly kms?: string;
  /** Absolute path of a file with `NAME=value` lines. */
  readonly file?: string;
  /** The file is made with a new key where it is not there: for the embedded database alone. */
  readonly mayMake: boolean;
};

/** The keys that are not in the database. */
export type HouseKeys = {
  /** The first wraps whatever is new, each opens what it wrapped. */
  readonly keks: readonly Kek[];
  /**
   * What signs the log: keys as they were set (the first signs), or an Ed25519 seed derived from the last and so oldest key of
   * SHOUMI_KEY, which stays the same while newer ones are put before it.
   */
  readonly logKey: { readonly texts: readonly string[] } | { readonly seed: Uint8Array };
  /** From each key of SHOUMI_KEY what opens backups made with it, the current one first; empty where a KMS stands in. */
  readonly backupSecrets: readonly Uint8Array[];
  /** How a sentence calls the place they came from. */
  readonly source: string;
};

type Random = (bytes: number) => Uint8Array;

const keyBytes = 32;
const longestFile = 65_536;

/** One or more 32-byte keys in base64, base64url or hex, with commas; or what is wrong, to be put behind the name of the setting. */
export function parseRing(text: string): { keys: Uint8Array[] } | { fault: string } {
  const keys: Buffer[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const key = /^[0-9a-f]{64}$/i.test(part)
      ? Buffer.from(part, 'hex')
      : /^[A-Za-z0-9+/_-]{43}=?$/.test(part)
        ? Buffer.from(part, 'base64')
        : undefined;
    if (key?.length !== keyBytes) {
      return {
        fault:
          'must be one key of 32 bytes in base64 or hex, or several with commas, the current one first: "npm run shoumi -- keys new" makes one',
      };
    }
    // What people type to get on with it; a real key has some 30 different bytes.
    if (new Set(key).size < 8)
      return { fault: 'holds a key that is not random: "npm run shoumi -- keys new" makes one' };
    if (keys.some((other) => other.equals(key))) return { fault: 'holds the same key twice' };
    keys.push(key);
  }
  return { keys };
}

/** A new key as it stands in SHOUMI_KEY. */
export function newKeyText(random: Random): string {
  return Buffer.from(random(keyBytes)).toString('base64');
}

/**
 * The keys of the settings; undefined where there are none yet and the file may be made. Throws one sentence, which never quotes
 * a key, when they are missing or cannot be read.
 */
export async function readKeys(settings: KeySettings, random: Random): Promise<HouseKeys | undefined> {
  const inFile = settings.file ? await readKeyFile(settings.file, settings.mayMake) : {};
  const ring = settings.ring ?? inFile.SHOUMI_KEY;
  const logKey = settings.logKey ?? inFile.SHOUMI_LOG_KEY;
  const kms = settings.kms ? await loadKms(settings.kms) : undefined;
  if (!ring && !kms) {
    if (settings.mayMake) return undefined;
    throw new Error(
      'SHOUMI_KEY is missing: with a database of your own, set it to what "npm run shoumi -- keys new" prints, or put that line into a file and set SHOUMI_KEY_FILE.',
    );
  }
  if (!ring && !logKey) {
    throw new Error(
      'SHOUMI_LOG_KEY is missing while SHOUMI_KMS stands in for SHOUMI_KEY, from which it would be derived: set it to a signer key (PRIVATE+KEY+…).',
    );
  }
  const source = settings.ring || !inFile.SHOUMI_KEY ? 'SHOUMI_KEY' : `SHOUMI_KEY in ${settings.file}`;
  const parsed = ring ? parseRing(ring) : { keys: [] };
  if ('fault' in parsed) throw new Error(`${source} ${parsed.fault}.`);
  return houseKeys(parsed.keys, random, { logKey, kms, source });
}

/** Puts the keys together. At least one key, or a key management service and a log key. */
export function houseKeys(
  keys: readonly Uint8Array[],
  random: Random,
  more: { logKey?: string | undefined; kms?: Kek | undefined; source?: string } = {},
): HouseKeys {
  const oldest = keys.at(-1);
  if (!oldest && !(more.kms && more.logKey)) throw new Error('a house without keys');
  return {
    keks: [...(more.kms ? [more.kms] : []), ...keys.map((key) => localKek(key, random))],
    logKey: more.logKey
      ? { texts: more.logKey.split(',').map((text) => text.trim()) }
      : { seed: logSeed(oldest as Uint8Array) },
    backupSecrets: keys.map(backupSecret),
    source: more.source ?? 'SHOUMI_KEY',
  };
}

/** The log's signing key where none was set: HKDF-SHA-256 (RFC 5869) of a key of SHOUMI_KEY. */
export function logSeed(key: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), 'shoumi log signing', keyBytes));
}

/** The X25519 secret behind which backups are sealed: HKDF-SHA-256 (RFC 5869) of a key of SHOUMI_KEY, which cannot be had back from it. */
export function backupSecret(key: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), 'shoumi backup age x25519', keyBytes));
}

/**
 * The first key of a house with the embedded database, written to its file before anything is sealed with it. Refuses, with one
 * sentence, where the database holds wrapped keys already: theirs was lost, and a new one would open nothing.
 */
export async function makeKeys(
  { file }: KeySettings,
  random: Random,
  wrapped: () => Promise<boolean>,
): Promise<HouseKeys> {
  if (!file) throw new Error('there is no place for a key file');
  if (await wrapped()) {
    throw new Error(
      `${file}, which has the key of the database beside it, is missing: put it back from a backup, or set SHOUMI_KEY to that key.`,
    );
  }
  const text = newKeyText(random);
  const before = (await readFile(file, 'utf8').catch(() => '')).replace(/[^\n]$/, '$&\n');
  const words = '# What Shoumi seals can be read with this key alone: keep a copy elsewhere.';
  // Under another name until it is whole and on the disk: a kill in the middle leaves no key that sealed something and is gone.
  await writeFile(`${file}.new`, `${before}${words}\nSHOUMI_KEY=${text}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return houseKeys([Buffer.from(text, 'base64')], random, { source: `SHOUMI_KEY in ${file}` });
}

type KeyFile = { SHOUMI_KEY?: string; SHOUMI_LOG_KEY?: string };

async function readKeyFile(file: string, mayMiss: boolean): Promise<KeyFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? (cause as Error).name;
    if (code === 'ENOENT' && mayMiss) return {};
    throw new Error(
      `The key file ${file} cannot be read (${code}): see that it is there and that Shoumi may read it.`,
      { cause },
    );
  }
  const found: KeyFile = {};
  const wrong = (line: number) =>
    new Error(`The key file ${file} has no NAME=value in line ${line}, or a name that was there before.`);
  if (text.length > longestFile) throw wrong(1);
  text.split(/\r?\n/).forEach((raw, at) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const [, name, value = ''] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    if (!name) throw wrong(at + 1);
    if (name !== 'SHOUMI_KEY' && name !== 'SHOUMI_LOG_KEY') return;
    if (found[name]) throw wrong(at + 1);
    if (value.trim()) found[name] = value.trim();
  });
  return found;
}
