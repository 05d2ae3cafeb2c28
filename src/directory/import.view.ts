import type { ModalView } from '@slack/types';
import type { Judged, RowFault } from '../catalog/case.import.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import type { Locale, Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, clip, context, field, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { caseAct } from './case.view.ts';
import { directoryText } from './directory.text.ts';
import { importText } from './import.text.ts';
import { type Place, placeOf } from './list.view.ts';

export const importAct = {
  next: 'import.page.next',
  previous: 'import.page.previous',
  other: 'import.other',
} as const;
export const importForm = 'case.import';

/** What fits into Slack's text field. */
export const mostPasted = 3_000;
const faultsShown = 10;

/** At most so many cases are opened by one press: Slack waits 3 s for the answer, and 200 take 80 ms on a quiet machine. */
export const mostPerPress = 2_000;

/** What the form remembers: of which text what it shows is true, and of which file it is. */
export type ImportState = {
  which: string;
  checked: string | null;
  page: number;
  file: { id: string; name: string } | null;
};

/** The form of an import: a list to paste, and once it was read, what would happen with it. */
export function importView(
  { locale }: Reader,
  place: Place,
  state: ImportState,
  read: { text: string; judged: Judged; example: string } | undefined,
  note?: string,
): ModalView {
  const say = (key: Parameters<typeof plain<keyof typeof importText.en & string>>[2]) =>
    plain(importText, locale, key);
  const good = read?.judged.good.length ?? 0;
  const { file } = state;
  return modal({
    callbackId: importForm,
    title: say('import.title'),
    submit: say(good > mostPerPress ? 'import.goNext' : good > 0 ? 'import.go' : 'import.check'),
    close: plain(directoryText, locale, 'form.cancel'),
    metadata: placeOf(place, state),
    blocks: [
      ...(note ? [section(note)] : []),
      ...(read
        ? []
        : [
            actions('back', button({ id: caseAct.back, text: say('import.back') })),
            section(say('import.how')),
          ]),
      ...(read ? outcome(read, state, locale) : []),
      ...(file && read
        ? [actions('other', button({ id: importAct.other, text: say('import.other') }))]
        : [pasted(read?.text, locale), ...(read ? [] : [chosen(locale), context(say('import.long'))])]),
    ],
  });
}

function pasted(text: string | undefined, locale: Locale) {
  return field({
    name: 'list',
    label: plain(importText, locale, 'import.list'),
    // Without a list there has to be a file; a list that was read has to stay one.
    optional: text === undefined,
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: true,
      max_length: mostPasted,
      ...(text === undefined ? {} : { initial_value: clip(maskPersonalNumbers(text, locale), mostPasted) }),
    },
  });
}

function chosen(locale: Locale) {
  return field({
    name: 'file',
    label: plain(importText, locale, 'import.file'),
    optional: true,
    element: { type: 'file_input', action_id: 'value', filetypes: ['csv', 'txt', 'tsv'], max_files: 1 },
  });
}

function outcome(
  { judged, example }: { judged: Judged; example: string },
  state: ImportState,
  locale: Locale,
): Blocks {
  const { faults, good } = judged;
  const page = Math.min(state.page, Math.max(0, Math.ceil(faults.length / faultsShown) - 1));
  const shown = faults.slice(page * faultsShown, (page + 1) * faultsShown);
  const counts = readCounts(judged);
  const turn = (to: number, way: 'previous' | 'next') =>
    button({ id: importAct[way], text: way === 'next' ? '→' : '←', value: String(to) });
  const from = page * faultsShown + 1;
  const press = good.length > mostPerPress ? Math.min(good.length, mostPerPress) : 0;
  return [
    ...(state.file
      ? [
          context(
            mrkdwn(importText, locale, 'import.of', { name: maskPersonalNumbers(state.file.name, locale) }),
          ),
        ]
      : []),
    section(plain(importText, locale, 'import.read', counts)),
    ...(press > 0 ? [context(plain(importText, locale, 'import.press', { count: press }))] : []),
    ...(shown.length > 0
      ? [section(shown.map((one) => `• ${faultLine(one, example, locale)}`).join('\n'))]
      : []),
    ...(faults.length > faultsShown
      ? [
          context(
            plain(importText, locale, 'import.more', {
              from,
              to: from + shown.length - 1,
              total: faults.length,
            }),
          ),
          actions(
            'faults',
            ...(page > 0 ? [turn(page - 1, 'previous')] : []),
            ...(from + shown.length - 1 < faults.length ? [turn(page + 1, 'next')] : []),
          ),
        ]
      : []),
    ...(faults.length > 0
      ? [
          context(
            plain(importText, locale, state.file ? 'import.nextFile' : 'import.next', { good: good.length }),
          ),
        ]
      : []),
  ];
}

/** How many rows were read, are good, are there already, and are faulty. */
export function readCounts({ rows, good, known, faults }: Judged) {
  return { rows, good: good.length, known, faulty: new Set(faults.map((one) => one.row)).size };
}

/** Where something is wrong, what, and how to mend it; the cell itself is not repeated. */
export function faultLine({ row, column, key, values }: RowFault, example: string, locale: Locale): string {
  return plain(importText, locale, 'import.faultLine', {
    row,
    column: plain(importText, locale, `column.${column}`),
    fault: plain(importText, locale, key, { ...values, example }),
  });
}
