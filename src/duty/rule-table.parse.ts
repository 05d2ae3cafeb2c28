import { readTable } from '../catalog/case.parse.ts';
import { type RuleColumn, ruleColumns } from './rule-file.parse.ts';

/** A row of a file, each cell as a text. A column that the file does not have is absent: what stands in the duty stays. */
export type FileRow = {
  /** As the spreadsheet counts, the header being row 1; in YAML the line on which the entry begins. */
  readonly row: number;
  readonly cells: Readonly<Partial<Record<RuleColumn, string>>>;
  /** Names that are no columns, of a YAML entry. */
  readonly strange: number;
};

/** Why a file cannot be read at all. */
export type FileFault = {
  readonly key:
    | 'file.empty'
    | 'file.quote'
    | 'file.noKey'
    | 'file.column'
    | 'file.tooMany'
    | 'file.yaml'
    | 'file.list';
  readonly values?: Readonly<Record<string, string | number>>;
};

export const mostRules = 5_000;

const names: Readonly<Record<RuleColumn, readonly string[]>> = {
  key: ['id', '编码', '代码', '标识'],
  title_en: ['title', 'english title', '英文标题'],
  title_zh: ['chinese title', '标题', '中文标题', '待办', '名称'],
  kind: ['type', '类型'],
  controls: ['control', 'measures', '措施', '措施编号'],
  law: ['law', '依据', '法律依据', '法规'],
  owner: ['负责人'],
  deputy: ['代理人'],
  checker: ['复核人'],
  participants: ['attendees', '参会人', '与会人'],
  when: ['how often', 'cadence', '频率', '多久一次', '何时'],
  from: ['begins', '起始日', '开始', '从'],
  off: ['day off', 'days off', '休息日'],
  lead: ['lead days', '提前', '提前天数'],
  tolerance: ['tolerance days', '宽限', '宽限天数'],
  tz: ['time zone', '时区'],
  holidays: ['calendar', '节假日', '假日'],
  ladder: ['escalation', '逾期通知'],
  asks: ['evidence', '要填的', '完成时填写', '凭据'],
};

/** Reads a table of duties with a header in either language; the columns stand in any order and only `key` has to be there. */
export function readSheet(text: string): readonly FileRow[] | FileFault {
  const read = readTable(text);
  if ('key' in read)
    return read.key === 'import.empty' ? { key: 'file.empty' } : { key: 'file.quote', values: read.values };
  const [header = [], ...records] = read.records;
  const places = header.map(columnCalled);
  if (!places.includes('key')) return { key: 'file.noKey' };
  const strange = header.findIndex(
    (cell, at) =>
      (places[at] === undefined || places.indexOf(places[at]) !== at) &&
      (cell !== '' || records.some((record) => record[at])),
  );
  if (strange >= 0) return { key: 'file.column', values: { at: strange + 1 } };
  const rows = records.flatMap((record, at): FileRow[] => {
    if (record.every((cell) => cell === '')) return [];
    const cells: Partial<Record<RuleColumn, string>> = {};
    for (const [place, column] of places.entries()) if (column) cells[column] = bareCell(record[place] ?? '');
    return [{ row: at + 2, cells, strange: 0 }];
  });
  return counted(rows);
}

/** Reads a list of duties in YAML, by itself or under `duties:`; the names are those of the columns. */
export async function readYaml(text: string): Promise<readonly FileRow[] | FileFault> {
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\ufeff/u, ''), { lineCounter: lines, version: '1.2' });
  const [fault] = document.errors;
  if (fault) return { key: 'file.yaml', values: { line: fault.linePos?.[0].line ?? 1 } };
  const top = document.contents;
  const list = isMap(top) ? top.get('duties', true) : top;
  if (list === null || list === undefined) return { key: 'file.empty' };
  if (!isSeq(list)) return { key: 'file.list' };
  const rows: FileRow[] = [];
  for (const item of list.items) {
    const range = (item as { range?: readonly number[] | null }).range;
    const row = range ? lines.linePos(range[0] ?? 0).line : 1;
    if (!isMap(item)) return { key: 'file.yaml', values: { line: row } };
    const cells: Partial<Record<RuleColumn, string>> = {};
    let strange = 0;
    for (const { key, value } of item.items) {
      const column = columnCalled(isScalar(key) ? String(key.value) : '');
      // A scalar as it was written: 3.10 is a measure and no number, 2026-12-01 a day.
      const plain = isScalar(value)
        ? value.value === null
          ? ''
          : (value.source ?? String(value.value))
        : undefined;
      if (!column || column in cells) strange += 1;
      else cells[column] = plain?.trim() ?? listed(column, value, document);
    }
    rows.push({ row, cells, strange });
  }
  return counted(rows);
}

function counted(rows: readonly FileRow[]): readonly FileRow[] | FileFault {
  if (rows.length === 0) return { key: 'file.empty' };
  return rows.length > mostRules ? { key: 'file.tooMany', values: { max: mostRules } } : rows;
}

type Node = { toJS: (document: never) => unknown } | unknown;

/** A list of YAML as the cell of a table: lines of questions as lines, described ones as JSON, all else with commas. */
function listed(column: RuleColumn, node: Node, document: unknown): string {
  const held = node as {
    toJS?: (document: unknown) => unknown;
    items?: readonly { source?: string; value?: unknown }[];
  } | null;
  const value = held?.toJS?.(document);
  if (!Array.isArray(value)) return value === undefined || value === null ? '' : JSON.stringify(value);
  if (column === 'asks')
    return value.every((one) => typeof one === 'string') ? value.join('\n') : JSON.stringify(value);
  return (held?.items ?? []).map((one) => one.source ?? String(one.value ?? '')).join(', ');
}

/** Undoes what a sheet does to texts that look like formulas. */
function bareCell(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/u, '');
}

function columnCalled(said: string): RuleColumn | undefined {
  const name = said
    .normalize('NFKC')
    .replaceAll(/[\s_]+/gu, ' ')
    .trim()
    .toLowerCase();
  return ruleColumns.find((column) => column.replaceAll('_', ' ') === name || names[column].includes(name));
}
