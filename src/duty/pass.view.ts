import type { ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { context, field, mention, modal, option, plainText, section } from '../slack/blocks.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { dutyForm, occurrenceLine, titleOf } from './duty.view.ts';
import { evidenceLines } from './evidence.view.ts';
import type { Occurrence } from './occurrence.ts';
import { carry, type Place } from './place.ts';

/** To whom, and whether for good. */
export function passView(
  reader: Reader,
  duty: Duty,
  occurrence: Occurrence,
  more: { now: Date; forGood: boolean; place: Place | undefined },
): ModalView {
  const { locale } = reader;
  const say = (key: keyof typeof dutyText.en & string) => plain(dutyText, locale, key);
  const hows = (['once', 'good'] as const).map((how) => option({ value: how, text: say(`pass.${how}`) }));
  return modal({
    callbackId: dutyForm.pass,
    title: say('pass.title'),
    submit: say('pass.submit'),
    close: say('form.cancel'),
    metadata: carry(occurrence.id, more.place),
    blocks: [
      section(occurrenceLine(duty, occurrence, reader, more.now)),
      colleague(reader, 'pass.to', duty.deputy && duty.deputy !== occurrence.owner ? duty.deputy : undefined),
      ...(more.forGood
        ? [
            field({
              name: 'how',
              label: say('pass.how'),
              element: {
                type: 'radio_buttons',
                action_id: 'value',
                options: hows,
                ...(hows[0] ? { initial_option: hows[0] } : {}),
              },
            }),
          ]
        : []),
    ],
  });
}

function colleague({ locale }: Reader, label: 'pass.to' | 'over.to', initial: string | undefined) {
  return field({
    name: 'to',
    label: plain(dutyText, locale, label),
    element: {
      type: 'users_select',
      action_id: 'value',
      placeholder: plainText(plain(dutyText, locale, 'form.choose'), 150),
      ...(initial ? { initial_user: initial } : {}),
    },
  });
}

/** Why it is left out this once, or what is missing in what was handed in. */
export function sentenceView(
  reader: Reader,
  what: 'skip' | 'return',
  duty: Duty,
  occurrence: Occurrence,
  now: Date,
  place: Place | undefined,
): ModalView {
  const { locale } = reader;
  const say = (key: keyof typeof dutyText.en & string) => plain(dutyText, locale, key);
  return modal({
    callbackId: dutyForm[what],
    title: say(`${what}.title`),
    submit: say(`${what}.submit`),
    close: say('form.cancel'),
    metadata: carry(occurrence.id, place),
    blocks: [
      section(occurrenceLine(duty, occurrence, reader, now)),
      ...(what === 'return' ? evidenceLines(duty, occurrence, locale) : []),
      field({
        name: 'why',
        label: say(`${what}.why`),
        hint: say(`${what}.whyHint`),
        element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 300 },
      }),
    ],
  });
}

/** Who is to own a duty from now on. */
export function handOverView(reader: Reader, duty: Duty, place: Place | undefined): ModalView {
  const { locale } = reader;
  const say = (key: keyof typeof dutyText.en & string) => plain(dutyText, locale, key);
  return modal({
    callbackId: dutyForm.handOver,
    title: say('over.title'),
    submit: say('over.submit'),
    close: say('form.cancel'),
    metadata: carry(duty.id, place),
    blocks: [
      section(mrkdwn(dutyText, locale, 'line.title', { title: titleOf(duty, locale) })),
      colleague(reader, 'over.to', duty.leftBy ? undefined : (duty.deputy ?? undefined)),
      context(say('over.hint')),
      ...(duty.leftBy && duty.owner
        ? [context(mrkdwn(dutyText, locale, 'over.keep', { who: mention(duty.owner) }))]
        : []),
    ],
  });
}
