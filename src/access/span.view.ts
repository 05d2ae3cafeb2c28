import { formatHours, formatMoment, type Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import type { Schedule } from '../people/working-time.ts';
import type { Choice } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import type { Request } from './request.ts';
import { endsAt, isCut, type Length, lengthValue, minutesOfDay, type Start, startValue } from './span.ts';

/** How long a wish is for, in words that stay true while it waits: `4 hours`, `until the end of that day`. */
export function lengthWords(
  request: Pick<Request, 'length' | 'hours' | 'createdAt'>,
  reader: Reader,
): string {
  const { length, hours, createdAt } = request;
  const { locale } = reader;
  const most = formatHours(hours, locale);
  switch (length.kind) {
    case 'hours':
      return formatHours(length.hours, locale);
    case 'until':
      return plain(accessText, locale, 'length.until', { when: formatMoment(length.at, reader, createdAt) });
    case 'working':
      return plain(accessText, locale, 'length.working', { hours: length.hours });
    default:
      return plain(accessText, locale, `length.${length.kind}`, { most });
  }
}

/** When it is to begin; undefined for what begins with the approval, which goes without saying. */
export function startWords(
  request: Pick<Request, 'start' | 'createdAt'>,
  reader: Reader,
): string | undefined {
  const { start, createdAt } = request;
  if (start.kind === 'now') return undefined;
  if (start.kind === 'press') return plain(accessText, reader.locale, 'start.press');
  return plain(accessText, reader.locale, 'start.at', { when: formatMoment(start.at, reader, createdAt) });
}

/** Length and start in one: `4 hours, from Fri 27 Nov, 09:00`. */
export function spanWords(
  request: Pick<Request, 'start' | 'length' | 'hours' | 'createdAt'>,
  reader: Reader,
): string {
  const length = lengthWords(request, reader);
  const start = startWords(request, reader);
  return start ? plain(accessText, reader.locale, 'span.both', { length, start }) : length;
}

/** What a choice of length depends on. */
export type Calendar = { now: Date; schedule: Schedule; most: number };

/** A length as the form offers it, with the moment at which it would end. */
export function lengthChoice(
  length: Length,
  start: Start | undefined,
  { now, schedule, most }: Calendar,
  reader: Reader,
): Choice {
  const { locale } = reader;
  const value = lengthValue(length);
  if (length.kind === 'hours') return { value, text: formatHours(length.hours, locale) };
  const begins = start?.kind === 'at' && start.at > now ? start.at : now;
  if (length.kind === 'case')
    return { value, text: plain(accessText, locale, 'length.case', { most: formatHours(most, locale) }) };
  // Nobody knows yet when Start will be pressed: then only a fixed moment is one.
  if (start?.kind === 'press' && length.kind !== 'until')
    return { value, text: plain(accessText, locale, `choose.${length.kind}`) };
  const when = formatMoment(endsAt(length, begins, schedule, most), reader, now);
  const cut = isCut(length, begins, schedule, most);
  const words = length.kind === 'until' ? '' : plain(accessText, locale, `choose.${length.kind}`);
  return {
    value,
    text: plain(accessText, locale, cut ? 'choose.cut' : 'choose.when', { words, when, kind: length.kind }),
  };
}

/** A start as the form offers it. */
export function startChoice(
  start: Start,
  { now }: Pick<Calendar, 'now'>,
  reader: Reader,
  follows: boolean,
): Choice {
  const { locale } = reader;
  const value = startValue(start);
  if (start.kind === 'now') return { value, text: plain(accessText, locale, 'choose.now') };
  if (start.kind === 'press') return { value, text: plain(accessText, locale, 'choose.press') };
  const when = formatMoment(start.at, reader, now);
  return { value, text: plain(accessText, locale, follows ? 'choose.follow' : 'choose.at', { when }) };
}

/** A wait in hours of work: in working days where they are whole. */
export function workWords(hours: number, company: Schedule, { locale }: Reader): string {
  const days = (hours * 60) / minutesOfDay(company);
  return Number.isInteger(days)
    ? plain(accessText, locale, 'wait.days', { days })
    : plain(accessText, locale, 'wait.hours', { hours });
}
