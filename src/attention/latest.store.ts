import type { Tx } from '../database/connection.ts';

/** The digest of a person before this day, the latest; and whether there is one after it. */
export async function digestsAround(
  tx: Tx,
  tenant: string,
  { person, day }: { person: string; day: string },
): Promise<{ before: string | undefined; later: boolean }> {
  const [[before], [later]] = await Promise.all([
    tx.sql<{ id: string }[]>`
      select id from digest where tenant = ${tenant} and person = ${person} and day < ${day} order by day desc limit 1`,
    tx.sql<{ id: string }[]>`
      select id from digest where tenant = ${tenant} and person = ${person} and day > ${day} limit 1`,
  ]);
  return { before: before?.id, later: later !== undefined };
}

/** A person's latest digest. */
export async function latestDigest(tx: Tx, tenant: string, person: string): Promise<string | undefined> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from digest where tenant = ${tenant} and person = ${person} order by day desc limit 1`;
  return row?.id;
}
