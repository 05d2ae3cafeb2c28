import { type Database, within } from '../database/connection.ts';
import { transaction } from '../database/transaction.ts';
import { crossing } from '../kernel/crossing.ts';
import { startBell } from './bell.ts';
import { signCheckpoint } from './checkpoint.ts';
import { entrySql } from './entry.ts';
import { type Frontier, frontierRoot, grow, type Node } from './frontier.ts';
import { latestCheckpoint, loadFrontier, saveCheckpoint, saveNodes, treeSize } from './log.store.ts';
import { hashLength } from './merkle.ts';
import type { Signer } from './note.ts';

export type Sequencer = {
  ring: () => void;
  /** No event waits for its leaf. */
  atRest: () => Promise<boolean>;
  stop: () => Promise<void>;
};

/** "shoumi log" as a number: who holds this lock sequences, whichever replica it is. */
const LOCK = 0x73686f756c;
const batch = 20_000;
/** Milliseconds a round: each signs a checkpoint, and under load a few a second are enough. The first ones after a rest go at once. */
const pace = { perRoundMs: 200, burst: 5 };
const pollMs = 500;

/**
 * Gives every event its leaf. One round, in one transaction: takes waiting events in the order of their commits' inserts with the
 * hashes that were made when they were decided, inserts leaves and the nodes they complete, signs the new tree head, and takes the events
 * off the list. An event that commits late waits for the next round; none is skipped, none is done twice. Business transactions
 * know nothing of it and wait for nothing. A kill in the middle leaves everything as it was.
 */
export function startSequencer(options: {
  /** Acts as the sequencer. */
  database: Database;
  signer: Signer;
  now: () => Date;
  onError: (error: unknown) => void;
}): Sequencer {
  const { database, signer, now, onError } = options;
  /** What the last round left; another replica may have been at it since, which its size tells. */
  let known: Frontier | undefined;

  async function round(): Promise<boolean> {
    const before = known;
    known = undefined;
    const { moved, frontier } = await sequence({ database, signer, now, known: before });
    if (moved > 0) crossing('sequence.after');
    known = frontier;
    return moved === batch;
  }

  const bell = startBell({ round, pollMs, pace, onError });
  return {
    ring: bell.ring,
    atRest: async () => {
      if (!bell.quiet()) return false;
      const rows = await database.sql`select 1 from log_pending limit 1`;
      return rows.length === 0;
    },
    stop: async () => {
      await bell.stop();
      // What was decided last should not wait for the next start.
      await round().catch(onError);
    },
  };
}

/** One round. Nothing is moved while another replica is at it. */
export async function sequence(options: {
  database: Database;
  signer: Signer;
  now: () => Date;
  known: Frontier | undefined;
  limit?: number;
}): Promise<{ moved: number; frontier: Frontier | undefined }> {
  const { database, signer, now, known, limit = batch } = options;
  return transaction(database.sql, 'read committed', async (sql) => {
    const tx = within(sql);
    const [lock] = await sql<{ held: boolean; waiting: boolean }[]>`
      select pg_try_advisory_xact_lock(${LOCK}) as held, exists (select from log_pending) as waiting`;
    if (!lock?.held || !lock.waiting) return { moved: 0, frontier: known };
    const size = await treeSize(tx);
    const frontier = known?.size === size ? known : await loadFrontier(tx, size);
    // Planned each time: a plan made while the tables were small reads all of them for ever.
    const [made] = await sql.unsafe<{ hashes: Buffer | null }[]>(insertLeaves, [size, limit]);
    const hashes = made?.hashes ?? Buffer.alloc(0);
    const moved = hashes.length / hashLength;
    if (moved === 0) return { moved: 0, frontier };
    crossing('sequence.before');
    const nodes: Node[] = [];
    for (let at = 0; at < hashes.length; at += hashLength)
      nodes.push(...grow(frontier, hashes.subarray(at, at + hashLength)));
    const root = frontierRoot(frontier);
    const before = await latestCheckpoint(tx);
    crossing('checkpoint.before');
    await Promise.all([
      saveNodes(tx, nodes),
      saveCheckpoint(tx, {
        size: frontier.size,
        previous: before?.size ?? 0,
        root,
        note: signCheckpoint(signer, { size: frontier.size, root }),
        at: now(),
      }),
    ]);
    return { moved, frontier };
  });
}

/** Answers the new leaves' hashes in one piece, in order: a row each would cost more than hashing them. */
const insertLeaves = `
  with moved as (
    delete from log_pending where seq <= (select max(seq) from (select seq from log_pending order by seq limit $2) waiting)
    returning seq, event_id, hash
  ), hashed as (
    select seq, event_id, coalesce(m.hash,
      (select sha256('\\x00'::bytea || convert_to(${entrySql}, 'UTF8')) from event e where e.id = m.event_id)) as hash
    from moved m
  ), leaves as (
    insert into log_leaf (index, event_id, hash)
    select $1::bigint - 1 + row_number() over (order by seq), event_id, hash from hashed where hash is not null
    returning index, hash
  )
  select string_agg(hash, ''::bytea order by index) as hashes from leaves`;
