/** The parts of a recurrence rule that plain choices know. */
export type RuleParts = {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly each: number;
  /** 1 Monday … 7 Sunday. */
  readonly days: readonly number[];
  /** Which of the month's such weekdays: `1MO` is 1, `-1FR` is -1. */
  readonly nth: number | undefined;
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
};

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const freqs = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const known = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH'];

/** A rule (RFC 5545) taken apart; undefined where it says more than plain choices can. */
export function partsOf(rule: string): RuleParts | undefined {
  const parts = new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string]));
  if ([...parts.keys()].some((part) => !known.includes(part))) return undefined;
  const freq = freqs.find((one) => one === parts.get('FREQ'));
  const each = Number(parts.get('INTERVAL') ?? 1);
  if (!freq || !Number.isInteger(each)) return undefined;
  const named = listIn(parts.get('BYDAY')).map((day) => /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(day));
  const days = named.map((day) => weekdays.indexOf(day?.[2] ?? '') + 1);
  const places = [...new Set(named.map((day) => day?.[1]))];
  const numbers = [listIn(parts.get('BYMONTHDAY')), listIn(parts.get('BYMONTH'))].map((some) =>
    some.map(Number),
  );
  const [monthDays = [], months = []] = numbers;
  if (
    days.includes(0) ||
    places.length > 1 ||
    [...monthDays, ...months].some((one) => !Number.isInteger(one))
  )
    return undefined;
  const nth = places[0] === undefined ? undefined : Number(places[0]);
  return { freq, each, days, nth, monthDays, months };
}

/** The rule that such parts make. */
export function ruleFrom(parts: Partial<RuleParts> & Pick<RuleParts, 'freq'>): string {
  const { freq, each = 1, days = [], nth, monthDays = [], months = [] } = parts;
  const some = [
    `FREQ=${freq}`,
    each === 1 ? '' : `INTERVAL=${each}`,
    months.length > 0 ? `BYMONTH=${months.join(',')}` : '',
    monthDays.length > 0 ? `BYMONTHDAY=${monthDays.join(',')}` : '',
    days.length > 0 ? `BYDAY=${days.map((day) => `${nth ?? ''}${weekdays[day - 1]}`).join(',')}` : '',
  ];
  return some.filter((part) => part !== '').join(';');
}

function listIn(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((one) => one !== '');
}
