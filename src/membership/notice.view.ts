import { formatDay, type Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { announcedText } from './announced.text.ts';
import type { Notice, NoticeFault } from './notice.parse.ts';

/** What was understood of a notice, for somebody to compare: one text that fits a section. */
export function noticeLines({ year, feasts }: Notice, locale: Locale): string[] {
  const say = (key: keyof typeof announcedText.en & string, values: Record<string, string | number>) =>
    plain(announcedText, locale, key, values);
  const listed = (dates: readonly string[]) =>
    dates.map((date) => dayWords(date, locale)).join(locale === 'zh' ? '、' : ', ');
  const lines = feasts.map(({ name, off, working }) => {
    const [first = '', last = ''] = [off[0], off.at(-1)];
    const through = locale === 'zh' ? '至' : ' – ';
    const span =
      first === last
        ? dayWords(first, locale)
        : `${dayWords(first, locale)}${through}${dayWords(last, locale)}`;
    const worked = working.length > 0 ? say('notice.worked', { worked: listed(working) }) : '';
    return `${say('notice.feast', { name, off: span, count: off.length })}${worked}`;
  });
  return [[say('notice.read', { year: String(year) }), ...lines].join('\n')];
}

/** With its year: it may begin in the one before. */
function dayWords(date: string, locale: Locale): string {
  return formatDay(date, locale, new Date(`${date}T00:00:00Z`));
}

/** As many are named one by one. */
const named = 5;

/** What of a notice cannot be, feast by feast. */
export function noticeFaultWords(faults: readonly NoticeFault[], locale: Locale): string {
  return faults
    .slice(0, named)
    .map((one) => {
      const { fault, ...values } = one;
      return plain(announcedText, locale, `notice.${fault}`, {
        ...values,
        ...(one.fault === 'weekday' ? { found: weekday(one.found, locale) } : {}),
      });
    })
    .join('\n');
}

/** 5 January 2026 was a Monday. */
function weekday(iso: number, locale: Locale): string {
  const at = new Date(Date.UTC(2026, 0, 4 + iso));
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    weekday: 'long',
    timeZone: 'UTC',
  }).format(at);
}
