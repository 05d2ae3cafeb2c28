import type { Tx } from '../database/connection.ts';

/** Ids of actions that wait to be judged by somebody who is an employee no more. */
export async function judgedByLeavers(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ duty: string }[]>`
    select e.duty from duty_effect e
    left join member m on m.tenant = e.tenant and m.id = e."by"
    where e.tenant = ${tenant} and e.state = 'waiting' and (m.left_at is not null or m.standing is distinct from 'member')
    order by e.duty limit ${limit}`;
  return rows.map((row) => row.duty);
}
