import type { ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { context, field, mention, modal, section } from '../slack/blocks.ts';
import { accessText } from './access.text.ts';
import { classAndKind, type File, factsOf } from './card.view.ts';
import type { Grant } from './grant.ts';
import { grantTimes, stateToStart } from './start.view.ts';

export const forms = { ask: 'access.ask', revoke: 'access.revoke' } as const;

/** The form of a revocation: a reason the holder reads. */
export function revokeView(reader: Reader, file: File, grant: Grant, now: Date): ModalView {
  const { locale } = reader;
  const about = mrkdwn(accessText, locale, `revoke.${stateToStart(grant, now) ?? 'about'}`, {
    ...factsOf(file, reader),
    ...grantTimes(grant, reader, now),
    who: mention(grant.holder),
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
