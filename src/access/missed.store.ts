import type { Tx } from '../database/connection.ts';

/** What somebody decided in a person's stead. */
export type Instead = { readonly by: string; readonly approved: number; readonly denied: number };

/** Who decided on requests in this person's stead in a span, and how often; whoever did most first. */
export async function decidedInstead(
  tx: Tx,
  tenant: string,
  person: string,
  { from, until }: { from: Date; until: Date },
): Promise<Instead[]> {
  return tx.sql<Instead[]>`
    select data_json ->> 'by' as by, count(*) filter (where type = 'access.approved')::int as approved,
      count(*) filter (where type = 'access.denied')::int as denied
    from event where tenant = ${tenant} and type in ('access.approved', 'access.denied') and at >= ${from} and at < ${until}
      and data_json ->> 'insteadOf' = ${person}
    group by 1 order by count(*) desc, 1 limit 10`;
}
