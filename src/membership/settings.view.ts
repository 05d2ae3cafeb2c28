import type { ModalView } from '@slack/types';
import { type Locale, localeOf, type Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { type Company, holidaysFor } from '../people/company.ts';
import type { Member } from '../people/member.ts';
import { partUnknownAt, placeName } from '../people/place.ts';
import type { Preferences } from '../people/preference.ts';
import { actions, button, context, field, modal, option, plainText, section } from '../slack/blocks.ts';
import { holidaysWords, zoneChoice } from './place.view.ts';
import { settingsText } from './settings.text.ts';

export const settingsAct = {
  open: 'settings.open',
  reset: 'settings.reset',
  company: 'settings.company',
  announced: 'settings.announced',
} as const;
export const settingsForm = 'settings.own';

type Key = keyof typeof settingsText.en & string;
type Time = 'from' | 'to' | 'digestAt' | 'quietFrom' | 'quietTo';

/** What the form shows. `drawn` differs with every drawing: Slack keeps what was typed under an action id. */
export type SettingsState = {
  member: Member;
  preferences: Preferences;
  company: Company;
  /** The zone that counts, and whether it is the person's own. */
  zone: { tz: string; own: boolean };
  admin: boolean;
  officer: boolean;
  drawn: string;
};

/** A person's own settings. */
export function settingsView({ locale }: Reader, state: SettingsState, note?: string): ModalView {
  const { preferences, company, drawn } = state;
  const say = (key: Key, values?: Record<string, string | number>) =>
    plain(settingsText, locale, key, values);
  const id = `value.${drawn}`;
  const languages = (['slack', 'zh', 'en'] as const).map((value) => ({
    value,
    text:
      value === 'slack'
        ? say('settings.language.slack', { language: tongue(localeOf(state.member.locale), locale) })
        : say(`settings.language.${value}`),
  }));
  const language = languages.find(({ value }) => value === (preferences.language ?? 'slack'));
  const time = (name: Time, set: string | undefined, hint?: string) =>
    field({
      name,
      label: say(`settings.${name}`),
      optional: true,
      ...(hint ? { hint } : {}),
      element: { type: 'timepicker', action_id: id, ...(set ? { initial_time: set } : {}) },
    });
  const { hours, quiet, digestAt } = preferences;
  return modal({
    callbackId: settingsForm,
    title: say('settings.title'),
    submit: say('settings.save'),
    close: say('settings.cancel'),
    metadata: drawn,
    blocks: [
      ...(note ? [section(note)] : []),
      section(say('settings.intro')),
      field({
        name: 'language',
        label: say('settings.language'),
        element: {
          type: 'static_select',
          action_id: id,
          options: languages.map(option),
          ...(language ? { initial_option: option(language) } : {}),
        },
      }),
      weekdaysField(locale, {
        name: 'days',
        label: say('settings.days'),
        hint: say('settings.daysHint', { days: weekdayWords(company.hours.days, locale) }),
        id,
        chosen: preferences.days ?? [],
        optional: true,
      }),
      time('from', hours?.from),
      time('to', hours?.to, say('settings.hoursHint', { from: company.hours.from, to: company.hours.to })),
      field({
        name: 'place',
        label: say('settings.place'),
        hint: placeHint(company, preferences, state.zone.tz, locale),
        element: {
          type: 'external_select',
          action_id: id,
          min_query_length: 0,
          initial_option: option(
            preferences.holidays
              ? { value: preferences.holidays, text: holidaysWords(preferences.holidays, locale) }
              : zoneChoice(holidaysFor(company, state.zone.tz), locale),
          ),
        },
      }),
      time('digestAt', digestAt ?? undefined, say('settings.digestHint')),
      time('quietFrom', quiet?.from),
      time('quietTo', quiet?.to, say('settings.quietTimesHint')),
      weekdaysField(locale, {
        name: 'quietDays',
        label: say('settings.quietDays'),
        hint: say('settings.quietHint'),
        id,
        chosen: preferences.quietDays,
        optional: true,
      }),
      context(say(state.zone.own ? 'settings.zone' : 'settings.zoneUnknown', { tz: state.zone.tz })),
      actions(
        'more',
        button({ id: settingsAct.reset, text: say('settings.reset'), value: drawn }),
        ...(state.admin
          ? [button({ id: settingsAct.company, text: say('settings.company'), value: drawn })]
          : []),
        ...(state.officer && !state.admin
          ? [button({ id: settingsAct.announced, text: say('settings.announced'), value: drawn })]
          : []),
      ),
    ],
  });
}

function tongue(of: Locale, locale: Locale): string {
  if (of === 'zh') return locale === 'zh' ? '中文' : 'Chinese';
  return locale === 'zh' ? '英文' : 'English';
}

/** Days of the week by name, in their order. */
export function weekdayWords(days: readonly number[], locale: Locale): string {
  return ([1, 2, 3, 4, 5, 6, 7] as const)
    .filter((day) => days.includes(day))
    .map((day) => plain(settingsText, locale, `weekday.${day}`))
    .join(locale === 'zh' ? '、' : ', ');
}

/** Monday to Sunday, to be ticked. */
export function weekdaysField(
  locale: Locale,
  of: {
    name: string;
    label: string;
    hint?: string;
    id: string;
    chosen: readonly number[];
    optional: boolean;
  },
) {
  const days = ([1, 2, 3, 4, 5, 6, 7] as const).map((day) =>
    option({ value: String(day), text: plain(settingsText, locale, `weekday.${day}`) }),
  );
  const chosen = days.filter((_, at) => of.chosen.includes(at + 1));
  return field({
    name: of.name,
    label: of.label,
    optional: of.optional,
    ...(of.hint ? { hint: of.hint } : {}),
    element: {
      type: 'checkboxes',
      action_id: of.id,
      options: days,
      ...(chosen.length > 0 ? { initial_options: chosen } : {}),
    },
  });
}

/** Where their zone does not say in which part of a country they work, that is asked: until they say, it is a guess. */
function placeHint(company: Company, preferences: Preferences, tz: string, locale: Locale): string {
  const open = preferences.holidays || company.holidays === 'none' ? undefined : partUnknownAt(tz);
  return open
    ? plain(settingsText, locale, 'settings.placeOpen', {
        country: placeName(open, locale),
        guess: holidaysWords(holidaysFor(company, tz), locale),
      })
    : plain(settingsText, locale, 'settings.placeHint');
}

/** A placeholder of fields in which something is chosen. */
export function chooseOne(locale: Locale) {
  return plainText(plain(settingsText, locale, 'settings.choose'), 150);
}
