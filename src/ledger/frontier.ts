import { type Hash, rootOf } from './merkle.ts';

/** Every 256 leaves make a node of level 1, every 256 of those one of level 2, and so on: eight levels of the tree at once. */
export const width = 256;

/** The root of a complete subtree of 256^level leaves. */
export type Node = { readonly level: number; readonly index: number; readonly hash: Hash };

/**
 * The growing right side of the tree: at `levels[0]` the leaves behind the last complete 256, at `levels[n]` the nodes of level n that
 * have no parent yet. Changed in place. All there is to know to append and to name the root, in at most 255 hashes a level.
 */
export type Frontier = { size: number; readonly levels: Hash[][] };

export function emptyFrontier(): Frontier {
  return { size: 0, levels: [[]] };
}

/** Appends a leaf; answers the nodes it completed, lowest first. */
export function grow(frontier: Frontier, leaf: Hash): Node[] {
  frontier.size += 1;
  const nodes: Node[] = [];
  let carried = leaf;
  for (let level = 0; ; level++) {
    const list = frontier.levels[level] ?? [];
    frontier.levels[level] = list;
    list.push(carried);
    if (list.length < width) return nodes;
    carried = rootOf(list);
    list.length = 0;
    nodes.push({ level: level + 1, index: frontier.size / width ** (level + 1) - 1, hash: carried });
  }
}

/** The root of the tree as it is now. */
export function frontierRoot({ levels }: Frontier): Hash {
  // From the right: what is already joined is one more, ragged, subtree behind the nodes of the next level.
  let right: Hash | undefined;
  for (const list of levels) {
    if (list.length === 0) continue;
    right = right === undefined ? rootOf(list) : rightFold(list, right);
  }
  return right ?? rootOf([]);
}

/** The root over complete nodes with a smaller, ragged subtree at their right. */
function rightFold(nodes: readonly Hash[], ragged: Hash): Hash {
  let root = ragged;
  let to = nodes.length;
  // The set bits of the count, smallest first, are the complete subtrees from the right.
  for (let bit = 1; to > 0; bit *= 2) {
    if (to % (bit * 2) === 0) continue;
    root = rootOf([rootOf(nodes.slice(to - bit, to)), root]);
    to -= bit;
  }
  return root;
}
