import type { Tx } from '../database/connection.ts';
import type { Digest } from './digest.ts';
import { type OwedState, owedOf } from './owed.store.ts';

export async function digestById(tx: Tx, tenant: string, id: string): Promise<Digest | undefined> {
  const [row] = await tx.sql<Digest[]>`
    select id, person, day, occasion, from_at as "from", until_at as until, items, made_at as "madeAt"
    from digest where tenant = ${tenant} and id = ${id}`;
  return row && { ...row };
}

/** What a digest named, in its order, as each stands now: what is done, dropped or passed on is among it. `limit` from `offset` on. */
export async function itemsOf(
  tx: Tx,
  tenant: string,
  digest: Pick<Digest, 'items'>,
  page: { offset?: number; limit?: number } = {},
): Promise<OwedState[]> {
  const { offset = 0, limit = digest.items.length } = page;
  const ids = digest.items.slice(offset, offset + limit);
  const found = await owedOf(tx, tenant, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Digests made before a moment, the oldest first. */
export async function digestsBefore(
  tx: Tx,
  tenant: string,
  before: Date,
  limit: number,
): Promise<{ id: string; person: string }[]> {
  const rows = await tx.sql<{ id: string; person: string }[]>`
    select id, person from digest where tenant = ${tenant} and made_at < ${before} order by made_at limit ${limit}`;
  return rows.map((row) => ({ ...row }));
}

export async function forgetDigests(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await tx.sql`delete from digest where tenant = ${tenant} and id = any(${[...ids]})`;
}
