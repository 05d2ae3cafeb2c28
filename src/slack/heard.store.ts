import type { Tx } from '../database/connection.ts';

export async function saveHeard(tx: Tx, tenant: string, type: string, at: Date): Promise<void> {
  await tx.sql`
    insert into slack_heard (tenant, type, at) values (${tenant}, ${type}, ${at})
    on conflict (tenant, type) do update set at = excluded.at`;
}

/** Types of events that ever reached us. */
export async function heardTypes(tx: Tx, tenant: string): Promise<string[]> {
  const rows = await tx.sql<{ type: string }[]>`
    select type from slack_heard where tenant = ${tenant} order by type`;
  return rows.map((row) => row.type);
}
