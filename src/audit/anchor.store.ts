import type { Tx } from '../database/connection.ts';

/** What a place was handed: one row of log_anchor. */
export type AnchorRow = {
  readonly place: string;
  readonly size: number;
  readonly at: Date;
  readonly reference: string;
};

/** The newest row of each place that was ever handed anything. */
export async function lastAnchors(tx: Tx): Promise<Map<string, AnchorRow>> {
  const rows = await tx.sql<AnchorRow[]>`
    select distinct on (place) place, size, at, reference from log_anchor order by place, size desc`;
  return new Map(rows.map((row) => [row.place, row]));
}

/** A place's rows, spread evenly over all of them, the oldest and the newest included: enough to see whether older ones are gone. */
export async function sampledAnchors(tx: Tx, place: string, most: number): Promise<AnchorRow[]> {
  return tx.sql<AnchorRow[]>`
    select place, size, at, reference from (
      select *, row_number() over (order by size) as n, count(*) over () as total from log_anchor where place = ${place}
    ) a where n = 1 or n = total or n % greatest(1, total / ${most}) = 0 order by size limit ${most + 2}`;
}

/** The signed notes of these sizes, as the database has them. */
export async function notesOf(tx: Tx, sizes: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx.sql<{ size: number; note: string }[]>`
    select size, note from log_checkpoint where size = any(${[...sizes]}::bigint[])`;
  return new Map(rows.map(({ size, note }) => [size, note]));
}

/** Since when the log has been ahead of what somebody holds who has it up to `size`; undefined while they hold the newest. */
export async function aheadSince(tx: Tx, size: number): Promise<Date | undefined> {
  const [row] = await tx.sql<{ at: Date }[]>`
    select at from log_checkpoint where size > ${size} order by size limit 1`;
  return row?.at;
}

export async function saveAnchor(tx: Tx, row: AnchorRow): Promise<void> {
  await tx.sql`insert into log_anchor ${tx.sql(row)} on conflict do nothing`;
}

/** The newest signed checkpoint. */
export async function newestNote(tx: Tx): Promise<{ size: number; note: string; at: Date } | undefined> {
  const [row] = await tx.sql<{ size: number; note: string; at: Date }[]>`
    select size, note, at from log_checkpoint order by size desc limit 1`;
  return row;
}
