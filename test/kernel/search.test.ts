import { expect, it } from 'vitest';
import { finds, findsAll, searchWords } from '../../src/kernel/search.ts';

it.each<[text: string, word: string]>([
  ['客户身份资料', 'khsf'],
  ['客户身份资料', 'kehu'],
  ['客户身份资料', 'kehushenf'],
  ['客户身份资料', '身份'],
  ['王芳', 'wang'],
  ['王芳', 'wf'],
  ['吕方', 'lvf'],
  ['吕方', 'lüf'],
  ['银行流水', 'yhls'],
  ['Client identity files', 'ident'],
  ['ＢＫ组', 'bk'],
  ['😀王芳\u200f', 'wf'],
])('finds %s by %s', (text, word) => {
  expect(finds(text, word)).toBe(true);
});

it.each<[text: string, word: string]>([
  ['客户身份资料', 'ks'],
  ['客户身份资料', 'hello'],
  ['客户身份资料', 'khsf2'],
  ['Client identity files', 'cif'],
  ['王芳', 'zhang'],
])('does not find %s by %s', (text, word) => {
  expect(finds(text, word)).toBe(false);
});

it('reads what was typed in any width, without what cannot be seen, and eight words of it', () => {
  expect(searchWords('　ＫＨＳＦ  Lin\u200f ')).toEqual(['khsf', 'lin']);
  expect(searchWords(' \u200f ')).toEqual([]);
  expect(searchWords('a b c d e f g h i j')).toHaveLength(8);
});

it('wants every word in one of the texts', () => {
  expect(findsAll(['王芳', 'Team lead'], ['wf', 'lead'])).toBe(true);
  expect(findsAll(['王芳', 'Team lead'], ['wf', 'clerk'])).toBe(false);
});
