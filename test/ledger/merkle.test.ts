import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appended,
  consistencyProof,
  consistencySpans,
  type Edge,
  edgeRoot,
  emptyEdge,
  emptyRoot,
  extendsTree,
  type Hash,
  includes,
  inclusionProof,
  inclusionSpans,
  leafHash,
  nodeHash,
  rootOf,
} from '../../src/ledger/merkle.ts';

const hex = (hash: Hash): string => Buffer.from(hash).toString('hex');

/** The eight entries that the implementations of RFC 6962 test with, and the root after each of them. */
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => Buffer.from(text, 'hex'));
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** The tree head word for word as RFC 6962, 2.1 writes it, apart from what is tested. */
function treeHead(data: readonly Uint8Array[]): Hash {
  const sha = (...parts: Uint8Array[]): Hash => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (data.length === 0) return sha();
  const [only] = data;
  if (data.length === 1 && only) return sha(Uint8Array.of(0), only);
  let k = 1;
  while (k * 2 < data.length) k *= 2;
  return sha(Uint8Array.of(1), treeHead(data.slice(0, k)), treeHead(data.slice(k)));
}

const leavesOf = (size: number): Hash[] =>
  Array.from({ length: size }, (_, n) => leafHash(Buffer.from(`entry ${n}`)));

describe('the tree', () => {
  it('has the known roots of the empty tree and of the eight entries of RFC 6962', () => {
    expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(edgeRoot(emptyEdge))).toBe(hex(emptyRoot));
    const seen = entries.map((_, n) => hex(rootOf(entries.slice(0, n + 1).map(leafHash))));
    expect(seen).toEqual(roots);
  });

  it('tells a leaf from a node over the same bytes', () => {
    const [a, b] = [leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(2))];
    expect(hex(leafHash(Buffer.concat([a, b])))).not.toBe(hex(nodeHash(a, b)));
  });

  it('grows to the root that the definition gives, whatever the entries', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 }), (data) => {
        let edge: Edge = emptyEdge;
        for (const entry of data) edge = appended(edge, leafHash(entry));
        expect(edge.size).toBe(data.length);
        expect(edge.peaks.length).toBe(data.length.toString(2).replaceAll('0', '').length);
        expect(hex(edgeRoot(edge))).toBe(hex(treeHead(data)));
      }),
    );
  });
});

describe('proofs', () => {
  it('are those of the examples in RFC 6962, 2.1.3', () => {
    const d = leavesOf(7);
    const at = (n: number): Hash => d[n] as Hash;
    const [g, h, i, j] = [0, 2, 4].map((n) => nodeHash(at(n), at(n + 1))).concat(at(6)) as [
      Hash,
      Hash,
      Hash,
      Hash,
    ];
    const k = nodeHash(g, h);
    const l = nodeHash(i, j);
    const all = (proof: readonly Hash[]): string[] => proof.map(hex);
    expect(all(inclusionProof(d, 0))).toEqual(all([at(1), h, l]));
    expect(all(inclusionProof(d, 3))).toEqual(all([at(2), g, l]));
    expect(all(inclusionProof(d, 4))).toEqual(all([at(5), j, k]));
    expect(all(inclusionProof(d, 6))).toEqual(all([i, k]));
    expect(all(consistencyProof(d, 3))).toEqual(all([at(2), at(3), g, l]));
    expect(all(consistencyProof(d, 4))).toEqual(all([l]));
    expect(all(consistencyProof(d, 6))).toEqual(all([i, j, k]));
    expect(consistencyProof(d, 7)).toEqual([]);
  });

  it('verify for every leaf of every tree up to 40, and for no other index or size', () => {
    const leaves = leavesOf(40);
    for (let size = 1; size <= 40; size++) {
      const some = leaves.slice(0, size);
      const root = rootOf(some);
      some.forEach((leaf, index) => {
        const proof = inclusionProof(some, index);
        expect(includes({ index, size, leaf, root, proof })).toBe(true);
        for (const other of [-1, 0, index - 1, index + 1, size, size + index, 0.5, Number.NaN]) {
          if (other !== index) expect(includes({ index: other, size, leaf, root, proof })).toBe(false);
        }
        for (const other of [0, -size, index]) {
          expect(includes({ index, size: other, leaf, root, proof })).toBe(false);
        }
      });
    }
  });

  it('verify between all trees up to 40, and for no other sizes', () => {
    const leaves = leavesOf(40);
    for (let size2 = 1; size2 <= 40; size2++) {
      for (let size1 = 1; size1 <= size2; size1++) {
        const claim = {
          size1,
          size2,
          root1: rootOf(leaves.slice(0, size1)),
          root2: rootOf(leaves.slice(0, size2)),
          proof: consistencyProof(leaves.slice(0, size2), size1),
        };
        expect(extendsTree(claim)).toBe(true);
        if (size1 === size2) continue;
        expect(extendsTree({ ...claim, root1: claim.root2, root2: claim.root1 })).toBe(false);
        for (const other of [-1, 0, size1 - 1, size1 + 1, size2, Number.MAX_VALUE]) {
          expect(extendsTree({ ...claim, size1: other })).toBe(false);
        }
        for (const other of [0, size1, size1 - 1, 0.5]) {
          expect(extendsTree({ ...claim, size2: other })).toBe(false);
        }
      }
    }
  });

  it('fail for any flipped bit, missing, added or exchanged hash', () => {
    const flipped = (hash: Hash, bit: number): Hash => {
      const copy = Uint8Array.from(hash);
      copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
      return copy;
    };
    const damages = (proof: readonly Hash[], place: number, bit: number): Hash[][] => {
      const at = proof.length > 0 ? place % proof.length : 0;
      const cut = proof.length > 0 ? [proof.slice(1), proof.slice(0, -1)] : [];
      const bent = proof.length > 0 ? [proof.with(at, flipped(proof[at] as Hash, bit))] : [];
      const turned = proof.length > 1 ? [proof.toReversed()] : [];
      const grown = [
        [...proof, leafHash(Uint8Array.of(place & 255))],
        [leafHash(Uint8Array.of(place & 255)), ...proof],
      ];
      return [...cut, ...bent, ...turned, ...grown, [...proof, new Uint8Array(31)]];
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.nat(), fc.nat({ max: 255 }), (size, place, bit) => {
        const leaves = leavesOf(size);
        const root = rootOf(leaves);
        const index = place % size;
        const leaf = leaves[index] as Hash;
        const inclusion = { index, size, leaf, root, proof: inclusionProof(leaves, index) };
        expect(includes(inclusion)).toBe(true);
        expect(includes({ ...inclusion, leaf: flipped(leaf, bit) })).toBe(false);
        expect(includes({ ...inclusion, root: flipped(root, bit) })).toBe(false);
        expect(includes({ ...inclusion, root: root.subarray(0, 31) })).toBe(false);
        for (const proof of damages(inclusion.proof, place, bit)) {
          expect(includes({ ...inclusion, proof })).toBe(false);
        }
        const size1 = index + 1;
        const root1 = rootOf(leaves.slice(0, size1));
        const consistency = {
          size1,
          size2: size,
          root1,
          root2: root,
          proof: consistencyProof(leaves, size1),
        };
        expect(extendsTree(consistency)).toBe(true);
        expect(extendsTree({ ...consistency, root1: flipped(root1, bit) })).toBe(false);
        expect(extendsTree({ ...consistency, root2: flipped(root, bit) })).toBe(false);
        for (const proof of damages(consistency.proof, place, bit)) {
          expect(extendsTree({ ...consistency, proof })).toBe(false);
        }
      }),
    );
  });

  it('are short and exact far beyond 32 bits', () => {
    const size = 2 ** 52 + 5;
    const spans = inclusionSpans(2 ** 40, size);
    expect(spans.length).toBe(53);
    expect(spans.at(0)).toEqual({ from: 2 ** 40 + 1, to: 2 ** 40 + 2 });
    expect(spans.at(-1)).toEqual({ from: 2 ** 52, to: size });
    // All siblings are made up; the root then follows from them, and no other index leads to it.
    const proof = leavesOf(53);
    const leaf = leafHash(Buffer.from('far'));
    let root = leaf;
    spans.forEach(({ from }, n) => {
      const sibling = proof[n] as Hash;
      root = from <= 2 ** 40 ? nodeHash(sibling, root) : nodeHash(root, sibling);
    });
    expect(includes({ index: 2 ** 40, size, leaf, root, proof })).toBe(true);
    expect(includes({ index: 2 ** 40 + 2 ** 33, size, leaf, root, proof })).toBe(false);
  });

  it('are refused where there is nothing to prove', () => {
    for (const [index, size] of [
      [0, 0],
      [3, 3],
      [-1, 3],
      [0.5, 3],
    ] as const) {
      expect(() => inclusionSpans(index, size)).toThrow(RangeError);
    }
    for (const [size1, size2] of [
      [0, 3],
      [4, 3],
      [1, Number.NaN],
    ] as const) {
      expect(() => consistencySpans(size1, size2)).toThrow(RangeError);
    }
  });
});

type Case = {
  desc?: string;
  wantErr?: boolean;
  proof?: (string | null)[] | null;
  leafIdx?: number;
  treeSize?: number;
  leafHash?: string | null;
  root?: string | null;
  size1?: number;
  size2?: number;
  root1?: string | null;
  root2?: string | null;
};

/** Judges one file of the public format; what is missing there counts as 0 or as no bytes. */
function accepted(kind: 'inclusion' | 'consistency', one: Case): boolean {
  const bytes = (text: string | null | undefined): Hash => Buffer.from(text ?? '', 'base64');
  const proof = (one.proof ?? []).map(bytes);
  return kind === 'inclusion'
    ? includes({
        index: one.leafIdx ?? 0,
        size: one.treeSize ?? 0,
        leaf: bytes(one.leafHash),
        root: bytes(one.root),
        proof,
      })
    : extendsTree({
        size1: one.size1 ?? 0,
        size2: one.size2 ?? 0,
        root1: bytes(one.root1),
        root2: bytes(one.root2),
        proof,
      });
}

const given = process.env.MERKLE_VECTORS;
const folders = [join(import.meta.dirname, 'merkle-vectors'), ...(given ? [given] : [])];

describe.each(folders)('the vectors in %s', (folder) => {
  describe.each(['inclusion', 'consistency'] as const)('%s', (kind) => {
    const files = readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort();

    it('has files', () => expect(files.length).toBeGreaterThan(0));

    it.each(files)('%s', (name) => {
      const one = JSON.parse(readFileSync(join(folder, kind, name), 'utf8')) as Case;
      expect(accepted(kind, one), one.desc).toBe(one.wantErr !== true);
    });
  });
});
