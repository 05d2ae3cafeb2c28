import { describe, expect, it } from 'vitest';
import { anchorDue, anchorName, placeFrom, sizeFromName } from '../../src/audit/anchor.ts';

describe('a place as the settings write it', () => {
  it('is a channel, a folder or a bucket', () => {
    expect(placeFrom('slack:C0123ABCD')).toEqual({
      kind: 'slack',
      name: 'slack:C0123ABCD',
      channel: 'C0123ABCD',
    });
    expect(placeFrom(' file:/srv/存证 ')).toEqual({
      kind: 'file',
      name: 'file:/srv/存证',
      folder: '/srv/存证',
    });
    expect(placeFrom('s3:https://s3.example:9000/bucket/a/b//')).toEqual({
      kind: 's3',
      name: 's3:https://s3.example:9000/bucket/a/b',
      address: 'https://s3.example:9000/bucket/a/b',
    });
  });

  it.each([
    '',
    'slack:',
    'slack:#general',
    'slack:D0123ABCD',
    'file:relative/folder',
    'file:/with\0nul',
    's3:https://s3.example',
    's3:https://s3.example/',
    's3:ftp://s3.example/bucket',
    's3:https://key:secret@s3.example/bucket',
    's3:https://s3.example/bucket?versioning',
    'ftp:/somewhere',
    '__proto__:x',
  ])('is not %j', (text) => expect(placeFrom(text)).toBeUndefined());
});

describe('names of checkpoints', () => {
  it('sort as sizes do, to the largest tree there can be', () => {
    const sizes = [1, 9, 10, 256, 70_000, Number.MAX_SAFE_INTEGER];
    const names = sizes.map(anchorName);
    expect([...names].sort()).toEqual(names);
    expect(names.map(sizeFromName)).toEqual(sizes);
  });

  it.each(['12.checkpoint', '.0000000000000012.checkpoint.77', '0000000000000012.checkpoint.bak', 'readme'])(
    'leave %j to others',
    (name) => expect(sizeFromName(name)).toBeUndefined(),
  );
});

describe('when a place wants the newest checkpoint', () => {
  const now = new Date('2026-11-23T10:00:00.000Z');
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const everyMs = 3_600_000;

  it.each([
    ['nothing was signed yet', undefined, undefined, false],
    ['an empty tree says nothing', { size: 0 }, undefined, false],
    ['the first one goes at once', { size: 5 }, undefined, true],
    ['the log did not grow', { size: 5 }, { size: 5, at: ago(600) }, false],
    ['it grew, and the last one is an hour old', { size: 6 }, { size: 5, at: ago(60) }, true],
    ['it grew, and the last one is younger', { size: 6 }, { size: 5, at: ago(59) }, false],
    ['a log restored to an older state has nothing new', { size: 4 }, { size: 5, at: ago(600) }, false],
  ])('%s', (_, newest, last, due) => expect(anchorDue({ newest, last, now, everyMs })).toBe(due));
});
