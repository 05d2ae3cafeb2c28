import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataKey, openSealed, readSealed, SealBroken, sealText } from '../../src/vault/seal.ts';

const key: DataKey = { id: `key_${'a'.repeat(20)}`, version: 1, bytes: randomBytes(32) };
const place = { table: 'access_request', column: 'reason', row: 'req_1' };
const seal = (text: string, at = place) => sealText(key, 'T1', at, text, randomBytes(12));

/** Whatever is asked of a text goes through header and opening, as the vault does it. */
function open(text: string, more: { key?: DataKey; tenant?: string; at?: typeof place } = {}): string {
  const at = more.at ?? place;
  const read = readSealed(text, at);
  return read ? openSealed(more.key ?? key, more.tenant ?? 'T1', at, read) : text;
}

it('gives back what people write, of any length and language', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed()),
      (text) => {
        expect(open(seal(text))).toBe(text);
      },
    ),
  );
  for (const text of ['', '增值税申报 🧾', 'sealed:1:key_x:1:AAAA', 'x'.repeat(100_000)])
    expect(open(seal(text))).toBe(text);
});

it('shows nothing of the text, and never the same twice', () => {
  const [one, two] = [seal('canary'), seal('canary')];
  expect(one).not.toBe(two);
  for (const sealed of [one, two]) {
    expect(sealed).toMatch(/^sealed:1:key_a{20}:1:[\w-]+$/);
    expect(Buffer.from(sealed.split(':')[4] ?? '', 'base64url').includes('canary')).toBe(false);
  }
});

it('leaves alone what was never sealed', () => {
  for (const text of ['', 'VAT filing', 'sealed', 'sealed: yes', 'Sealed:1:x', ' sealed:1:x'])
    expect(readSealed(text, place)).toBeUndefined();
});

describe('is a named error, which quotes nothing,', () => {
  const broken = (work: () => unknown) => {
    let caught: unknown;
    try {
      work();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SealBroken);
    expect((caught as Error).message).toMatch(/^The sealed \w+\.\w+ of \S+ /);
    expect((caught as Error).message).not.toContain('canary');
  };

  it.each([
    ['the table', { at: { ...place, table: 'access_grant' } }],
    ['the column', { at: { ...place, column: 'denial_reason' } }],
    ['the row', { at: { ...place, row: 'req_2' } }],
    ['the tenant', { tenant: 'T2' }],
    ['the key', { key: { ...key, bytes: randomBytes(32) } }],
    ['the id of the key', { key: { ...key, id: `key_${'b'.repeat(20)}` } }],
    ['the version of the key', { key: { ...key, version: 2 } }],
  ])('when %s is another', (_, more) => {
    const sealed = seal('canary');
    broken(() => open(sealed, more));
  });

  it('when places could be shifted into one another', () => {
    const sealed = seal('canary', { table: 'a', column: 'b","c', row: 'd' });
    broken(() => open(sealed, { at: { table: 'a', column: 'b', row: 'c","d' } }));
  });

  it('when the version in its header is another', () => {
    broken(() =>
      open(
        seal('canary')
          .replace(':1:k', ':1:k')
          .replace(/:1:(?=[\w-]+$)/, ':2:'),
      ),
    );
  });

  it('for every cut and every changed sign', () => {
    const sealed = seal('canary');
    const head = 'sealed:1'.length;
    for (let at = head; at < sealed.length; at++) {
      broken(() => open(sealed.slice(0, at)));
      const other = sealed[at] === 'A' ? 'B' : 'A';
      broken(() => open(`${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`));
    }
    broken(() => open(`${sealed}A`));
    broken(() => open(`${sealed}\n`));
    broken(() => open(`${sealed}=`));
  });

  it('for a format of later', () => {
    broken(() => open(seal('canary').replace('sealed:1', 'sealed:2')));
  });
});
