import type { InputBlock, Option } from '@slack/types';
import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { field, option, plainText } from '../slack/blocks.ts';
import {
  choosesOff,
  everyMonths,
  howOf,
  hows,
  nthWeeks,
  nthWorkdays,
  type Values,
  weekdays,
} from './cadence.form.ts';
import { cadenceText } from './cadence.text.ts';
import { offRules, triggers } from './cadence.ts';
import { nthWords, weekdayName } from './cadence.view.ts';
import { dutyAct } from './duty.view.ts';
import { formText } from './form.text.ts';

/** How often, by plain choices: each choice tells the bot, which draws what belongs to it and the next dates. */
export function cadenceFields(locale: Locale, values: Values, drawn: string): InputBlock[] {
  const how = howOf(values.how);
  const id = `${dutyAct.form}#${drawn}`;
  const say = (key: keyof typeof formText.en & string) => plain(formText, locale, key);
  const chosen = (name: string, options: readonly Option[]) => {
    const held = [values[name] ?? []].flat();
    return options.filter(({ value }) => held.includes(value ?? ''));
  };
  const labelled = (name: string, element: InputBlock['element'], hint?: string): InputBlock =>
    field({
      name,
      label: say(`field.${name}` as 'field.how'),
      dispatch: true,
      element,
      ...(hint ? { hint } : {}),
    });
  const select = (name: string, options: Option[]): InputBlock => {
    const initial = chosen(name, options)[0];
    return labelled(name, {
      type: 'static_select',
      action_id: id,
      options: options as never,
      placeholder: plainText(say('choose'), 150),
      ...(initial ? { initial_option: initial as never } : {}),
    });
  };
  const several = (name: string, options: Option[]): InputBlock => {
    const initial = chosen(name, options);
    return labelled(name, {
      type: 'multi_static_select',
      action_id: id,
      options: options as never,
      placeholder: plainText(say('choose'), 150),
      ...(initial.length > 0 ? { initial_options: initial as never } : {}),
    });
  };
  const date = (name: string): InputBlock => {
    const initial = typeof values[name] === 'string' && values[name] ? String(values[name]) : undefined;
    return labelled(name, {
      type: 'datepicker',
      action_id: id,
      ...(initial ? { initial_date: initial } : {}),
    });
  };
  const line = (name: string, max: number, hint?: string): InputBlock =>
    labelled(
      name,
      {
        type: 'plain_text_input',
        action_id: id,
        max_length: max,
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
        ...(typeof values[name] === 'string' && values[name] ? { initial_value: String(values[name]) } : {}),
      },
      hint,
    );
  const numbered = (some: readonly number[], words: (one: number) => string): Option[] =>
    some.map((one) => option({ value: String(one), text: words(one) }));
  const days = numbered(weekdays, (day) => weekdayName(day, locale));
  const fields: Record<typeof how, () => InputBlock[]> = {
    workdays: () => [],
    daily: () => [],
    weekly: () => [
      several('weekdays', days),
      select(
        'weeks',
        numbered([1, 2, 3, 4], (each) => plain(formText, locale, 'weeks.option', { each })),
      ),
    ],
    monthday: () => [
      several(
        'days',
        numbered(
          [...Array(31).keys(), -2].map((day) => day + 1),
          (day) => (day < 0 ? say('day.last') : plain(formText, locale, 'day.option', { day })),
        ),
      ),
      select(
        'months',
        numbered(everyMonths, (each) => plain(formText, locale, 'months.option', { each })),
      ),
    ],
    monthweekday: () => [
      select(
        'nthWeek',
        numbered(nthWeeks, (nth) => nthWords(nth, locale)),
      ),
      select('weekday', days),
    ],
    workday: () => [
      select(
        'every',
        (['month', 'quarter', 'year'] as const).map((every) =>
          option({ value: every, text: say(`every.${every}`) }),
        ),
      ),
      select(
        'nth',
        numbered(nthWorkdays, (nth) => plain(formText, locale, 'nth.option', { nth: nthWords(nth, locale) })),
      ),
    ],
    yearly: () => [date('yearDay')],
    once: () => [date('on')],
    after: () => [
      select(
        'event',
        triggers.map((event) => option({ value: event, text: plain(cadenceText, locale, `event.${event}`) })),
      ),
      line('workingDays', 3),
    ],
    rule: () => [line('rule', 300, say('hint.rule'))],
  };
  const repeats = how !== 'once' && how !== 'after';
  return [
    select(
      'how',
      hows.map((one) => option({ value: one, text: say(`how.${one}`) })),
    ),
    ...fields[how](),
    ...(choosesOff(how)
      ? [
          select(
            'off',
            offRules.map((off) => option({ value: off, text: plain(cadenceText, locale, `off.${off}`) })),
          ),
        ]
      : []),
    ...(repeats ? [date('from')] : []),
  ];
}
