import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Json } from '../kernel/event.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { actions, button, clip, context, field, modal, plainText, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { directoryText } from './directory.text.ts';

/** Where in a list somebody is. */
export type Place = { page: number; filter: string };

export const pageLength = 20;
const longestFilter = 100;

/** The beginning of the list of what fits these words. */
export function firstPage(filter = '', locale: Locale = 'en'): Place {
  // What is looked for is said back in the list: a personal number is not.
  return { page: 0, filter: clip(maskPersonalNumbers(filter, locale), longestFilter) };
}

/** The place as a modal carries it, with what a form in the list's place has to remember. */
export function placeOf({ page, filter }: Place, form?: Json): string {
  return JSON.stringify({ page, filter, form });
}

const carried = z.object({
  page: z.int().min(0).max(100_000).catch(0),
  filter: z.string().max(longestFilter).catch(''),
  form: z.unknown().optional(),
});

/** Reads a place back. What cannot be read is the beginning of the list: it came from outside. */
export function placeFrom(metadata: string | undefined): { place: Place; form: unknown } {
  try {
    const { form, ...place } = carried.parse(JSON.parse(metadata ?? ''));
    return { place, form };
  } catch {
    return { place: firstPage(), form: undefined };
  }
}

/** A list of people, of data sets or of cases: search, one page of lines, and the way to the others. The submit button searches too. */
export function listView(
  locale: Locale,
  list: 'people' | 'data' | 'case',
  place: Place,
  of: {
    lines: Blocks;
    total: number;
    none: string;
    head?: Blocks;
    foot?: Blocks;
    note?: string | undefined;
    form?: Json;
  },
): ModalView {
  return modal({
    callbackId: `${list}.list`,
    title: plain(directoryText, locale, `${list}.title`),
    submit: plain(directoryText, locale, 'list.search'),
    close: plain(directoryText, locale, 'list.close'),
    metadata: placeOf(place, of.form),
    blocks: [
      ...(of.note ? [section(of.note)] : []),
      filterField(locale, list, place.filter),
      ...(of.head ?? []),
      ...(of.lines.length > 0 ? of.lines : [section(of.none)]),
      ...turning(locale, list, place, of.total),
      ...(of.foot ?? []),
    ],
  });
}

function filterField(locale: Locale, list: 'people' | 'data' | 'case', filter: string): InputBlock {
  return field({
    name: 'filter',
    label: plain(directoryText, locale, `${list}.filter`),
    optional: true,
    dispatch: true,
    element: {
      type: 'plain_text_input',
      action_id: `${list}.filter`,
      max_length: longestFilter,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      placeholder: plainText(plain(directoryText, locale, `${list}.filterHint`), 150),
      ...(filter ? { initial_value: filter } : {}),
    },
  });
}

/** "21–40 of 300" and the buttons to turn the page. */
function turning(locale: Locale, list: 'people' | 'data' | 'case', { page }: Place, total: number): Blocks {
  if (total === 0) return [];
  const from = page * pageLength + 1;
  const to = Math.min(total, from + pageLength - 1);
  const turn = (way: 'previous' | 'next', target: number) =>
    button({
      id: `${list}.page.${way}`,
      text: plain(directoryText, locale, `list.${way}`),
      value: String(target),
    });
  const buttons = [
    ...(page > 0 ? [turn('previous', page - 1)] : []),
    ...(to < total ? [turn('next', page + 1)] : []),
  ];
  return [
    context(plain(directoryText, locale, 'list.range', { from, to, total })),
    ...(buttons.length > 0 ? [actions('turn', ...buttons)] : []),
  ];
}

/** The page that a button of the list leads to. */
export function pageFrom(value: string): number {
  return carried.shape.page.parse(Number(value));
}
