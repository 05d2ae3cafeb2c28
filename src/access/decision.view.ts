import type { ModalView } from '@slack/types';
import { formatHours, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { context, field, mention, modal, option, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { classAndKind, type File, factsOf } from './card.view.ts';
import { decisionText } from './decision.text.ts';
import type { Grant } from './grant.ts';
import type { Question } from './question.ts';
import { conversation, questionName } from './question.view.ts';
import { denialKinds, type Request } from './request.ts';
import { shorterThan } from './shorten.ts';
import { grantTimes, stateToStart } from './start.view.ts';

/** Forms around a decision, by callback_id. */
export const decisionForms = {
  deny: 'access.deny',
  shorten: 'access.shorten',
  inquire: 'access.inquire',
  answer: 'access.answer',
  takeBack: 'access.take_back',
} as const;

/** Title, what it is about, and the button. */
function formOf(
  { locale }: Reader,
  form: keyof typeof decisionForms,
  metadata: string,
  blocks: Blocks,
): ModalView {
  return modal({
    callbackId: decisionForms[form],
    title: plain(decisionText, locale, `${form}.title`),
    submit: plain(decisionText, locale, `${form}.submit`),
    close: plain(decisionText, locale, 'form.cancel'),
    metadata,
    blocks,
  });
}

function about(reader: Reader, file: File): Blocks {
  const line = mrkdwn(decisionText, reader.locale, 'form.about', {
    who: mention(file.request.requester),
    ...factsOf(file, reader),
  });
  return [section(line), context(classAndKind(file.dataSet, reader))];
}

function textField(
  { locale }: Reader,
  name: string,
  words: 'deny.reason' | 'inquire.text' | 'answer.text' | 'takeBack.reason',
  more: {
    hint: Parameters<typeof plain<keyof typeof decisionText.en & string>>[2];
    max: number;
    optional?: true;
  },
) {
  return field({
    name,
    label: plain(decisionText, locale, words),
    hint: plain(decisionText, locale, more.hint),
    ...(more.optional ? { optional: true } : {}),
    element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: more.max },
  });
}

/** Names a request in a form, with when it was reopened last: one open modal can decide on it again. */
function roundName({ id, reopenedAt }: Request): string {
  return `${id}:${reopenedAt?.getTime() ?? 0}`;
}

/** The form of a denial: a ready reason, and words of one's own where it needs them. */
export function denyView(reader: Reader, file: File): ModalView {
  const { locale } = reader;
  return formOf(reader, 'deny', roundName(file.request), [
    ...about(reader, file),
    field({
      name: 'kind',
      label: plain(decisionText, locale, 'deny.kind'),
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        options: denialKinds.map((kind) =>
          option({ value: kind, text: plain(decisionText, locale, `deny.${kind}`) }),
        ),
      },
    }),
    textField(reader, 'reason', 'deny.reason', { hint: 'deny.hint', max: 500, optional: true }),
  ]);
}

/** The form of an approval for less. */
export function shortenView(reader: Reader, file: File): ModalView {
  const { locale } = reader;
  const lengths = shorterThan(file.request.hours).map((hours) =>
    option({ value: String(hours), text: formatHours(hours, locale) }),
  );
  return formOf(reader, 'shorten', roundName(file.request), [
    ...about(reader, file),
    field({
      name: 'hours',
      label: plain(decisionText, locale, 'shorten.hours'),
      hint: plain(decisionText, locale, 'shorten.hint', {
        length: formatHours(file.request.hours, locale),
        starts: file.request.start.kind,
      }),
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        options: lengths,
        ...(lengths[0] ? { initial_option: lengths[0] } : {}),
      },
    }),
  ]);
}

/** The form of a question to the requester. */
export function inquireView(reader: Reader, file: File): ModalView {
  // The number keeps a second question of one open modal apart from the first.
  const name = questionName({ request: file.request.id, number: file.questions.length + 1 });
  return formOf(reader, 'inquire', name, [
    ...about(reader, file),
    ...told(reader, file),
    textField(reader, 'question', 'inquire.text', { hint: 'inquire.hint', max: 300 }),
  ]);
}

/** The form of the answer. */
export function answerView(reader: Reader, file: File, question: Question): ModalView {
  return formOf(reader, 'answer', questionName(question), [
    ...about(reader, file),
    ...told(reader, file),
    textField(reader, 'answer', 'answer.text', { hint: 'answer.hint', max: 500 }),
  ]);
}

function told(reader: Reader, { request, questions }: File): Blocks {
  const lines = conversation(request, questions, reader, true);
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}

/** The form of taking an approval back. */
export function takeBackView(reader: Reader, file: File, grant: Grant, now: Date): ModalView {
  const said = { ...factsOf(file, reader), ...grantTimes(grant, reader, now), who: mention(grant.holder) };
  const later = stateToStart(grant, now);
  const line = later
    ? mrkdwn(accessText, reader.locale, `takeBack.${later}`, said)
    : mrkdwn(decisionText, reader.locale, 'takeBack.about', said);
  return formOf(reader, 'takeBack', grant.id, [
    section(line),
    textField(reader, 'reason', 'takeBack.reason', { hint: 'form.textHint', max: 500, optional: true }),
  ]);
}
