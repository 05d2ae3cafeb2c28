import { createRequire } from 'node:module';
import chineseDays from 'chinese-days';
import type { HolidaysTypes } from 'date-holidays';

/**
 * Whose public holidays: `china` with the make-up workdays that the State Council announces, `none`, or those of a country or a part of it
 * by its ISO 3166 codes: `DE`, `DE-BY`, `US-NY`.
 */
export type Holidays = 'china' | 'none' | Uppercase<string>;

/** Calendars whose feasts follow the moon are computed this far. */
const lastComputed = 2076;

/**
 * Whether the holidays of a year are known. The list of China's comes with the package chinese-days, and the State Council announces
 * a year only in the last weeks before it: until then its days count as plain weekdays, and whoever runs the house is to be told. Those of
 * other countries are computed from their laws as the package date-holidays has them.
 */
export function coversYear(holidays: Holidays, year: number): boolean {
  if (holidays === 'none') return true;
  if (holidays !== 'china') return year >= 1970 && year <= lastComputed && knowsPlace(holidays);
  return announced('01-01', year) || announced('10-01', year);
}

/** New Year's Day and National Day are holidays in every announcement. */
function announced(day: string, year: number): boolean {
  return holidayWork('china', `${String(year).padStart(4, '0')}-${day}`) !== undefined;
}

/** Whether a day is worked by its calendar of holidays; undefined for days of which it does not speak. */
export function holidayWork(holidays: Holidays, date: string): boolean | undefined {
  if (holidays === 'none') return undefined;
  if (holidays === 'china') return chinaWork(date);
  return daysOffOf(holidays, Number(date.slice(0, 4))).has(date) ? false : undefined;
}

/** What was looked up once: a day is asked for again by every schedule. */
const china = new Map<string, boolean | undefined>();

function chinaWork(date: string): boolean | undefined {
  if (!china.has(date)) {
    const { name, work } = chineseDays.getDayDetail(`${date}T12:00`);
    china.set(date, name.includes(',') ? work : undefined);
  }
  return china.get(date);
}

const years = new Map<string, ReadonlySet<string>>();

function daysOffOf(place: string, year: number): ReadonlySet<string> {
  const key = `${place} ${year}`;
  const known = years.get(key);
  if (known) return known;
  const days = new Set<string>();
  if (knowsPlace(place)) {
    const [country = '', state = '', region = ''] = place.split('-');
    for (const { date, start, end } of new (library())(country, state, region, {
      types: ['public'],
    }).getHolidays(year)) {
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
      for (let n = 0; n < length; n += 1)
        days.add(new Date(first + n * 86_400_000).toISOString().slice(0, 10));
    }
  }
  years.set(key, days);
  return days;
}

const places = new Map<string, boolean>();

/** Whether a country, or a part of it, is one whose holidays are known. China has its own list. */
export function knowsPlace(place: string): boolean {
  const known = places.get(place);
  if (known !== undefined) return known;
  const found = /^[A-Z]{2}(?:-[A-Z0-9]{1,4}){0,2}$/.test(place) && hasPlace(place);
  places.set(place, found);
  return found;
}

function hasPlace(place: string): boolean {
  const [country = '', state, region] = place.split('-');
  const all = new (library())();
  if (country === 'CN' || !all.getCountries()?.[country]) return false;
  if (state !== undefined && !all.getStates(country)?.[state]) return false;
  return region === undefined || Boolean(all.getRegions(country, state ?? '')?.[region]);
}

/** Every country whose holidays are known here, by its code; without China, which has its own list. */
export function countries(): string[] {
  return Object.keys(new (library())().getCountries() ?? {}).filter((code) => code !== 'CN');
}

/** The parts of a country that have holidays of their own, by code; each with the name it has there. */
export function partsOf(country: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(new (library())().getStates(country) ?? {}));
}

type Library = {
  new (
    country?: string,
    state?: string,
    region?: string,
    options?: HolidaysTypes.Options,
  ): {
    getHolidays(year: number): HolidaysTypes.Holiday[];
    getCountries(): Record<string, string> | undefined;
    getStates(country: string): Record<string, string> | undefined;
    getRegions(country: string, state: string): Record<string, string> | undefined;
  };
};

let loaded: Library | undefined;

/** It reads the calendars of two hundred countries, which takes the better part of a second: only where there is an office abroad. */
function library(): Library {
  loaded ??= createRequire(import.meta.url)('date-holidays') as Library;
  return loaded;
}
