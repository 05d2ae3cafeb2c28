import { richText } from './rich-text.ts';
import {
  codePoints,
  flag,
  list,
  number,
  object,
  oneOf,
  own,
  ownList,
  type Rule,
  text,
  typed,
  whole,
} from './rule.ts';

/**
 * The two tables. Source: docs.slack.dev/reference/block-kit/blocks/table-block and …/data-table-block.
 * All cells of a table together hold at most 10,000 characters.
 */

const mostCharacters = 10_000;

const raw = {
  raw_text: object({ type: oneOf('raw_text'), text: text(mostCharacters) }),
  raw_number: object({ type: oneOf('raw_number'), value: number, text: text(mostCharacters) }),
};
const cell = typed({ ...raw, rich_text: richText });

/** Characters a reader sees in a cell. Rich text is three deep at most: block, list, section. */
function characters(held: unknown, depth = 3): number {
  const words = own(held, 'text');
  let count = typeof words === 'string' ? codePoints(words) : 0;
  if (depth > 0) for (const part of ownList(held, 'elements')) count += characters(part, depth - 1);
  return count;
}

const notTooLong: Rule = (value, at, report) => {
  let count = 0;
  for (const row of ownList(value, 'rows').slice(0, 101)) {
    if (Array.isArray(row)) for (const held of row.slice(0, 20)) count += characters(held);
    if (count > mostCharacters)
      return report(`must be less than ${mostCharacters + 1} characters`, `${at}/rows`);
  }
};

/** Column settings may be null to leave a column as it is. */
const columnSetting: Rule = (value, at, report) => {
  if (value !== null)
    object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag })(value, at, report);
};

export const table = {
  required: { rows: list(list(cell, 20), 100) },
  optional: { column_settings: list(columnSetting, 20, 0) },
  also: notTooLong,
};

const rowsFit: Rule = (value, at, report) => {
  const rows = ownList(value, 'rows').slice(0, 101);
  const header = Array.isArray(rows[0]) ? rows[0] : [];
  header.slice(0, 20).forEach((held, i) => {
    if (own(held, 'type') === 'rich_text') report('unsupported type: rich_text', `${at}/rows/0/${i}/type`);
  });
  rows.forEach((row, i) => {
    if (Array.isArray(row) && row.length !== header.length) {
      report(`must have ${header.length} items like the header`, `${at}/rows/${i}`);
    }
  });
  const index = own(value, 'row_header_column_index');
  if (typeof index === 'number' && index >= header.length) {
    report(`must be less than ${header.length}`, `${at}/row_header_column_index`);
  }
  notTooLong(value, at, report);
};

/** A header and up to 100 rows, all of one length. */
export const dataTable = {
  required: { rows: list(list(cell, 20), 101, 2), caption: text(3000) },
  optional: { page_size: whole(1, 100), row_header_column_index: whole(0, 19) },
  also: rowsFit,
};
