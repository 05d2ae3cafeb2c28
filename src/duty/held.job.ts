import { owe, owedId, owedOf } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { inZone, type Locale } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { knowsYear } from '../people/company.ts';
import { holdersOf } from '../people/member.store.ts';
import type { Capability, House, Owed, OwedKind } from '../slack/capability.ts';
import { type Held, heldDuties, usesCalendar } from './duty.store.ts';
import { heldText } from './held.text.ts';
import { holidaysUsed, inOneStatement } from './owed.store.ts';
import { officeSchedule } from './plan.ts';

const kind = 'duty.held';
/** China announces its holidays in the first half of November. */
const announced = 11;

/**
 * Duties that are held although the holidays they waited for are known by now. For those that are not known the privacy officers are owed a
 * sentence, from November on before anything is held.
 */
export async function holidaysDue(house: House): Promise<readonly Held[]> {
  const { tenant } = house;
  const { free, missing } = await house.read((tx) => lookAt(tx, tenant, house.now()));
  for (const subject of missing) await tellOfficers(house, subject);
  return free;
}

async function lookAt(tx: Tx, tenant: string, now: Date): Promise<{ free: Held[]; missing: string[] }> {
  const [held, company] = await Promise.all([heldDuties(tx, tenant), companyOf(tx, tenant)]);
  const known = ({ year, holidays }: { year: number; holidays: Held['holidays'] }) =>
    knowsYear(officeSchedule(company, { tz: company.tz, holidays }), year);
  const waits = held.filter((one) => !known(one));
  const missing = new Set(waits.map(({ holidays, year }) => `${holidays} ${year}`));
  const { month, year } = inZone(now, company.tz);
  const next = { year: year + 1, holidays: 'china' as const };
  const ahead = month >= announced && !known(next);
  if (ahead) missing.add(`china ${next.year}`);
  const officers = missing.size > 0 ? await holdersOf(tx, tenant, 'privacy_officer') : [];
  const ids = [...missing].flatMap((subject) =>
    officers.map((person) => owedId(tenant, { kind, person, subject })),
  );
  const owed = await owedOf(tx, tenant, ids);
  const untold = [...missing].filter((subject) =>
    officers.some((person) => !owed.has(owedId(tenant, { kind, person, subject }))),
  );
  // Before anything is held, only if something will be.
  const early = untold.filter(
    (subject) => !waits.some(({ holidays, year: of }) => subject === `${holidays} ${of}`),
  );
  const needed = early.length === 0 || (await usesCalendar(tx, tenant, 'china'));
  return {
    free: held.filter(known),
    missing: needed ? untold : untold.filter((one) => !early.includes(one)),
  };
}

function tellOfficers(house: House, subject: string) {
  const { tenant } = house;
  return house.commit({
    id: derivedId('cmd', tenant, kind, subject, house.now().toISOString()),
    cause: { kind: 'tick', id: kind },
    keys: [`${kind} ${subject}`],
    load: (tx) => holdersOf(tx, tenant, 'privacy_officer'),
    decide: (officers: string[]) => ({ next: officers, events: [] }),
    save: async (tx, officers) => {
      for (const person of officers) await owe(tx, tenant, { kind, person, subject, dueAt: house.now() });
    },
  });
}

function parsed(subject: string): { holidays: Held['holidays']; year: number } {
  const [holidays = 'china', year = '0'] = subject.split(' ');
  return { holidays: holidays as Held['holidays'], year: Number(year) };
}

const calendarName = (holidays: string, locale: Locale) =>
  holidays === 'china' ? plain(heldText, locale, 'held.china') : holidays;

/** That holidays are missing, to the privacy officers, while they are and a duty needs them. */
export const heldOwed: OwedKind = {
  // Once: nobody can do more about a year that is not announced yet, and the doctor goes on saying so.
  ...{ priority: 'duty', manner: 'digest' },
  ...inOneStatement(async (tx, tenant, owed, now) => {
    const [company, used] = await Promise.all([companyOf(tx, tenant), holidaysUsed(tx, tenant, owed, now)]);
    const unknown = ({ subject }: Owed) => {
      const { holidays, year } = parsed(subject);
      return !knowsYear(officeSchedule(company, { tz: company.tz, holidays }), year);
    };
    return new Set(owed.filter((one) => used.has(one.id) && unknown(one)).map(({ id }) => id));
  }),
  lines: async (tx, tenant, owed, { locale }) => {
    const held = await heldDuties(tx, tenant);
    return new Map(
      owed.map(({ id, subject }) => {
        const { holidays, year } = parsed(subject);
        const count = held.filter((one) => one.holidays === holidays && one.year === year).length;
        const values = { count, year: String(year), calendar: calendarName(holidays, locale) };
        return [id, { text: mrkdwn(heldText, locale, 'held.line', values), shows: ['company'] }];
      }),
    );
  },
};

/** What the doctor says of duties that are held. */
export const examineHolidays: NonNullable<Capability['examine']> = async (tx, { tenant }) => {
  const held = await heldDuties(tx, tenant);
  if (held.length === 0) return [{ verdict: 'ok', key: 'held.ok' }];
  const groups = Map.groupBy(held, ({ holidays, year }) => `${holidays} ${year}`);
  return [...groups].map(([subject, some]) => {
    const { holidays, year } = parsed(subject);
    const calendar = holidays === 'china' ? '中国 / China' : holidays;
    return {
      verdict: 'warning',
      key: 'held.examined',
      values: { count: some.length, year: String(year), calendar },
    };
  });
};
