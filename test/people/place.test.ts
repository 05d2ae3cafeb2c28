import { describe, expect, it } from 'vitest';
import { knowsPlace } from '../../src/people/holiday.ts';
import { holidaysAt, partUnknownAt } from '../../src/people/place.ts';

describe('whose public holidays a time zone says', () => {
  it('is a country’s, and a part’s where the zone is that part’s alone', () => {
    expect(['Asia/Shanghai', 'Europe/Paris', 'UTC'].map(holidaysAt)).toEqual(['china', 'FR', undefined]);
    for (const [tz, part] of [
      ['Australia/Melbourne', 'AU-VIC'],
      ['Australia/Perth', 'AU-WA'],
      ['Australia/Hobart', 'AU-TAS'],
    ] as const) {
      expect([holidaysAt(tz), partUnknownAt(tz), knowsPlace(part)], tz).toEqual([part, undefined, true]);
    }
  });

  it('is what the whole country keeps where a zone spans parts, and is to be asked', () => {
    expect([holidaysAt('America/Toronto'), partUnknownAt('America/Toronto')]).toEqual(['CA', 'CA']);
    expect([holidaysAt('America/New_York'), partUnknownAt('America/New_York')]).toEqual(['US', 'US']);
    expect([holidaysAt('Europe/Berlin'), partUnknownAt('Europe/Berlin')]).toEqual(['DE', 'DE']);
  });

  it('is the likeliest part where most people live in it, and is to be asked all the same', () => {
    expect([holidaysAt('Europe/London'), partUnknownAt('Europe/London')]).toEqual(['GB-ENG', 'GB']);
    expect([holidaysAt('Australia/Sydney'), partUnknownAt('Australia/Sydney')]).toEqual(['AU-NSW', 'AU']);
  });

  it('is not asked where a country is one, and where there is nothing to ask', () => {
    for (const tz of ['Asia/Shanghai', 'Asia/Tokyo', 'Asia/Singapore', 'UTC'])
      expect(partUnknownAt(tz), tz).toBeUndefined();
  });
});
