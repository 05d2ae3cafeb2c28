import type { InputBlock, ModalView } from '@slack/types';
import { formatDay, type Locale, type Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, mrkdwn, plain } from '../kernel/message.ts';
import { clip, context, field, mention, modal, option, plainText, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { dutyForm, occurrenceLine } from './duty.view.ts';
import { type Ask, type Evidence, unitOf } from './evidence.ts';
import { answeredOf, asksOf } from './meeting.ts';
import type { Occurrence } from './occurrence.ts';
import { carry, type Place } from './place.ts';

/** What was answered last time, and when. */
export type LastTime = { readonly evidence: Evidence; readonly on: string };

/** A field's name in the form: keys of asks are free words, and the form has fields of its own. */
export const askField = (key: string): string => `ask.${key}`;

/** The form in which a duty is done: what it asks for, what was answered last time, and the day the evidence is of. */
export function evidenceView(
  reader: Reader,
  duty: Duty,
  occurrence: Occurrence,
  more: {
    last: LastTime | undefined;
    /** Who stands in the list of who was there, until somebody changes it. */
    expected: readonly string[];
    today: string;
    now: Date;
    place: Place | undefined;
  },
): ModalView {
  const { locale } = reader;
  const say = (key: keyof typeof dutyText.en & string) => plain(dutyText, locale, key);
  const { last, today, now } = more;
  return modal({
    callbackId: dutyForm.done,
    title: say('done.title'),
    submit: say('done.submit'),
    close: say('form.cancel'),
    metadata: carry(occurrence.id, more.place),
    blocks: [
      section(occurrenceLine(duty, occurrence, reader, now)),
      ...(duty.checker
        ? [context(mrkdwn(dutyText, locale, 'done.checked', { who: { markup: `<@${duty.checker}>` } }))]
        : []),
      ...asksOf(duty).map((ask) =>
        askInput(
          ask,
          occurrence.evidence?.[ask.key] ?? (ask.kind === 'people' ? more.expected : undefined),
          last,
          locale,
          now,
        ),
      ),
      field({
        name: 'evidenceOn',
        label: say('done.on'),
        hint: say('done.onHint'),
        element: { type: 'datepicker', action_id: 'value', initial_date: occurrence.evidenceOn ?? today },
      }),
    ],
  });
}

function askInput(
  ask: Ask,
  answered: Evidence[string] | undefined,
  last: LastTime | undefined,
  locale: Locale,
  now: Date,
): InputBlock {
  const label = (locale === 'zh' ? ask.zh : ask.en) || ask.en;
  const before = last && answerWords(ask, last.evidence[ask.key], locale);
  const unit = unitOf(ask, locale);
  const hint = before
    ? plain(dutyText, locale, 'done.last', {
        on: formatDay(last.on, locale, now),
        answer: clip(before, 300),
      })
    : undefined;
  return field({
    name: askField(ask.key),
    label: unit ? plain(dutyText, locale, 'done.unit', { label, unit }) : label,
    optional: !ask.needed,
    ...(hint ? { hint } : {}),
    element: elementFor(ask, answered, locale),
  });
}

function elementFor(ask: Ask, answered: Evidence[string] | undefined, locale: Locale): InputBlock['element'] {
  const options = (ask.options ?? []).map(({ en, zh }) =>
    option({ value: en, text: (locale === 'zh' ? zh : en) || en }),
  );
  const chosen = (Array.isArray(answered) ? answered : [answered]) as readonly unknown[];
  const initial = options.filter(({ value }) => chosen.includes(value));
  switch (ask.kind) {
    case 'people':
      return {
        ...{ type: 'multi_users_select', action_id: 'value' },
        placeholder: plainText(plain(dutyText, locale, 'form.choose'), 150),
        ...(Array.isArray(answered) && answered.length > 0 ? { initial_users: [...answered] } : {}),
      };
    case 'checklist':
      return {
        // Slack shows ten boxes and refuses more.
        type: options.length > 10 ? 'multi_static_select' : 'checkboxes',
        action_id: 'value',
        options,
        ...(initial.length > 0 ? { initial_options: initial } : {}),
      };
    case 'choice':
      return {
        type: 'static_select',
        action_id: 'value',
        options,
        placeholder: plainText(plain(dutyText, locale, 'form.choose'), 150),
        ...(initial[0] ? { initial_option: initial[0] } : {}),
      };
    default: {
      const text = answered === null || answered === undefined ? (ask.template ?? '') : String(answered);
      const long = ask.kind === 'text';
      return {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: long,
        max_length: long ? 2_000 : ask.kind === 'link' ? 1_000 : 30,
        ...(text ? { initial_value: text } : {}),
        ...(ask.kind === 'link' ? { placeholder: plainText('https://') } : {}),
      };
    }
  }
}

/** An answer as people read it; undefined where there is none. */
export function answerWords(
  ask: Ask,
  answer: Evidence[string] | undefined,
  locale: Locale,
): string | undefined {
  if (answer === null || answer === undefined) return undefined;
  // Where no name can stand their number does: a field's hint shows no mentions.
  if (ask.kind === 'people') return plain(dutyText, locale, 'done.people', { count: [answer].flat().length });
  const named = (value: string) => {
    const known = ask.options?.find(({ en }) => en === value);
    return known ? (locale === 'zh' ? known.zh : known.en) : value;
  };
  if (typeof answer === 'number') {
    const number = answer.toLocaleString(locale === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits: 6 });
    const unit = unitOf(ask, locale);
    if (!unit) return number;
    return unit === '%' ? `${number}%` : `${number} ${unit}`;
  }
  return typeof answer === 'string' ? named(answer) : answer.map(named).join(locale === 'zh' ? '、' : ', ');
}

/** What was handed in, a line each. */
export function evidenceLines(duty: Duty, { evidence }: Occurrence, locale: Locale): Blocks {
  if (!evidence) return [];
  const lines = answeredOf(duty, evidence).flatMap((ask) => {
    const answer = evidence[ask.key];
    const words = answerWords(ask, answer, locale);
    const label = (locale === 'zh' ? ask.zh : ask.en) || ask.en;
    if (ask.kind === 'people' && Array.isArray(answer))
      return [`*${escapeMrkdwn(label)}*  ${words} · ${answer.map((id) => mention(id).markup).join(' ')}`];
    return words === undefined ? [] : [`*${escapeMrkdwn(label)}*  ${escapeMrkdwn(clip(words, 500))}`];
  });
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}

/** What is odd about the answers, and what they were last time. */
export function sameness(
  duty: Duty,
  { flagged, state }: Occurrence,
  last: LastTime | undefined,
  { locale }: Reader,
  now: Date,
): Blocks {
  const odd = flagged ? [context(plain(dutyText, locale, `flag.${flagged}Long`))] : [];
  if (!last || (state !== 'submitted' && state !== 'returned')) return odd;
  const answers = answeredOf(duty, last.evidence).flatMap(
    (ask) => answerWords(ask, last.evidence[ask.key], locale) ?? [],
  );
  if (answers.length === 0) return odd;
  const on = formatDay(last.on, locale, now);
  return [...odd, context(mrkdwn(dutyText, locale, 'show.last', { on, answers: answers.join(' · ') }))];
}
