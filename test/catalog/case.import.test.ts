import { describe, expect, it } from 'vitest';
import { importCases, judgeCases } from '../../src/catalog/case.import.ts';
import { type CaseTable, decodeText, readCases } from '../../src/catalog/case.parse.ts';
import { decided, person, refusalOf, t0 } from '../access/world.ts';

const people = [
  person('ULIN', { name: '林晓' }),
  person('UEMMA', { name: 'Emma Clarke' }),
  person('UEMOJI', { name: '😀 Li Lei\u200f' }),
  person('UWANG1', { name: '王芳' }),
  person('UWANG2', { name: '王芳' }),
  person('UGONE', { name: '高翔', leftAt: t0 }),
];
const tableOf = (text: string): CaseTable => {
  const read = readCases(text);
  if ('key' in read) throw new Error(read.key);
  return read;
};
const judge = (text: string, taken: string[] = []) => judgeCases(tableOf(text), people, new Set(taken));

/** 编号,类型 / C-2026-0001,转让 in GBK. */
const gbk = new Uint8Array([
  0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc0, 0xe0, 0xd0, 0xcd, 0x0d, 0x0a, 0x43, 0x2d, 0x32, 0x30, 0x32, 0x36, 0x2d,
  0x30, 0x30, 0x30, 0x31, 0x2c, 0xd7, 0xaa, 0xc8, 0xc3, 0x0d, 0x0a,
]);
const utf16 = (text: string) =>
  new Uint8Array([
    0xff,
    0xfe,
    ...new Uint8Array(new Uint16Array([...text].map((one) => one.charCodeAt(0))).buffer),
  ]);

describe('reading a list', () => {
  it.each<[string, Uint8Array]>([
    ['GBK', gbk],
    ['UTF-8', Buffer.from('编号,类型\r\nC-2026-0001,转让\r\n')],
    ['UTF-8 with a BOM', Buffer.from('\ufeff编号,类型\nC-2026-0001,转让')],
    ['UTF-16, tabs', utf16('编号\t类型\r\nC-2026-0001\t转让\r\n')],
    ['semicolons', Buffer.from('Number;Kind\nC-2026-0001;转让')],
    ['full-width commas', Buffer.from('编号，类型\nC-2026-0001，转让')],
    ['no header', Buffer.from('C-2026-0001,转让')],
    ['other columns between', Buffer.from('备注,类型,编号\nx,转让,C-2026-0001')],
  ])('%s', (_, bytes) => {
    expect(judge(decodeText(bytes)).good).toEqual([
      { number: 'C-2026-0001', kind: 'transfer', team: '', people: [], region: '', clauses: '' },
    ]);
  });

  it('reads quoted cells with commas, quotes and line ends, and counts rows as a spreadsheet does', () => {
    const text = 'number,clauses,team\n"C-1","Clause 1, ""a""\nClause 2",A\n\nC-2,,"B"\nbad,,';
    const judged = judge(text);
    expect(judged.good.map((one) => [one.number, one.clauses, one.team])).toEqual([
      ['C-1', 'Clause 1, "a"\nClause 2', 'A'],
      ['C-2', '', 'B'],
    ]);
    expect(judged.faults).toEqual([{ row: 5, column: 'number', key: 'import.numberForm' }]);
  });

  it.each([
    ['', 'import.empty'],
    ['\ufeff \n', 'import.empty'],
    ['编号,类型', 'import.empty'],
    ['类型,团队\n转让,A', 'import.noNumber'],
    ['number,team\nC-1,"open', 'import.quote'],
    [`number\n${'C-1\n'.repeat(5_001)}`, 'import.tooManyRows'],
  ])('cannot read %j', (text, key) => {
    expect(readCases(text)).toMatchObject({ key });
  });
});

describe('judging rows', () => {
  it('finds people by name or id, in any width and with marks that nobody sees', () => {
    const [row] = judge('number,people\nC-1,"林晓、ｅｍｍａ  clarke； 😀 li lei\u200f/@ULIN"').good;
    expect(row?.people).toEqual(['ULIN', 'UEMMA', 'UEMOJI']);
  });

  it.each<[string, string, object]>([
    ['no number', ',转让', { column: 'number', key: 'import.numberMissing' }],
    ['a name for a number', '王先生,转让', { column: 'number', key: 'import.numberForm' }],
    ['an unknown kind', 'C-9,divorce', { column: 'kind', key: 'import.kindUnknown' }],
    [
      'somebody unknown',
      'C-9,,,林晓、张三',
      { column: 'people', key: 'import.personUnknown', values: { at: 2 } },
    ],
    ['somebody who left', 'C-9,,,高翔', { column: 'people', key: 'import.personUnknown', values: { at: 1 } }],
    [
      'a name that two have',
      'C-9,,,王芳',
      { column: 'people', key: 'import.personTwice', values: { at: 1 } },
    ],
    ['a phone number', 'C-9,,,,电话13800138000', { column: 'region', key: 'import.personalNumber' }],
    ['a long team', `C-9,,${'x'.repeat(41)}`, { column: 'team', key: 'import.tooLong', values: { max: 40 } }],
  ])('says what is wrong with %s, without repeating it', (_, line, fault) => {
    const judged = judge(`number,kind,team,people,region\n${line}`);
    expect([judged.good, judged.faults]).toEqual([[], [{ row: 2, ...fault }]]);
  });

  it('takes a number once: the second row is the fault, and what the register has stays as it is there', () => {
    const judged = judge('number\nC-1\nc-1\nC-2\nC-3', ['C-2']);
    expect(judged.faults).toEqual([
      { row: 3, column: 'number', key: 'import.numberTwice', values: { first: 2 } },
    ]);
    expect([judged.good.map((one) => one.number), judged.known, judged.rows]).toEqual([['C-1', 'C-3'], 1, 4]);
  });

  it('finds the 40 faults of 5,000 rows', () => {
    const lines = Array.from({ length: 5_000 }, (_, n) =>
      n % 125 === 7 ? `C-${n},no such kind,A,林晓` : `C-${n},转让,公司转让组,"林晓、Emma Clarke",上海`,
    );
    const judged = judge(`编号,类型,团队,经办人,地区\n${lines.join('\r\n')}`);
    expect([judged.good.length, judged.faults.length]).toEqual([4_960, 40]);
  });
});

describe('importing', () => {
  const { good } = judge('number,people\nC-1,林晓\nC-2,林晓、Emma Clarke');
  const state = {
    actor: person('UWANG', { roles: ['approver'] }),
    leads: false,
    taken: new Set(['C-1']),
    employees: new Set(['ULIN']),
  };

  it('opens what is still free, with the people who are still here', () => {
    const { next, events } = decided(importCases({ rows: good, by: 'UWANG' })(state, t0));
    expect(next).toEqual([
      expect.objectContaining({ number: 'C-2', people: ['ULIN'], state: 'open', openedAt: t0, revision: 1 }),
    ]);
    expect(events.map(({ type, subject, data }) => [type, subject, data.by])).toEqual([
      ['case.opened', 'C-2', 'UWANG'],
    ]);
  });

  it('is for those who may open cases, and for whoever has the terminal of the server', () => {
    const nobody = { ...state, actor: person('ULIN') };
    expect(refusalOf(importCases({ rows: good, by: 'ULIN' })(nobody, t0))).toEqual([
      'catalog.caseNotAllowed',
    ]);
    expect(
      decided(importCases({ rows: good, by: null })({ ...state, actor: undefined }, t0)).next,
    ).toHaveLength(1);
  });
});
