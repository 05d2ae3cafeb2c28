import { match } from 'pinyin-pro';

/** Most words of a search that are looked for; a field holds a few. */
const mostWords = 8;

/** What was typed to find something, word by word: half width, small letters, nothing unseen. */
export function searchWords(typed: string, most = mostWords): string[] {
  return typed
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
    .trim()
    .split(/\s+/u)
    .filter(Boolean)
    .slice(0, most);
}

/** Latin letters alone, as an input method takes them: they may be the sounds of Chinese characters. */
export function couldBePinyin(word: string): boolean {
  return /^[a-zü]{1,40}$/u.test(word);
}

/**
 * Whether a word is part of a text: as it stands (any case, any width), or as the pinyin of neighbouring characters, written out or
 * by its initials: `khsf` and `kehu` find 客户身份资料, `wang` finds 王芳. `ü` may be typed `v`.
 */
export function finds(text: string, word: string): boolean {
  const plain = text.normalize('NFKC').toLowerCase();
  if (plain.includes(word)) return true;
  if (!couldBePinyin(word) || !/\p{Script=Han}/u.test(plain)) return false;
  return match(plain, word.replaceAll('ü', 'v'), { continuous: true, v: true }) !== null;
}

/** Whether every word is found in one of the texts of a thing. */
export function findsAll(texts: readonly string[], words: readonly string[]): boolean {
  return words.every((word) => texts.some((text) => finds(text, word)));
}
