import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { OwedState } from './owed.ts';

type Row = Omit<OwedState, 'dueAt' | 'settledAt'> & { due_at: Date; settled_at: Date | null };

/** One per kind, person and subject. */
export function owedId(tenant: string, owed: { kind: string; person: string; subject: string }): string {
  return derivedId('owe', tenant, owed.kind, owed.person, owed.subject);
}

/** Owes a person something at a time; moves the time while it has not been told. Call it in the `save` of a commit. */
export async function owe(
  tx: Tx,
  tenant: string,
  owed: { kind: string; person: string; subject: string; dueAt: Date },
): Promise<void> {
  await tx.sql`
    insert into owed (id, tenant, kind, person, subject, due_at, state)
    values (${owedId(tenant, owed)}, ${tenant}, ${owed.kind}, ${owed.person}, ${owed.subject}, ${owed.dueAt}, 'owed')
    on conflict (id) do update set due_at = excluded.due_at where owed.state = 'owed'`;
}

export async function owedById(tx: Tx, tenant: string, id: string): Promise<OwedState | undefined> {
  const [row] = await tx.sql<Row[]>`
    select id, kind, person, subject, due_at, state, settled_at from owed where tenant = ${tenant} and id = ${id}`;
  return row && fromRow(row);
}

/** Ids of what has fallen due and was not settled, oldest first. */
export async function owedBy(tx: Tx, tenant: string, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from owed where tenant = ${tenant} and state = 'owed' and due_at <= ${now} order by due_at, id limit ${limit}`;
  return rows.map((row) => row.id);
}

export async function saveOwed(tx: Tx, tenant: string, owed: OwedState): Promise<void> {
  await tx.sql`update owed set state = ${owed.state}, due_at = ${owed.dueAt}, settled_at = ${owed.settledAt} where tenant = ${tenant} and id = ${owed.id}`;
}

function fromRow({ due_at, settled_at, ...rest }: Row): OwedState {
  return { ...rest, dueAt: due_at, settledAt: settled_at };
}
