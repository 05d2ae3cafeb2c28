import type { Tx } from '../database/connection.ts';
import { type OwedState, saveOwed } from './owed.store.ts';
import type { PutOff } from './put-off.ts';

/** What was last put off or stopped of these, by id of what is owed. */
export async function putOffOf(
  tx: Tx,
  tenant: string,
  owed: readonly string[],
): Promise<Map<string, PutOff>> {
  if (owed.length === 0) return new Map();
  const rows = await tx.sql<PutOff[]>`
    select owed, until, state, was_state as "wasState", was_due_at as "wasDueAt", revision
    from put_off where tenant = ${tenant} and owed = any(${[...owed]})`;
  return new Map(rows.map((row) => [row.owed, { ...row }]));
}

/** Keeps both: what is owed as it stands now, and how it stood before. */
export async function savePutOff(
  tx: Tx,
  tenant: string,
  { owed, putOff }: { owed: OwedState; putOff: PutOff },
): Promise<void> {
  const { owed: id, until, state, wasState, wasDueAt, revision } = putOff;
  await Promise.all([
    saveOwed(tx, tenant, owed),
    tx.sql`
      insert into put_off (tenant, owed, until, state, was_state, was_due_at, revision)
      values (${tenant}, ${id}, ${until}, ${state}, ${wasState}, ${wasDueAt}, ${revision})
      on conflict (tenant, owed) do update set until = excluded.until, state = excluded.state, was_state = excluded.was_state,
        was_due_at = excluded.was_due_at, revision = excluded.revision`,
  ]);
}
