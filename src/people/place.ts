import { getTimezone } from 'countries-and-timezones';
import { type Holidays, knowsPlace, partsOf } from './holiday.ts';

/** Parts of countries that have holidays of their own and a zone that says which part it is. */
const parts: Readonly<Record<string, Holidays>> = {
  'Europe/London': 'GB-ENG',
  'Australia/Sydney': 'AU-NSW',
  'America/Toronto': 'CA-ON',
};

/**
 * Whose public holidays are kept where a clock of this zone hangs: a guess, which whoever it concerns can correct. A country whose
 * holidays nobody has here keeps `none`; undefined for a zone that is no country's, like UTC.
 */
export function holidaysAt(tz: string): Holidays | undefined {
  const known = guessed.get(tz);
  if (known !== undefined || guessed.has(tz)) return known;
  const country = parts[tz] ?? getTimezone(tz)?.countries[0];
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

const guessed = new Map<string, Holidays | undefined>();

/** A country, or a part of it, by the name a reader of this language knows: `United Kingdom`, `英国 · England`. Parts have only their own names. */
export function placeName(place: string, language: 'zh' | 'en'): string {
  const [code = '', state] = place.split('-');
  const country = new Intl.DisplayNames(language === 'zh' ? 'zh-CN' : 'en-GB', { type: 'region' }).of(code);
  const part = state === undefined ? undefined : partsOf(code).get(state);
  return part ? `${country} · ${part}` : (country ?? place);
}
