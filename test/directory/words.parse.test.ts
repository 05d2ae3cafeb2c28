import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedWords } from '../../src/directory/words.parse.ts';

describe('what was typed behind a command', () => {
  it.each([
    ['', '', undefined],
    ['  wang   fang ', 'wang fang', undefined],
    ['<@U04WANGFANG|wang.fang>', '', 'U04WANGFANG'],
    ['<@W04WANGFANG>', '', 'W04WANGFANG'],
    ['lead <@U04WANGFANG|wang> bookkeeping', 'lead bookkeeping', 'U04WANGFANG'],
    ['<@U01> <@U02ABC|b>', '', 'U01'],
    ['R&amp;D &lt;new&gt;', 'R&D <new>', undefined],
    ['&amp;lt;', '&lt;', undefined],
    ['<@S01TEAM>', '<@S01TEAM>', undefined],
    ['<@u01>', '<@u01>', undefined],
    ['@王芳', '王芳', undefined],
    ['＠wang', 'wang', undefined],
    ['@ wang', '@ wang', undefined],
  ])('%j is the words %j and the person %j', (typed, words, person) => {
    expect(typedWords(typed)).toEqual({ words, person });
  });

  it('never fails, and never takes long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof typedWords(text).words).toBe('string');
      }),
    );
    const started = performance.now();
    typedWords('<@U01|'.repeat(5_000));
    typedWords('<@UAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'.repeat(2_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
