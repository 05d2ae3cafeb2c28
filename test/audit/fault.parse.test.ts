import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultInWords } from '../../src/audit/fault.parse.ts';

const ledger = join(import.meta.dirname, '../../src/ledger');

const why = /\$\{row\.why\}/;

/** Every sentence by which the check of the log says that something is wrong, with samples in its gaps. */
const sentences = ['verify.ts', 'verify.tree.ts', 'verify.store.ts'].flatMap((name) => {
  const text = readFileSync(join(ledger, name), 'utf8');
  return [...text.matchAll(/`([^`]+)`/g)]
    .map(([, said = '']) => said)
    .filter((said) => /^(?:the |checkpoint |leaf |what |event |node |\$\{head\.place\})/.test(said))
    .filter((said) => !/\n/.test(said))
    .flatMap((said) => {
      const filled = said
        .replaceAll(/\$\{(?:head\.)?place\}/g, 'slack:C06ANCHORS0')
        .replaceAll(/\$\{[^}]*(?:event|\.id|field|type)[^}]*\}/gi, 'evt_x')
        .replaceAll(/\$\{(?!row\.why)[^}]*\}/g, '7');
      const ways = ['is not there', 'has its leaf already', 'waits twice'];
      return why.test(filled) ? ways.map((way) => filled.replace(why, way)) : [filled];
    });
});

describe('what a check of the log finds, in Chinese', () => {
  it('is known sentence by sentence', () => {
    expect(sentences.length).toBeGreaterThanOrEqual(22);
    for (const said of sentences) {
      const zh = faultInWords(said, 'zh');
      expect(zh, said).not.toBe(said);
      expect(zh, said).toMatch(/\p{Script=Han}.*。$/u);
      expect(zh, said).not.toContain('$');
    }
  });

  it('names what the sentence names', () => {
    expect(
      faultInWords(
        'leaf 12: event evt_a is not what was put into the log: the event or its leaf was changed',
        'zh',
      ),
    ).toBe('第 12 号叶：记录 evt_a 与当初写入的不一致，记录或其叶被改动过。');
    expect(faultInWords('node 3 of level 2 is missing', 'zh')).toBe('第 2 层第 3 号节点不见了。');
  });

  it('stays as it was said in English, and where nobody knows it', () => {
    expect(faultInWords('leaf 3 is missing', 'en')).toBe('leaf 3 is missing');
    expect(faultInWords('something older', 'zh')).toBe('something older');
  });
});
