import type { PendingQuery, Row } from 'postgres';
import type { Tx } from './connection.ts';

/** A statement, or a piece of one, that has not been sent. */
// biome-ignore lint/suspicious/noExplicitAny: the type of its rows says nothing once it is part of another statement
export type Piece = PendingQuery<any>;

/**
 * Small reads as columns of one statement, each with all its rows as JSON: a statement costs more than what it reads of three tables by
 * their keys. `select ${alongside(tx, { owner: personRows(…), set: setRows(…) })}`. Times come as text (`instant`).
 */
export function alongside(tx: Tx, reads: Readonly<Record<string, Piece>>): Piece {
  return Object.entries(reads)
    .map(
      ([name, read]): Piece =>
        tx.sql`(select coalesce(json_agg(row_to_json(found)), '[]') from (${read}) found) as ${tx.sql(name)}`,
    )
    .reduce((before, read) => tx.sql`${before}, ${read}`);
}

/** A time out of a row, whether the row came as JSON or not. */
export function instant(value: Date | string): Date;
export function instant(value: Date | string | null): Date | null;
export function instant(value: Date | string | null): Date | null {
  return value === null ? null : new Date(value);
}

/** What a statement of `alongside` alone answers: always one row. */
export async function readTogether<T extends Row>(
  tx: Tx,
  reads: Readonly<Record<keyof T & string, Piece>>,
): Promise<T> {
  const [row] = await tx.sql<T[]>`select ${alongside(tx, reads)}`;
  return row as T;
}
