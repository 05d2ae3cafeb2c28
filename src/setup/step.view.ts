import type { InputBlock, ModalView } from '@slack/types';
import { catalogText } from '../catalog/data-set.text.ts';
import { classDefaults, classifications } from '../catalog/data-set.ts';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { field, modal, option, plainText, section } from '../slack/blocks.ts';
import type { Blocks, Choice } from '../slack/capability.ts';
import type { Standing } from './setup.store.ts';
import { setupText } from './setup.text.ts';
import type { FormStep } from './setup.ts';

/** Sentences under the fields of a form, or nothing where the step was taken. */
export type Faults = Readonly<Record<string, string>> | undefined;

export const stepForm = (step: FormStep): string => `setup.${step}`;

/** The form of one step. `drawn` keeps the fields of two openings apart; `groups`: names of the pilot's user groups. */
export function stepView(
  step: FormStep,
  standing: Standing,
  { locale }: Reader,
  opened: { drawn: string; groups: readonly Choice[] },
): ModalView {
  const say = (key: keyof typeof setupText.en) => plain(setupText, locale, key);
  const placeholder = plainText(say('form.choose'), 150);
  const action_id = `value.${opened.drawn}`;
  const { company, roles, sets } = standing;

  const people = (name: string, label: string, hint: string, ids: readonly string[], optional = false) =>
    field({
      ...{ name, label, hint, optional },
      element: {
        ...{ type: 'multi_users_select', action_id, placeholder },
        ...(ids.length > 0 ? { initial_users: [...ids] } : {}),
      },
    });
  const one = (name: string, label: string, choices: readonly Choice[], initial?: string, hint?: string) => {
    const chosen = choices.find(({ value }) => value === initial);
    return field({
      ...{ name, label, ...(hint ? { hint } : {}) },
      element: {
        ...{ type: 'static_select', action_id, placeholder, options: choices.map(option) },
        ...(chosen ? { initial_option: option(chosen) } : {}),
      },
    });
  };
  const time = (name: 'from' | 'to') =>
    field({
      ...{ name, label: say(`hours.${name}`) },
      element: { type: 'timepicker', action_id, initial_time: company.hours[name], placeholder },
    });

  const blocks: Record<FormStep, () => Blocks> = {
    people: () => [
      people('admins', say('people.admins'), say('people.adminsHint'), roles.admin),
      people('officers', say('people.officers'), say('people.officersHint'), roles.privacy_officer),
      people('auditors', say('people.auditors'), say('people.auditorsHint'), roles.auditor, true),
    ],
    data: () => [
      section(say('data.intro')),
      one(
        'template',
        say('data.template'),
        (['transfer', 'bookkeeping', 'both', 'csv'] as const).map((value) => ({
          value,
          text: say(`data.${value}`),
        })),
      ),
      field({
        ...{ name: 'owner', label: say('data.owner'), hint: say('data.ownerHint') },
        element: { type: 'users_select', action_id, placeholder },
      }),
      people('approvers', say('data.approvers'), say('data.approversHint'), []),
      field({
        ...{ name: 'list', label: say('data.list'), hint: say('data.listHint'), optional: true },
        element: { type: 'plain_text_input', action_id, multiline: true, max_length: 3_000 },
      }),
    ],
    policies: () => {
      const used = classifications.filter((one) => sets.some((set) => set.classification === one));
      return used.length === 0
        ? [section(say('policies.none'))]
        : [section(say('policies.intro')), ...used.flatMap((one) => policyFields(one))];
    },
    pilot: () =>
      company.pilot === null
        ? [section(say('pilot.isOn'))]
        : [
            section(say('pilot.intro')),
            people('members', say('pilot.members'), '', company.pilot.members, true),
            field({
              ...{ name: 'pilotGroups', label: say('pilot.groups'), hint: say('pilot.groupsHint') },
              optional: true,
              element: {
                ...{ type: 'multi_external_select', action_id, placeholder, min_query_length: 0 },
                ...(opened.groups.length > 0 ? { initial_options: opened.groups.map(option) } : {}),
              },
            }),
          ],
    hours: () => {
      const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
        value: String(day),
        text: say(`day.${day}` as 'day.1'),
      }));
      const kept = days.filter(({ value }) => company.hours.days.includes(Number(value)));
      return [
        field({
          ...{ name: 'days', label: say('hours.days'), hint: say('hours.hint') },
          element: {
            ...{ type: 'multi_static_select', action_id, placeholder, options: days.map(option) },
            initial_options: kept.map(option),
          },
        }),
        time('from'),
        time('to'),
        field({
          ...{ name: 'tz', label: say('hours.tz') },
          element: {
            ...{ type: 'external_select', action_id, placeholder, min_query_length: 0 },
            initial_option: option({ value: company.tz, text: company.tz }),
          },
        }),
        one(
          'holidays',
          say('hours.holidays'),
          (['china', 'none'] as const).map((value) => ({ value, text: say(`hours.${value}`) })),
          company.holidays,
          say('hours.holidaysHint'),
        ),
      ];
    },
    language: () => [
      one(
        'language',
        say('language.label'),
        (['both', 'zh', 'en'] as const).map((value) => ({ value, text: say(`language.${value}`) })),
        company.language,
        say('language.hint'),
      ),
    ],
  };

  function policyFields(one: (typeof classifications)[number]): InputBlock[] {
    const named = plain(catalogText, locale, `class.${one}`);
    const of = sets.filter((set) => set.classification === one);
    const number = (what: 'longest' | 'pending', most: number, initial: number) =>
      field({
        ...{ name: `${what}.${one}`, label: plain(setupText, locale, `policies.${what}`, { class: named }) },
        hint: plain(setupText, locale, 'policies.longestHint', { most }),
        element: {
          ...{ type: 'number_input', action_id, is_decimal_allowed: false },
          ...{ min_value: '1', max_value: String(most), initial_value: String(initial) },
        },
      });
    return [
      number('longest', classDefaults[one].mostHours, Math.max(...of.map((set) => set.longestHours))),
      number('pending', 720, Math.max(...of.map((set) => set.pendingHours))),
    ];
  }

  const drawn = blocks[step]();
  const asks = drawn.some(({ type }) => type === 'input');
  return modal({
    callbackId: stepForm(step),
    title: say(`step.${step}`),
    ...(asks ? { submit: say('form.save') } : {}),
    close: say(asks ? 'form.cancel' : 'form.close'),
    metadata: JSON.stringify({ drawn: opened.drawn }),
    blocks: drawn,
  });
}
