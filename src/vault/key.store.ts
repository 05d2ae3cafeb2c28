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
