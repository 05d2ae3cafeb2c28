import { CsvError, parse } from 'csv-parse/sync';
import type { CaseKind } from './case.ts';

/** The columns of a list of cases, in the order they have where nobody named them. */
export const caseColumns = ['number', 'kind', 'team', 'people', 'region', 'clauses'] as const;
export type CaseColumn = (typeof caseColumns)[number];

export type CaseTable = {
  readonly rows: readonly { row: number; cells: Partial<Record<CaseColumn, string>> }[];
};

/** Why a list cannot be read at all. */
export type TableFault =
  | { readonly key: 'import.empty' }
  | { readonly key: 'import.noNumber' }
  | { readonly key: 'import.quote'; readonly values: { row: number } }
  | { readonly key: 'import.tooManyRows'; readonly values: { max: number } };

export const mostRows = 5_000;

const names: Readonly<Record<string, readonly string[]>> = {
  number: [
    'number',
    'case',
    'case number',
    'case no',
    'case no.',
    'no',
    'no.',
    '编号',
    '案件编号',
    '案件',
    '案号',
    '案件号',
  ],
  kind: ['kind', 'type', 'case type', '类型', '案件类型', '业务类型', '种类'],
  team: ['team', 'group', 'department', '团队', '小组', '部门', '组'],
  people: [
    'people',
    'staff',
    'members',
    'assigned to',
    'assignees',
    'handlers',
    '经办人',
    '人员',
    '成员',
    '负责人',
    '承办人',
  ],
  region: ['region', 'place', 'city', 'area', '地区', '区域', '城市', '所在地'],
  clauses: ['clauses', 'contract clauses', 'clause', '条款', '合同条款', '资料条款', '约定'],
  name: ['name', 'client', 'client name', '客户', '客户名称', '名称', '客户姓名', '姓名'],
};

const kinds: Readonly<Record<CaseKind, readonly string[]>> = {
  transfer: ['transfer', 'company transfer', 'share transfer', '公司转让', '转让', '股权转让'],
  bookkeeping: ['bookkeeping', 'accounting', 'books', '代理记账', '记账', '代账'],
  tax: ['tax', 'taxes', 'tax filing', '税务', '报税', '纳税', '纳税申报'],
  other: ['', 'other', 'others', '其他', '其它'],
};

/** The kind that a cell names in either language; an empty cell is none of the named ones. */
export function kindSaid(cell: string): CaseKind | undefined {
  const said = fold(cell);
  return (Object.keys(kinds) as CaseKind[]).find((kind) => kinds[kind].includes(said));
}

/**
 * The text of a file as people's programs save it: UTF-8 with or without its mark, UTF-16 ("Unicode text" of Excel), and else
 * GB 18030, which holds GBK and GB 2312: a Chinese Excel saves CSV in it, and what is valid UTF-8 is practically never GBK.
 */
export function decodeText(bytes: Uint8Array): string {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Reads a list of cases: comma, semicolon or tab between cells, a header in either language or none. */
export function readCases(text: string): CaseTable | TableFault {
  const read = readTable(text);
  if ('key' in read) return read;
  const [first = [], ...others] = read.records;
  const header = columnsIn(first);
  const headed = Object.values(header).length > 0 && !looksLikeNumber(first[0] ?? '');
  const places = headed ? header : Object.fromEntries(caseColumns.map((column, at) => [column, at]));
  if (places.number === undefined) return { key: 'import.noNumber' };
  const rows = (headed ? others : read.records).flatMap((record, at) => {
    const cells: Partial<Record<CaseColumn, string>> = {};
    for (const column of caseColumns) {
      const place = places[column];
      const cell = place === undefined ? undefined : record[place];
      if (cell) cells[column] = cell;
    }
    return record.every((cell) => cell === '') ? [] : [{ row: at + (headed ? 2 : 1), cells }];
  });
  if (rows.length === 0) return { key: 'import.empty' };
  if (rows.length > mostRows) return { key: 'import.tooManyRows', values: { max: mostRows } };
  return { rows };
}

/** A list of two columns, number and client's name, for the keyed hashes; the names go no further than the caller. */
export function readNames(text: string): { row: number; number: string; name: string }[] | TableFault {
  const read = readTable(text);
  if ('key' in read) return read;
  const [first = [], ...others] = read.records;
  const header = columnsIn(first);
  const headed = Object.values(header).length > 0 && !looksLikeNumber(first[0] ?? '');
  if (headed && (header.number === undefined || header.name === undefined)) return { key: 'import.noNumber' };
  const [number, name] = headed ? [header.number ?? 0, header.name ?? 1] : [0, 1];
  return (headed ? others : read.records).flatMap((record, at) =>
    record.every((cell) => cell === '')
      ? []
      : [{ row: at + (headed ? 2 : 1), number: record[number] ?? '', name: record[name] ?? '' }],
  );
}

/** A table as programs write it: comma, semicolon or tab between cells, without marks of direction, cells trimmed. */
export function readTable(
  text: string,
): { records: string[][] } | Extract<TableFault, { key: 'import.empty' | 'import.quote' }> {
  const bare = text.replace(/^\ufeff/u, '');
  if (bare.trim() === '') return { key: 'import.empty' };
  try {
    const records: string[][] = parse(bare, {
      delimiter: delimiterOf(bare),
      relax_column_count: true,
      relax_quotes: true,
      // A number copied out of a chat may bring marks of direction along.
      cast: (cell) => cell.replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu, '').trim(),
      max_record_size: 100_000,
    });
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { key: 'import.quote', values: { row: Number(error.lines ?? 1) } };
  }
}

/** What stands between the cells of the first line, most often. */
function delimiterOf(text: string): string {
  const [line = ''] = text.split(/\r?\n/u).filter((one) => one.trim() !== '');
  const bare = line.replaceAll(/"[^"]*"/gu, '');
  const counts = [',', ';', '\t', '，', '；'].map((one) => ({ one, count: bare.split(one).length - 1 }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.one ?? ',';
}

function columnsIn(record: readonly string[]): Partial<Record<string, number>> {
  const found: Partial<Record<string, number>> = {};
  for (const [at, cell] of record.entries()) {
    const column = Object.keys(names).find((one) => names[one]?.includes(fold(cell)));
    if (column && found[column] === undefined) found[column] = at;
  }
  return found;
}

function looksLikeNumber(cell: string): boolean {
  return /^[A-Za-z]{1,6}\W?\d/u.test(cell.normalize('NFKC'));
}

function fold(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim().toLowerCase();
}
