import { describe, expect, it } from 'vitest';
import { readList } from '../../src/setup/list.parse.ts';

const good = 'contracts,Contracts,合同,controlled,personal,share_transfer; audit';

describe('a list of data sets as it is pasted', () => {
  it.each([
    ['as it is', good],
    [
      'with a byte order mark, a heading and empty lines',
      `\uFEFFCode,En,Zh,Class,Personal,Purposes\n\n${good}\n\n`,
    ],
    [
      'with full-width commas and Chinese class',
      'contracts，Contracts，合同，受控，personal，share_transfer；audit',
    ],
    [
      'with quotes and Windows line ends',
      `"contracts","Contracts","合同","Controlled","Personal","share_transfer|audit"\r\n`,
    ],
  ])('%s', (_how, typed) => {
    expect(readList(typed)).toEqual({
      sets: [
        {
          ...{ id: 'contracts', nameEn: 'Contracts', nameZh: '合同' },
          ...{ classification: 'controlled', personal: 'personal', purposes: ['share_transfer', 'audit'] },
        },
      ],
    });
  });

  it.each([
    ['too few fields', 'contracts,Contracts,合同', { line: 1, kind: 'fields', count: 3 }],
    [
      'a code with spaces and capitals is mended, one with signs is not',
      'a&b,A,甲,public,none,audit',
      { line: 1, kind: 'field', what: 'code' },
    ],
    [
      'a class of state secrets',
      'contracts,Contracts,合同,机密,personal,audit',
      { line: 1, kind: 'field', what: 'class' },
    ],
    [
      'a personal number for a name',
      'contracts,13912345678,合同,strict,personal,audit',
      { line: 1, kind: 'field', what: 'nameEn' },
    ],
    [
      'an unknown purpose',
      'contracts,Contracts,合同,strict,personal,fun',
      { line: 1, kind: 'field', what: 'purposes' },
    ],
    ['no purpose', 'contracts,Contracts,合同,strict,personal,', { line: 1, kind: 'field', what: 'purposes' }],
    [
      'sensitive data that everybody may see',
      'contracts,Contracts,合同,公开,sensitive,audit',
      { line: 1, kind: 'field', what: 'open' },
    ],
    ['the same code twice', `${good}\n${good}`, { line: 2, kind: 'twice' }],
  ])('refuses %s', (_what, typed, fault) => {
    const read = readList(typed);
    expect('faults' in read && read.faults).toContainEqual(fault);
  });

  it('refuses nothing, an open quotation mark, and more than a hundred', () => {
    expect(readList(' \n')).toEqual({ fault: 'empty' });
    expect(readList('"contracts,Contracts')).toEqual({ fault: 'not_csv' });
    const many = Array.from({ length: 101 }, (_, n) => `c${n},N${n},名${n},public,none,audit`).join('\n');
    expect(readList(many)).toEqual({ fault: 'too_many' });
  });
});
