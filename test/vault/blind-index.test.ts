import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { blindIndex } from '../../src/vault/blind-index.ts';

const key = (n: number) => ({
  id: `key_${n}`,
  version: 1,
  bytes: createHash('sha256').update(`data key ${n}`).digest(),
});
const at = { table: 'client', column: 'name' };
const of = (text: string) => blindIndex(key(1), 'T1', at, text);

it('is the same for the same words, however they were typed', () => {
  expect(of('Lin Xiao')).toMatch(/^[\w-]{43}$/);
  for (const same of ['Lin Xiao', ' lin xiao ', 'ＬＩＮ Xiao']) expect(of(same)).toBe(of('Lin Xiao'));
});

it('is another for other words, columns, tables, tenants and keys', () => {
  const others = [
    of('Lin Xia'),
    of(''),
    blindIndex(key(2), 'T1', at, 'Lin Xiao'),
    blindIndex(key(1), 'T2', at, 'Lin Xiao'),
    blindIndex(key(1), 'T1', { ...at, column: 'alias' }, 'Lin Xiao'),
    blindIndex(key(1), 'T1', { ...at, table: 'case' }, 'Lin Xiao'),
    // Words that could be shifted from one part into the next.
    blindIndex(key(1), 'T1', { table: 'client', column: 'name","lin xiao' }, ''),
  ];
  expect(new Set([of('Lin Xiao'), ...others]).size).toBe(others.length + 1);
});

it('is not the hash of the words, nor keyed with the data key itself', () => {
  expect(of('Lin Xiao')).not.toBe(createHash('sha256').update('lin xiao').digest('base64url'));
  expect(of('Lin Xiao')).toBe(of('LIN XIAO'));
});
