import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anchorage, type AnchorPlace, AnchorRefused, placeFrom } from '../../src/audit/anchor.ts';
import { fileAnchorage } from '../../src/audit/file.anchor.ts';
import { s3Anchorage } from '../../src/audit/s3.anchor.ts';
import { login, type ObjectStore, startObjectStore } from './object-store.ts';

const note = (size: number) =>
  `shoumi.example/log\n${size}\n${Buffer.alloc(32, size).toString('base64')}\n\n— shoumi.example/log ${Buffer.alloc(68, size).toString('base64')}\n`;

function place<K extends AnchorPlace['kind']>(text: string): Extract<AnchorPlace, { kind: K }> {
  const found = placeFrom(text);
  if (!found) throw new Error(`not a place: ${text}`);
  return found as Extract<AnchorPlace, { kind: K }>;
}

async function everything(at: Anchorage): Promise<string[]> {
  const notes: string[] = [];
  for await (const one of at.all()) notes.push(one);
  return notes;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoumi-anchors-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a folder', () => {
  const anchorage = () => fileAnchorage(place<'file'>(`file:${join(folder, 'deep', '存证')}`));

  it('makes itself, keeps each checkpoint under its size, and gives them back in order', async () => {
    const at = anchorage();
    for (const size of [300, 7, 70_000]) await at.put({ size, note: note(size) });
    expect(await everything(at)).toEqual([7, 300, 70_000].map(note));
    expect(await at.get(await at.put({ size: 7, note: note(7) }))).toBe(note(7));
    expect(await readdir(join(folder, 'deep', '存证'))).toHaveLength(3);
  });

  it('never writes over what is there: the same is fine, another one is told', async () => {
    const at = anchorage();
    const name = await at.put({ size: 7, note: note(7) });
    const other = at.put({ size: 7, note: note(8) });
    await expect(other).rejects.toBeInstanceOf(AnchorRefused);
    await expect(other).rejects.toMatchObject({ fault: 'other_content' });
    expect(await readFile(join(folder, 'deep', '存证', name), 'utf8')).toBe(note(7));
    expect(await readdir(join(folder, 'deep', '存证'))).toEqual([name]);
  });

  it('is empty where there is no folder, and reads no files of others', async () => {
    const at = anchorage();
    expect(await everything(at)).toEqual([]);
    expect(await at.get('0000000000000007.checkpoint')).toBeUndefined();
    await at.put({ size: 7, note: note(7) });
    await writeFile(join(folder, 'deep', '存证', 'readme.txt'), 'please keep');
    expect(await everything(at)).toEqual([note(7)]);
  });
});

describe('an object store', () => {
  let store: ObjectStore;
  beforeAll(async () => {
    store = await startObjectStore();
  });
  afterAll(() => store.stop());
  beforeEach(() => {
    store.objects.clear();
    store.puts.length = 0;
  });
  const anchorage = (prefix = '/shoumi/log & more') =>
    s3Anchorage(place<'s3'>(`s3:${store.url}/bucket${prefix}`), login);

  it('takes signed requests, and gives back every page of what it keeps', async () => {
    const at = anchorage();
    for (const size of [1, 2, 3, 4, 5]) await at.put({ size, note: note(size) });
    expect([...store.objects.keys()][0]).toBe('shoumi/log & more/0000000000000001.checkpoint');
    store.objects.set('shoumi/log & more/notes.txt', 'of somebody else');
    expect(await everything(at)).toEqual([1, 2, 3, 4, 5].map(note));
    expect(await at.get('0000000000000003.checkpoint')).toBe(note(3));
    expect(await at.get('0000000000000009.checkpoint')).toBeUndefined();
  });

  it('keeps them at the root of a bucket as well', async () => {
    const at = anchorage('');
    await at.put({ size: 12, note: note(12) });
    expect([...store.objects]).toEqual([['0000000000000012.checkpoint', note(12)]]);
    expect(await everything(at)).toEqual([note(12)]);
  });

  it('is written once', async () => {
    const at = anchorage();
    await at.put({ size: 3, note: note(3) });
    await at.put({ size: 3, note: note(3) });
    await expect(at.put({ size: 3, note: note(4) })).rejects.toMatchObject({ fault: 'other_content' });
    expect(store.puts).toHaveLength(1);
  });

  it('fails for the moment when it answers 503, and until somebody mends it when the login is wrong', async () => {
    store.fail = 503;
    await expect(anchorage().put({ size: 3, note: note(3) })).rejects.toThrow('answered 503');
    const where = place<'s3'>(`s3:${store.url}/bucket/x`);
    const wrong = s3Anchorage(where, { ...login, secret: 'wrong' });
    await expect(wrong.put({ size: 3, note: note(3) })).rejects.toMatchObject({ fault: 'denied' });
    await expect(s3Anchorage(where, undefined).put({ size: 3, note: note(3) })).rejects.toMatchObject({
      fault: 'no_login',
    });
    expect(store.objects.size).toBe(0);
  });
});
