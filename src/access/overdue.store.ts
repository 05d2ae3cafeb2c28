import { oweNoMore } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';

/** What is owed about a request on which nobody decides: its subject is the request. */
export const undecidedKind = 'access.undecided';
/** The same as a message of its own, shortly before the request lapses. */
export const lastCallKind = 'access.last_call';

/** Nobody is told any more that this request is undecided. */
export async function undecidedNoMore(tx: Tx, tenant: string, request: string): Promise<void> {
  await Promise.all(
    [undecidedKind, lastCallKind].map((kind) => oweNoMore(tx, tenant, { kind, subject: request })),
  );
}

/** Who is told first when these are late, by request; those that nobody watches over yet are missing. */
export async function watchersOf(
  tx: Tx,
  tenant: string,
  requests: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.sql<{ subject: string; person: string }[]>`
    select subject, person from owed
    where tenant = ${tenant} and subject = any(${[...requests]}) and kind = ${undecidedKind} and state not in ('done', 'dropped')`;
  return new Map(rows.map(({ subject, person }) => [subject, person]));
}
