import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../database/connection.ts';

/** Which columns of a table are sealed. Stands beside the table; its store goes through `sealRow` and `openRows`. */
export type SealedColumns = {
  readonly table: string;
  /** Columns of the row's key, in the order of the table. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** SQL over the row: whose key is to seal a value that stands there unsealed, from before there was a vault. */
  readonly holder: string;
};

/** Declares text columns as sealed. The table's key and its column `tenant` are bound into every value. */
export function sealedColumns(
  table: PgTable,
  columns: readonly PgColumn[],
  { holder }: { holder: string },
): SealedColumns {
  const config = getTableConfig(table);
  const single = config.columns.filter((column) => column.primary);
  const key = single.length > 0 ? single : config.primaryKeys.flatMap((one) => one.columns);
  return {
    table: config.name,
    key: key.map((column) => column.name),
    columns: columns.map((column) => column.name),
    holder,
  };
}

/** The holder of what was written about or to a person. */
export function person(id: string): string {
  return `person:${id}`;
}

type Row = Readonly<Record<string, unknown>>;

/** The row with the texts of its sealed columns sealed; columns that are absent or null stay so. */
export async function sealRow<R extends Row>(
  tx: Tx,
  tenant: string,
  sealed: SealedColumns,
  holder: string,
  row: R,
): Promise<R> {
  const columns = sealed.columns.filter((column) => typeof row[column] === 'string');
  const texts = await tx.vault.seal(
    tenant,
    holder,
    columns.map((column) => ({ place: placeOf(sealed, row, column), text: row[column] as string })),
  );
  return { ...row, ...Object.fromEntries(columns.map((column, at) => [column, texts[at]])) };
}

/** The rows with their sealed columns opened; null where the key was shredded. One question for all keys. */
export async function openRows<R extends Row>(
  tx: Tx,
  tenant: string,
  sealed: SealedColumns,
  rows: readonly R[],
): Promise<R[]> {
  const values = rows.flatMap((row, at) =>
    sealed.columns
      .filter((column) => typeof row[column] === 'string')
      .map((column) => ({ at, column, place: placeOf(sealed, row, column), sealed: row[column] as string })),
  );
  if (values.length === 0) return [...rows];
  const texts = await tx.vault.open(tenant, values);
  const opened: Record<string, unknown>[] = rows.map((row) => ({ ...row }));
  values.forEach(({ at, column }, n) => {
    const row = opened[at];
    if (row) row[column] = texts[n];
  });
  return opened as R[];
}

export function placeOf({ table, key }: SealedColumns, row: Row, column: string) {
  return { table, column, row: key.map((name) => String(row[name])).join('/') };
}
