import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { findsAll, searchWords } from '../kernel/search.ts';
import { countries, type Holidays, partsOf } from '../people/holiday.ts';
import { placeName } from '../people/place.ts';
import type { Choice } from '../slack/capability.ts';
import { settingsText } from './settings.text.ts';

/** What a choice of places holds instead of a place: as the zone says. */
export const byZone = 'zone';

/** Whose public holidays, in words. */
export function holidaysWords(holidays: Holidays, locale: Locale): string {
  if (holidays === 'china') return plain(settingsText, locale, 'settings.place.china');
  if (holidays === 'none') return plain(settingsText, locale, 'settings.place.none');
  return placeName(holidays, locale);
}

/** The choice that leaves it to the zone: `guess` is what that comes to now. */
export function zoneChoice(guess: Holidays, locale: Locale): Choice {
  const place = holidaysWords(guess, locale);
  return { value: byZone, text: plain(settingsText, locale, 'settings.place.zone', { place }) };
}

/** Where firms like this one have offices: offered while nothing is typed. */
const common = ['HK', 'MO', 'TW', 'SG', 'JP', 'KR', 'GB-ENG', 'US', 'DE', 'FR', 'AU', 'CA', 'AE'];

/** Places whose holidays are known here, by part of their name in either language; parts of a country once its name is typed. */
export function placeChoices(
  guess: Holidays,
  typed: string,
  locale: Locale,
  /** The country whose part is to be asked: its parts come first. */
  partOf?: string,
): Choice[] {
  const words = searchWords(typed);
  const own = partOf ? parts(partOf) : [];
  const all =
    words.length === 0
      ? [...new Set([...own, ...common])]
      : countries().flatMap((code) => [code, ...parts(code)]);
  const found = all.flatMap((place) => {
    const names = [placeName(place, 'zh'), placeName(place, 'en'), place];
    return findsAll(names, words) ? [{ value: place, text: placeName(place, locale) }] : [];
  });
  const first = [
    zoneChoice(guess, locale),
    ...(['china', 'none'] as const).map((value) => ({ value, text: holidaysWords(value, locale) })),
  ].filter(({ text }) => words.length === 0 || findsAll([text], words));
  return [...first, ...found].slice(0, 100);
}

const parts = (country: string) => [...partsOf(country).keys()].map((part) => `${country}-${part}`);
