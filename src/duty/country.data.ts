import type { Holidays } from '../people/holiday.ts';

/** Whose public holidays are kept where a clock of this zone hangs: the zones of the offices that firms like this one have. */
const countries: Readonly<Record<string, Holidays>> = {
  'Asia/Shanghai': 'china',
  'Asia/Urumqi': 'china',
  'Asia/Hong_Kong': 'HK',
  'Asia/Macau': 'MO',
  'Asia/Taipei': 'TW',
  'Asia/Singapore': 'SG',
  'Asia/Tokyo': 'JP',
  'Asia/Seoul': 'KR',
  'Asia/Kuala_Lumpur': 'MY',
  'Asia/Bangkok': 'TH',
  'Asia/Ho_Chi_Minh': 'VN',
  'Asia/Dubai': 'AE',
  'Australia/Sydney': 'AU',
  'Europe/London': 'GB',
  'Europe/Dublin': 'IE',
  'Europe/Berlin': 'DE',
  'Europe/Paris': 'FR',
  'Europe/Amsterdam': 'NL',
  'Europe/Madrid': 'ES',
  'Europe/Rome': 'IT',
  'Europe/Zurich': 'CH',
  'America/New_York': 'US',
  'America/Chicago': 'US',
  'America/Los_Angeles': 'US',
  'America/Toronto': 'CA',
};

/** Undefined for a zone of which nobody knows the country here. */
export function countryOf(tz: string): Holidays | undefined {
  return countries[tz];
}
