import type { Tx } from '../database/connection.ts';

/** The numbers a person asked with, the latest first; closed ones among them. */
export async function recentCases(tx: Tx, tenant: string, member: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ number: string }[]>`
    select case_number as number from access_request where tenant = ${tenant} and requester = ${member}
    group by case_number order by max(created_at) desc, case_number limit ${limit}`;
  return rows.map((row) => row.number);
}
