import { z } from 'zod';
import { type Refusal, refuse } from '../kernel/decision.ts';
import { freeText } from '../kernel/free-text.ts';
import type { Locale } from '../kernel/locale.ts';
import { userId } from '../people/member.ts';

/** What a duty asks for when it is done. Labels of options are what is recorded, the English one. */
export type Ask = {
  /** Stays when the words change: the series of its answers hangs on it. */
  key: string;
  /** `people`: asked by a meeting alone, answered by ids. */
  kind: 'text' | 'number' | 'link' | 'checklist' | 'choice' | 'people';
  en: string;
  zh: string;
  unit?: string | undefined;
  /** The unit in Chinese, where that is another word: `分钟` of `min`. */
  unitZh?: string | undefined;
  /** Bounds of a number. */
  min?: number | undefined;
  max?: number | undefined;
  options?: readonly { en: string; zh: string }[] | undefined;
  /** A checklist that is to be ticked whole. */
  all?: boolean | undefined;
  /** What a text begins with; an answer that is no more than this is flagged. */
  template?: string | undefined;
  needed: boolean;
};

export type Evidence = Readonly<Record<string, string | number | readonly string[] | null>>;

/** Slack's limit for inputs of one modal is higher; nobody fills in more. */
export const mostAsks = 10;
const mostOptions = 20;

const label = (max: number) => freeText({ max });
const option = z.object({ en: label(75), zh: label(75) });

export const askInput = z
  .object({
    key: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
    kind: z.enum(['text', 'number', 'link', 'checklist', 'choice']),
    en: label(150),
    zh: label(150),
    unit: label(20).optional(),
    unitZh: label(20).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    options: z.array(option).max(mostOptions, { error: 'duty.tooManyOptions' }).optional(),
    all: z.boolean().optional(),
    template: freeText({ max: 2_000 }).optional(),
    needed: z.boolean(),
  })
  .refine((ask) => (ask.kind !== 'checklist' && ask.kind !== 'choice') || (ask.options?.length ?? 0) > 0, {
    error: 'duty.noOptions',
    path: ['options'],
  })
  .refine((ask) => new Set(ask.options?.map(({ en }) => en)).size === (ask.options?.length ?? 0), {
    error: 'duty.optionTwice',
    path: ['options'],
  })
  .refine((ask) => ask.min === undefined || ask.max === undefined || ask.min <= ask.max, {
    error: 'duty.boundsBackwards',
    path: ['max'],
  });

export const asksInput = z
  .array(askInput)
  .max(mostAsks, { error: 'duty.tooManyAsks' })
  .refine((asks) => new Set(asks.map(({ key }) => key)).size === asks.length, { error: 'duty.askTwice' });

export type EvidenceRefusal =
  | 'duty.answerNeeded'
  | 'duty.numberUnreadable'
  | 'duty.numberTooSmall'
  | 'duty.numberTooLarge'
  | 'duty.linkUnreadable'
  | 'duty.notAll'
  | 'duty.notAnOption'
  | 'duty.answerText';

/** An answer as a form hands it in. */
export type Answered = Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

const words = freeText({ max: 2_000 });
const people = z.array(userId).max(100);

/**
 * What was answered, by what was asked; refused under the field of the ask (its key): nothing where something is needed, a number that is
 * none or out of bounds, a link that is not https, a checklist that is to be whole and is not. Answers nobody asked for are left out.
 */
export function readEvidence(
  asks: readonly Ask[],
  answered: Answered,
): { evidence: Evidence } | Refusal<EvidenceRefusal> {
  const evidence: Record<string, string | number | readonly string[] | null> = {};
  for (const ask of asks) {
    const value = readAnswer(ask, answered[ask.key]);
    if (typeof value === 'object' && value !== null && 'refused' in value) return value;
    evidence[ask.key] = value;
  }
  return { evidence };
}

function readAnswer(
  ask: Ask,
  given: Answered[string],
): string | number | readonly string[] | null | Refusal<EvidenceRefusal> {
  const blank =
    given === undefined ||
    given === null ||
    (typeof given === 'string' && given.trim() === '') ||
    (Array.isArray(given) && given.length === 0);
  if (blank) return ask.needed ? refuse('duty.answerNeeded', undefined, ask.key) : null;
  switch (ask.kind) {
    case 'text': {
      const text = words.safeParse(given);
      return text.success ? text.data : refuse('duty.answerText', undefined, ask.key);
    }
    case 'people': {
      const ids = people.safeParse(given);
      return ids.success ? [...new Set(ids.data)] : refuse('duty.notAnOption', undefined, ask.key);
    }
    case 'number':
      return readNumber(ask, given);
    case 'link':
      return readLink(ask, given);
    case 'choice': {
      const chosen = Array.isArray(given) ? given[0] : given;
      return typeof chosen === 'string' && ask.options?.some(({ en }) => en === chosen)
        ? chosen
        : refuse('duty.notAnOption', undefined, ask.key);
    }
    case 'checklist': {
      const ticked = (Array.isArray(given) ? given : [given]).map(String);
      const options = ask.options ?? [];
      if (ticked.some((one) => !options.some(({ en }) => en === one)))
        return refuse('duty.notAnOption', undefined, ask.key);
      const inOrder = options.filter(({ en }) => ticked.includes(en)).map(({ en }) => en);
      if (ask.all && inOrder.length < options.length)
        return refuse('duty.notAll', { count: options.length - inOrder.length }, ask.key);
      return inOrder;
    }
  }
}

/** A number's unit in the reader's language; as it was typed where it was typed in one. */
export function unitOf({ unit, unitZh }: Pick<Ask, 'unit' | 'unitZh'>, locale: Locale): string | undefined {
  return locale === 'zh' ? (unitZh ?? unit) : unit;
}

/** `1,234.5`, `１２`, `12 %` where the unit is %, in either language's: as people type numbers. */
function readNumber(ask: Ask, given: Answered[string]): number | Refusal<EvidenceRefusal> {
  const typed = String(given).normalize('NFKC').trim();
  const unit = [ask.unit, ask.unitZh].find((one) => one && typed.endsWith(one.normalize('NFKC')));
  const bare = (unit ? typed.slice(0, -unit.normalize('NFKC').length) : typed).trim();
  const digits = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  if (!/^[+-]?\d{1,15}(?:\.\d{1,6})?$/.test(digits))
    return refuse('duty.numberUnreadable', undefined, ask.key);
  const number = Number(digits);
  if (ask.min !== undefined && number < ask.min)
    return refuse('duty.numberTooSmall', { min: ask.min }, ask.key);
  if (ask.max !== undefined && number > ask.max)
    return refuse('duty.numberTooLarge', { max: ask.max }, ask.key);
  return number;
}

function readLink(ask: Ask, given: Answered[string]): string | Refusal<EvidenceRefusal> {
  const typed = String(given).trim();
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  const fit =
    url?.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.href.length <= 1_000 &&
    url.hostname.includes('.');
  return fit ? url.href : refuse('duty.linkUnreadable', undefined, ask.key);
}

/**
 * What is odd about evidence: `same` when every answer is the one of last time and at least one of them says something (words, a link, a
 * number other than 0; a ticked list alone is no sign), `template` when a text is no more than what the field began with.
 */
export function flagOf(
  asks: readonly Ask[],
  evidence: Evidence,
  last: Evidence | null,
): 'same' | 'template' | null {
  const isTemplate = asks.some(
    ({ key, template }) =>
      template !== undefined && template !== '' && bare(evidence[key]) === bare(template),
  );
  if (isTemplate) return 'template';
  if (!last) return null;
  const telling = asks.some(({ key, kind }) => {
    const value = evidence[key];
    return (
      value !== null &&
      value !== undefined &&
      value !== 0 &&
      !['checklist', 'choice', 'people'].includes(kind)
    );
  });
  return telling && asks.every(({ key }) => bare(evidence[key]) === bare(last[key])) ? 'same' : null;
}

/** What is left of an answer without case, punctuation and space: a full stop more is no other answer. */
function bare(value: Evidence[string] | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{Z}\s]/gu, '');
}
