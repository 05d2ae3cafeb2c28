import { and, eq } from 'drizzle-orm';
import { IANAZone } from 'luxon';
import { instant, type Piece, readTogether } from '../database/alongside.ts';
import type { Tx } from '../database/connection.ts';
import { companyFrom, companyRows } from './company.store.ts';
import { type Company, holidaysFor, scheduleAt } from './company.ts';
import { memberTable } from './member.table.ts';
import { noPreferences, type Preferences } from './preference.ts';
import type { Schedule } from './working-time.ts';

/** What a person has set for themselves. */
export async function preferencesOf(tx: Tx, tenant: string, member: string): Promise<Preferences> {
  const [row] = await rowOf(tx, tenant, tx.sql`${member}`);
  if (!row) return noPreferences;
  const { tz: _tz, ...preferences } = row;
  return { ...preferences };
}

export async function savePreferences(
  tx: Tx,
  tenant: string,
  member: string,
  { quietDays, days, ...others }: Preferences,
): Promise<void> {
  await tx.db
    .update(memberTable)
    .set({ ...others, days: days && [...days], quietDays: [...quietDays] })
    .where(and(eq(memberTable.tenant, tenant), eq(memberTable.id, member)));
}

/**
 * When a person works: the company's days and hours, in their own zone (the company's where theirs is not known) with the holidays of where
 * they are, or as they have set it, with their quiet days, without their absences.
 */
export async function scheduleOf(tx: Tx, tenant: string, member: string, known?: Company): Promise<Schedule> {
  const rows = await readTogether<ScheduleRows & { company: Company[] }>(tx, {
    company: known ? tx.sql`select where false` : companyRows(tx, tenant),
    ...scheduleRows(tx, tenant, tx.sql`${member}`),
  });
  return scheduleFrom(known ?? companyFrom(rows.company), rows);
}

export type ScheduleRows = {
  person: (Preferences & { tz: string })[];
  absences: { from: Date | string; until: Date | string }[];
};

/** For `scheduleFrom`, beside something else. `member`: an id in SQL. */
export function scheduleRows(tx: Tx, tenant: string, member: Piece): Record<keyof ScheduleRows, Piece> {
  return {
    person: rowOf(tx, tenant, member),
    absences: tx.sql`
      select from_at as "from", until_at as "until" from absence
      where tenant = ${tenant} and member = ${member} and state <> 'cancelled' order by from_at, id`,
  };
}

export function scheduleFrom(company: Company, { person: [row], absences }: ScheduleRows): Schedule {
  // `create` remembers what it made; to check a zone anew costs more than everything else a decision does here.
  const tz = row && IANAZone.create(row.tz).isValid ? row.tz : company.tz;
  const base = scheduleAt(company, { tz, holidays: row?.holidays ?? holidaysFor(company, tz) });
  const days = row?.days ?? base.days;
  const quietDays = row?.quietDays ?? [];
  return {
    ...base,
    ...(row?.hours ?? {}),
    ...(row?.days ? { days, daysOnly: true } : {}),
    // The company can change its days after somebody chose theirs; nobody is to be out of reach for ever.
    quietDays: days.every((day) => quietDays.includes(day)) ? [] : quietDays,
    away: absences.map(({ from, until }) => ({ from: instant(from), until: instant(until) })),
  };
}

function rowOf(tx: Tx, tenant: string, member: Piece) {
  return tx.sql<ScheduleRows['person']>`
    select tz, language, hours, days, holidays, quiet_days as "quietDays", digest_at as "digestAt", quiet from member where tenant = ${tenant} and id = ${member}`;
}
