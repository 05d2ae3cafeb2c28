import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyFrontier, frontierRoot, grow, type Node, width } from '../../src/ledger/frontier.ts';
import { leafHash, rootOf } from '../../src/ledger/merkle.ts';

const leaf = (n: number) => leafHash(Buffer.from(String(n)));

it('names the root of the whole tree at any size, and every complete subtree once', () => {
  const leaves = Array.from({ length: 70_000 }, (_, n) => leaf(n));
  const sizes = fc
    .sample(fc.integer({ min: 0, max: leaves.length }), 60)
    .concat(0, 1, 255, 256, 257, 65_535, 65_536, 65_537);
  const asked = new Set(sizes);
  const frontier = emptyFrontier();
  const nodes: Node[] = [];
  for (let size = 0; size <= leaves.length; size++) {
    if (asked.has(size))
      expect(frontierRoot(frontier), `size ${size}`).toEqual(rootOf(leaves.slice(0, size)));
    const next = leaves[size];
    if (next) nodes.push(...grow(frontier, next));
  }
  expect(nodes.filter(({ level }) => level === 1).map(({ index }) => index)).toEqual(
    Array.from({ length: Math.floor(leaves.length / width) }, (_, n) => n),
  );
  const [top] = nodes.filter(({ level }) => level === 2);
  expect(top).toEqual({ level: 2, index: 0, hash: rootOf(leaves.slice(0, width * width)) });
});
