import { RRuleTemporal } from 'rrule-temporal';

/**
 * Recurrence rules of RFC 5545 in days: read by rrule-temporal, which jumps to where it is asked and knows no time zone here, since its
 * days are days of a calendar (`VALUE=DATE`). The library takes what it cannot read for nothing; so every part is looked at first.
 */
export type RecurrenceFault = 'duty.ruleUnreadable' | 'duty.tooOften' | 'duty.ruleParts';

const list = (one: string) => new RegExp(`^${one}(?:,${one})*$`);
const weekday = '(?:MO|TU|WE|TH|FR|SA|SU)';
const upTo366 = '[+-]?(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])';
const upTo53 = '[+-]?(?:[1-9]|[1-4]\\d|5[0-3])';
const upTo31 = '[+-]?(?:[1-9]|[12]\\d|3[01])';

const parts: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(?:T\d{6}Z?)?$/,
  BYDAY: list(`(?:${upTo53})?${weekday}`),
  BYMONTH: list('(?:[1-9]|1[0-2])'),
  BYMONTHDAY: list(upTo31),
  BYYEARDAY: list(upTo366),
  BYWEEKNO: list(upTo53),
  BYSETPOS: list(upTo366),
  WKST: new RegExp(`^${weekday}$`),
};
const days = ['BYDAY', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO'] as const;

/** The parts of a rule by name; undefined where it is none, or names one twice. */
function partsOf(rule: string): Map<string, string> | undefined {
  const named = new Map<string, string>();
  for (const part of rule.split(';')) {
    const [name = '', value, ...more] = part.split('=');
    if (value === undefined || more.length > 0 || named.has(name)) return undefined;
    named.set(name, value);
  }
  return named.has('FREQ') ? named : undefined;
}

/** Why a rule cannot be taken: nobody can read it, it comes more than once a day, or it has parts that are of no use here. */
export function recurrenceFault(rule: string): RecurrenceFault | undefined {
  const named = partsOf(rule);
  if (!named) return 'duty.ruleUnreadable';
  if (/^(?:HOURLY|MINUTELY|SECONDLY)$/.test(named.get('FREQ') ?? '')) return 'duty.tooOften';
  if (['BYHOUR', 'BYMINUTE', 'BYSECOND'].some((part) => named.has(part))) return 'duty.tooOften';
  if ([...named.keys()].some((part) => !parts[part])) return 'duty.ruleParts';
  if ([...named].some(([part, value]) => !parts[part]?.test(value))) return 'duty.ruleUnreadable';
  const until = named.get('UNTIL');
  if (until && !isDay(until)) return 'duty.ruleUnreadable';
  if (until && named.has('COUNT')) return 'duty.ruleUnreadable';
  if (named.has('BYSETPOS') && !days.some((part) => named.has(part))) return 'duty.ruleUnreadable';
  if (named.has('BYWEEKNO') && named.get('FREQ') !== 'YEARLY') return 'duty.ruleUnreadable';
  try {
    read(rule, '2026-01-01');
    return undefined;
  } catch {
    return 'duty.ruleUnreadable';
  }
}

function isDay(compact: string): boolean {
  const day = `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6, 8)}`;
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/**
 * What somebody who made the rule may not have meant: it comes in leap years only (29 February), or not in months that are too short
 * (every 31st). The last day of every month is `BYMONTHDAY=-1`.
 */
export function recurrenceRemark(rule: string, from: string): 'leapYears' | 'shortMonths' | null {
  const named = partsOf(rule);
  if (!named || ['BYDAY', 'BYYEARDAY', 'BYWEEKNO'].some((part) => named.has(part))) return null;
  const frequency = named.get('FREQ');
  if (frequency !== 'MONTHLY' && frequency !== 'YEARLY') return null;
  const monthDays = (named.get('BYMONTHDAY') ?? String(Number(from.slice(8)))).split(',').map(Number);
  const lengths = monthDays.map((day) => (day < 0 ? -day : day));
  if (lengths.some((day) => day <= 28)) return null;
  const inMonths =
    named.get('BYMONTH') ??
    (frequency === 'YEARLY' && !named.has('BYMONTHDAY') ? String(Number(from.slice(5, 7))) : undefined);
  if (inMonths === '2') return lengths.includes(29) ? 'leapYears' : null;
  const shortest = Math.min(...lengths);
  const some = inMonths?.split(',').map(Number) ?? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  return some.some((month) => longest(month) < shortest || month === 2) ? 'shortMonths' : null;
}

function longest(month: number): number {
  return month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The first day of the rule after a day; null when there is none that anybody here will live to see. */
export function nextOfRecurrence(rule: string, from: string, after: string): string | null {
  try {
    return (
      read(rule, from)
        .next(new Date(`${after}T00:00:00Z`))
        ?.toString()
        .slice(0, 10) ?? null
    );
  } catch (error) {
    // A rule that is never met ends the library's search so.
    if (error instanceof Error && /^Maximum /.test(error.message)) return null;
    throw error;
  }
}

/** Rules that were read already, in the order they were read: reading one takes longer than asking it. */
const known = new Map<string, RRuleTemporal>();
const mostKnown = 5_000;

function read(rule: string, from: string): RRuleTemporal {
  const key = `${from} ${rule}`;
  const found = known.get(key);
  if (found) return found;
  const begins = `DTSTART;VALUE=DATE:${from.replaceAll('-', '')}`;
  const inDays = rule.replace(/(UNTIL=\d{8})T\d{6}Z?/, '$1');
  const made = new RRuleTemporal({ rruleString: `${begins}\nRRULE:${inDays}` });
  const [oldest] = known.keys();
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
  known.set(key, made);
  return made;
}
