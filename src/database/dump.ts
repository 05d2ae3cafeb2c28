import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from 'postgres';

/** A table as a dump knows it. Generated columns are left out: the database makes them again. */
export type DumpTable = {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

export type DumpSequence = {
  readonly schema: string;
  readonly name: string;
  /** As text: a bigint. */
  readonly last: string;
  readonly called: boolean;
};

/** Everything of ours: the tables, what migrations were applied, and the work queues. */
export const ourSchemas = ['public', 'drizzle', 'pgboss'] as const;

/** What pg-boss notes about processes and hours that a restored database does not have; its partitions are made by the day. */
const passing = ['pgboss.instance', 'pgboss.queue_stats'];

/** A name as SQL takes it. */
export function quotedName(...parts: readonly string[]): string {
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}

/** `public.event`, for people. */
export function tableName({ schema, name }: Pick<DumpTable, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}

/**
 * Every table of ours, each behind the tables its foreign keys refer to, so that rows can be loaded in this order with the constraints in
 * force and without a superuser. Partitions come with their parent. Throws for tables that refer to each other in a circle.
 */
export async function tablesOf(sql: TransactionSql): Promise<DumpTable[]> {
  const rows = await sql<(DumpTable & { oid: number })[]>`
    select c.oid, n.nspname as schema, c.relname as name, (
      select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum), '[]')
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname::text = any(${[...ourSchemas]})
      and not (n.nspname || '.' || c.relname)::text = any(${passing})
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by array_position(${[...ourSchemas]}::text[], n.nspname::text), c.relname`;
  // A partition's own keys count as its parent's.
  const references = await sql<{ from: number; to: number }[]>`
    select distinct coalesce(i.inhparent, k.conrelid) as "from", coalesce(j.inhparent, k.confrelid) as "to"
    from pg_constraint k
    left join pg_inherits i on i.inhrelid = k.conrelid left join pg_inherits j on j.inhrelid = k.confrelid
    where k.contype = 'f'`;
  return inOrder(rows, references).map(({ schema, name, columns }) => ({ schema, name, columns }));
}

function inOrder<T extends { oid: number; name: string }>(
  tables: readonly T[],
  references: readonly { from: number; to: number }[],
): T[] {
  const left = new Map(tables.map((table) => [table.oid, table]));
  const ordered: T[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ oid }) => !references.some(({ from, to }) => from === oid && to !== oid && left.has(to)),
    );
    if (free.length === 0)
      throw new Error(
        `These tables refer to each other in a circle: ${[...left.values()].map(({ name }) => name).join(', ')}`,
      );
    for (const table of free) {
      ordered.push(table);
      left.delete(table.oid);
    }
  }
  return ordered;
}

/** Sequences are no part of a snapshot: read after it began, they are never behind its rows. */
export async function sequencesOf(sql: TransactionSql): Promise<DumpSequence[]> {
  const names = await sql<{ schema: string; name: string }[]>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and n.nspname::text = any(${[...ourSchemas]}) order by 1, 2`;
  const sequences: DumpSequence[] = [];
  for (const { schema, name } of names) {
    const [row] = await sql.unsafe<{ last: string; called: boolean }[]>(
      `select last_value::text as last, is_called as called from ${quotedName(schema, name)}`,
    );
    if (row) sequences.push({ schema, name, last: row.last, called: row.called });
  }
  return sequences;
}

export async function setSequence(
  sql: TransactionSql,
  { schema, name, last, called }: DumpSequence,
): Promise<void> {
  await sql`select setval(${quotedName(schema, name)}::regclass, ${last}::bigint, ${called})`;
}

export async function countRows(sql: TransactionSql, { schema, name }: DumpTable): Promise<number> {
  const [row] = await sql.unsafe<{ count: number }[]>(
    `select count(*)::float8 as count from ${quotedName(schema, name)}`,
  );
  return row?.count ?? 0;
}

const columnsOf = ({ columns }: DumpTable) => columns.map(({ name }) => quotedName(name)).join(', ');

/** All rows of a table in COPY's text form, as the transaction sees them. Each row ends with a line feed, and only rows do. */
export async function* copyOut(sql: TransactionSql, table: DumpTable): AsyncGenerator<Uint8Array> {
  // A partitioned table can be copied as a query only.
  const stream = await sql
    .unsafe(
      `copy (select ${columnsOf(table)} from ${quotedName(table.schema, table.name)}) to stdout (encoding 'UTF8')`,
    )
    .readable();
  try {
    yield* stream.iterator({ destroyOnReturn: false });
  } finally {
    // Rows that nobody takes would keep the connection paused, and the transaction open, for ever.
    stream.resume();
    // postgres.js pauses its socket when the stream is full and has it go on when the stream asks for more, which a stream whose end came
    // while it was full never does.
    stream._read(0);
  }
}

/** Loads rows in COPY's text form. All of them or, when the rows or the database fail, none. */
export async function copyIn(
  sql: TransactionSql,
  table: DumpTable,
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  await copyInto(sql, quotedName(table.schema, table.name), table, rows);
}

/**
 * Loads rows of a table that has changed since: columns that are gone are dropped, new ones get their defaults, the others pass through
 * text into the type they have now.
 */
export async function copyAcross(
  sql: TransactionSql,
  from: DumpTable,
  to: DumpTable,
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const staged = quotedName('rows_of_another_version');
  await sql.unsafe(
    `create temp table ${staged} (${from.columns.map(({ name }) => `${quotedName(name)} text`).join(', ')}) on commit drop`,
  );
  await copyInto(sql, staged, from, rows);
  const common = to.columns.filter(({ name }) => from.columns.some((column) => column.name === name));
  await sql.unsafe(`
    insert into ${quotedName(to.schema, to.name)} (${columnsOf({ ...to, columns: common })})
    select ${common.map(({ name, type }) => `${quotedName(name)}::${type}`).join(', ')} from ${staged};
    drop table ${staged}`);
}

async function copyInto(
  sql: TransactionSql,
  target: string,
  table: DumpTable,
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const stream = await sql
    .unsafe(`copy ${target} (${columnsOf(table)}) from stdin (encoding 'UTF8')`)
    .writable();
  await pipeline(rows, stream);
}

/** The first thing that makes a database not empty; undefined for an empty one. What extensions bring does not count. */
export async function firstThingIn(sql: TransactionSql): Promise<string | undefined> {
  const [row] = await sql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    union all
    select nspname from pg_namespace where nspname in ('drizzle', 'pgboss')
    order by 1 limit 1`;
  return row?.name;
}
