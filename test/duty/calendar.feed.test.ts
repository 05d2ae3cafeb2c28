import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type FeedEntry, feedOf } from '../../src/duty/calendar.feed.ts';

const entry = (change: Partial<FeedEntry> = {}): FeedEntry => ({
  id: 'occ_abc',
  on: '2026-12-01',
  title: {
    en: 'Restore a backup; check, sign',
    zh: '备份恢复演练：把上月的备份恢复到测试机，核对条数与抽样内容并签字确认',
  },
  done: false,
  made: new Date('2026-11-26T04:00:00Z'),
  revision: 1,
  ...change,
});

/** Parses strictly, and answers the events. */
function eventsIn(feed: string): ICAL.Component[] {
  const calendar = new ICAL.Component(ICAL.parse(feed) as unknown[]);
  expect(calendar.name).toBe('vcalendar');
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  expect(calendar.getFirstPropertyValue('prodid')).toBeTruthy();
  return calendar.getAllSubcomponents('vevent');
}

describe('a calendar of duties', () => {
  it('has whole days that no zone moves, known by their occurrence, that take nobody’s time', () => {
    const [event] = eventsIn(feedOf([entry()], 'en'));
    const start = event?.getFirstProperty('dtstart');
    expect(start?.getParameter('value') ?? start?.type).toMatch(/^date$/i);
    expect(String(start?.getFirstValue())).toBe('2026-12-01');
    expect(String(event?.getFirstPropertyValue('dtend'))).toBe('2026-12-02');
    expect(event?.getFirstPropertyValue('uid')).toBe('occ_abc@shoumi');
    expect(event?.getFirstPropertyValue('summary')).toBe('Restore a backup; check, sign');
    expect(event?.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
  });

  it('says the title in the language of whose it is, and no more about anybody', () => {
    const [event] = eventsIn(feedOf([entry()], 'zh'));
    expect(event?.getFirstPropertyValue('summary')).toBe(entry().title.zh);
    const names = event?.getAllProperties().map(({ name }) => name);
    for (const name of ['description', 'attendee', 'organizer', 'location', 'url'])
      expect(names).not.toContain(name);
  });

  it('keeps to the lines of RFC 5545: CRLF, folded at 75 octets, never through a character', () => {
    const feed = feedOf([entry()], 'zh');
    const lines = feed.replace(/\r\n$/, '').split('\r\n');
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n\ufffd]/);
    }
    expect(feed.endsWith('END:VCALENDAR\r\n') || feed.endsWith('END:VCALENDAR')).toBe(true);
  });

  it('marks what is done, as a later version of the same entry, and says the same for the same', () => {
    const sequence = (feed: string) => Number(eventsIn(feed)[0]?.getFirstPropertyValue('sequence'));
    const [open, done, changed] = [entry(), entry({ done: true }), entry({ revision: 2 })].map((one) =>
      feedOf([one], 'en'),
    );
    expect(done).toContain('SUMMARY:✓ Restore');
    expect(sequence(done ?? '')).toBeGreaterThan(sequence(open ?? ''));
    expect(sequence(changed ?? '')).toBeGreaterThan(sequence(done ?? ''));
    expect(feedOf([entry()], 'en')).toBe(open);
  });

  it('is a calendar without entries, too', () => {
    expect(eventsIn(feedOf([], 'zh'))).toEqual([]);
  });
});
