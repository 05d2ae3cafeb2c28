import type { Tx } from '../database/connection.ts';
import { deadQueue, sinceField } from './jobs.ts';

/** A piece of work that does not get done: tried in vain for long (`stuck`), or given up (`dead`). Ids only. */
export type Piece = {
  readonly id: string;
  readonly queue: string;
  readonly state: 'stuck' | 'dead';
  /** How often it has run in vain. */
  readonly tried: number;
  /** How long ago it was asked for, in seconds of real time. */
  readonly ageSeconds: number;
  /** Code of the last failure: Slack's, the database's, or the error's name. */
  readonly reason: string | null;
  /** What it is about, by name: reader, subject, event … */
  readonly about: Readonly<Record<string, string>>;
};

/** How one queue stands. `oldestSeconds`: since when the oldest piece that is not done waits; 0 when there is none. */
export type QueueFigures = {
  readonly queue: string;
  readonly ready: number;
  readonly running: number;
  readonly waiting: number;
  readonly dead: number;
  readonly oldestSeconds: number;
};

/** Eight tries in vain are four minutes and more; an hour is longer than any backlog that is being worked off. */
const manyTries = 8;
const longSeconds = 3_600;

const since = (tx: Tx) =>
  tx.sql`coalesce((data->>${sinceField})::timestamptz, source_created_on, created_on)`;
const undone = (tx: Tx, tenant: string | undefined) =>
  tx.sql`state < 'completed' ${tenant === undefined ? tx.sql`` : tx.sql`and data->>'tenant' = ${tenant}`}`;
const stuck = (tx: Tx) => tx.sql`(
  (name = ${deadQueue} and source_name is not null) or (
    name <> ${deadQueue} and state in ('created', 'retry')
    and (retry_count >= ${manyTries} or ${since(tx)} < clock_timestamp() - make_interval(secs => ${longSeconds}))
  ))`;

/** Figures of every queue that has work which is not done, of one workspace or of all; real time. */
export async function queueFigures(tx: Tx, tenant?: string): Promise<QueueFigures[]> {
  return tx.sql<QueueFigures[]>`
    select coalesce(source_name, name) as queue,
      count(*) filter (where name <> ${deadQueue} and state in ('created', 'retry') and start_after <= clock_timestamp())::int as ready,
      count(*) filter (where name <> ${deadQueue} and state = 'active')::int as running,
      count(*) filter (where name <> ${deadQueue} and state in ('created', 'retry') and start_after > clock_timestamp())::int as waiting,
      count(*) filter (where name = ${deadQueue})::int as dead,
      coalesce(floor(greatest(0, extract(epoch from clock_timestamp() - min(${since(tx)}) filter (where name <> ${deadQueue})))), 0)::int
        as "oldestSeconds"
    from pgboss.job where ${undone(tx, tenant)} group by 1 order by 1`;
}

type Row = {
  id: string;
  queue: string;
  dead: boolean;
  tried: number;
  ageSeconds: number;
  reason: string | null;
  data: Record<string, string>;
};

const age = (tx: Tx) => tx.sql`floor(greatest(0, extract(epoch from clock_timestamp() - ${since(tx)})))::int`;
const columns = (tx: Tx) => tx.sql`
  id::text as id, coalesce(source_name, name) as queue, name = ${deadQueue} as dead,
  coalesce(source_retry_count, retry_count) + case when state = 'retry' or source_name is not null then 1 else 0 end as tried, ${age(tx)} as "ageSeconds",
  coalesce(source_output, output)->>'reason' as reason, data`;

/** What does not get done, the dead first, then by age. */
export async function troubledPieces(
  tx: Tx,
  tenant: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ pieces: Piece[]; total: number }> {
  const [rows, [counted]] = await Promise.all([
    tx.sql<Row[]>`
      select ${columns(tx)} from pgboss.job where ${undone(tx, tenant)} and ${stuck(tx)}
      order by 3 desc, 5 desc, 1 limit ${limit} offset ${offset}`,
    tx.sql<{ total: number }[]>`
      select count(*)::int as total from pgboss.job where ${undone(tx, tenant)} and ${stuck(tx)}`,
  ]);
  return { pieces: rows.map(fromRow), total: counted?.total ?? 0 };
}

/** Of what does not get done, how many pieces each queue has; the most first. */
export async function troubledQueues(tx: Tx, tenant: string): Promise<{ queue: string; count: number }[]> {
  return tx.sql<{ queue: string; count: number }[]>`
    select coalesce(source_name, name) as queue, count(*)::int as count from pgboss.job
    where ${undone(tx, tenant)} and ${stuck(tx)} group by 1 order by 2 desc, 1`;
}

/** The pieces of one queue that do not get done, the oldest first, locked until the transaction ends. */
export async function troubledOf(tx: Tx, tenant: string, queue: string, limit: number): Promise<Piece[]> {
  const rows = await tx.sql<Row[]>`
    select ${columns(tx)} from pgboss.job
    where ${undone(tx, tenant)} and ${stuck(tx)} and coalesce(source_name, name) = ${queue}
    order by ${since(tx)}, id limit ${limit} for update skip locked`;
  return rows.map(fromRow);
}

/** A piece that does not get done, locked until the transaction ends; undefined when it was done, or taken up, meanwhile. */
export async function troubledPiece(tx: Tx, tenant: string, id: string): Promise<Piece | undefined> {
  const [row] = await tx.sql<Row[]>`
    select ${columns(tx)} from pgboss.job
    where ${undone(tx, tenant)} and ${stuck(tx)} and id = ${id} for update skip locked`;
  return row && fromRow(row);
}

/** Lets a piece run now. A dead one goes back to its queue as new work, under that queue's rules of today. */
export async function runPieceAgain(tx: Tx, { id, state }: Piece): Promise<void> {
  if (state === 'stuck') {
    await tx.sql`update pgboss.job set start_after = clock_timestamp() where id = ${id} and state in ('created', 'retry')`;
    return;
  }
  // What pg-boss's redrive does, said here so that it needs no running queue.
  await tx.sql`
    with gone as (delete from pgboss.job where name = ${deadQueue} and id = ${id} returning *)
    insert into pgboss.job (name, priority, data, retry_limit, retry_backoff, retry_delay, retry_delay_max, expire_seconds, start_after,
      created_on, keep_until, deletion_seconds, policy, singleton_key, heartbeat_seconds, dead_letter, source_root_id)
    select q.name, gone.priority, gone.data, q.retry_limit, q.retry_backoff, q.retry_delay, 270 + floor(random() * 61), q.expire_seconds,
      clock_timestamp(), clock_timestamp(), clock_timestamp() + q.retention_seconds * interval '1 s', q.deletion_seconds, q.policy,
      gone.singleton_key, q.heartbeat_seconds, q.dead_letter, coalesce(gone.source_root_id, gone.source_id)
    from gone join pgboss.queue q on q.name = gone.source_name`;
}

/** Removes a dead piece for good. */
export async function dropPiece(tx: Tx, { id }: Piece): Promise<void> {
  await tx.sql`delete from pgboss.job where name = ${deadQueue} and id = ${id}`;
}

function fromRow({ dead, data, ...row }: Row): Piece {
  const { tenant: _own, [sinceField]: _known, ...about } = data;
  return { ...row, state: dead ? 'dead' : 'stuck', about };
}
