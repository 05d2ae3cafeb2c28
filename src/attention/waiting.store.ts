import type { Tx } from '../database/connection.ts';
import { columns, type OwedState } from './owed.store.ts';

/** What stands for a person between two tellings: in their digests again and again, put off, or stopped. */
export async function standingFor(tx: Tx, tenant: string, person: string): Promise<OwedState[]> {
  const rows = await tx.sql<OwedState[]>`
    select ${columns(tx)} from owed where tenant = ${tenant} and person = ${person} and state = 'listed'
    union all
    select ${columns(tx)} from owed where tenant = ${tenant} and person = ${person} and (asked or state = 'stopped')
    order by "dueAt", id`;
  return rows.map((row) => ({ ...row }));
}
