import { createHash } from 'node:crypto';
import { connect, type Tx } from '../database/connection.ts';
import type { HouseKeys } from './keys.ts';

/** Whether anything in the database at `ownerUrl` was wrapped by a key of the house; false also where there are no tables yet. */
export async function holdsWrappedKeys(ownerUrl: string): Promise<boolean> {
  const database = connect(ownerUrl, { max: 1 });
  try {
    const [table] = await database.sql`select to_regclass('public.data_key') is not null as there`;
    if (!table?.there) return false;
    const rows = await database.sql`select 1 from data_key where wrapped is not null limit 1`;
    return rows.length > 0;
  } finally {
    await database.stop();
  }
}

/**
 * Refuses, with one sentence, keys of the house that cannot open everything in the database: said at the start, before anybody
 * finds a reason that cannot be read.
 */
export async function requireKeks(tx: Tx, { keks, source }: HouseKeys): Promise<void> {
  const rows = await tx.sql<
    { kek: string }[]
  >`select distinct kek from data_key where wrapped is not null order by kek`;
  const missing = rows.map((row) => row.kek).filter((id) => !keks.some((kek) => kek.id === id));
  if (missing.length > 0) {
    throw new Error(
      `${source} is not the key that this database was sealed with (fingerprint ${missing.join(', ')}): set that one, or put it behind the current one with a comma.`,
    );
  }
}

/** A data key as it stands in the database. */
export type StoredKey = {
  readonly id: string;
  readonly tenant: string;
  readonly holder: string;
  readonly version: number;
  readonly kek: string;
  /** Null once shredded. */
  readonly wrapped: Uint8Array | null;
};

type Connection = Tx['sql'];

/** The key of a holder with the highest version, shredded or not. */
export async function newestKey(
  sql: Connection,
  tenant: string,
  holder: string,
): Promise<StoredKey | undefined> {
  const [row] = await sql<StoredKey[]>`
    select id, tenant, holder, version, kek, wrapped from data_key
    where tenant = ${tenant} and holder = ${holder} order by version desc limit 1`;
  return row;
}

/** Every key a holder has had, newest first, shredded or not. */
export async function keysOfHolder(sql: Connection, tenant: string, holder: string): Promise<StoredKey[]> {
  return sql<StoredKey[]>`
    select id, tenant, holder, version, kek, wrapped from data_key
    where tenant = ${tenant} and holder = ${holder} order by version desc`;
}

export async function keysById(
  sql: Connection,
  tenant: string,
  ids: readonly string[],
): Promise<StoredKey[]> {
  return sql<StoredKey[]>`
    select id, tenant, holder, version, kek, wrapped from data_key
    where tenant = ${tenant} and id = any(${ids as string[]})`;
}

/** False when somebody else made that version meanwhile; theirs is committed then. */
export async function insertKey(sql: Connection, key: StoredKey, at: Date): Promise<boolean> {
  const rows = await sql`
    insert into data_key ${sql({ ...key, created_at: at })} on conflict do nothing returning id`;
  return rows.length > 0;
}

const marked = 'shoumi keys ';
const mark = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 8);

/** What connections of a process are called that knows these keys: the five that count most, since a name has 63 bytes. */
export function knowing(keks: HouseKeys['keks']): string {
  return `${marked}${keks
    .slice(0, 5)
    .map(({ id }) => mark(id))
    .join(' ')}`;
}

/** Whether a Shoumi is connected that could not open what this key wraps: it was started before the key was set. */
export async function strangersTo(tx: Tx, kek: string): Promise<boolean> {
  const rows = await tx.sql<{ name: string }[]>`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and starts_with(application_name, ${marked})`;
  return rows.some(({ name }) => !name.split(' ').includes(mark(kek)));
}
