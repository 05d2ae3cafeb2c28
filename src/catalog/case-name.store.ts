import type { Tx } from '../database/connection.ts';
import { foldedNames, piecesOf } from './case-name.ts';

/**
 * Whose key hashes the names. A rotation gives the class a further key and keeps the older ones: names hashed before are found under
 * theirs, and get the newest when they are imported again (they cannot be hashed anew, since nobody kept them). Shredding the class
 * (`keys shred class:case-name`) makes every hash here meaningless for good: the guard then finds nothing until the names are
 * imported again. Who has both the database and SHOUMI_KEY can try names against the hashes; nobody else can.
 */
const holder = 'class:case-name';
const at = { table: 'case_name', column: 'hash' };

/** Hashes the names of cases; what was known of these cases before is replaced. Answers how many hashes each has. */
export async function saveNames(
  tx: Tx,
  tenant: string,
  names: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const folded = [...names].flatMap(([number, ones]) =>
    [...new Set(ones.flatMap(foldedNames))].map((name) => ({ number, name })),
  );
  const hashes = await tx.vault.index(
    tenant,
    holder,
    at,
    folded.map(({ name }) => name),
  );
  const rows = folded.map(({ number, name }, n) => ({
    tenant,
    number,
    hash: hashes[n] ?? '',
    length: [...name].length,
  }));
  await tx.sql`delete from case_name where tenant = ${tenant} and number = any(${[...names.keys()]})`;
  if (rows.length > 0) await tx.sql`insert into case_name ${tx.sql(rows)} on conflict do nothing`;
}

/** A client's name as it stands in a text, folded, and whose it is. */
export type CaseNamed = { number: string; name: string };

/**
 * The names of clients in each of these texts, the longest first, for it says most. Bounded by `mostPieces` for each text and each
 * key the class has had; a firm that imported no names costs one look at an empty table.
 */
export async function casesNamedIn(tx: Tx, tenant: string, texts: readonly string[]): Promise<CaseNamed[][]> {
  if (texts.length === 0) return [];
  const rows = await tx.sql<
    { length: number }[]
  >`select distinct length from case_name where tenant = ${tenant}`;
  const lengths = new Set(rows.map((row) => row.length));
  if (lengths.size === 0) return texts.map(() => []);
  const pieces = texts.map((text) => piecesOf(text, lengths));
  const all = [...new Set(pieces.flat())];
  const hashed = await tx.vault.indices(tenant, holder, at, all);
  const hashes = hashed.flat();
  const found = await tx.sql<{ number: string; hash: string }[]>`
    select number, hash from case_name where tenant = ${tenant} and hash = any(${hashes}) order by number`;
  const numbers = new Map(found.map((row) => [row.hash, row.number]));
  const of = new Map(
    all.map((piece, n) => [piece, (hashed[n] ?? []).flatMap((hash) => numbers.get(hash) ?? [])[0]]),
  );
  return pieces.map((ones) =>
    ones
      .toSorted((a, b) => b.length - a.length)
      .flatMap((name) => {
        const number = of.get(name);
        return number ? [{ number, name }] : [];
      }),
  );
}
