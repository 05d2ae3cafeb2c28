import type { Tx } from '../database/connection.ts';
import { emptyFrontier, type Frontier, type Node, width } from './frontier.ts';
import { consistencySpans, type Hash, inclusionSpans, rootOf, type Span } from './merkle.ts';

/**
 * For the rest of the transaction a range of leaves finds its events one by one by their keys. Left to itself the planner reads the whole
 * of a middling table for each range instead, and a log is gone through in many ranges.
 */
export async function lookUpByKey(sql: Tx['sql']): Promise<void> {
  await sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('work_mem', '32MB', true)`;
}

/** How many leaves there are. */
export async function treeSize(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ size: number }[]>`select coalesce(max(index) + 1, 0) as size from log_leaf`;
  return row?.size ?? 0;
}

/** The right side of the tree as the rows have it. */
export async function loadFrontier(tx: Tx, size: number): Promise<Frontier> {
  const frontier: Frontier = { ...emptyFrontier(), size };
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / width)) {
    const from = count - (count % width);
    frontier.levels[level] = await hashesOf(tx, level, [{ from, to: count }]).then(([some = []]) => some);
  }
  return frontier;
}

export async function saveNodes(tx: Tx, nodes: readonly Node[]): Promise<void> {
  if (nodes.length > 0) await tx.sql`insert into log_node ${tx.sql([...nodes])}`;
}

export type CheckpointRow = { size: number; previous: number; root: Uint8Array; note: string; at: Date };

export async function saveCheckpoint(tx: Tx, checkpoint: CheckpointRow): Promise<void> {
  await tx.sql`insert into log_checkpoint ${tx.sql(checkpoint)}`;
}

/** The newest checkpoint, or the newest of at most this size. */
export async function latestCheckpoint(tx: Tx, atMost?: number): Promise<CheckpointRow | undefined> {
  const [row] = await tx.sql<CheckpointRow[]>`
    select size, previous, root, note, at from log_checkpoint
    where ${atMost === undefined ? tx.sql`true` : tx.sql`size <= ${atMost}`} order by size desc limit 1`;
  return row;
}

/** Where these events stand in the tree; those that still wait for their leaf are absent. */
export async function leafIndexes(tx: Tx, eventIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.sql<{ event_id: string; index: number }[]>`
    select event_id, index from log_leaf where event_id = any(${[...eventIds]})`;
  return new Map(rows.map((row) => [row.event_id, row.index]));
}

/** How many events wait for a leaf. */
export async function pendingCount(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`select count(*)::int as count from log_pending`;
  return row?.count ?? 0;
}

/** The inclusion proof of a leaf in the tree of `size` (RFC 9162, 2.1.3), from a few hundred rows at most. */
export async function inclusionProofAt(tx: Tx, index: number, size: number): Promise<Hash[]> {
  return rootsOf(tx, inclusionSpans(index, size));
}

/** The proof that the tree of `size1` is a beginning of the tree of `size2` (RFC 9162, 2.1.4). */
export async function consistencyProofAt(tx: Tx, size1: number, size2: number): Promise<Hash[]> {
  return rootsOf(tx, consistencySpans(size1, size2));
}

type Piece = { level: number; from: number; to: number };

/** The root of each span: its complete subtrees, largest first, each from the highest rows that make it up. */
async function rootsOf(tx: Tx, spans: readonly Span[]): Promise<Hash[]> {
  const pieces = spans.map(piecesOf);
  const byLevel = Map.groupBy(pieces.flat(), ({ level }) => level);
  const found = new Map<Piece, Hash[]>();
  for (const [level, some] of byLevel) {
    const lists = await hashesOf(tx, level, some);
    some.forEach((piece, at) => void found.set(piece, lists[at] ?? []));
  }
  return pieces.map((some) => {
    const roots = some.map((piece) => rootOf(found.get(piece) ?? []));
    return roots.reduceRight((right, left) => rootOf([left, right]));
  });
}

function piecesOf({ from, to }: Span): Piece[] {
  const pieces: Piece[] = [];
  for (let start = from; start < to; ) {
    let power = 1;
    while (start + power * 2 <= to && start % (power * 2) === 0) power *= 2;
    let level = 0;
    let unit = 1;
    while (unit * width <= power) {
      unit *= width;
      level += 1;
    }
    pieces.push({ level, from: start / unit, to: (start + power) / unit });
    start += power;
  }
  return pieces;
}

/** The rows of a level in each of these ranges, in order. Throws when one is missing: the log is not whole. */
async function hashesOf(tx: Tx, level: number, ranges: readonly Span[]): Promise<Hash[][]> {
  const [from, to] = [ranges.map((range) => range.from), ranges.map((range) => range.to)];
  const rows = await tx.sql<{ range: number; hash: Hash }[]>`
    select r.n::int as range, t.hash from unnest(${from}::bigint[], ${to}::bigint[]) with ordinality r(a, b, n)
    join ${level === 0 ? tx.sql`log_leaf t` : tx.sql`log_node t`} on t.index >= r.a and t.index < r.b
    ${level === 0 ? tx.sql`` : tx.sql`where t.level = ${level}`} order by r.n, t.index`;
  const lists = ranges.map((): Hash[] => []);
  for (const { range, hash } of rows) lists[range - 1]?.push(hash);
  ranges.forEach((range, at) => {
    if (lists[at]?.length !== range.to - range.from)
      throw new Error(`the log has gaps between ${level} ${range.from} and ${range.to}: run shoumi verify`);
  });
  return lists;
}
