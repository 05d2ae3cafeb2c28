import { describe, expect, it } from 'vitest';
import { foldedNames, longestName, mostPieces, piecesOf } from '../../src/catalog/case-name.ts';

/** Whether a text is found to hold a name. */
function names(text: string, name: string): boolean {
  const folded = foldedNames(name);
  const lengths = new Set(folded.map((one) => [...one].length));
  const pieces = new Set(piecesOf(text, lengths));
  return folded.some((one) => pieces.has(one));
}

describe('a client’s name in a text', () => {
  it.each([
    ['上海晨光贸易有限公司', '给上海晨光贸易有限公司做年报'],
    ['上海晨光贸易有限公司', '晨光贸易的账'],
    ['上海浦东新区晨光贸易有限责任公司', '查一下晨光贸易 10月流水'],
    ['晨光（上海）贸易有限公司', '晨光贸易报税'],
    ['Acme Trading Co., Ltd.', 'VAT filing for ACME trading, October'],
    ['Acme Trading Co., Ltd.', 'for ＡＣＭＥ Trading Co Ltd'],
    ['Acme贸易有限公司', '为ACME贸易报税'],
    ['王小明', '客户王 小\u200f明要的'],
    ['😀 李雷\u200f', '李雷来电'],
    ['Zhang San', 'asked by zhang san today'],
  ])('%s is in “%s”', (name, text) => {
    expect(names(text, name)).toBe(true);
  });

  it.each([
    ['上海晨光贸易有限公司', '上海的贸易公司都要年报'],
    ['Acme Trading Co., Ltd.', 'trading licence of a limited company'],
    ['Acme Trading Co., Ltd.', 'pacme tradings'],
    ['王小明', '王明小'],
  ])('%s is not in “%s”', (name, text) => {
    expect(names(text, name)).toBe(false);
  });

  it.each(['', '王', 'Ltd', '有限公司', '2026', 'abc', 'x'.repeat(longestName + 1), '😀'])(
    'nothing distinctive is left of %j',
    (name) => {
      expect(foldedNames(name)).toEqual([]);
    },
  );

  it('looks at a bounded number of pieces, however long and odd the text', () => {
    const lengths = new Set(Array.from({ length: 40 }, (_, n) => n + 1));
    const text = Array.from({ length: 3_000 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('');
    expect(piecesOf(text, lengths)).toHaveLength(mostPieces);
    expect(piecesOf('字'.repeat(3_000), lengths)).toHaveLength(40);
    expect(piecesOf('', lengths)).toEqual([]);
  });
});
