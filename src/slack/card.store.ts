import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';

/** Which card: unique per tenant. */
export type CardKey = { readonly kind: string; readonly reader: string; readonly occasion: string };

export type CardRow = CardKey & {
  id: string;
  channel: string | null;
  ts: string | null;
  attempt: number;
  /** Its message had this `ts` when somebody last wrote under it. */
  readonly repliedTs: string | null;
  shown: string | null;
  noticed: string | null;
  state: 'live' | 'lost' | 'unreachable' | 'held' | 'ended';
  /** Slack's code for why the reader cannot be written to, and since when that is so. */
  trouble: string | null;
  troubleAt: Date | null;
  /** When the last post was begun. */
  begunAt: Date | null;
  /** The reader still has something to do here. */
  open: boolean;
  /** When the message was last posted, edited or looked for. */
  lookedAt: Date | null;
};

export function cardId(tenant: string, key: CardKey): string {
  return derivedId('card', tenant, key.kind, key.reader, key.occasion);
}

const unposted: Omit<CardRow, keyof CardKey | 'id'> = {
  ...{ channel: null, ts: null, attempt: 0, repliedTs: null, shown: null, noticed: null },
  ...{ state: 'live', trouble: null, troubleAt: null, begunAt: null, open: true, lookedAt: null },
};

/** The card as it stands, or a new one that has not been posted. */
export async function cardByKey(tx: Tx, tenant: string, key: CardKey): Promise<CardRow> {
  const id = cardId(tenant, key);
  const [row] = await tx.sql<CardRow[]>`
    select id, kind, reader, occasion, channel, ts, attempt, shown, noticed, state, trouble, trouble_at as "troubleAt",
      begun_at as "begunAt", open, looked_at as "lookedAt", replied_ts as "repliedTs"
    from card where tenant = ${tenant} and id = ${id}`;
  return row ?? { ...key, id, ...unposted };
}

/** Stores a card as it now stands. What was written under it is noted by whoever hears of it. */
export async function saveCard(tx: Tx, tenant: string, card: CardRow): Promise<void> {
  const { troubleAt, begunAt, lookedAt, repliedTs: _heard, ...rest } = card;
  const row = { tenant, ...rest, trouble_at: troubleAt, begun_at: begunAt, looked_at: lookedAt };
  const { tenant: _where, id: _which, kind: _kind, reader: _reader, occasion: _occasion, ...changing } = row;
  await tx.sql`insert into card ${tx.sql(row)} on conflict (id) do update set ${tx.sql(changing)}`;
}

/** Makes the card stale by exactly these subjects. */
export async function saveShows(
  tx: Tx,
  tenant: string,
  id: string,
  subjects: readonly string[],
): Promise<void> {
  const some = [...new Set(subjects)];
  await Promise.all([
    tx.sql`delete from card_shows where tenant = ${tenant} and card_id = ${id} and not subject = any(${some})`,
    tx.sql`
      insert into card_shows (tenant, card_id, subject) select ${tenant}, ${id}, unnest(${some}::text[]) on conflict do nothing`,
  ]);
}

export async function showsOf(tx: Tx, tenant: string, id: string): Promise<Set<string>> {
  const rows = await tx.sql<
    { subject: string }[]
  >`select subject from card_shows where tenant = ${tenant} and card_id = ${id}`;
  return new Set(rows.map((row) => row.subject));
}

/** Cards that a change of this subject makes stale. */
export async function cardsShowing(tx: Tx, tenant: string, subject: string): Promise<CardKey[]> {
  return tx.sql<CardKey[]>`
    select c.kind, c.reader, c.occasion from card_shows s join card c on c.id = s.card_id
    where s.tenant = ${tenant} and s.subject = ${subject} and c.state not in ('lost', 'ended')`;
}

/** The newest occasions on which a person got a card of a kind that still stands, latest first; at most three. */
export async function occasionsOf(tx: Tx, tenant: string, kind: string, reader: string): Promise<string[]> {
  const rows = await tx.sql<{ occasion: string }[]>`
    select occasion from card where tenant = ${tenant} and kind = ${kind} and reader = ${reader}
    and state not in ('lost', 'ended') and ts is not null order by occasion desc limit 3`;
  return rows.map((row) => row.occasion);
}

/** Which of these people have opened their Home. */
export async function openedHome(tx: Tx, tenant: string, people: readonly string[]): Promise<string[]> {
  if (people.length === 0) return [];
  const rows = await tx.sql<{ reader: string }[]>`
    select reader from card where tenant = ${tenant} and kind = 'home' and reader = any(${[...people]})`;
  return rows.map((row) => row.reader);
}

/** People who cannot be written to now. */
export async function unreachablePeople(tx: Tx, tenant: string): Promise<string[]> {
  const rows = await tx.sql<{ reader: string }[]>`
    select distinct reader from card where tenant = ${tenant} and state = 'unreachable' and trouble_at is not null order by 1`;
  return rows.map((row) => row.reader);
}

/** A card that could not be shown to its reader. */
export type Unseen = CardKey & { readonly trouble: string | null; readonly troubleAt: Date };

/** The cards that a person does not get to see, the longest first. */
export async function unseenBy(tx: Tx, tenant: string, reader: string): Promise<Unseen[]> {
  return tx.sql<Unseen[]>`
    select kind, reader, occasion, trouble, trouble_at as "troubleAt" from card
    where tenant = ${tenant} and reader = ${reader} and state = 'unreachable' and trouble_at is not null
    order by trouble_at, id`;
}

/** The card whose message this is. */
export async function cardAt(
  tx: Tx,
  tenant: string,
  channel: string,
  ts: string,
): Promise<CardKey | undefined> {
  const [row] = await tx.sql<CardKey[]>`
    select kind, reader, occasion from card
    where tenant = ${tenant} and channel = ${channel} and ts = ${ts} and state = 'live'`;
  return row;
}

/** Somebody wrote under the message of a card. */
export async function saveReplied(tx: Tx, tenant: string, key: CardKey, ts: string): Promise<void> {
  await tx.sql`update card set replied_ts = ${ts} where tenant = ${tenant} and id = ${cardId(tenant, key)}`;
}

/** Standing cards with something to do that were last heard of before a moment, the longest ago first. */
export async function unlookedCards(tx: Tx, tenant: string, before: Date, limit: number): Promise<CardKey[]> {
  return tx.sql<CardKey[]>`
    select kind, reader, occasion from card
    where tenant = ${tenant} and state = 'live' and open and ts is not null
      and (looked_at is null or looked_at < ${before})
    order by looked_at nulls first, id limit ${limit}`;
}

/** Notes that these are being looked for, so that the next tick leaves them alone. */
export async function saveLooked(tx: Tx, tenant: string, ids: readonly string[], at: Date): Promise<void> {
  await tx.sql`update card set looked_at = ${at} where tenant = ${tenant} and id = any(${[...ids]})`;
}

/** Cards that wait for their reader to take part, or to work. */
export async function heldCards(tx: Tx, tenant: string): Promise<CardKey[]> {
  return tx.sql<CardKey[]>`
    select kind, reader, occasion from card where tenant = ${tenant} and state = 'held' order by id`;
}

/** Forgets cards. Their messages stay in Slack as they are. */
export async function forgetCards(tx: Tx, tenant: string, keys: readonly CardKey[]): Promise<void> {
  const ids = keys.map((key) => cardId(tenant, key));
  await Promise.all([
    tx.sql`delete from card where tenant = ${tenant} and id = any(${ids})`,
    tx.sql`delete from card_shows where tenant = ${tenant} and card_id = any(${ids})`,
  ]);
}
