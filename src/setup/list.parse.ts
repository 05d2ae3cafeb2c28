import { parse } from 'csv-parse/sync';
import {
  type Classification,
  dataSetCode,
  describeFields,
  personalKinds,
  purposeKinds,
} from '../catalog/data-set.ts';
import type { Described } from './template.ts';

/** What is wrong with a line of a list: its number as an editor counts it, and what. */
export type LineFault =
  | { readonly line: number; readonly kind: 'fields'; readonly count: number }
  | { readonly line: number; readonly kind: 'twice' }
  | { readonly line: number; readonly kind: 'field'; readonly what: string };

export type ReadList =
  | { readonly sets: readonly Described[] }
  | { readonly faults: readonly LineFault[] }
  | { readonly fault: 'empty' | 'not_csv' | 'too_many' };

export const mostSets = 100;

const classes: Readonly<Record<string, Classification>> = {
  ...{ public: 'public', internal: 'internal', controlled: 'controlled', strict: 'strict' },
  ...{ 公开: 'public', 内部: 'internal', 受控: 'controlled', 严控: 'strict' },
};

/** Reads a list of data sets as it was pasted: commas, semicolons for several purposes, a heading or none. Nothing is taken unless every line is right. */
export function readList(typed: string): ReadList {
  const text = typed
    .replace(/^\uFEFF/, '')
    .replaceAll(/[，]/g, ',')
    .replaceAll('；', ';');
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    const options = { relax_column_count: true, skip_empty_lines: true, trim: true, info: true } as const;
    // With `info` each row comes with where it stood, which the package's types do not say.
    rows = parse(text, options) as unknown as typeof rows;
  } catch {
    return { fault: 'not_csv' };
  }
  const [first] = rows;
  if (first?.record[0]?.toLowerCase() === 'code') rows.shift();
  if (rows.length === 0) return { fault: 'empty' };
  if (rows.length > mostSets) return { fault: 'too_many' };
  const sets: Described[] = [];
  const faults: LineFault[] = [];
  const seen = new Set<string>();
  for (const { record, info } of rows) {
    const read = readLine(record, info.lines);
    if ('line' in read) faults.push(read);
    else {
      const names = [read.id, read.nameEn, read.nameZh].map((name) => name.toLowerCase());
      if (names.some((name) => seen.has(name))) faults.push({ line: info.lines, kind: 'twice' });
      for (const name of names) seen.add(name);
      sets.push(read);
    }
  }
  return faults.length > 0 ? { faults } : { sets };
}

const fields = describeFields.pick({
  nameEn: true,
  nameZh: true,
  classification: true,
  personal: true,
  purposes: true,
});

function readLine(record: readonly string[], line: number): Described | LineFault {
  if (record.length !== 6) return { line, kind: 'fields', count: record.length };
  const [code = '', nameEn = '', nameZh = '', named = '', personal = '', purposes = ''] = record;
  const id = dataSetCode.safeParse(code);
  if (!id.success) return { line, kind: 'field', what: 'code' };
  const classification = classes[named.toLowerCase()];
  if (!classification) return { line, kind: 'field', what: 'class' };
  const read = fields.safeParse({
    ...{ nameEn, nameZh, classification },
    personal: personalKinds.find((kind) => kind === personal.toLowerCase()),
    purposes: purposes
      .split(/[;|\s]+/)
      .filter(Boolean)
      .map((one) => purposeKinds.find((kind) => kind === one.toLowerCase())),
  });
  if (!read.success) return { line, kind: 'field', what: String(read.error.issues[0]?.path[0] ?? 'other') };
  const open = classification === 'public' || classification === 'internal';
  if (open && read.data.personal === 'sensitive') return { line, kind: 'field', what: 'open' };
  return { id: id.data, ...read.data };
}
