import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import type { Locale, Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { actions, button, clip, context, field, modal, plainText, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { lookText } from './look.text.ts';

/** The two look-ups: what there is about something, and who can see it now. */
export type LookKind = 'find' | 'who';

export const lookForm: Record<LookKind, string> = { find: 'access.find', who: 'access.who' };
export const lookAct = {
  find: { next: 'access.find.next', previous: 'access.find.previous' },
  who: { next: 'access.who.next', previous: 'access.who.previous' },
} as const;
export const lookLength = 10;
const longestWords = 100;

/** What was looked for, and the page. */
export type LookPlace = { words: string; page: number };

/** What was typed as it may be said back. */
export function lookPlace(words: string, locale: Locale): LookPlace {
  return { words: clip(maskPersonalNumbers(words.trim(), locale), longestWords), page: 0 };
}

const carried = z
  .object({ words: z.string().max(longestWords).catch(''), page: z.int().min(0).max(100_000).catch(0) })
  .catch({ words: '', page: 0 });

/** Reads a place back; what cannot be read is an empty search. */
export function lookPlaceFrom(metadata: string | undefined): LookPlace {
  try {
    return carried.parse(JSON.parse(metadata ?? ''));
  } catch {
    return { words: '', page: 0 };
  }
}

/** A look-up as a modal: a line to type in, what was found, and the way to the other pages. */
export function lookView(
  { locale }: Reader,
  kind: LookKind,
  place: LookPlace,
  of: { blocks: Blocks; shown: number; total: number },
): ModalView {
  const from = place.page * lookLength + 1;
  const to = from + of.shown - 1;
  const turn = (page: number, way: 'previous' | 'next') =>
    button({ id: lookAct[kind][way], text: plain(lookText, locale, `find.${way}`), value: String(page) });
  const buttons = [
    ...(place.page > 0 ? [turn(place.page - 1, 'previous')] : []),
    ...(to < of.total ? [turn(place.page + 1, 'next')] : []),
  ];
  return modal({
    callbackId: lookForm[kind],
    title: plain(lookText, locale, `${kind}.title`),
    submit: plain(lookText, locale, 'find.search'),
    close: plain(lookText, locale, 'find.close'),
    metadata: JSON.stringify(place),
    blocks: [
      field({
        name: 'words',
        label: plain(lookText, locale, `${kind}.label`),
        optional: true,
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          max_length: longestWords,
          placeholder: plainText(plain(lookText, locale, `${kind}.hint`), 150),
          ...(place.words ? { initial_value: place.words } : {}),
        },
      }),
      ...of.blocks,
      ...(of.total > of.shown || place.page > 0
        ? [context(plain(lookText, locale, 'find.range', { from, to, total: of.total }))]
        : []),
      ...(buttons.length > 0 ? [actions('turn', ...buttons)] : []),
    ],
  });
}

/** A single sentence in the place of a list. */
export function lookSentence(text: string): { blocks: Blocks; shown: number; total: number } {
  return { blocks: [section(text)], shown: 0, total: 0 };
}
