import type { Tx } from '../database/connection.ts';
import { columns, type OwedState } from './owed.store.ts';

/** Ids of what is done and does not say since when: whoever does it has other things to write. */
export async function unsettledDone(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from owed where tenant = ${tenant} and state = 'done' and settled_at is null order by id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Notes since when these are done. What is owed again meanwhile stays as it is. */
export async function saveDone(tx: Tx, tenant: string, ids: readonly string[], at: Date): Promise<void> {
  await tx.sql`
    update owed set settled_at = ${at}
    where tenant = ${tenant} and id = any(${[...ids]}) and state = 'done' and settled_at is null`;
}

/** What was over before a moment, done, dropped or told for good, the oldest first. */
export async function overBefore(tx: Tx, tenant: string, before: Date, limit: number): Promise<OwedState[]> {
  const rows = await tx.sql<OwedState[]>`
    select ${columns(tx)} from owed
    where tenant = ${tenant} and state in ('done', 'dropped', 'told') and settled_at < ${before} order by settled_at limit ${limit}`;
  return rows.map((row) => ({ ...row }));
}

/** Was told for good, and there still is something to do: it is looked at again as long after this moment. */
export async function saveLookedAt(tx: Tx, tenant: string, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.sql`
    update owed set settled_at = ${at} where tenant = ${tenant} and id = any(${[...ids]}) and state = 'told'`;
}

/** Forgets these with what was put off of them, as long as they are over since before that moment: answers which it forgot. */
export async function forgetOwed(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  before: Date,
): Promise<Pick<OwedState, 'id' | 'person' | 'alone'>[]> {
  const rows = await tx.sql<Pick<OwedState, 'id' | 'person' | 'alone'>[]>`
    with gone as (
      delete from owed where tenant = ${tenant} and id = any(${[...ids]}) and state in ('done', 'dropped', 'told')
        and settled_at < ${before} returning id, person, alone),
    back as (delete from put_off using gone where put_off.tenant = ${tenant} and put_off.owed = gone.id)
    select id, person, alone from gone`;
  return rows.map((row) => ({ ...row }));
}
