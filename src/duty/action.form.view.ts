import type { ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { field, mention, modal, option, section } from '../slack/blocks.ts';
import { actionText } from './action.text.ts';
import { type Effect, effectDays } from './action.ts';
import { formatDayOf } from './action.view.ts';
import type { Duty } from './duty.ts';
import { titleOf } from './duty.view.ts';

export const actionForm = { add: 'duty.action', judge: 'duty.action.judge' } as const;

type Key = keyof typeof actionText.en;

const input = (
  name: string,
  label: string,
  more: { hint?: string; lines?: boolean; initial?: string; max: number; optional?: boolean },
) =>
  field({
    ...{ name, label, optional: more.optional ?? false, ...(more.hint ? { hint: more.hint } : {}) },
    element: {
      ...{
        type: 'plain_text_input',
        action_id: 'value',
        multiline: more.lines ?? false,
        max_length: more.max,
      },
      ...(more.initial ? { initial_value: more.initial } : {}),
    },
  });

const person = (
  name: string,
  label: string,
  more: { hint?: string; initial?: string | undefined; optional?: boolean } = {},
) =>
  field({
    ...{ name, label, optional: more.optional ?? false, ...(more.hint ? { hint: more.hint } : {}) },
    element: {
      ...{ type: 'users_select', action_id: 'value' },
      ...(more.initial ? { initial_user: more.initial } : {}),
    },
  });

const day = (name: string, label: string, initial: string) =>
  field({ name, label, element: { type: 'datepicker', action_id: 'value', initial_date: initial } });

function afterSelect({ locale }: Reader) {
  const options = effectDays.map((days) =>
    option({ value: String(days), text: plain(actionText, locale, `form.after.${days}`) }),
  );
  const [first] = options;
  return field({
    ...{ name: 'effectiveAfterDays', label: plain(actionText, locale, 'form.after') },
    element: {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(first ? { initial_option: first } : {}),
    },
  });
}

/** The form of a corrective action, or of what a meeting decided. `found`: what it came from; `due`: a day to begin with. */
export function actionView(
  about: { found: string; due: string; decided?: { title: string; on: string }; in: 'list' | 'alone' },
  reader: Reader,
): ModalView {
  const { locale } = reader;
  const say = (key: Key) => plain(actionText, locale, key);
  const { decided } = about;
  return modal({
    callbackId: actionForm.add,
    title: say(decided ? 'form.titleDecision' : 'form.title'),
    submit: say('form.save'),
    close: say('actions.close'),
    metadata: JSON.stringify({ found: about.found, in: about.in }),
    blocks: [
      input('title', say('form.name'), { hint: say('form.nameHint'), max: 120 }),
      input('cause', say('form.cause'), {
        ...{ hint: say('form.causeHint'), lines: true, max: 1_000 },
        ...(decided ? { initial: plain(actionText, locale, 'form.causeMeeting', decided) } : {}),
      }),
      person('owner', say('form.owner')),
      day('due', say('form.due'), about.due),
      person('effectiveBy', say('form.effectiveBy'), { hint: say('form.effectiveByHint'), optional: true }),
      afterSelect(reader),
    ],
  });
}

/** Whether an action helped; where it did not, what is done next. */
export function judgeView(
  { duty, effect, effective, due }: { duty: Duty; effect: Effect; effective: boolean; due: string },
  reader: Reader,
  now: Date,
): ModalView {
  const { locale } = reader;
  const say = (key: Key) => plain(actionText, locale, key);
  return modal({
    callbackId: actionForm.judge,
    title: say('judge.title'),
    submit: say('form.save'),
    close: say('actions.close'),
    metadata: JSON.stringify({ duty: duty.id, effective }),
    blocks: [
      section(
        mrkdwn(actionText, locale, 'judge.about', {
          title: titleOf(duty, locale),
          who: mention(effect.doneBy),
          at: formatDayOf(effect.doneAt, reader, now),
          cause: duty.action?.cause ?? say('actions.erased'),
        }),
      ),
      input('note', say(effective ? 'judge.helped' : 'judge.not'), {
        lines: true,
        max: 1_000,
        optional: effective,
      }),
      ...(effective
        ? []
        : [
            input('title', say('judge.nextTitle'), { max: 120, initial: titleOf(duty, locale) }),
            person('owner', say('judge.nextOwner'), { initial: duty.owner ?? undefined }),
            day('due', say('judge.nextDue'), due),
            afterSelect(reader),
          ]),
    ],
  });
}
