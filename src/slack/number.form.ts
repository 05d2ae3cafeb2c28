import type { ModalView } from '@slack/types';
import { masks } from '../kernel/free-text.ts';
import { fingerprintOf } from '../kernel/let-through.ts';
import type { Locale, Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, mrkdwn, plain } from '../kernel/message.ts';
import { findPersonalNumbers, type PersonalNumberKind } from '../kernel/personal-number.ts';
import { button, clip, context, listed, section } from './blocks.ts';
import type { Blocks } from './capability.ts';
import { isLeave, leaveBlock } from './number.leave.ts';
import { submittedView, type ViewPayload } from './payload.ts';
import { slackText } from './slack.text.ts';

/** A form that comes back because of personal numbers in it: everything kept, each number replaced by its kind where it stood. */

/** The button that says of the numbers taken out of a field that they are no person's. Its value: the sealed numbers. */
export const vouchAct = 'slack.vouch';

/** Of these a business number may look alike. An identity number with its birthday and check character is never anything else. */
export const mayBeBusiness: ReadonlySet<PersonalNumberKind> = new Set([
  'phone',
  'bank_card',
  'credit_code',
  'passport',
]);

/** The button that says of the words found in a field that they are no client's name here. Its value: their fingerprints. */
export const vouchNameAct = 'slack.vouchName';

/** The notes of this file stand in blocks of their own, each above its field. */
const note = 'number.';

type Input = {
  type: string;
  block_id?: string | undefined;
  label?: { text: string };
  element?: { type: string; action_id: string; max_length?: number; initial_value?: string };
};

/** A field with numbers in it, as it comes back. `business`: those that may be put back, in order. */
export type TakenOut = {
  readonly field: string;
  readonly label: string;
  readonly text: string;
  readonly kinds: readonly PersonalNumberKind[];
  readonly business: readonly string[];
};

/** The refused text fields that hold numbers. Empty: the refusal has other reasons. */
export function takeOut(
  view: ViewPayload,
  errors: Readonly<Record<string, string>>,
  locale: Locale,
): TakenOut[] {
  const { values } = submittedView(view);
  return (view.blocks as Input[]).flatMap(({ type, block_id: field = '', label, element }) => {
    const typed = values[field];
    if (type !== 'input' || element?.type !== 'plain_text_input' || !Object.hasOwn(errors, field)) return [];
    if (typeof typed !== 'string') return [];
    const found = findPersonalNumbers(typed);
    if (found.length === 0) return [];
    let text = '';
    let at = 0;
    for (const { kind, start, end } of found) {
      text += typed.slice(at, start) + masks[locale][kind];
      at = end;
    }
    text += typed.slice(at);
    return {
      field,
      label: label?.text ?? '',
      text: clip(text, element.max_length ?? 3_000),
      kinds: [...new Set(found.map(({ kind }) => kind))],
      business: found
        .filter(({ kind }) => mayBeBusiness.has(kind))
        .map(({ start, end }) => typed.slice(start, end)),
    };
  });
}

/** What the button of a field holds that may keep the words in which a client's name was seen: their fingerprints. */
export type NamesSeen = ReadonlyMap<string, readonly string[]>;

/**
 * The form again. `sealed` has for each field whose numbers may be put back what its button holds, `names` the fields in which the name of
 * a client was seen that may be none.
 */
export function formBack(
  view: ViewPayload,
  reader: Reader,
  taken: readonly TakenOut[],
  errors: Readonly<Record<string, string>>,
  sealed: ReadonlyMap<string, string>,
  names: NamesSeen,
): ModalView {
  const blocks = withoutNotes(view).flatMap((block): Blocks => {
    const field = block.block_id ?? '';
    const out = taken.find((one) => one.field === field);
    if (out) return [takenOutNote(reader, out, sealed.get(field)), withText(block, out.text)] as Blocks;
    const error = block.type === 'input' && Object.hasOwn(errors, field) ? errors[field] : undefined;
    if (error === undefined) return [block] as Blocks;
    // A view that comes back cannot also have sentences under its fields.
    const said = `:warning: ${escapeMrkdwn(error)}`;
    const seen = names.get(field);
    const above = seen
      ? section(
          said,
          button({
            id: vouchNameAct,
            text: plain(slackText, reader.locale, 'name.vouch'),
            value: seen.join('.'),
          }),
        )
      : context(said);
    return [{ ...above, block_id: `${note}${field}` }, block] as Blocks;
  });
  return again(view, blocks);
}

function takenOutNote({ locale }: Reader, out: TakenOut, sealed: string | undefined) {
  const kinds = out.kinds.map((kind) => ({ markup: plain(slackText, locale, 'number.kind', { kind }) }));
  const said = mrkdwn(slackText, locale, 'number.takenOut', {
    label: out.label,
    kinds: listed(kinds, locale),
    count: out.kinds.length,
  });
  const vouch =
    sealed === undefined
      ? undefined
      : button({ id: vouchAct, text: plain(slackText, locale, 'number.vouch'), value: sealed });
  return { ...section(`:warning: ${said}`, vouch), block_id: `${note}${out.field}` };
}

/** The form with the numbers of a field put back, and with leave for them to stay. Undefined when the form no longer has the field. */
export function formVouched(
  view: ViewPayload,
  { locale }: Reader,
  field: string,
  numbers: readonly string[],
): ModalView | undefined {
  const now = submittedView(view).values[field];
  const before = view.blocks.find((block) => block.block_id === field) as Input | undefined;
  if (before?.element === undefined) return undefined;
  const text = putBack(typeof now === 'string' ? now : '', numbers);
  const leave = leaveBlock(field, numbers.map(fingerprintOf), plain(slackText, locale, 'number.vouched'));
  return withLeave(view, field, [leave, withText(before, text)] as Blocks);
}

/** The form with leave for the words of a field to stay that were taken for a client's name. Undefined without the field. */
export function nameVouched(
  view: ViewPayload,
  { locale }: Reader,
  field: string,
  fingerprints: readonly string[],
): ModalView | undefined {
  const block = view.blocks.find((one) => one.block_id === field);
  if (!block) return undefined;
  const leave = leaveBlock(field, fingerprints, plain(slackText, locale, 'name.vouched'));
  return withLeave(view, field, [leave, block] as unknown as Blocks);
}

function withLeave(view: ViewPayload, field: string, instead: Blocks): ModalView {
  const blocks = (view.blocks as Input[]).flatMap((block): Blocks => {
    if (block.block_id === `${note}${field}`) return [];
    return block.block_id === field ? instead : ([block] as Blocks);
  });
  return again(view, blocks);
}

/** Fingerprints of the numbers in a text that went through before: whoever wrote it vouched for them then. */
export function businessNumbers(text: string): string[] {
  return findPersonalNumbers(text)
    .filter(({ kind }) => mayBeBusiness.has(kind))
    .map(({ start, end }) => fingerprintOf(text.slice(start, end)));
}

/** The leave for them, above their field. Empty where there is none to give. */
export function leaveFor({ locale }: Reader, field: string, fingerprints: readonly string[]): Blocks {
  if (fingerprints.length === 0) return [];
  return [leaveBlock(field, fingerprints, plain(slackText, locale, 'number.vouched'))];
}

/** Each number where its mask stands, in order; what has no place any more is left to the person. */
function putBack(text: string, numbers: readonly string[]): string {
  const marks = (['en', 'zh'] as const).flatMap((locale) =>
    [...mayBeBusiness].map((kind) => masks[locale][kind]),
  );
  const mark = new RegExp(marks.map((one) => one.replaceAll(/[[\]()’]/g, '\\$&')).join('|'), 'g');
  const waiting = [...numbers];
  return text.replaceAll(mark, (masked) => waiting.shift() ?? masked);
}

/** The field that the note with this block id stands above. */
export function fieldOfNote(blockId: string): string {
  return blockId.slice(note.length);
}

/** Without the notes of the last time, but with the leave that was given. */
function withoutNotes(view: ViewPayload): Input[] {
  return (view.blocks as Input[]).filter(({ block_id }) => !block_id?.startsWith(note) || isLeave(block_id));
}

/** The field with another text in it: Slack keeps what was typed under an action id, so the field gets a new one. */
function withText(block: Input, text: string): Input {
  const { element } = block;
  if (!element) return block;
  const [, base = '', drawn = '0'] = /^(.*?)(?:#g(\d+))?$/.exec(element.action_id) ?? [];
  const { initial_value: _before, ...rest } = element;
  return {
    ...block,
    element: {
      ...rest,
      action_id: `${base}#g${Number(drawn) + 1}`,
      ...(text === '' ? {} : { initial_value: text }),
    },
  };
}

function again(view: ViewPayload, blocks: Blocks): ModalView {
  const { callback_id, private_metadata, title, submit, close } = view;
  return {
    type: 'modal',
    callback_id,
    private_metadata,
    title: title as ModalView['title'],
    ...(submit ? { submit: submit as NonNullable<ModalView['submit']> } : {}),
    ...(close ? { close: close as NonNullable<ModalView['close']> } : {}),
    ...(view.external_id ? { external_id: view.external_id } : {}),
    ...(view.clear_on_close === undefined ? {} : { clear_on_close: view.clear_on_close }),
    ...(view.notify_on_close === undefined ? {} : { notify_on_close: view.notify_on_close }),
    blocks: blocks.slice(0, 100) as ModalView['blocks'],
  };
}
