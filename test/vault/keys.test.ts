import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint, type Kek, loadKms, localKek } from '../../src/vault/kek.ts';
import {
  type KeySettings,
  logSeed,
  makeKeys,
  newKeyText,
  parseRing,
  readKeys,
} from '../../src/vault/keys.ts';

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
const text = (n: number) => createHash('sha256').update(`key ${n}`).digest('base64');
const id = (of: string) => fingerprint(Buffer.from(of, 'base64'));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoumi-keys-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sentence = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it went well',
    (error: Error) => error.message,
  );

describe('the ring', () => {
  it('reads base64, base64url and hex, the current key first', () => {
    const bytes = Buffer.from(text(1), 'base64');
    for (const form of ['base64', 'base64url', 'hex'] as const)
      expect(parseRing(bytes.toString(form))).toEqual({ keys: [bytes] });
    expect(parseRing(`${text(2)} , ${text(1)}`)).toEqual({
      keys: [text(2), text(1)].map((one) => Buffer.from(one, 'base64')),
    });
  });

  it('takes every new key and gives it back', () => {
    for (let n = 0; n < 200; n++) expect(parseRing(newKeyText(random))).toHaveProperty('keys.length', 1);
  });

  it('never throws, and quotes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 6 }), (typed) => {
        const ring = parseRing(typed);
        if ('fault' in ring) expect(ring.fault).not.toContain(typed);
      }),
    );
  });
});

describe('where keys come from', () => {
  const none: KeySettings = { mayMake: false };

  it('names what is missing where no file may be made', async () => {
    expect(await sentence(readKeys(none, random))).toMatch(/^SHOUMI_KEY is missing: .*keys new.*\.$/);
  });

  it('takes the settings before the file, name by name', async () => {
    const file = join(folder, 'both');
    await writeFile(file, `# words\r\n\nSHOUMI_KEY=${text(1)}\nSHOUMI_LOG_KEY=PRIVATE+KEY+x\nOTHER=1\n`);
    const fromFile = await readKeys({ file, mayMake: false }, random);
    expect(fromFile?.keks.map((kek) => kek.id)).toEqual([id(text(1))]);
    expect(fromFile?.logKey).toEqual({ texts: ['PRIVATE+KEY+x'] });
    expect(fromFile?.source).toBe(`SHOUMI_KEY in ${file}`);
    const fromBoth = await readKeys({ file, ring: `${text(2)},${text(1)}`, mayMake: false }, random);
    expect(fromBoth?.keks.map((kek) => kek.id)).toEqual([id(text(2)), id(text(1))]);
    expect(fromBoth?.logKey).toEqual({ texts: ['PRIVATE+KEY+x'] });
  });

  it('derives the log key from the oldest key, so that a newer one before it changes nothing', async () => {
    const one = await readKeys({ ring: text(1), mayMake: false }, random);
    const two = await readKeys({ ring: `${text(2)},${text(1)}`, mayMake: false }, random);
    expect(one?.logKey).toEqual({ seed: logSeed(Buffer.from(text(1), 'base64')) });
    expect(two?.logKey).toEqual(one?.logKey);
  });

  it.each([
    ['no NAME=value', 'SHOUMI_KEY\n', /line 1/],
    ['a name twice', `SHOUMI_KEY=${text(1)}\nSHOUMI_KEY=${text(2)}\n`, /line 2/],
    ['a wrong key', 'SHOUMI_KEY=hunter2\n', /^SHOUMI_KEY in \S+ must be one key of 32 bytes/],
    ['nothing', '', /^SHOUMI_KEY is missing/],
    ['rubbish', '\u0000\uffff\n'.repeat(10), /line 1/],
    ['too much', '#'.repeat(70_000), /line 1/],
  ])('says what is wrong with a file that holds %s', async (_, content, words) => {
    const file = join(folder, 'wrong');
    await writeFile(file, content);
    const said = await sentence(readKeys({ file, mayMake: false }, random));
    expect(said).toMatch(words);
    expect(said).not.toMatch(/hunter2|\n/);
  });

  it('says that a named file is not there, or is a folder', async () => {
    for (const [file, code] of [
      [join(folder, 'none'), 'ENOENT'],
      [folder, 'EISDIR'],
    ] as const)
      expect(await sentence(readKeys({ file, mayMake: false }, random))).toContain(
        `${file} cannot be read (${code})`,
      );
  });
});

describe('the key file of the embedded database', () => {
  it('is made once, for its owner alone, and read from then on', async () => {
    const file = join(folder, 'home', 'keys');
    await mkdir(join(folder, 'home'));
    const settings: KeySettings = { file, mayMake: true };
    expect(await readKeys(settings, random)).toBeUndefined();
    const made = await makeKeys(settings, random, async () => false);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await readKeys(settings, random);
    expect(again?.keks.map((kek) => kek.id)).toEqual(made.keks.map((kek) => kek.id));
    expect(again?.logKey).toEqual(made.logKey);
  });

  it('keeps a log key that stands in it already', async () => {
    const file = join(folder, 'only-log');
    await writeFile(file, 'SHOUMI_LOG_KEY=PRIVATE+KEY+x');
    await makeKeys({ file, mayMake: true }, random, async () => false);
    expect((await readKeys({ file, mayMake: true }, random))?.logKey).toEqual({ texts: ['PRIVATE+KEY+x'] });
  });

  it('is never made anew beside what an older one sealed', async () => {
    const file = join(folder, 'lost');
    const said = await sentence(makeKeys({ file, mayMake: true }, random, async () => true));
    expect(said).toMatch(/is missing: put it back from a backup, or set SHOUMI_KEY/);
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('wrapping', () => {
  const bound = Buffer.from('data key 1');
  const kek = localKek(Buffer.from(text(1), 'base64'), random);

  it('gives a data key back for exactly what it was bound to', async () => {
    const key = random(32);
    const wrapped = await kek.wrap(key, bound);
    expect(Buffer.from(wrapped).includes(Buffer.from(key))).toBe(false);
    expect([...(await kek.unwrap(wrapped, bound))]).toEqual([...key]);
    await expect(kek.unwrap(wrapped, Buffer.from('data key 2'))).rejects.toThrow('not as it was wrapped');
    const other = localKek(Buffer.from(text(2), 'base64'), random);
    await expect(other.unwrap(wrapped, bound)).rejects.toThrow('not as it was wrapped');
  });

  it('refuses every flipped bit and every cut', async () => {
    const wrapped = await kek.wrap(random(32), bound);
    for (let at = 0; at < wrapped.length; at++) {
      const flipped = Buffer.from(wrapped);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      await expect(kek.unwrap(flipped, bound)).rejects.toThrow();
      await expect(kek.unwrap(wrapped.subarray(0, at), bound)).rejects.toThrow();
    }
  });
});

describe('a key management service', () => {
  const module = async (name: string, code: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, code);
    return path;
  };

  it('stands in for SHOUMI_KEY, beside a log key, and older keys of SHOUMI_KEY go on opening', async () => {
    const kms = await module(
      'kms.mjs',
      'export default { id: "kms:test/1", wrap: async (k) => k, unwrap: async (k) => k };',
    );
    const alone = await readKeys({ kms, logKey: 'PRIVATE+KEY+x', mayMake: false }, random);
    expect(alone?.keks.map((kek: Kek) => kek.id)).toEqual(['kms:test/1']);
    const both = await readKeys({ kms, ring: text(1), mayMake: false }, random);
    expect(both?.keks.map((kek) => kek.id)).toEqual(['kms:test/1', id(text(1))]);
    expect(await sentence(readKeys({ kms, mayMake: false }, random))).toMatch(
      /^SHOUMI_LOG_KEY is missing while SHOUMI_KMS/,
    );
  });

  it.each([
    ['is not there', undefined, /cannot be loaded \(ERR_MODULE_NOT_FOUND\)/],
    ['is no code', 'this is no code', /^SHOUMI_KMS names a module that cannot be loaded \(\w+\)\.$/],
    ['exports nothing', 'export const x = 1;', /must name an ES module that exports/],
    [
      'has a hostile id',
      'export default { id: "a b\\n", wrap() {}, unwrap() {} };',
      /an id of 1 to 64 letters/,
    ],
  ])('is one sentence when its module %s', async (name, code, words) => {
    const path =
      code === undefined ? join(folder, 'none.mjs') : await module(`${name.replaceAll(' ', '-')}.mjs`, code);
    expect(await sentence(loadKms(path))).toMatch(words);
  });
});
