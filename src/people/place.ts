import { getTimezone } from 'countries-and-timezones';
import { type Holidays, knowsPlace, partsOf } from './holiday.ts';

/** Zones of one part of a country alone that has holidays of its own, as the time zone database describes them (zone.tab). */
const certain: Readonly<Record<string, Holidays>> = {
  'Australia/Adelaide': 'AU-SA',
  'Australia/Brisbane': 'AU-QLD',
  'Australia/Darwin': 'AU-NT',
  'Australia/Hobart': 'AU-TAS',
  'Australia/Melbourne': 'AU-VIC',
  'Australia/Perth': 'AU-WA',
};

/** Zones of several parts of which most people live in one: that one, until they say. Of any other, what the whole country keeps. */
const likely: Readonly<Record<string, Holidays>> = {
  'Europe/London': 'GB-ENG',
  'Australia/Sydney': 'AU-NSW',
};

/**
 * Whose public holidays are kept where a clock of this zone hangs: a guess, which whoever it concerns can correct. A country whose
 * holidays nobody has here keeps `none`; undefined for a zone that is no country's, like UTC.
 */
export function holidaysAt(tz: string): Holidays | undefined {
  const known = guessed.get(tz);
  if (known !== undefined || guessed.has(tz)) return known;
  const country = certain[tz] ?? likely[tz] ?? getTimezone(tz)?.countries[0];
  const found =
    country === undefined
      ? undefined
      : country === 'CN'
        ? 'china'
        : knowsPlace(country)
          ? (country as Holidays)
          : 'none';
  guessed.set(tz, found);
  return found;
}

/** The country of which a zone does not say in which part its clock hangs, where parts have holidays of their own: to be asked, not guessed. */
export function partUnknownAt(tz: string): string | undefined {
  const found = holidaysAt(tz);
  if (found === undefined || found === 'china' || found === 'none' || certain[tz]) return undefined;
  const [country = ''] = found.split('-');
  return partsOf(country).size > 0 ? country : undefined;
}

const guessed = new Map<string, Holidays | undefined>();

/** A country, or a part of it, by the name a reader of this language knows: `United Kingdom`, `英国 · England`. Parts have only their own names. */
export function placeName(place: string, language: 'zh' | 'en'): string {
  const [code = '', state] = place.split('-');
  const country = new Intl.DisplayNames(language === 'zh' ? 'zh-CN' : 'en-GB', { type: 'region' }).of(code);
  const part = state === undefined ? undefined : partsOf(code).get(state);
  return part ? `${country} · ${part}` : (country ?? place);
}
