import ical, { ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator';
import { DateTime } from 'luxon';
import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { calendarText } from './calendar.text.ts';

/** One time a duty falls due, as a calendar shows it: its title and its day, nothing else. */
export type FeedEntry = {
  /** Of the occurrence, the same before and after it opens: programs know the entry by it. */
  readonly id: string;
  /** `yyyy-MM-dd` */
  readonly on: string;
  readonly title: Readonly<Record<Locale, string>>;
  readonly done: boolean;
  readonly made: Date;
  readonly revision: number;
};

/** How often a program is asked to look again, in seconds. */
const every = 3_600;

/** A calendar of RFC 5545: days without hours, which are right in every zone, and take nobody's time. */
export function feedOf(entries: readonly FeedEntry[], locale: Locale): string {
  const calendar = ical({
    name: plain(calendarText, locale, 'calendar.name'),
    prodId: { company: 'Shoumi', product: 'Duties', language: locale === 'zh' ? 'ZH' : 'EN' },
    ttl: every,
  });
  for (const { id, on, title, done, made, revision } of entries) {
    const day = DateTime.fromISO(on, { zone: 'utc' });
    calendar.createEvent({
      id: `${id}@shoumi`,
      start: day,
      end: day.plus({ days: 1 }),
      allDay: true,
      summary: done ? plain(calendarText, locale, 'calendar.done', { title: title[locale] }) : title[locale],
      // Done is a change, too; each change of the rule comes after it.
      sequence: revision * 2 + (done ? 1 : 0),
      stamp: DateTime.fromJSDate(made, { zone: 'utc' }),
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
    });
  }
  return calendar.toString();
}
