import { DateTime } from 'luxon';
import { formatDay, type Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { cadenceText } from './cadence.text.ts';
import type { Cadence } from './cadence.ts';
import { partsOf, type RuleParts } from './rule.ts';

/** How often a duty comes, as the reader would say it: `every month on the first working day`, `每月第 1 个工作日`. */
export function cadenceWords(cadence: Cadence, locale: Locale, now: Date): string {
  const say = (key: keyof typeof cadenceText.en & string, values?: Record<string, string | number>) =>
    plain(cadenceText, locale, key, values);
  switch (cadence.kind) {
    case 'workday':
      return say('every.workdayOf', { every: cadence.every, nth: nthWords(cadence.nth, locale) });
    case 'once':
      return say('once', { day: formatDay(cadence.on, locale, now) });
    case 'after': {
      const key = `after.${cadence.event}`;
      const known = Object.hasOwn(cadenceText.en, key) ? (key as 'after.people.left') : 'after.other';
      return say(known, { days: cadence.workingDays, event: cadence.event });
    }
    case 'rule': {
      const parts = partsOf(cadence.rule);
      const words = parts && ruleWords(parts, cadence, locale);
      return words ?? say('rule.own', { rule: cadence.rule });
    }
  }
}

/** What happens on days off, where there is a choice. */
export function offWords(cadence: Cadence, locale: Locale): string | undefined {
  if (cadence.kind !== 'rule' || (cadence.off === 'skip' && cadence.rule === 'FREQ=DAILY')) return undefined;
  return plain(cadenceText, locale, `off.${cadence.off}`);
}

function ruleWords(
  parts: RuleParts,
  { off, from }: Extract<Cadence, { kind: 'rule' }>,
  locale: Locale,
): string | undefined {
  const { freq, each, days, monthDays, months, nth } = parts;
  const say = (key: keyof typeof cadenceText.en & string, values?: Record<string, string | number>) =>
    plain(cadenceText, locale, key, values);
  const began = DateTime.fromISO(from, { zone: 'utc' });
  switch (freq) {
    case 'DAILY':
      if (days.length + monthDays.length + months.length > 0) return undefined;
      return each === 1 && off === 'skip' ? say('every.workday') : say('every.day', { each });
    case 'WEEKLY': {
      if (monthDays.length + months.length > 0 || nth) return undefined;
      const named = days.length > 0 ? days : [began.weekday];
      return say('every.week', {
        each,
        days: list(
          named.map((day) => weekdayName(day, locale)),
          locale,
        ),
      });
    }
    case 'MONTHLY': {
      const on =
        nth !== undefined && days.length === 1
          ? say('on.weekday', { nth: nthWords(nth, locale), day: weekdayName(days[0] ?? 1, locale) })
          : days.length === 0
            ? onDays(monthDays.length > 0 ? monthDays : [began.day], locale)
            : undefined;
      if (on === undefined) return undefined;
      if (months.length === 0) return say('every.month', { each, on });
      return each === 1
        ? say('every.months', {
            on,
            months: list(
              months.map((month) => monthName(month, locale)),
              locale,
            ),
          })
        : undefined;
    }
    case 'YEARLY': {
      if (days.length > 0) return undefined;
      const dates = (months.length > 0 ? months : [began.month]).flatMap((month) =>
        (monthDays.length > 0 ? monthDays : [began.day]).map((day) => dateWords(month, day, locale)),
      );
      return say('every.year', { each, dates: list(dates, locale) });
    }
  }
}

function onDays(days: readonly number[], locale: Locale): string | undefined {
  if (days.some((day) => day < -1)) return undefined;
  const named = days
    .filter((day) => day > 0)
    .map((day) => plain(cadenceText, locale, 'nth.day', { nth: day }));
  const last = days.includes(-1);
  if (named.length === 0) return plain(cadenceText, locale, 'on.last');
  const words = plain(cadenceText, locale, 'on.days', { days: list(named, locale) });
  return last ? list([words, plain(cadenceText, locale, 'on.last')], locale) : words;
}

function dateWords(month: number, day: number, locale: Locale): string {
  const name = monthName(month, locale);
  if (day < 0) return plain(cadenceText, locale, 'date.yearLast', { month: name });
  return plain(cadenceText, locale, 'date.year', { month: name, day });
}

/** `1st`, `last`, `second last`; `第 1 个`, `最后一个`. */
export function nthWords(nth: number, locale: Locale): string {
  if (nth > 0) return plain(cadenceText, locale, 'nth.first', { nth });
  const back = plain(cadenceText, locale, 'nth.first', { nth: -nth });
  return plain(cadenceText, locale, 'nth.last', { nth: -nth, back });
}

export function weekdayName(day: number, locale: Locale): string {
  // 2024 began on a Monday.
  const date = DateTime.fromObject({ year: 2024, month: 1, day }, { zone: 'utc' });
  return locale === 'zh' ? date.setLocale('zh-CN').toFormat('ccc') : date.setLocale('en-GB').toFormat('cccc');
}

export function monthName(month: number, locale: Locale): string {
  if (locale === 'zh') return `${month} 月`;
  return DateTime.fromObject({ year: 2024, month }, { zone: 'utc' }).setLocale('en-GB').toFormat('LLLL');
}

function list(items: readonly string[], locale: Locale): string {
  if (locale === 'zh') return items.join('、');
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(items);
}
