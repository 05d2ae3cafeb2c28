import { count } from './day.parse.ts';
import type { SaidCadence } from './reading.parse.ts';

/** What a phrase says; undefined where it turns out to say nothing. */
export type Reading = (found: RegExpExecArray, today: string) => SaidCadence | undefined;
/** A phrase and what it says; `assumed`, where it leaves the day open and one is chosen. */
export type Pattern = { readonly form: RegExp; readonly read: Reading; readonly assumed?: true };

// ASCII on purpose: building `\p{L}` for either case takes a pattern a tenth of a second.
const edge = '(?<![a-z0-9@<])';
const end = '(?![a-z0-9])';
/** A phrase of English, whole words only. */
export const en = (phrase: string): RegExp => new RegExp(`${edge}(?:${phrase})${end}`, 'i');
/** A phrase of Chinese, which may stand between other characters; a space in the pattern may be there or not. */
export const zh = (phrase: string): RegExp => new RegExp(phrase.replaceAll(' ', String.raw`\s*`), 'i');

export const workday = String.raw`(?:working|work|business)[ -]?day`;
export const of = String.raw`(?:of|in) (?:the|each|every|a) `;
export const unit = '(month|quarter|year)';
export const every = '(?:every|each|on|by|the|on the|by the)';
export const monthDay = String.raw`(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])`;
export const nthZh = String.raw`(?:倒数 第? ${count}|最后|最末|第? ${count}|首|头)`;
