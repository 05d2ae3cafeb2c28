import { and, desc, eq } from 'drizzle-orm';
import type { Tx } from '../database/connection.ts';
import { checkTable } from './check.table.ts';
import type { Check } from './check.ts';

const columns = {
  id: checkTable.id,
  askedBy: checkTable.askedBy,
  askedAt: checkTable.askedAt,
  state: checkTable.state,
  size: checkTable.size,
  root: checkTable.root,
  fault: checkTable.fault,
  finishedAt: checkTable.finishedAt,
  held: checkTable.held,
  unread: checkTable.unread,
};

export async function checkById(tx: Tx, tenant: string, id: string): Promise<Check | undefined> {
  const [row] = await tx.db
    .select(columns)
    .from(checkTable)
    .where(and(eq(checkTable.tenant, tenant), eq(checkTable.id, id)));
  return row;
}

/** The newest check that is over. */
export async function lastCheck(tx: Tx, tenant: string): Promise<Check | undefined> {
  const rows = await tx.db
    .select(columns)
    .from(checkTable)
    .where(eq(checkTable.tenant, tenant))
    .orderBy(desc(checkTable.askedAt))
    .limit(20);
  return rows.find(({ state }) => state !== 'running');
}

/** A check of this person's that is running. */
export async function runningCheck(tx: Tx, tenant: string, by: string): Promise<string | undefined> {
  const [row] = await tx.db
    .select({ id: checkTable.id })
    .from(checkTable)
    .where(and(eq(checkTable.tenant, tenant), eq(checkTable.askedBy, by), eq(checkTable.state, 'running')))
    .limit(1);
  return row?.id;
}

export async function saveCheck(tx: Tx, tenant: string, check: Check): Promise<void> {
  const { id: _id, ...changed } = { ...check, unread: [...check.unread] };
  await tx.db
    .insert(checkTable)
    .values({ tenant, id: check.id, ...changed })
    .onConflictDoUpdate({ target: checkTable.id, set: changed });
}
