import { stringify } from 'csv-stringify/sync';

/**
 * A table as CSV for spreadsheets: with its mark, so that Excel reads it as UTF-8, and with what would be a formula there made a text
 * (a title such as `=HYPERLINK(…)` is somebody's input).
 */
export function sheet(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
