import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAsk, type Said } from '../../src/access/ask.parse.ts';

describe('one line that asks for access', () => {
  it.each<[string, Said]>([
    ['', { data: '' }],
    ['   ', { data: '' }],
    ['client-files', { data: 'client-files' }],
    [
      'client-files for 4h because VAT filing',
      { data: 'client-files', length: { kind: 'hours', hours: 4 }, reason: 'VAT filing' },
    ],
    [
      'client-files for 4 hours, because VAT filing',
      { data: 'client-files', length: { kind: 'hours', hours: 4 }, reason: 'VAT filing' },
    ],
    [
      'Client identity files 2 hrs because of an audit',
      { data: 'Client identity files', length: { kind: 'hours', hours: 2 }, reason: 'an audit' },
    ],
    ['client-files for a day', { data: 'client-files', length: { kind: 'hours', hours: 24 } }],
    ['client-files for an hour', { data: 'client-files', length: { kind: 'hours', hours: 1 } }],
    ['payroll for two weeks', { data: 'payroll', length: { kind: 'hours', hours: 336 } }],
    ['payroll 1 week', { data: 'payroll', length: { kind: 'hours', hours: 168 } }],
    ['payroll 3d', { data: 'payroll', length: { kind: 'hours', hours: 72 } }],
    ['seals for half a day', { data: 'seals', length: { kind: 'working', hours: 4 } }],
    [
      'CLIENT-FILES FOR 4H BECAUSE VAT',
      { data: 'CLIENT-FILES', length: { kind: 'hours', hours: 4 }, reason: 'VAT' },
    ],
    [
      'client-files case C-2026-0412 for 4h',
      { data: 'client-files', caseNumber: 'C-2026-0412', length: { kind: 'hours', hours: 4 } },
    ],
    ['client-files c-2026-0412', { data: 'client-files', caseNumber: 'C-2026-0412' }],
    ['client-files for', { data: 'client-files' }],
    ['客户身份资料', { data: '客户身份资料' }],
    [
      '客户身份资料 4小时 因为 增值税申报',
      { data: '客户身份资料', length: { kind: 'hours', hours: 4 }, reason: '增值税申报' },
    ],
    [
      '客户身份资料4小时因为增值税申报',
      { data: '客户身份资料', length: { kind: 'hours', hours: 4 }, reason: '增值税申报' },
    ],
    [
      '客户身份资料，４ 小时，因为：增值税申报',
      { data: '客户身份资料', length: { kind: 'hours', hours: 4 }, reason: '增值税申报' },
    ],
    [
      '客户身份资料 两个小时 用于年报',
      { data: '客户身份资料', length: { kind: 'hours', hours: 2 }, reason: '年报' },
    ],
    ['股权转让合同 半天', { data: '股权转让合同', length: { kind: 'working', hours: 4 } }],
    [
      '股权转让合同半天因为过户',
      { data: '股权转让合同', length: { kind: 'working', hours: 4 }, reason: '过户' },
    ],
    ['股权转让合同三天', { data: '股权转让合同', length: { kind: 'hours', hours: 72 } }],
    ['股权转让合同 十小时', { data: '股权转让合同', length: { kind: 'hours', hours: 10 } }],
    ['股权转让合同十二小时', { data: '股权转让合同', length: { kind: 'hours', hours: 12 } }],
    ['股权转让合同二十四个小时', { data: '股权转让合同', length: { kind: 'hours', hours: 24 } }],
    ['工资 一个星期 由于审计', { data: '工资', length: { kind: 'hours', hours: 168 }, reason: '审计' }],
    [
      '工资 案件 C-2026-0412 2天',
      { data: '工资', length: { kind: 'hours', hours: 48 }, caseNumber: 'C-2026-0412' },
    ],
    ['Ｃ－２０２６－０４１２ 工资', { data: '工资', caseNumber: 'C-2026-0412' }],
    [
      '我想看C-2026-0412的工资，4小时内，为了核对',
      {
        data: '我想看 的工资',
        caseNumber: 'C-2026-0412',
        length: { kind: 'hours', hours: 4 },
        reason: '核对',
      },
    ],
    ['工资C-2026-0412', { data: '工资', caseNumber: 'C-2026-0412' }],
    ['can I see payroll for C-2026-0412?', { data: 'can I see payroll', caseNumber: 'C-2026-0412' }],
    ['client-files 1.5h', { data: 'client-files', length: { kind: 'hours', hours: 2 } }],
    ['client-files for 90 minutes', { data: 'client-files', length: { kind: 'hours', hours: 2 } }],
    ['client-files for half an hour', { data: 'client-files', length: { kind: 'hours', hours: 1 } }],
    ['client-files for an hour and a half', { data: 'client-files', length: { kind: 'hours', hours: 2 } }],
    ['client-files for a couple of days', { data: 'client-files', length: { kind: 'hours', hours: 48 } }],
    ['合同 30分钟', { data: '合同', length: { kind: 'hours', hours: 1 } }],
    ['合同两个半小时', { data: '合同', length: { kind: 'hours', hours: 3 } }],
    ['payroll 2h reason: audit', { data: 'payroll', length: { kind: 'hours', hours: 2 }, reason: 'audit' }],
    [
      'payroll 2h so I can file',
      { data: 'payroll', length: { kind: 'hours', hours: 2 }, reason: 'I can file' },
    ],
    ['工资 2小时 原因：审计', { data: '工资', length: { kind: 'hours', hours: 2 }, reason: '审计' }],
  ])('reads %j', (line, said) => {
    expect(parseAsk(line)).toEqual(said);
  });

  it.each<[string, string]>([
    ['a word that begins like a length', 'contracts and invoices'],
    ['a name with a number', 'annex 4 house files'],
    ['a number no Chinese writes', '合同二二小时'],
    ['hundreds in words', '合同一百二十小时'],
  ])('does not guess at %s', (_, line) => {
    expect(parseAsk(line)).toEqual({ data: line });
  });

  it('never throws and always answers what the form can take, whatever is typed', () => {
    const scraps = fc.constantFrom(
      'for ',
      'because ',
      '因为',
      '4',
      '４',
      '十',
      '二',
      'h',
      '小时',
      '天',
      'half a day',
      '半天',
      'C-2026-0412',
      ' ',
      '，',
      '客户',
      'a ',
      'an ',
    );
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(scraps, { maxLength: 40 }).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(line, (text) => {
        const { data, length, caseNumber, reason } = parseAsk(text);
        expect(data).toBe(data.trim());
        if (length?.kind === 'hours') expect(Number.isInteger(length.hours) && length.hours >= 0).toBe(true);
        if (caseNumber !== undefined) expect(caseNumber).toMatch(/^[A-Z]{1,6}-\d{4}-\d[\dA-Z-]*$/);
        if (reason !== undefined) expect(reason).toBe(reason.trim());
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ' ',
    ',',
    '。',
    'a ',
    '1',
    '二',
    'for ',
    'for a ',
    'because ',
    '因为 ',
    '案件 ',
    'case ',
    'C-2026-0412-',
    'half a ',
    'ﷺ',
    '4 小',
  ])('reads ten thousand characters of %j in no time', (scrap) => {
    for (const text of [scrap.repeat(10_000 / scrap.length), `${scrap.repeat(10_000 / scrap.length)}!`]) {
      const before = performance.now();
      parseAsk(text);
      expect(performance.now() - before).toBeLessThan(200);
    }
  });
});
