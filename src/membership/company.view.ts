import type { ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import type { Company } from '../people/company.ts';
import { actions, button, field, modal, option, section } from '../slack/blocks.ts';
import { ownDayLines } from './days.parse.ts';
import { settingsText } from './settings.text.ts';
import { chooseOne, settingsAct, weekdaysField } from './settings.view.ts';

export const companyForm = 'settings.company';

type Key = keyof typeof settingsText.en & string;

/** The company's settings, for admins. `missing`: years whose holidays are not known. */
export function companyView(
  { locale }: Reader,
  company: Company,
  of: { missing: readonly number[]; drawn: string },
): ModalView {
  const say = (key: Key, values?: Record<string, string | number>) =>
    plain(settingsText, locale, key, values);
  const id = `value.${of.drawn}`;
  const time = (name: 'from' | 'to') =>
    field({
      name,
      label: say(`company.${name}`),
      element: { type: 'timepicker', action_id: id, initial_time: company.hours[name] },
    });
  const choice = <V extends string>(
    name: string,
    label: Key,
    choices: readonly (readonly [V, Key])[],
    value: V,
  ) => {
    const options = choices.map(([one, key]) => option({ value: one, text: say(key) }));
    const initial = options.find((one) => one.value === value);
    return field({
      name,
      label: say(label),
      element: {
        type: 'static_select',
        action_id: id,
        options,
        ...(initial ? { initial_option: initial } : {}),
      },
    });
  };
  const words = (name: 'daysOff' | 'caseForm' | 'mailDomains', value: string, most: number) =>
    field({
      name,
      label: say(`company.${name}`),
      hint: say(`company.${name}Hint`),
      optional: true,
      element: {
        type: 'plain_text_input',
        action_id: id,
        max_length: most,
        multiline: name === 'daysOff',
        ...(value ? { initial_value: value } : {}),
      },
    });
  const guard = option({
    value: 'dm',
    text: say('company.guard.dm'),
    description: say('company.guard.dmNote'),
  });
  return modal({
    callbackId: companyForm,
    title: say('company.title'),
    submit: say('settings.save'),
    close: say('settings.cancel'),
    metadata: of.drawn,
    blocks: [
      actions('back', button({ id: settingsAct.open, text: say('company.back') })),
      weekdaysField(locale, {
        name: 'days',
        label: say('company.days'),
        id,
        chosen: company.hours.days,
        optional: false,
      }),
      time('from'),
      time('to'),
      field({
        name: 'tz',
        label: say('company.tz'),
        hint: say('company.tzHint'),
        element: {
          type: 'external_select',
          action_id: id,
          placeholder: chooseOne(locale),
          min_query_length: 0,
          initial_option: option({ value: company.tz, text: company.tz }),
        },
      }),
      choice(
        'holidays',
        'company.holidays',
        [
          ['china', 'company.holidays.china'],
          ['none', 'company.holidays.none'],
        ],
        company.holidays,
      ),
      ...of.missing.map((year) => section(say('company.yearMissing', { year: String(year) }))),
      actions(
        'years',
        button({ id: settingsAct.announced, text: say('settings.announced'), value: of.drawn }),
      ),
      words(
        'daysOff',
        ownDayLines(company.daysOff, { off: say('company.day.off'), working: say('company.day.working') }),
        3_000,
      ),
      choice(
        'language',
        'company.language',
        [
          ['both', 'company.language.both'],
          ['zh', 'company.language.zh'],
          ['en', 'company.language.en'],
        ],
        company.language,
      ),
      words('caseForm', company.caseForm ?? '', 40),
      words('mailDomains', company.mailDomains.join(' '), 1_000),
      field({
        name: 'messagesPerDay',
        label: say('company.messagesPerDay'),
        hint: say('company.messagesPerDayHint'),
        element: {
          type: 'number_input',
          action_id: id,
          is_decimal_allowed: false,
          min_value: '1',
          max_value: '20',
          initial_value: String(company.messagesPerDay),
        },
      }),
      field({
        name: 'guard',
        label: say('company.guard'),
        optional: true,
        element: {
          type: 'checkboxes',
          action_id: id,
          options: [guard],
          ...(company.guardDms ? { initial_options: [guard] } : {}),
        },
      }),
      field({
        name: 'guardedChannels',
        label: say('company.guardedChannels'),
        hint: say('company.guardedHint'),
        optional: true,
        element: {
          type: 'multi_conversations_select',
          action_id: id,
          placeholder: chooseOne(locale),
          filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
          ...(company.guardedChannels.length > 0
            ? { initial_conversations: [...company.guardedChannels] }
            : {}),
        },
      }),
    ],
  });
}
