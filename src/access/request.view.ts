import type { ModalView } from '@slack/types';
import { nameOf } from '../catalog/data-set.store.ts';
import { catalogText } from '../catalog/data-set.text.ts';
import { type DataSet, type PurposeKind, purposeKinds } from '../catalog/data-set.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import { formatHours, formatMoment, type Locale, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { clip, context, field, mention, modal, option, plainText, section } from '../slack/blocks.ts';
import type { Choice } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { act } from './button.view.ts';
import { classAndKind, type File, factsOf } from './card.view.ts';
import { caseField } from './case.field.ts';
import type { Grant } from './grant.ts';

/** What stands in the form already. */
export type Draft = {
  dataSet?: DataSet | undefined;
  caseNumber?: string | undefined;
  /** Whether the firm keeps a register of cases, to pick from. */
  keepsCases?: boolean;
  purpose?: string | undefined;
  reason?: string | undefined;
  hours?: number | undefined;
};

export const forms = { ask: 'access.ask', revoke: 'access.revoke' } as const;

const usualHours = [1, 2, 4, 8, 24, 72, 168, 336, 720];

/** The choices a data set allows: the usual ones up to its longest grant, and that one. */
export function hoursFor(dataSet: Pick<DataSet, 'longestHours'> | undefined): number[] {
  const longest = dataSet?.longestHours ?? 24;
  return [...new Set([...usualHours.filter((hours) => hours < longest), longest])];
}

/** The request form. Once the data set is chosen, purposes and lengths are those its policy allows. */
export function askView(reader: Reader, draft: Draft): ModalView {
  const { locale } = reader;
  const set = draft.dataSet;
  const purposes: readonly PurposeKind[] = set?.purposes ?? purposeKinds;
  const purpose =
    purposes.find((one) => one === draft.purpose) ?? (purposes.length === 1 ? purposes[0] : undefined);
  const lengths = hoursFor(set);
  if (draft.hours && !lengths.includes(draft.hours) && draft.hours <= (set?.longestHours ?? 24))
    lengths.push(draft.hours);
  lengths.sort((a, b) => a - b);
  const hours = lengths.includes(draft.hours ?? 0) ? draft.hours : undefined;
  const placeholder = plainText(plain(accessText, locale, 'form.choose'), 150);
  const toPurpose = (one: PurposeKind) =>
    option({ value: one, text: plain(catalogText, locale, `purpose.${one}`) });
  const toLength = (one: number) => option({ value: String(one), text: formatHours(one, locale) });
  return modal({
    callbackId: forms.ask,
    title: plain(accessText, locale, 'form.title'),
    submit: plain(accessText, locale, 'form.submit'),
    close: plain(accessText, locale, 'form.cancel'),
    blocks: [
      field({
        name: 'dataSet',
        label: plain(accessText, locale, 'form.dataSet'),
        hint: plain(accessText, locale, 'form.dataSetHint'),
        dispatch: true,
        element: {
          type: 'external_select',
          action_id: act.dataSet,
          min_query_length: 0,
          placeholder: plainText(plain(accessText, locale, 'form.dataSetPlaceholder'), 150),
          ...(set ? { initial_option: option(dataSetChoice(set, reader)) } : {}),
        },
      }),
      ...(set
        ? [
            context(
              plain(accessText, locale, 'form.rules', {
                class: plain(catalogText, locale, `class.${set.classification}`),
                personal: plain(catalogText, locale, `personal.${set.personal}`),
                wait: formatHours(set.pendingHours, locale),
              }),
            ),
          ]
        : []),
      caseField(reader, draft.keepsCases ?? false, draft.caseNumber),
      field({
        name: 'purpose',
        label: plain(accessText, locale, 'form.purpose'),
        element: {
          type: 'static_select',
          // Another data set offers other purposes: under another id Slack forgets a choice that is no longer offered.
          action_id: `value.${set?.id ?? ''}`.slice(0, 255),
          placeholder,
          options: purposes.map(toPurpose),
          ...(purpose ? { initial_option: toPurpose(purpose) } : {}),
        },
      }),
      field({
        name: 'hours',
        label: plain(accessText, locale, 'form.hours'),
        element: {
          type: 'static_select',
          action_id: `value.${set?.id ?? ''}`.slice(0, 255),
          placeholder,
          options: lengths.map(toLength),
          ...(hours === undefined ? {} : { initial_option: toLength(hours) }),
        },
      }),
      field({
        name: 'reason',
        label: plain(accessText, locale, 'form.reason'),
        hint: plain(accessText, locale, 'form.reasonHint'),
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: 500,
          ...(draft.reason ? { initial_value: unsaid(draft.reason, 500, locale) } : {}),
        },
      }),
      field({
        name: 'acknowledged',
        label: plain(accessText, locale, 'form.acknowledge'),
        element: {
          type: 'checkboxes',
          action_id: 'value',
          options: [option({ value: 'yes', text: plain(accessText, locale, 'form.acknowledgeOption') })],
        },
      }),
    ],
  });
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

/** The form of a revocation: a reason the holder reads. */
export function revokeView(reader: Reader, file: File, grant: Grant, now: Date): ModalView {
  const { locale } = reader;
  const about = mrkdwn(accessText, locale, 'revoke.about', {
    who: mention(grant.holder),
    when: formatMoment(grant.endsAt, reader, now),
    ...factsOf(file, reader),
  });
  return reasonView(reader, {
    callbackId: forms.revoke,
    about,
    rules: classAndKind(file.dataSet, reader),
    title: plain(accessText, locale, 'revoke.title'),
    label: plain(accessText, locale, 'revoke.reason'),
    submit: plain(accessText, locale, 'revoke.submit'),
    metadata: grant.id,
  });
}

function reasonView(
  { locale }: Reader,
  form: {
    callbackId: string;
    about: string;
    rules: string;
    title: string;
    label: string;
    submit: string;
    metadata: string;
  },
): ModalView {
  return modal({
    callbackId: form.callbackId,
    title: form.title,
    submit: form.submit,
    close: plain(accessText, locale, 'form.cancel'),
    metadata: form.metadata,
    blocks: [
      section(form.about),
      context(form.rules),
      field({
        name: 'reason',
        label: form.label,
        hint: plain(accessText, locale, 'form.reasonHint'),
        element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 500 },
      }),
    ],
  });
}
