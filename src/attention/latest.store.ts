import type { Tx } from '../database/connection.ts';
import { digestKind } from './attention.view.ts';

/** How a digest stands among its person's. */
export type Succession = {
  /** Whether a later one has been made, and stands in Slack. */
  readonly later: 'none' | 'made' | 'stands';
  /** Earlier ones that still stand in Slack, or may. */
  readonly earlier: readonly string[];
};

/** So far back is looked for what still stands: one does, or as many as no later one could take the place of. */
const mostEarlier = 10;

export async function successionOf(
  tx: Tx,
  tenant: string,
  { person, day }: { person: string; day: string },
): Promise<Succession> {
  const card = tx.sql`card.tenant = ${tenant} and card.kind = ${digestKind} and card.reader = ${person}`;
  const [later, earlier] = await Promise.all([
    tx.sql<{ stands: boolean }[]>`
      select coalesce(bool_or(ts is not null), false) as stands
      from digest left join card on ${card} and card.occasion = digest.id
      where digest.tenant = ${tenant} and person = ${person} and day > ${day} having count(*) > 0`,
    tx.sql<{ id: string }[]>`
      select before.id from (
        select id, day from digest where tenant = ${tenant} and person = ${person} and day < ${day} order by day desc limit ${mostEarlier}
      ) as before join card on ${card} and card.occasion = before.id
      where card.state = 'live' and (ts is not null or begun_at is not null) order by day`,
  ]);
  const [found] = later;
  return {
    later: found ? (found.stands ? 'stands' : 'made') : 'none',
    earlier: earlier.map(({ id }) => id),
  };
}

/** A person's latest digest. */
export async function latestDigest(tx: Tx, tenant: string, person: string): Promise<string | undefined> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from digest where tenant = ${tenant} and person = ${person} order by day desc limit 1`;
  return row?.id;
}
