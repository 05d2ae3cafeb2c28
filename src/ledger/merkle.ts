import { hash as digest } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962 and RFC 9162, section 2.1, over SHA-256: pure, no storage. Sizes and indexes are leaf counts
 * from 0 to 2^53 − 1. A hash is 32 bytes.
 */
export type Hash = Uint8Array;

/** The leaves `from` ≤ i < `to`: a complete subtree, or the ragged right part of a tree. */
export type Span = { readonly from: number; readonly to: number };

/**
 * The right edge of a growing tree: the roots of its complete subtrees, largest (leftmost) first, one for each set bit
 * of `size`. All that is needed to append, and never more than 53 hashes.
 */
export type Edge = { readonly size: number; readonly peaks: readonly Hash[] };

/** Bytes of a hash. */
export const hashLength = 32;

/** The root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Hash = digest('sha256', '', 'buffer');

export const emptyEdge: Edge = { size: 0, peaks: [] };

/** SHA-256 of 0x00 and the entry's bytes: a leaf can never be passed off as an inner node. */
export function leafHash(entry: Uint8Array): Hash {
  const bytes = Buffer.allocUnsafe(entry.length + 1);
  bytes[0] = 0;
  bytes.set(entry, 1);
  return digest('sha256', bytes, 'buffer');
}

/** Filled anew for each node: hashing is synchronous, and an allocation a node would cost as much as the hash. */
const nodeBytes = Buffer.alloc(1 + 2 * hashLength, 1);

export function nodeHash(left: Hash, right: Hash): Hash {
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 1 + hashLength);
  return digest('sha256', nodeBytes, 'buffer');
}

/** The edge after one more leaf. Merges as an odometer carries: once for each trailing set bit of the old size. */
export function appended(edge: Edge, leaf: Hash): Edge {
  const peaks = [...edge.peaks];
  let carried = leaf;
  for (let size = edge.size; size % 2 === 1; size = (size - 1) / 2) {
    carried = nodeHash(peaks.pop() as Hash, carried);
  }
  peaks.push(carried);
  return { size: edge.size + 1, peaks };
}

export function edgeRoot(edge: Edge): Hash {
  return edge.peaks.length === 0 ? emptyRoot : edge.peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** The root over a list of leaf hashes. */
export function rootOf(leaves: Iterable<Hash>): Hash {
  const peaks: Hash[] = [];
  let size = 0;
  for (const leaf of leaves) {
    let carried = leaf;
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2)
      carried = nodeHash(peaks.pop() as Hash, carried);
    peaks.push(carried);
    size += 1;
  }
  return edgeRoot({ size, peaks });
}

/**
 * Which subtrees' roots prove that leaf `index` is in the tree of `size`, lowest first (RFC 9162, 2.1.3.1). Throws a RangeError
 * for an index outside of the tree.
 */
export function inclusionSpans(index: number, size: number): Span[] {
  if (!isSize(index) || !isSize(size) || index >= size)
    throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const spans: Span[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      spans.push({ from: middle, to });
      to = middle;
    } else {
      spans.push({ from, to: middle });
      from = middle;
    }
  }
  return spans.reverse();
}

/**
 * Which subtrees' roots prove that the tree of `size1` is a beginning of the tree of `size2` (RFC 9162, 2.1.4.1); none when they
 * are the same. Throws a RangeError unless 0 < size1 ≤ size2: from an empty tree there is nothing to prove.
 */
export function consistencySpans(size1: number, size2: number): Span[] {
  if (!isSize(size1) || !isSize(size2) || size1 < 1 || size1 > size2) {
    throw new RangeError(`no proof from a tree of ${size1} to a tree of ${size2}`);
  }
  const spans: Span[] = [];
  let from = 0;
  let to = size2;
  while (to !== size1) {
    const middle = from + largestPowerBelow(to - from);
    if (size1 <= middle) {
      spans.push({ from: middle, to });
      to = middle;
    } else {
      spans.push({ from, to: middle });
      from = middle;
    }
  }
  // The old tree itself is known to whoever asks; a part of it is not.
  if (from > 0) spans.push({ from, to });
  return spans.reverse();
}

/** The inclusion proof of leaf `index` in the tree over all of `leaves` (leaf hashes). Refuses as `inclusionSpans`. */
export function inclusionProof(leaves: readonly Hash[], index: number): Hash[] {
  return inclusionSpans(index, leaves.length).map(({ from, to }) => rootOf(leaves.slice(from, to)));
}

/** The proof that the tree over the first `size1` of `leaves` is a beginning of the tree over all. Refuses as `consistencySpans`. */
export function consistencyProof(leaves: readonly Hash[], size1: number): Hash[] {
  return consistencySpans(size1, leaves.length).map(({ from, to }) => rootOf(leaves.slice(from, to)));
}

/** Whether `proof` shows `leaf` at `index` in the tree of `size` and `root` (RFC 9162, 2.1.3.2). Nonsense is false, never an error. */
export function includes(claim: {
  index: number;
  size: number;
  leaf: Hash;
  root: Hash;
  proof: readonly Hash[];
}): boolean {
  const { index, size, leaf, root, proof } = claim;
  if (!isSize(index) || !isSize(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  let node = index;
  let last = size - 1;
  let computed = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      computed = nodeHash(sibling, computed);
      // A node alone on its level has no sibling there: it rises until it is a right child.
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = half(last);
      }
    } else computed = nodeHash(computed, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 && same(computed, root);
}

/**
 * Whether `proof` shows that the tree of `size1` and `root1` is a beginning of the tree of `size2` and `root2` (RFC 9162, 2.1.4.2).
 * Equal sizes want equal roots and an empty proof; an empty first tree proves nothing. Nonsense is false, never an error.
 */
export function extendsTree(claim: {
  size1: number;
  size2: number;
  root1: Hash;
  root2: Hash;
  proof: readonly Hash[];
}): boolean {
  const { size1, size2, root1, root2, proof } = claim;
  if (!isSize(size1) || !isSize(size2)) return false;
  // One and the same tree: the public test data compares the roots as bytes, whatever they are.
  if (size1 === size2) return proof.length === 0 && root1.length > 0 && same(root1, root2);
  if (![root1, root2, ...proof].every(isHash)) return false;
  if (size1 < 1 || size1 > size2 || proof.length === 0) return false;
  let node = size1 - 1;
  let last = size2 - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  // Here the last complete subtree of the first tree begins; node 0 means it is that whole tree, left out of the proof.
  const [seed, ...path] = node === 0 ? [root1, ...proof] : proof;
  let first = seed as Hash;
  let second = first;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = half(last);
      }
    } else second = nodeHash(second, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 && same(first, root1) && same(second, root2);
}

// Bit operators would cut sizes to 32 bits.
const half = (n: number): number => Math.floor(n / 2);

/** The largest power of two smaller than n, for n > 1. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function isHash(hash: Hash): boolean {
  return hash instanceof Uint8Array && hash.length === hashLength;
}

function same(a: Hash, b: Hash): boolean {
  return Buffer.compare(a, b) === 0;
}
