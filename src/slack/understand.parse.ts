import { distance } from 'fastest-levenshtein';
import { foldWord, namesOf, type Word } from './words.ts';

/** What a line says first: one of the words, with what stands behind it, or nothing we know. */
export type Heard<T> =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'word'; readonly found: T; readonly rest: string }
  /** `near` is the nearest first; `text` is the line without what only leads in. */
  | { readonly kind: 'unknown'; readonly typed: string; readonly text: string; readonly near: readonly T[] };

/** Chinese input methods make `、` of `/`; full-width keyboards `／`. */
const slashes = /^[\s/／、\\＼]+/u;
const ownName = /^(?:shoumi|守密)(?=$|[\s:：,，、]|\p{Script=Han})[\s:：,，、]*/iu;
/** `我想申请…`, `please show me …`: what is meant comes behind it. */
const leadIn =
  /^(?:请问?|您好|你好|麻烦您?|帮我|帮忙|我?(?:想要?|要|需要)|我(?:已经|先)?|看一?看|查看|打开|please|hi|hello|show(?: me)?|open|i(?:['’]d| would) like(?: to)?|i (?:want|need)(?: to)?|i(?:['’](?:m|ll be)| am| will be)|let me|can i|may i)(?=$|[\s,，!！]|\p{Script=Han}|(?<=\p{Script=Han}))[\s,，!！]*/iu;
const mostLeadIns = 4;
/** Longest line that is looked into for the sake of a guess. */
const mostCharacters = 200;
const firstToken = /^([^\s:：,，。!！;；]+)[\s:：,，。!！;；]*([\s\S]*)$/u;

/** Finds the word a line begins with, in either language, any width and spelling, glued to what follows where Chinese is. */
export function hear<T extends { readonly word: Word }>(known: readonly T[], line: string): Heard<T> {
  let text = line.replace(slashes, '').trim();
  text = text.replace(ownName, '').replace(slashes, '').trim();
  if (text === '') return { kind: 'nothing' };
  const names = known.flatMap((one) => namesOf(one.word).map((name) => ({ name, one })));
  for (let tries = 0; ; tries++) {
    const found = spoken(names, text) ?? spokenLast(names, text);
    if (found) return { kind: 'word', ...found };
    const led = tries < mostLeadIns ? text.replace(leadIn, '').replace(slashes, '') : text;
    if (led === '') return { kind: 'nothing' };
    if (led === text) break;
    text = led;
  }
  const [, first = text] = firstToken.exec(text) ?? [];
  return { kind: 'unknown', typed: first, text, near: nearest(known, text.slice(0, mostCharacters)) };
}

type Named<T> = { readonly name: string; readonly one: T };

function spoken<T>(names: readonly Named<T>[], text: string): { found: T; rest: string } | undefined {
  const [, first = '', rest = ''] = firstToken.exec(text) ?? [];
  const folded = foldWord(first);
  const phrase = names
    .filter(({ name }) => name.includes(' '))
    .map((named) => ({ named, rest: behindPhrase(named.name, text) }))
    .find((one) => one.rest !== undefined);
  if (phrase?.rest !== undefined) return { found: phrase.named.one, rest: phrase.rest };
  const whole = names.find(({ name }) => name === folded);
  if (whole) return { found: whole.one, rest: rest.trim() };
  // Written without spaces: the longest Chinese word it begins with.
  const glued = names
    .filter(({ name }) => /^\p{Script=Han}{2,}$/u.test(name) && text.startsWith(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (!glued) return undefined;
  return {
    found: glued.one,
    rest: text
      .slice(glued.name.length)
      .replace(/^[\s:：,，、]+/u, '')
      .trim(),
  };
}

/** In Chinese the word may come last: `C-2026-0412谁能看`, `明天请假`. Only behind a number or a day; `怎么申请` is a question. */
function spokenLast<T>(names: readonly Named<T>[], text: string): { found: T; rest: string } | undefined {
  const line = text.replace(/[\s?？!！。了]+$/u, '');
  const last = names
    .filter(({ name }) => /^\p{Script=Han}{2,}$/u.test(name) && line.endsWith(name))
    .sort((a, b) => b.name.length - a.name.length)[0];
  const rest = last && line.slice(0, -last.name.length).trim();
  return last && rest && /^(?:[今明后下本周]|星期)|\d{2}/u.test(rest) ? { found: last.one, rest } : undefined;
}

/** What stands behind a name of several words; undefined where the text does not begin with it. */
function behindPhrase(name: string, text: string): string | undefined {
  const count = name.split(' ').length;
  const found = new RegExp(
    `^((?:[^\\s,.!?:;，。！？：；]+\\s+){${count - 1}}[^\\s,.!?:;，。！？：；]+)([\\s\\S]*)$`,
    'u',
  ).exec(text);
  if (
    !found ||
    foldWord(found[1] ?? '')
      .replaceAll('’', "'")
      .replaceAll(/\s+/gu, ' ') !== name
  )
    return undefined;
  return (found[2] ?? '').replace(/^[\s,.!?:;，。！？：；]+/u, '').trim();
}

/** Whether what was typed is this word with a slip of the finger. */
export function isSlip(word: Word, typed: string): boolean {
  const folded = foldWord(typed).slice(0, 40);
  return folded.length > 1 && namesOf(word).some((name) => distance(name, folded) <= allowedSlips(name));
}

/** Words that somebody who typed this may have meant, the likeliest first. */
export function nearest<T extends { readonly word: Word }>(known: readonly T[], text: string): T[] {
  const folded = foldWord(text);
  const tokens = folded.split(/[\s,，。:：;；!！?？]+/u).filter((token) => token !== '');
  return known
    .map((one) => ({ one, far: Math.min(...namesOf(one.word).map((name) => farness(name, folded, tokens))) }))
    .map(({ one, far }) => ({ one, far: initialsOf(one.word) === tokens[0] ? Math.min(far, 1) : far }))
    .filter(({ far }) => Number.isFinite(far))
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one);
}

/** 0 would be the word itself; Infinity: nothing alike. */
function farness(name: string, text: string, [first = '', ...others]: readonly string[]): number {
  const begun = first.length >= 2 && name.startsWith(first) ? 0.5 : Number.POSITIVE_INFINITY;
  const slips = distance(name, first.slice(0, 40));
  const misspelled = slips <= allowedSlips(name) && first.length > 1 ? slips : Number.POSITIVE_INFINITY;
  const han = /^\p{Script=Han}{2,}$/u.test(name);
  const within = (han ? text.includes(name) : others.includes(name)) ? 1.5 : Number.POSITIVE_INFINITY;
  return Math.min(begun, misspelled, within);
}

/** Of two Chinese characters one may be wrong; of Latin letters about one in three. */
function allowedSlips(name: string): number {
  return name.length <= 3 ? 1 : name.length <= 6 ? 2 : 3;
}

function initialsOf({ pinyin }: Word): string | undefined {
  return pinyin
    ?.split(' ')
    .map((syllable) => syllable.charAt(0))
    .join('');
}

/** A word of thanks, which wants no list of commands for an answer. */
export function isThanks(line: string): boolean {
  return /^[\s\p{P}\p{S}]*(?:谢谢您?|多谢|感谢|好的|收到|thanks?(?: you)?(?: so much)?|thx|ok|okay|got it)[\s\p{P}\p{S}]*$/iu.test(
    line.normalize('NFKC').slice(0, 40),
  );
}

/**
 * A line as it was typed: Slack escapes three characters, sends `@wang` as `<@U04|wang>` (kept as `<@U04>`), and dresses up addresses
 * and phone numbers.
 */
export function unescaped(text: string): string {
  return text
    .replaceAll(/<(@[UW][A-Z0-9]{2,30}|#C[A-Z0-9]{2,30}|!subteam\^[A-Z0-9]{2,30})(?:\|[^<>]*)?>/g, '<$1>')
    .replaceAll(/<(?:mailto|tel|https?):[^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll(/<((?:mailto|tel):)?([^<>|@#!][^<>|]*)>/g, '$2')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
