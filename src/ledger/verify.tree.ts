import type { TransactionSql } from 'postgres';
import type { Tx } from '../database/connection.ts';
import { openCheckpoint } from './checkpoint.ts';
import { copyRows, type Field } from './copy.ts';
import { entrySql } from './entry.ts';
import { emptyFrontier, frontierRoot, grow, type Node, width } from './frontier.ts';
import type { CheckpointRow } from './log.store.ts';
import { type Hash, leafHash } from './merkle.ts';
import type { Verifier } from './note.ts';

/** A fault of the log, in one sentence that names the first bad entry. Thrown to leave the stream. */
export class Broken extends Error {}

/** A checkpoint that somebody outside of the database holds, opened. */
export type HeldHead = { readonly place: string; readonly size: number; readonly root: Hash };

/** Compares the rows of the log with the tree computed anew from the events, range after range. */
export type TreeCheck = {
  /** The leaves from the end of what was checked up to `to`, with the nodes and checkpoints that they complete. */
  readonly extend: (to: number) => Promise<void>;
  /** What only shows at the end: checkpoints beyond the tree, leaves under no checkpoint. */
  readonly finish: () => Promise<void>;
  readonly root: () => Hash;
  readonly checkpoints: () => number;
};

/** `held` by size. */
export function startTreeCheck(tx: Tx, verifiers: readonly Verifier[], held: readonly HeldHead[]): TreeCheck {
  const frontier = emptyFrontier();
  let checkpoints = 0;
  let lastCheckpoint = 0;
  let nextHeld = 0;

  /** Told only when the checkpoint over it is right: else the leaves below were changed, and the node is what shows it. */
  let nodeFault: string | undefined;

  function compareRoots(stored: CheckpointRow[]): void {
    const { size } = frontier;
    if (stored[0]?.size !== size && held[nextHeld]?.size !== size) return;
    const computed = frontierRoot(frontier);
    for (; stored[0]?.size === size; checkpoints += 1) {
      checkCheckpoint(stored.shift() as CheckpointRow, computed);
      lastCheckpoint = size;
      if (nodeFault) throw new Broken(nodeFault);
    }
    for (let head = held[nextHeld]; head?.size === size; head = held[++nextHeld]) {
      if (!same(head.root, computed))
        throw new Broken(
          `the log's first ${size} leaves are not those of the checkpoint that ${head.place} holds: its history was rewritten`,
        );
    }
  }

  function checkCheckpoint({ size, previous, root, note }: CheckpointRow, computed: Hash): void {
    const signed = openCheckpoint(note, verifiers);
    if (signed === 'malformed') throw new Broken(`checkpoint ${size}: its note is no checkpoint`);
    if (signed === 'unsigned') throw new Broken(`checkpoint ${size}: this log's key has not signed its note`);
    if (signed.size !== size || !same(signed.root, root))
      throw new Broken(`checkpoint ${size}: its note names another tree (${signed.size}) than its row`);
    if (previous !== lastCheckpoint)
      throw new Broken(
        `checkpoint ${size}: the one before it was of size ${previous}, and the one there is is of size ${lastCheckpoint}: a checkpoint is missing or was put in`,
      );
    if (!same(root, computed))
      throw new Broken(
        `checkpoint ${size}: the leaves do not lead to its root: of the leaves ${lastCheckpoint} to ${size - 1} one was changed, moved or put in together with its event`,
      );
  }

  return {
    extend: async (to) => {
      const from = frontier.size;
      const stored = await tx.sql<CheckpointRow[]>`
        select size, previous, root, note, at from log_checkpoint where size > ${from - (from === 0 ? 1 : 0)} and size <= ${to} order by size`;
      const nodes = await storedNodes(tx, from, to);
      compareRoots(stored);
      await copyRows(tx.sql as TransactionSql, leavesQuery(from, to), (fields) => {
        const leaf = readLeaf(fields, frontier.size);
        for (const node of grow(frontier, leaf)) nodeFault ??= faultOf(node, nodes);
        compareRoots(stored);
      });
      if (frontier.size < to) throw new Broken(`leaf ${frontier.size} is missing`);
    },
    finish: async () => {
      const { size } = frontier;
      const [beyond] = await tx.sql<{ size: number }[]>`
        select size from log_checkpoint where size > ${size} or size < 0 order by size limit 1`;
      if (beyond)
        throw new Broken(
          `checkpoint ${beyond.size} is of a larger tree than the ${size} leaves there are: the end of the log was cut off`,
        );
      const head = held[nextHeld];
      if (head)
        throw new Broken(
          `${head.place} holds a checkpoint of ${head.size} leaves and the log has ${size}: its end was cut off`,
        );
      if (lastCheckpoint < size)
        throw new Broken(
          `the leaves from ${lastCheckpoint} on are under no checkpoint: the last checkpoint is missing`,
        );
    },
    root: () => frontierRoot(frontier),
    checkpoints: () => checkpoints,
  };
}

/** Leaves of a range in order, each with its event's entry. The limits keep the plan to these rows. */
function leavesQuery(from: number, to: number): string {
  return `select l.index, l.event_id, l.hash, ${entrySql} from log_leaf l left join event e on e.id = l.event_id
    where l.index >= ${from} and l.index < ${to} order by l.index`;
}

function readLeaf([index, eventId, hash, entry]: Field[], expected: number): Hash {
  const at = Number(index?.readBigInt64BE());
  if (at !== expected) throw new Broken(`leaf ${expected} is missing`);
  if (!entry) throw new Broken(`leaf ${at}: its event ${eventId} is missing`);
  const computed = leafHash(entry);
  if (!hash || !same(computed, hash))
    throw new Broken(
      `leaf ${at}: event ${eventId} is not what was put into the log: the event or its leaf was changed`,
    );
  return computed;
}

async function storedNodes(tx: Tx, from: number, to: number): Promise<Map<string, Hash>> {
  const found = new Map<string, Hash>();
  for (let level = 1, unit = width; unit <= to; level++, unit *= width) {
    const rows = await tx.sql<Node[]>`
      select level, index, hash from log_node
      where level = ${level} and index >= ${Math.floor(from / unit)} and index < ${Math.floor(to / unit)}`;
    for (const { index, hash } of rows) found.set(`${level} ${index}`, hash);
  }
  return found;
}

function faultOf({ level, index, hash }: Node, stored: ReadonlyMap<string, Hash>): string | undefined {
  const there = stored.get(`${level} ${index}`);
  if (!there) return `node ${index} of level ${level} is missing`;
  return same(there, hash) ? undefined : `node ${index} of level ${level} is not what its leaves make it`;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
