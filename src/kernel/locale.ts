import { DateTime } from 'luxon';

/** The languages Shoumi speaks. Every message exists in both. */
export type Locale = 'en' | 'zh';

/** Slack's locale of a person (`zh-CN`, `en-GB`, missing) to one of ours: zh means Chinese, all else English. */
export function localeOf(slackLocale: string | null | undefined): Locale {
  return slackLocale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Where and in which language somebody reads. */
export type Reader = { id: string; locale: Locale; tz: string };

const formats: Record<Locale, { day: string; time: string; tag: string }> = {
  en: { day: 'ccc d LLL', time: 'HH:mm', tag: 'en-GB' },
  zh: { day: 'M月d日（ccc）', time: 'HH:mm', tag: 'zh-CN' },
};

/**
 * A moment as the reader would write it, in their zone: `Mon 23 Nov, 18:00`, `11月23日（周一）18:00`. Never "today": a card
 * stays on the screen for days. The year is shown when it is not the year of `now`.
 */
export function formatMoment(at: Date, reader: Pick<Reader, 'locale' | 'tz'>, now: Date): string {
  const f = formats[reader.locale];
  const moment = inZone(at, reader.tz).setLocale(f.tag);
  const otherYear = moment.year !== inZone(now, reader.tz).year;
  const day = moment.toFormat(f.day);
  const time = moment.toFormat(f.time);
  if (reader.locale === 'zh') return `${otherYear ? `${moment.year}年` : ''}${day}${time}`;
  return `${day}${otherYear ? ` ${moment.year}` : ''}, ${time}`;
}

/** A day as the reader would write it: `Mon 23 Nov`, `11月23日（周一）`. It is the same day in every zone; its year shows when it is not the year of `now`. */
export function formatDay(day: string, locale: Locale, now: Date): string {
  const f = formats[locale];
  const date = DateTime.fromISO(day, { zone: 'utc' }).setLocale(f.tag);
  const otherYear = date.year !== now.getUTCFullYear();
  if (locale === 'zh') return `${otherYear ? `${date.year}年` : ''}${date.toFormat(f.day)}`;
  return `${date.toFormat(f.day)}${otherYear ? ` ${date.year}` : ''}`;
}

/** A length of time in hours as people say it: `4 hours`, `3 days`, `4 小时`, `3 天`. Days where they are whole, minutes below an hour. */
export function formatHours(hours: number, locale: Locale): string {
  const days = hours / 24;
  if (hours >= 24 && Number.isInteger(days))
    return locale === 'zh' ? `${days} 天` : `${days} ${days === 1 ? 'day' : 'days'}`;
  if (hours < 1) {
    const minutes = Math.round(hours * 60);
    return locale === 'zh' ? `${minutes} 分钟` : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  }
  return locale === 'zh' ? `${hours} 小时` : `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}

/** The moment in a zone; a zone nobody knows is read as UTC, so that no card fails for it. */
export function inZone(at: Date, tz: string): DateTime {
  const moment = DateTime.fromJSDate(at, { zone: tz });
  return moment.isValid ? moment : DateTime.fromJSDate(at, { zone: 'utc' });
}
