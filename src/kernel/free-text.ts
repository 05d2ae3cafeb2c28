import { z } from 'zod';
import type { Locale } from './locale.ts';
import { findPersonalNumbers, type PersonalNumberKind } from './personal-number.ts';

declare const clean: unique symbol;
declare const free: unique symbol;

/** A short name or label that was cleaned; it may hold numbers, so it is for words of the house, not about clients. */
export type CleanText = string & { readonly [clean]: true };

/** Text of a person that was cleaned and holds no personal number. The only kind of free text rules take in. */
export type FreeText = CleanText & { readonly [free]: true };

/**
 * What the schemas say of a refused text: the `message` of a custom issue, with `params` of the same `key`. The text
 * itself is in none of them.
 */
export type TextFault =
  | { key: 'personal_number'; kind: PersonalNumberKind; start: number; end: number }
  | { key: 'text_too_long'; max: number; length: number }
  | { key: 'text_too_short'; min: number }
  | { key: 'text_ill_formed' }
  | { key: 'text_control_character' };

/** Neither NUL (PostgreSQL cannot hold it) nor half a surrogate pair (UTF-8 cannot). */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/**
 * Why a payload must be refused at the edge, or undefined when it is fit. Looks at every string and every key, however
 * deep, without recursion, and never throws: what cannot even be read is `unreadable`.
 */
export function rejectIllFormed(payload: unknown): 'ill_formed' | 'unreadable' | undefined {
  const waiting: unknown[] = [payload];
  const seen = new WeakSet<object>();
  try {
    while (waiting.length > 0) {
      const value = waiting.pop();
      if (typeof value === 'string' && !isWellFormed(value)) return 'ill_formed';
      if (typeof value !== 'object' || value === null || seen.has(value)) continue;
      seen.add(value);
      for (const [name, held] of Object.entries(value)) {
        if (!isWellFormed(name)) return 'ill_formed';
        waiting.push(held);
      }
    }
    return undefined;
  } catch {
    return 'unreadable';
  }
}

/**
 * Overrides, embeddings and isolates of direction can make a stored text read as another one. They are stripped, not
 * refused: they come along unseen when text is pasted from a chat or a PDF, and nobody can delete what they cannot see.
 * The marks LRM and RLM and the joiners of emoji stay.
 */
const directionControls = /[\u202a-\u202e\u2066-\u2069]/g;

function controlCharacter(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 0x20 && character !== '\n') || (code >= 0x7f && code <= 0x9f);
}

/** Characters that show nothing at all: joiners, marks of direction, fillers. */
const unseen = /[\p{Cf}\p{Z}\s\u115f\u1160\u2800\u3164\uffa0]/gu;

/** NFC, one kind of line break, tabs as spaces, no zero-width spaces, no white space round it. */
function tidy(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(directionControls, '')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .normalize('NFC')
    .trim();
}

function faultsOf(raw: string, tidied: string, min: number, max: number): TextFault[] {
  if (!isWellFormed(raw)) return [{ key: 'text_ill_formed' }];
  if ([...tidied].some(controlCharacter)) return [{ key: 'text_control_character' }];
  const length = [...tidied].length;
  if (length > max) return [{ key: 'text_too_long', max, length }];
  if (length < min || (min > 0 && tidied.replace(unseen, '') === '')) return [{ key: 'text_too_short', min }];
  return [];
}

function refuseAll(faults: readonly TextFault[], context: z.RefinementCtx): never {
  for (const params of faults) context.addIssue({ code: 'custom', message: params.key, params });
  return z.NEVER;
}

/**
 * A schema for what a person writes freely: tidied (NFC, trimmed, directions stripped), `min` (default 1) to `max` code
 * points, without control characters and without personal numbers. Addresses of `allowedDomains` (without them: of the domains let through) pass. The places in
 * `params` are indices into the text as it was sent.
 */
export function freeText({
  max,
  min = 1,
  allowedDomains,
}: {
  max: number;
  min?: number;
  allowedDomains?: readonly string[];
}) {
  return z.string().transform((raw, context): FreeText => {
    const tidied = tidy(raw);
    const faults = faultsOf(raw, tidied, min, max);
    if (faults.length === 0) {
      for (const found of findPersonalNumbers(raw, allowedDomains ? { allowedDomains } : {})) {
        faults.push({ key: 'personal_number', ...found });
      }
    }
    return faults.length > 0 ? refuseAll(faults, context) : (tidied as FreeText);
  });
}

/** A schema for names on one line, 1 to `max` code points: as `freeText`, without the guard for personal numbers. */
export function cleanText(max: number) {
  return z.string().transform((raw, context): CleanText => {
    const tidied = tidy(raw).replace(/\s*\n\s*/g, ' ');
    const faults = faultsOf(raw, tidied, 1, max);
    return faults.length > 0 ? refuseAll(faults, context) : (tidied as CleanText);
  });
}

/** How each kind is shown in the place of a number. */
export const masks: Readonly<Record<Locale, Record<PersonalNumberKind, string>>> = {
  en: {
    id_card: '[ID number]',
    phone: '[phone number]',
    bank_card: '[card number]',
    passport: '[passport number]',
    credit_code: '[sole trader’s code]',
    email: '[e-mail address]',
  },
  zh: {
    id_card: '〔证件号〕',
    phone: '〔电话号码〕',
    bank_card: '〔银行卡号〕',
    passport: '〔护照号〕',
    credit_code: '〔个体户信用代码〕',
    email: '〔邮箱〕',
  },
};

/** The text with each personal number replaced by its kind, in the reader's language: it shows where, never what. */
export function maskPersonalNumbers(
  text: string,
  locale: Locale,
  options: { allowedDomains?: readonly string[] } = {},
): string {
  let masked = '';
  let at = 0;
  for (const { kind, start, end } of findPersonalNumbers(text, options)) {
    masked += text.slice(at, start) + masks[locale][kind];
    at = end;
  }
  return masked + text.slice(at);
}
