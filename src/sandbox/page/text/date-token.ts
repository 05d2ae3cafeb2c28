import type { Reader } from './reader.ts';

const DAY = 86_400_000;

/**
 * A Slack date token (`<!date^…>` or a rich text `date`) in the reader's language and zone. `at` and `now` are
 * milliseconds of business time; `…_pretty` says "today" for the days around now.
 * Source of the tokens: Slack, "Formatting text for app surfaces", date formatting.
 */
export function formatDateToken(format: string, at: number, now: number, reader: Reader): string {
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(reader.locale, { timeZone: reader.tz, ...options }).format(at);
  const numbers = new Intl.DateTimeFormat('sv-SE', { timeZone: reader.tz }).format(at);
  const date = { year: 'numeric', month: 'long', day: 'numeric' } as const;
  const words: Record<string, () => string> = {
    date_num: () => numbers,
    date_slash: () => numbers.replaceAll('-', '/'),
    date: () => say(date),
    date_short: () => say({ ...date, month: 'short' }),
    date_long: () => say({ ...date, weekday: 'long' }),
    date_long_full: () => say({ ...date, weekday: 'long' }),
    time: () => say({ timeStyle: 'short' }),
    time_secs: () => say({ timeStyle: 'medium' }),
    ago: () => formatAgo(at, now, reader.locale),
  };
  const nearby = nearbyDay(at, now, reader);
  return format.replace(/\{(\w+)\}/g, (token, name: string) => {
    const plain = name === 'day_divider_pretty' ? 'date_long' : name.replace(/_pretty$/, '');
    if (plain !== name && nearby) return nearby;
    return words[plain]?.() ?? token;
  });
}

/** "yesterday", "today" or "tomorrow" in the reader's words, when that is the day. */
export function nearbyDay(at: number, now: number, reader: Reader): string | undefined {
  const days = dayNumber(at, reader.tz) - dayNumber(now, reader.tz);
  if (Math.abs(days) > 1) return undefined;
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
}

/** Days since 1970 of that moment's calendar date in the zone. */
export function dayNumber(at: number, tz: string): number {
  return Date.parse(new Intl.DateTimeFormat('sv-SE', { timeZone: tz }).format(at)) / DAY;
}

function formatAgo(at: number, now: number, locale: string): string {
  const seconds = Math.round((at - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return format.format(seconds, 'second');
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour');
  return format.format(Math.round(seconds / 86_400), 'day');
}
