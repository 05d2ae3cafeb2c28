import type { Database } from '../database/connection.ts';
import { transaction } from '../database/transaction.ts';
import { openCheckpoint } from './checkpoint.ts';
import { lookUpByKey } from './log.store.ts';
import type { Hash } from './merkle.ts';
import type { Verifier } from './note.ts';
import { strayEvents, strayNodes, strayPending, strayPrivates } from './verify.store.ts';
import { Broken, type HeldHead, startTreeCheck } from './verify.tree.ts';

/** What a check of the whole log found. `fault` names the first bad entry. */
export type Verdict =
  | {
      readonly kind: 'whole';
      readonly size: number;
      readonly root: Hash;
      /** Events that had no leaf yet at that moment. */
      readonly waiting: number;
      readonly checkpoints: number;
      /** How many checkpoints from outside were compared. */
      readonly held: number;
    }
  | { readonly kind: 'broken'; readonly fault: string };

/** A checkpoint that somebody outside of the database holds. */
export type Held = { readonly place: string; readonly note: string };

/** Leaves a round: their nodes and checkpoints are read once for all of them. */
const round = 16_384;

/**
 * Checks the whole log, as of one moment: every leaf against its event, the leaves' order, every stored node and every checkpoint with its
 * signature against the tree computed anew, every event for a leaf or a place on the waiting list, private parts against their
 * commitments, and checkpoints that others hold. Streams: memory does not grow with the log. Runs beside the bot.
 */
export async function verifyLog(options: {
  database: Database;
  verifiers: readonly Verifier[];
  /** Checkpoints held elsewhere: anchors, a file somebody kept. */
  held?: AsyncIterable<Held> | Iterable<Held>;
  onProgress?: (done: number, of: number) => void;
}): Promise<Verdict> {
  const { database, verifiers, held = [], onProgress = () => {} } = options;
  try {
    const heads = await openHeld(held, verifiers);
    return await transaction(database.sql, 'repeatable read read only', async (sql): Promise<Verdict> => {
      // A log of years takes minutes, and nobody waits for this transaction.
      await sql`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`;
      await lookUpByKey(sql);
      const tx = database.within(sql);
      const [counts] = await sql<{ size: number; waiting: number }[]>`
        select coalesce((select max(index) + 1 from log_leaf), 0) as size, (select count(*) from log_pending) as waiting`;
      const size = Number(counts?.size ?? 0);
      const tree = startTreeCheck(tx, verifiers, heads);
      for (let to = Math.min(round, size); ; to = Math.min(to + round, size)) {
        await tree.extend(to);
        onProgress(to, size);
        if (to === size) break;
      }
      await tree.finish();
      for (const find of [strayPending, strayEvents, strayNodes, strayPrivates]) {
        const fault = await find(tx, size);
        if (fault) throw new Broken(fault);
      }
      const checkpoints = tree.checkpoints();
      return {
        kind: 'whole',
        size,
        root: tree.root(),
        waiting: Number(counts?.waiting ?? 0),
        checkpoints,
        held: heads.length,
      };
    });
  } catch (error) {
    if (error instanceof Broken) return { kind: 'broken', fault: error.message };
    throw error;
  }
}

async function openHeld(
  held: AsyncIterable<Held> | Iterable<Held>,
  verifiers: readonly Verifier[],
): Promise<HeldHead[]> {
  const heads: HeldHead[] = [];
  for await (const { place, note } of held) {
    const head = openCheckpoint(note, verifiers);
    if (head === 'malformed') throw new Broken(`what ${place} holds is no checkpoint`);
    if (head === 'unsigned')
      throw new Broken(`the checkpoint that ${place} holds is not signed by this log's key`);
    heads.push({ place, size: head.size, root: head.root });
  }
  return heads.sort((a, b) => a.size - b.size);
}
