import type { Piece } from '../database/alongside.ts';
import type { Tx } from '../database/connection.ts';
import { companyTable } from './company.table.ts';
import { type Company, companyDefaults } from './company.ts';

/** The company's settings; the defaults while nobody has set anything. */
export async function companyOf(tx: Tx, tenant: string): Promise<Company> {
  return companyFrom(await companyRows(tx, tenant));
}

/** For `companyFrom`, by itself or beside something else. */
export function companyRows(tx: Tx, tenant: string): Piece {
  return tx.sql<Company[]>`
    select hours, tz, holidays, days_off as "daysOff", announced, language, case_form as "caseForm", mail_domains as "mailDomains",
      guard_dms as "guardDms", guarded_channels as "guardedChannels", messages_per_day as "messagesPerDay", pilot
    from company where tenant = ${tenant}`;
}

export function companyFrom([row]: readonly Company[]): Company {
  return row ? { ...row } : companyDefaults;
}

export async function saveCompany(tx: Tx, tenant: string, company: Company): Promise<void> {
  const row = {
    ...company,
    daysOff: [...company.daysOff],
    announced: [...company.announced],
    mailDomains: [...company.mailDomains],
    guardedChannels: [...company.guardedChannels],
  };
  await tx.db
    .insert(companyTable)
    .values({ tenant, ...row })
    .onConflictDoUpdate({ target: companyTable.tenant, set: row });
}
