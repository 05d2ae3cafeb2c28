import { eq } from 'drizzle-orm';
import type { Tx } from '../database/connection.ts';
import { companyTable } from './company.table.ts';
import { type Company, companyDefaults } from './company.ts';

/** The company's settings; the defaults while nobody has set anything. */
export async function companyOf(tx: Tx, tenant: string): Promise<Company> {
  const [row] = await tx.db.select().from(companyTable).where(eq(companyTable.tenant, tenant));
  if (!row) return companyDefaults;
  const { tenant: _tenant, ...company } = row;
  return company;
}

export async function saveCompany(tx: Tx, tenant: string, company: Company): Promise<void> {
  const row = {
    ...company,
    daysOff: [...company.daysOff],
    mailDomains: [...company.mailDomains],
    guardedChannels: [...company.guardedChannels],
  };
  await tx.db
    .insert(companyTable)
    .values({ tenant, ...row })
    .onConflictDoUpdate({ target: companyTable.tenant, set: row });
}
