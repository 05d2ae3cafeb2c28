import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivedId } from '../../src/kernel/id.ts';

describe('an id that repeats with its cause', () => {
  it('is the same for the same parts, on every machine and in every year', () => {
    expect(derivedId('req', 'T1', 'V1')).toBe(derivedId('req', 'T1', 'V1'));
    // Computed elsewhere (Python's hashlib): the first hundred bits of SHA-256 of ["req","T1","V1"], five to a letter.
    expect(derivedId('req', 'T1', 'V1')).toBe('req_11fg1adgyw76ph82vw8v');
  });

  it('differs when any part differs, and when the same letters are divided differently', () => {
    const part = fc.string({ maxLength: 8 });
    const parts = fc.array(part, { maxLength: 4 });
    fc.assert(
      fc.property(part, parts, part, parts, (prefix, some, otherPrefix, others) => {
        const same = JSON.stringify([prefix, ...some]) === JSON.stringify([otherPrefix, ...others]);
        const [one, other] = [derivedId(prefix, ...some), derivedId(otherPrefix, ...others)];
        expect(one.slice(prefix.length) === other.slice(otherPrefix.length)).toBe(same);
      }),
    );
    expect(derivedId('req', 'ab', 'c')).not.toBe(derivedId('req', 'a', 'bc'));
    expect(derivedId('req', 'a b')).not.toBe(derivedId('req', 'a', 'b'));
  });

  it('spends all of its letters', () => {
    const seen = new Set<string>();
    for (let n = 0; n < 500; n++) for (const letter of derivedId('x', String(n)).slice(2)) seen.add(letter);
    expect([...seen].sort().join('')).toBe('0123456789abcdefghjkmnpqrstvwxyz');
  });
});
