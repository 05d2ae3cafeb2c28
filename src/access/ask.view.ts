import type { ModalView } from '@slack/types';
import { nameOf } from '../catalog/data-set.store.ts';
import { catalogText } from '../catalog/data-set.text.ts';
import type { DataSet } from '../catalog/data-set.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import { formatHours, type Locale, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { button, clip, context, field, modal, option, plainText, section } from '../slack/blocks.ts';
import type { Blocks, Choice } from '../slack/capability.ts';
import { leaveFor } from '../slack/number.form.ts';
import { accessText } from './access.text.ts';
import { type Around, type Draft, lengthField, purposeField, rules, startFields } from './ask-field.view.ts';
import { act } from './button.view.ts';
import { caseField } from './case.field.ts';
import { forms } from './request.view.ts';
import { lengthValue } from './span.ts';
import { lengthWords } from './span.view.ts';

/**
 * The request form: data set, case, how long; the rest is filled in or asked for only where the policy wants it. Once the data set is
 * chosen, purposes and lengths are those its policy allows.
 */
export function askView(reader: Reader, draft: Draft, around: Around): ModalView {
  const { locale } = reader;
  const set = draft.dataSet;
  const say = (key: Parameters<typeof plain<keyof typeof accessText.en & string>>[2]) =>
    plain(accessText, locale, key);
  const drawn = around.drawn ?? 0;
  const id = `value#${drawn}`;
  // Another data set offers other purposes and lengths: under another id Slack forgets a choice that is no longer offered.
  const idOfSet = `value.${set?.id ?? ''}#${drawn}`.slice(0, 255);
  const sensitive = set?.personal === 'sensitive';
  return modal({
    callbackId: forms.ask,
    title: say('form.title'),
    submit: say('form.submit'),
    close: say('form.cancel'),
    metadata: String(drawn),
    blocks: [
      ...lastTime(reader, draft, around),
      field({
        name: 'dataSet',
        label: say('form.dataSet'),
        hint: say('form.dataSetHint'),
        dispatch: true,
        element: {
          type: 'external_select',
          action_id: drawn === 0 ? act.dataSet : `${act.dataSet}#${drawn}`,
          min_query_length: 0,
          placeholder: plainText(say('form.dataSetPlaceholder'), 150),
          ...(set ? { initial_option: option(dataSetChoice(set, reader)) } : {}),
        },
      }),
      ...(set ? rules(set, reader, around) : []),
      caseField(reader, around.keepsCases ?? false, draft.caseNumber, drawn),
      lengthField(reader, draft, around, idOfSet),
      ...startFields(reader, draft, around, drawn),
      purposeField(reader, draft, idOfSet),
      ...leaveFor(reader, 'reason', draft.reason ? (draft.vouched ?? []) : []),
      field({
        name: 'reason',
        label: say(set && !set.reasonNeeded ? 'form.reasonIfAny' : 'form.reason'),
        hint: say('form.reasonHint'),
        optional: set !== undefined && !set.reasonNeeded,
        element: {
          type: 'plain_text_input',
          action_id: id,
          multiline: true,
          max_length: 500,
          ...(draft.reason ? { initial_value: unsaid(draft.reason, 500, locale) } : {}),
        },
      }),
      ...(sensitive
        ? [
            field({
              name: 'acknowledged',
              label: say('form.acknowledge'),
              element: {
                type: 'checkboxes',
                action_id: 'value',
                options: [option({ value: 'yes', text: say('form.acknowledgeOption') })],
              },
            }),
          ]
        : [context(say('form.acknowledgeLine'))]),
    ],
  });
}

/** One click that fills in what was asked for last, unless it stands there already. */
function lastTime(reader: Reader, draft: Draft, { last }: Around): Blocks {
  if (!last || last.dataSet.retiredAt) return [];
  const { request, dataSet } = last;
  const same =
    draft.dataSet?.id === dataSet.id &&
    draft.caseNumber === request.caseNumber &&
    draft.length !== undefined &&
    lengthValue(draft.length) === lengthValue(request.length);
  if (same) return [];
  const words = mrkdwn(accessText, reader.locale, 'form.last', {
    data: nameOf(dataSet, reader.locale),
    case: request.caseNumber,
    length: lengthWords(request, reader),
  });
  const text = plain(accessText, reader.locale, 'button.askLast');
  return [section(words, button({ id: act.fillLast, text, value: request.id }))];
}

/** What was typed, as a form may say it back: without personal numbers. */
function unsaid(typed: string, limit: number, locale: Locale): string {
  return clip(maskPersonalNumbers(typed, locale), limit);
}

/** A data set as the picker offers it: its name, and below it class and longest grant. */
export function dataSetChoice(set: DataSet, { locale }: Reader): Choice {
  return {
    value: set.id,
    text: nameOf(set, locale),
    description: plain(accessText, locale, 'form.dataSetOption', {
      class: plain(catalogText, locale, `class.${set.classification}`),
      length: formatHours(set.longestHours, locale),
    }),
  };
}
