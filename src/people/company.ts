import { IANAZone } from 'luxon';
import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { Json, NewEvent } from '../kernel/event.ts';
import { coversYear, type Holidays } from './holiday.ts';
import { holds, type Member, userId } from './member.ts';
import { holidaysAt } from './place.ts';
import type { Schedule } from './working-time.ts';

/** What the company as a whole has set. One per workspace; before anybody sets anything, `companyDefaults`. */
export type Company = {
  hours: WorkingHours;
  /** IANA zone of the company's own clock. */
  tz: string;
  holidays: 'china' | 'none';
  /** Own days off and own working days, by date; they go before weekdays and public holidays. */
  daysOff: readonly OwnDay[];
  /** China's public holidays of years that the house did not know when somebody brought them in, as announced. */
  announced: readonly OwnDay[];
  /** In which language cards in channels are written. */
  language: 'both' | 'zh' | 'en';
  /** How case numbers look, as a person writes it: `C-YYYY-####`; null: the house's own form. */
  caseForm: string | null;
  /** The firm's own mail domains: their addresses are no personal data of clients. */
  mailDomains: readonly string[];
  /** Whether the guard looks at what people write to the bot. */
  guardDms: boolean;
  /** Channels in which the guard looks at what people write. */
  guardedChannels: readonly string[];
  /** Unasked messages to one person a day, over everything; what is over waits for the next morning's digest. */
  messagesPerDay: number;
  /** Who takes part before the whole company does; null: everybody is in. */
  pilot: Pilot | null;
};

export type WorkingHours = {
  /** ISO weekdays, 1–7, ascending. */
  days: readonly number[];
  /** `HH:mm`. */
  from: string;
  to: string;
};
export type OwnDay = { date: string; working: boolean };
export type Pilot = { members: readonly string[]; groups: readonly string[] };

export const companyDefaults: Company = {
  hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' },
  tz: 'Asia/Shanghai',
  holidays: 'china',
  daysOff: [],
  announced: [],
  language: 'both',
  caseForm: null,
  mailDomains: [],
  guardDms: true,
  guardedChannels: [],
  messagesPerDay: 5,
  pilot: null,
};

/** `HH:mm` of a clock of 24 hours. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'people.clockTime' });

/** A day as Slack's date picker gives it, and one that the calendar has. */
export const calendarDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'people.day' })
  .refine((day) => z.iso.date().safeParse(day).success, { error: 'people.day' });

/** An IANA zone that this machine knows. */
export const zone = z
  .string()
  .max(60)
  .refine((name) => IANAZone.isValidZone(name), { error: 'people.zoneUnknown' });

const weekday = z.coerce.number().int().min(1).max(7);

/** Weekdays in order, each once. */
export const weekdays = z
  .array(weekday)
  .max(50)
  .transform((days) => [...new Set(days)].sort((a, b) => a - b));

export const workingHours = z
  .object({
    days: weekdays.refine((days) => days.length > 0, { error: 'people.noDay' }),
    from: clockTime,
    to: clockTime,
  })
  .refine((hours) => hours.from < hours.to, { error: 'people.hoursBackwards', path: ['to'] });

const ownDays = z
  .array(z.object({ date: calendarDay, working: z.boolean() }))
  .max(200, { error: 'people.tooManyDays' });

const mailDomain = z
  .string()
  .max(253)
  .transform((typed) => typed.normalize('NFKC').trim().replace(/^@/, '').toLowerCase())
  .pipe(z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, { error: 'people.mailDomain' }));

const caseForm = z
  .string()
  .max(40)
  .regex(/^[\p{L}\p{N}#@/_.-]+$/u, { error: 'people.caseForm' });

export const companyInput = z.object({
  hours: workingHours,
  tz: zone,
  holidays: z.enum(['china', 'none']),
  daysOff: ownDays,
  language: z.enum(['both', 'zh', 'en']),
  caseForm: caseForm.nullable(),
  mailDomains: z.array(mailDomain).max(20, { error: 'people.tooManyDomains' }),
  guardDms: z.boolean(),
  guardedChannels: z.array(z.string().regex(/^[CG][A-Z0-9]{2,30}$/)).max(200),
  messagesPerDay: z.coerce
    .number({ error: 'people.messagesPerDay' })
    .int({ error: 'people.messagesPerDay' })
    .min(1, { error: 'people.messagesPerDay' })
    .max(20, { error: 'people.messagesPerDay' }),
  pilot: z
    .object({
      members: z.array(userId).max(500),
      groups: z.array(z.string().regex(/^S[A-Z0-9]{2,30}$/)).max(50),
    })
    .nullable(),
});

/** The lock of the company's settings, and the subject of their events. */
export const companyKey = 'company';

export type CompanyRefusal = 'people.companyNotAdmin' | 'people.dayTwice';

/**
 * Changes what the company has set: only what `change` names. Refused: to anybody who is no admin (`by` null is the house itself,
 * which sets things up before there is an admin); for a day that stands in the list twice and says two things.
 */
export function setCompany(command: { by: string | null; change: Partial<Company> }) {
  return (state: { actor: Member | undefined; company: Company }): Decision<Company, CompanyRefusal> => {
    if (command.by !== null && !holds(state.actor, 'admin')) return refuse('people.companyNotAdmin');
    return changeCompany(command)(state.company);
  };
}

/** The change itself, for whoever may make it. */
export function changeCompany(command: { by: string | null; change: Partial<Company> }) {
  return (company: Company): Decision<Company, CompanyRefusal> => {
    const next: Company = { ...company, ...command.change };
    const twice = next.daysOff.find(
      (day, at) =>
        next.daysOff.findIndex((other) => other.date === day.date && other.working !== day.working) > at,
    );
    if (twice) return refuse('people.dayTwice', { day: twice.date }, 'daysOff');
    const changed = companyFields.filter((key) => !same(company[key], next[key]));
    if (changed.length === 0) return { next: company, events: [] };
    const event: NewEvent = {
      type: 'people.company_changed',
      version: 1,
      subject: companyKey,
      data: {
        by: command.by,
        changed,
        before: picked(company, changed),
        after: picked(next, changed),
      },
    };
    return { next, events: [event] };
  };
}

const companyFields = Object.keys(companyDefaults) as (keyof Company)[];

function picked(company: Company, keys: readonly (keyof Company)[]): { [key: string]: Json } {
  return Object.fromEntries(keys.map((key) => [key, company[key] as Json]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** When the company as a whole works. */
export function companySchedule(company: Company): Schedule {
  return scheduleAt(company, company);
}

/** Whose clock and whose holidays. */
export type Place = { tz: string; holidays: Holidays };

/**
 * When the company works in a place: its hours on that clock, with the holidays kept there. The company's own days are those of its own
 * calendar.
 */
export function scheduleAt(company: Company, { tz, holidays }: Place): Schedule {
  const own = holidays === company.holidays ? company.daysOff : [];
  return {
    tz,
    ...company.hours,
    holidays,
    ...withAnnounced(company, holidays, own),
    quietDays: [],
    away: [],
  };
}

/** What somebody brought in counts behind the company's own days. */
function withAnnounced(company: Company, holidays: Holidays, own: readonly OwnDay[]) {
  const { days, years } = stillNeeded(company.announced);
  if (holidays !== 'china' || years.length === 0) return { daysOff: own };
  return { daysOff: [...own, ...days], broughtIn: years };
}

/**
 * Of the days that somebody brought in, those of years that the house still does not know by itself; an announcement can reach back into
 * the December before.
 */
export function stillNeeded(announced: readonly OwnDay[]): { days: OwnDay[]; years: number[] } {
  const years = announcedYears(announced).filter((year) => !coversYear('china', year));
  const days = announced.filter(({ date }) => belongsTo(date, years));
  return { days, years };
}

/** Whether a day is one of these years, or of the December before one. */
export function belongsTo(date: string, years: readonly number[]): boolean {
  const year = Number(date.slice(0, 4));
  return years.includes(year) || (date.slice(5, 7) === '12' && years.includes(year + 1));
}

/** Years of which a list of days speaks as a whole: every announcement has New Year's Day and National Day off. */
export function announcedYears(days: readonly OwnDay[]): number[] {
  const off = new Set(days.filter(({ working }) => !working).map(({ date }) => date));
  return [...new Set(days.map(({ date }) => Number(date.slice(0, 4))))].filter(
    (year) => off.has(`${year}-01-01`) && off.has(`${year}-10-01`),
  );
}

/**
 * Whose holidays a person of the company keeps while they have not said: the company's, or those of where they are if that is in another
 * country. A company that keeps none keeps none anywhere.
 */
export function holidaysFor(company: Company, tz: string): Holidays {
  return company.holidays === 'none' ? 'none' : (holidaysAt(tz) ?? company.holidays);
}

/** Whether the holidays of a year are known: by the house's own list, or because somebody brought the announced ones in. */
export function knowsYear(
  { holidays, broughtIn = [] }: Pick<Schedule, 'holidays' | 'broughtIn'>,
  year: number,
): boolean {
  return coversYear(holidays, year) || broughtIn.includes(year);
}

/**
 * Years of which the company's holidays would be needed and are not known, from this one to the next: somebody has to be told, and either
 * a newer list installed or the announced days brought in. The company's own days off say nothing of public holidays.
 */
export function missingYears(company: Company, year: number): number[] {
  const schedule = companySchedule(company);
  return [year, year + 1].filter((one) => !knowsYear(schedule, one));
}

/** Whether somebody takes part by now. */
export function inPilot(company: Company, member: string, groups: readonly string[]): boolean {
  const { pilot } = company;
  return pilot === null || pilot.members.includes(member) || groups.some((id) => pilot.groups.includes(id));
}
