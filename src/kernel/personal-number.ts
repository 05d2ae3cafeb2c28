import { fingerprintOf, letThrough } from './let-through.ts';
import { isSoleTrader, numeralDigit } from './personal-number.data.ts';
import { regionalIds } from './personal-number.region.ts';
import { findInRuns } from './personal-number.run.ts';

/**
 * The guard of "no customer's personal data in Slack": finds numbers that point at a natural person, however they are
 * spaced or disguised. It never hands out the number itself, only its kind and place.
 */
export type PersonalNumberKind = 'id_card' | 'phone' | 'bank_card' | 'passport' | 'credit_code' | 'email';

/** `start` and `end` are UTF-16 indices into the text that was given. */
export type PersonalNumber = { kind: PersonalNumberKind; start: number; end: number };

/** Nobody writes numbers that hide behind one another deeper than this, except to keep a server busy. */
const mostPasses = 4;

/** Stands for what was cut out or already found: neither digit nor letter nor separator. */
const filler = '\ufffc';

/** What holds digits by right. Longer things come first. Every pattern is bounded, so none can run away. */
const cuts: readonly RegExp[] = [
  // Addresses of pages, Slack permalinks among them; not a bare number behind `http://`, not mailto: or tel:.
  /https?:\/\/(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?(?![a-z0-9])(?:[/?#][^\s<>|"'`,;，；、。！？（）【】《》「」“”\u3400-\u9fff\uff00-\uffef]*)?/gi,
  // Slack's mentions and dates; the label behind them is looked at.
  /<(?:[@#][A-Z0-9]{2,24}|!subteam\^[A-Z0-9]{2,24}|!date\^\d{1,12}\^)/g,
  // Ids of our own (a prefix and twenty characters, letters among them) and of others (UUID).
  /(?<![a-z0-9_])[a-z]{2,8}_(?=(?:\d{0,32}[a-z]){3})[0-9a-z]{16,32}(?![a-z0-9_])/g,
  /(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])/gi,
  // Numbers of cases and contracts: C-2026-0412, HT-2026-00012345.
  /(?<![A-Za-z0-9])[A-Za-z]{1,4}-(?:19|20)\d{2}-\d{2,8}(?![-\d])/g,
];

type Folded = { text: string; from: number[]; to: number[] };

/** Decimal digits of other scripts stand in rows of ten from zero to nine. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) as number;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

function foldCharacter(character: string): string {
  if (character < '\u0080') return character;
  return character
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{M}]/gu, '')
    .replace(/\p{Nd}/gu, digitOf);
}

/** NFKC, ASCII digits, nothing invisible; `from` and `to` lead back to the original. */
function fold(text: string, plain: (character: string) => string): Folded {
  const folded: Folded = { text: '', from: [], to: [] };
  const parts: string[] = [];
  let at = 0;
  for (const character of text) {
    const part = plain(character);
    parts.push(part);
    for (let i = 0; i < part.length; i++) {
      folded.from.push(at);
      folded.to.push(at + character.length);
    }
    at += character.length;
  }
  folded.text = parts.join('');
  return folded;
}

function blank(text: string, ranges: readonly { start: number; end: number }[]): string {
  let blanked = '';
  let at = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    blanked += text.slice(at, start) + filler.repeat(end - start);
    at = end;
  }
  return blanked + text.slice(at);
}

function ranges(text: string, pattern: RegExp, kind: PersonalNumberKind): PersonalNumber[] {
  return [...text.matchAll(pattern)].map((match) => ({
    kind,
    start: match.index,
    end: match.index + match[0].length,
  }));
}

const addressed = /[a-z0-9._%+'-]{1,64}@((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})/gi;

function isAllowed(domain: string, allowed: readonly string[]): boolean {
  const name = domain.toLowerCase();
  return allowed.some((own) => name === own.toLowerCase() || name.endsWith(`.${own.toLowerCase()}`));
}

function emails(text: string, allowed: readonly string[]): PersonalNumber[] {
  return ranges(text, addressed, 'email').filter(({ start, end }) => {
    const address = text.slice(start, end);
    return !isAllowed(address.slice(address.lastIndexOf('@') + 1), allowed);
  });
}

/** The current Chinese form, E and a letter, is like nothing else; the others need a word beside them. */
const clearPassport = /(?<![A-Za-z0-9])E[A-HJ-NP-Z] ?\d{7}(?![A-Za-z0-9])/gi;
const anyPassport = /(?<![A-Za-z0-9])(?:[A-Z]{1,2}[ -]?\d{4}[ -]?\d{2,5}|\d{9})(?![A-Za-z0-9])/gi;
/** Not across a bracket: what stands in 〔护照号〕 or [passport number] is masked already. */
const namedBefore = /(?:护照|通行证|回乡证|台胞证|passport|travel document)[^〔〕[\]]{0,18}$/i;
const namedBehind = /^[^〔〕[\]\d]{0,8}(?:护照|通行证|回乡证|台胞证|passport)/i;

function passports(text: string): PersonalNumber[] {
  const named = ranges(text, anyPassport, 'passport').filter(
    ({ start, end }) =>
      namedBefore.test(text.slice(Math.max(0, start - 34), start)) ||
      namedBehind.test(text.slice(end, end + 20)),
  );
  return [...ranges(text, clearPassport, 'passport'), ...named];
}

const creditCode = /(?<![A-Za-z0-9])9[ .-]{0,2}2(?:[ .-]{0,2}[0-9A-HJ-NPQRTUWXY]){16}(?![A-Za-z0-9])/gi;

function soleTraders(text: string): PersonalNumber[] {
  return ranges(text, creditCode, 'credit_code').filter(({ start, end }) =>
    isSoleTrader(text.slice(start, end).replace(/[ .-]/g, '').toUpperCase()),
  );
}

function findOnce(
  text: string,
  plain: (character: string) => string,
  allowed: readonly string[],
): PersonalNumber[] {
  const folded = fold(text, plain);
  const found: PersonalNumber[] = [];
  let left = folded.text;
  const look = (finder: (text: string) => PersonalNumber[]) => {
    const seen = finder(left);
    found.push(...seen);
    left = blank(left, seen);
    return seen.length;
  };
  look((rest) => emails(rest, allowed));
  look(soleTraders);
  look(regionalIds);
  look(passports);
  // What is found leaves its neighbours with new neighbours, so they are looked at again.
  for (let pass = 0; pass < mostPasses && look(findInRuns) > 0; pass++);
  return found.map(({ kind, start, end }) => ({
    kind,
    start: folded.from[start] as number,
    end: folded.to[end - 1] as number,
  }));
}

/** Overlapping finds become one, named after the first. */
function merge(found: PersonalNumber[]): PersonalNumber[] {
  const merged: PersonalNumber[] = [];
  for (const one of found.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && one.start < last.end) last.end = Math.max(last.end, one.end);
    else merged.push(one);
  }
  return merged;
}

/**
 * Personal numbers in a text, in order and without overlap. Looked at after NFKC and folding of separators, with links,
 * mentions, our own ids and case numbers cut out. `allowedDomains` are mail domains of the firm itself (subdomains
 * included), whose addresses pass; without them those that are let through at the moment do, and so do numbers that were vouched for,
 * an identity number excepted. Time grows linearly with the text for any ordinary text.
 */
export function findPersonalNumbers(
  text: string,
  { allowedDomains = letThrough().domains }: { allowedDomains?: readonly string[] } = {},
): PersonalNumber[] {
  const rest = cuts.reduce(
    (left, pattern) => left.replace(pattern, (match) => filler.repeat(match.length)),
    text,
  );
  const found = findOnce(rest, foldCharacter, allowedDomains);
  // Numerals are figures only when read out one by one; elsewhere they would spoil the numbers they stand beside.
  found.push(
    ...findOnce(blank(rest, found), (one) => numeralDigit(one) ?? foldCharacter(one), allowedDomains),
  );
  const { vouched } = letThrough();
  const merged = merge(found);
  if (vouched.length === 0) return merged;
  return merged.filter(
    ({ kind, start, end }) => kind === 'id_card' || !vouched.includes(fingerprintOf(text.slice(start, end))),
  );
}
