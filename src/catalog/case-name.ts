import type { NewEvent } from '../kernel/event.ts';

/**
 * Clients' names, as far as anything knows them: folded, hashed with a key at once, and forgotten. What a name folds to is small letters
 * and characters alone; the words that companies share (有限公司, Co., Ltd.) and the place in front are no part of it.
 */
const suffixes =
  /(?:股份有限公司|有限责任公司|有限公司|有限合伙|合伙企业|个体工商户|工作室|集团|公司|(?:co|company|corporation|corp|inc|incorporated|llc|llp|plc|limited|ltd|gmbh|pte|pty|holdings|group))$/u;
const places =
  /^(?:中国|北京|上海|天津|重庆|广东|深圳|广州|江苏|苏州|南京|无锡|浙江|杭州|宁波|温州|福建|厦门|山东|青岛|四川|成都|湖北|武汉|湖南|长沙|河南|郑州|陕西|西安|安徽|合肥|辽宁|大连|香港)(?:省|市)?(?:(?:浦东|徐汇|静安|黄浦|长宁|普陀|虹口|杨浦|闵行|宝山|嘉定|松江|青浦|奉贤|金山|崇明)(?:新区|区)?)?/u;

/** Shortest and longest folded name that is looked for, in characters: shorter ones would stand in many an innocent sentence. */
export const shortestName = 2;
export const shortestLatin = 4;
export const longestName = 40;

function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * What a name is known by: itself whole, and without what companies have in common. Empty where nothing distinctive is left: two
 * characters of Chinese, four of Latin letters.
 */
export function foldedNames(name: string): string[] {
  // A bracketed place, 晨光（上海）贸易, says nothing of its own.
  const whole = letters(name.normalize('NFKC').replaceAll(/\([^)]*\)/gu, ''));
  let core = whole;
  for (let cut = core.replace(suffixes, ''); cut !== core; cut = core.replace(suffixes, '')) core = cut;
  const bare = core.replace(places, '');
  return [...new Set([letters(name), whole, core, bare])].filter(distinctive);
}

function distinctive(folded: string): boolean {
  const length = [...folded].length;
  const least = /\p{Script=Han}/u.test(folded) ? shortestName : shortestLatin;
  return (
    length >= least &&
    length <= longestName &&
    !/^\p{N}+$/u.test(folded) &&
    folded.replace(suffixes, '') !== '' &&
    folded.replace(places, '') !== ''
  );
}

const wholeCompany =
  /(?:公司|合伙企业|有限合伙|个体工商户|limited|ltd|llc|llp|gmbh|incorporated|corporation)$/u;

/** Whether a folded name could as well be ordinary words, 晨光 or `sunrise`: not where it says itself that it is a company's. */
export function mayBeWords(folded: string): boolean {
  return !wholeCompany.test(folded);
}

/** Most pieces of one text that are looked up: 500 characters have some 4,000; of a longer text the rest is not looked at. */
export const mostPieces = 8_000;

/**
 * The pieces of a text that could be a name of one of these lengths: from any Chinese character or the beginning of any other word,
 * to any Chinese character or the end of any other word, whatever stands between them. At most `mostPieces`.
 */
export function piecesOf(text: string, lengths: ReadonlySet<number>): string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{Cf}\p{M}]/gu, '')
    .match(/\p{Script=Han}|[^\P{L}\p{Script=Han}]+|\p{N}+/gu);
  const longest = Math.max(0, ...lengths);
  const pieces = new Set<string>();
  const all = words ?? [];
  for (let from = 0; from < all.length; from++) {
    let piece = '';
    let length = 0;
    for (let to = from; to < all.length; to++) {
      const word = all[to] ?? '';
      piece += word;
      length += [...word].length;
      if (length > longest) break;
      if (!lengths.has(length)) continue;
      pieces.add(piece);
      if (pieces.size >= mostPieces) return [...pieces];
    }
  }
  return [...pieces];
}

/** That names of a case are known now; neither they nor their hashes are in it. */
export function namesHashed(number: string, names: number): NewEvent {
  return { type: 'case.names_hashed', version: 1, subject: number, data: { by: null, names } };
}
