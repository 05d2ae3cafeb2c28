import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { insertKey, type StoredKey } from './key.store.ts';
import type { Progress } from './rotation.ts';
import { readSealed } from './seal.ts';
import { placeOf, type SealedColumns } from './sealed.ts';
import { boundTo, hasBytes, unwrapKey, type VaultParts, wrapNew } from './vault.ts';

export async function keysOf(tx: Tx, tenant: string): Promise<StoredKey[]> {
  return tx.sql<StoredKey[]>`
    select id, tenant, holder, version, kek, wrapped from data_key where tenant = ${tenant} order by holder, version`;
}

/** Every workspace for which anything was sealed. */
export async function sealedTenants(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ tenant: string }[]>`select distinct tenant from data_key order by tenant`;
  return rows.map((row) => row.tenant);
}

/** Makes the keys of a holder unreadable for good; answers nothing, since nothing is left. */
export async function shredKeys(tx: Tx, tenant: string, holder: string, at: Date): Promise<void> {
  await tx.sql`
    update data_key set wrapped = null, shredded_at = ${at}
    where tenant = ${tenant} and holder = ${holder} and wrapped is not null`;
}

/** Wraps by the current key of the house whatever an older one wraps. */
export async function rewrapKeys(tx: Tx, { keks }: VaultParts, keys: readonly StoredKey[]): Promise<void> {
  const [current] = keks;
  if (!current) throw new Error('a vault without a key');
  for (const key of keys) {
    if (!hasBytes(key) || key.kek === current.id) continue;
    const { bytes } = await unwrapKey(keks, key);
    const wrapped = await current.wrap(bytes, boundTo(key));
    // Not what was shredded meanwhile.
    await tx.sql`
      update data_key set wrapped = ${wrapped}, kek = ${current.id} where id = ${key.id} and wrapped is not null`;
  }
}

/** Gives every holder that has a key the next version of it. */
export async function renewKeys(
  tx: Tx,
  parts: VaultParts,
  keys: readonly StoredKey[],
  at: Date,
): Promise<void> {
  const newest = new Map(keys.map((key) => [key.holder, key]));
  for (const key of newest.values()) {
    if (!hasBytes(key)) continue;
    const { stored } = await wrapNew(parts.keks, { ...key, version: key.version + 1 }, parts.random);
    await insertKey(tx.sql, stored, at);
  }
}

/** The tables of the rotation under way, or of the one that ended last; none where there never was one. */
export async function progressOf(tx: Tx, tenant: string): Promise<Progress[]> {
  return tx.sql<Progress[]>`
    select target, started_at as "startedAt", cursor, done, finished_at is not null as finished from key_rotation
    where tenant = ${tenant} and started_at = (select max(started_at) from key_rotation where tenant = ${tenant})
    order by target`;
}

export async function beginRotation(
  tx: Tx,
  tenant: string,
  targets: readonly string[],
  startedAt: Date,
): Promise<void> {
  const rows = targets.map((target) => ({
    id: derivedId('rot', tenant, target, startedAt.toISOString()),
    tenant,
    target,
    started_at: startedAt,
  }));
  await tx.sql`insert into key_rotation ${tx.sql(rows)} on conflict do nothing`;
}

export async function saveProgress(tx: Tx, tenant: string, progress: Progress, at: Date): Promise<void> {
  await tx.sql`
    update key_rotation set cursor = ${progress.cursor}, done = ${progress.done},
    finished_at = ${progress.finished ? at : null}
    where tenant = ${tenant} and target = ${progress.target} and started_at = ${progress.startedAt}`;
}

type Row = Record<string, string | null>;

/**
 * Seals the next rows of a table anew, each value with the newest key of its holder; answers where it came to. A value that
 * somebody else writes meanwhile is left to them: they use the newest key as well.
 */
export async function resealRows(
  tx: Tx,
  tenant: string,
  sealed: SealedColumns,
  from: Progress,
  limit: number,
): Promise<Progress> {
  const { sql } = tx;
  const { table, key, columns } = sealed;
  const keyList = key.map((name) => `"${name}"`).join(', ');
  const after: string[] = from.cursor ? JSON.parse(from.cursor) : [];
  const places = after.map((_, at) => `$${at + 3}`).join(', ');
  const rows = await sql.unsafe<Row[]>(
    `select ${[...key, ...columns].map((name) => `"${name}"`).join(', ')}, ${sealed.holder} as "its holder" from "${table}"
     where tenant = $1 ${after.length > 0 ? `and (${keyList}) > (${places})` : ''} order by ${keyList} limit $2`,
    [tenant, limit, ...after],
  );
  const values = rows.flatMap((row) =>
    columns.flatMap((column) => {
      const old = row[column];
      return typeof old === 'string'
        ? [{ row, column, sealed: old, place: placeOf(sealed, row, column) }]
        : [];
    }),
  );
  const texts = await tx.vault.open(tenant, values);
  const holderOf = new Map((await keysOf(tx, tenant)).map((one) => [one.id, one]));
  const newest = new Map([...holderOf.values()].map((one) => [one.holder, one.id]));
  const changes = await Promise.all(
    values.map(async ({ row, column, sealed: old, place }, at) => {
      const text = texts[at];
      const keyId = readSealed(old, place)?.keyId;
      const holder = (keyId ? holderOf.get(keyId)?.holder : row['its holder']) ?? '';
      if (typeof text !== 'string' || (keyId && newest.get(holder) === keyId)) return 0;
      const [fresh = ''] = await tx.vault.seal(tenant, holder, [{ place, text }]);
      const where = key.map((name, n) => `"${name}" = $${n + 4}`).join(' and ');
      const changed = await sql.unsafe(
        `update "${table}" set "${column}" = $1 where "${column}" = $2 and tenant = $3 and ${where}`,
        [fresh, old, tenant, ...key.map((name) => row[name] ?? '')],
      );
      return changed.count;
    }),
  );
  const last = rows.at(-1);
  return {
    ...from,
    cursor: last ? JSON.stringify(key.map((name) => last[name])) : from.cursor,
    done: from.done + changes.reduce((sum, one) => sum + one, 0),
    finished: rows.length < limit,
  };
}
