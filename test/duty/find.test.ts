import { describe, expect, it } from 'vitest';
import { nearness } from '../../src/duty/find.ts';

const titles = ['Restore a backup', '备份恢复演练'];

describe('how near a title is to what was typed', () => {
  it.each([
    ['a word of several that is in it', ['backup', 'tomorrow'], 0],
    ['Chinese typed with one wrong character', ['备份恢夏'], 0.25],
    ['a slip of the fingers', ['bakcup'], 2 / 6],
    ['the sound of a part, beside what is not in it', ['beifen', 'xyz'], 0],
  ] as const)('%s', (_, words, by) => {
    expect(nearness(titles, words)).toBeCloseTo(by, 5);
  });

  it.each([
    ['nothing alike', ['locks', 'and', 'keys']],
    ['a single letter', ['x']],
    ['other Chinese words', ['清点印章']],
  ] as const)('%s is not near', (_, words) => {
    expect(nearness(titles, words)).toBeNull();
  });

  it('takes no time over a long line', () => {
    expect(nearness(['备'.repeat(120)], ['长'.repeat(5_000)])).toBeNull();
  });
});
