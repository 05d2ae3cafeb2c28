import type { ModalView } from '@slack/types';
import { masks } from '../kernel/free-text.ts';
import { fingerprintOf } from '../kernel/let-through.ts';
import type { Locale, Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, mrkdwn, plain } from '../kernel/message.ts';
import { findPersonalNumbers, type PersonalNumberKind } from '../kernel/personal-number.ts';
import { button, clip, context, listed, section } from './blocks.ts';
import type { Blocks } from './capability.ts';
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

/** The notes of this file stand in blocks of their own, each above its field. */
const note = 'number.';
const passed = 'number.passed.';
/** Slack's limit of a block id is 255 characters; a fingerprint has 16. */
const mostPassed = 10;

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

/** The form again. `sealed` has for each field whose numbers may be put back what its button holds. */
export function formBack(
  view: ViewPayload,
  reader: Reader,
  taken: readonly TakenOut[],
  errors: Readonly<Record<string, string>>,
  sealed: ReadonlyMap<string, string>,
): ModalView {
  const blocks = withoutNotes(view).flatMap((block): Blocks => {
    const field = block.block_id ?? '';
    const out = taken.find((one) => one.field === field);
    if (out) return [takenOutNote(reader, out, sealed.get(field)), withText(block, out.text)] as Blocks;
    const error = block.type === 'input' && Object.hasOwn(errors, field) ? errors[field] : undefined;
    if (error === undefined) return [block] as Blocks;
    // A view that comes back cannot also have sentences under its fields.
    return [{ ...context(`:warning: ${escapeMrkdwn(error)}`), block_id: `${note}${field}` }, block] as Blocks;
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
  const passes = numbers.slice(0, mostPassed).map(fingerprintOf).join('.');
  const blocks = (view.blocks as Input[]).flatMap((block): Blocks => {
    if (block.block_id === `${note}${field}`) return [];
    if (block !== before) return [block] as Blocks;
    const leave = context(`:white_check_mark: ${plain(slackText, locale, 'number.vouched')}`);
    return [{ ...leave, block_id: `${passed}${passes}` }, withText(block, text)] as Blocks;
  });
  return again(view, blocks);
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

/** Fingerprints of the numbers that this form may hold. */
export function vouchedIn(view: ViewPayload): string[] {
  return view.blocks.flatMap(({ block_id }) =>
    block_id?.startsWith(passed) ? block_id.slice(passed.length).split('.') : [],
  );
}

/** The field that the note with this block id stands above. */
export function fieldOfNote(blockId: string): string {
  return blockId.slice(note.length);
}

/** Without the notes of the last time, but with the leave that was given. */
function withoutNotes(view: ViewPayload): Input[] {
  return (view.blocks as Input[]).filter(
    ({ block_id }) => !block_id?.startsWith(note) || block_id.startsWith(passed),
  );
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
