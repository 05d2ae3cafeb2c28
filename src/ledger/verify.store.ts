import type { Tx } from '../database/connection.ts';
import { SealBroken } from '../vault/seal.ts';
import { openRows } from '../vault/sealed.ts';
import { commitmentOf } from './commit.ts';
import { privateSealed } from './event.table.ts';
import { width } from './frontier.ts';

/** What the tree itself cannot show. Each answers the first fault as a sentence, or nothing. */

/** A place on the waiting list without an event, twice, or of an event that has its leaf. */
export async function strayPending(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.sql<{ event_id: string; why: string }[]>`
    select p.event_id, case when e.id is null then 'is not there' when l.index is not null then 'has its leaf already' else 'waits twice' end as why
    from log_pending p left join event e on e.id = p.event_id left join log_leaf l on l.event_id = p.event_id
    where e.id is null or l.index is not null or exists (select from log_pending q where q.event_id = p.event_id and q.seq < p.seq)
    order by p.seq limit 1`;
  return row && `event ${row.event_id}, which waits for a leaf, ${row.why}`;
}

/** An event with neither a leaf nor a place on the waiting list. Call it once every leaf was found to have its event. */
export async function strayEvents(tx: Tx): Promise<string | undefined> {
  const [counts] = await tx.sql<{ accounted: boolean }[]>`
    select (select count(*) from event) = (select count(*) from log_leaf) + (select count(*) from log_pending) as accounted`;
  if (counts?.accounted) return undefined;
  const [row] = await tx.sql<{ id: string; type: string }[]>`
    select e.id, e.type from event e
    where not exists (select from log_leaf l where l.event_id = e.id) and not exists (select from log_pending p where p.event_id = e.id)
    order by e.at, e.id limit 1`;
  return (
    row &&
    `event ${row.id} (${row.type}) has no leaf and does not wait for one: it was put in past the log, or its wait was taken away`
  );
}

/** A stored node that no complete subtree of this many leaves has. */
export async function strayNodes(tx: Tx, size: number): Promise<string | undefined> {
  const [row] = await tx.sql<{ level: number; index: number }[]>`
    select level, index from log_node
    where level < 1 or level > 6 or index < 0 or index >= floor(${size}::numeric / (${width}::numeric ^ level))
    order by level, index limit 1`;
  return row && `node ${row.index} of level ${row.level} belongs to no ${width} leaves`;
}

const page = 1_000;

/** A private part that is not what its event committed to. What was erased is not there and no fault. */
export async function strayPrivates(tx: Tx): Promise<string | undefined> {
  let after = ['', ''];
  for (;;) {
    const rows = await tx.sql<Kept[]>`
      select p.tenant, p.event_id, p.field, p.salt, p.value, e.id is not null as there, e.commitments::jsonb ->> p.field as committed
      from event_private p left join event e on e.id = p.event_id
      where (p.event_id, p.field) > (${after[0] ?? ''}, ${after[1] ?? ''}) order by p.event_id, p.field limit ${page}`;
    for (const row of rows) {
      const { event_id, field, there } = row;
      if (!there) return `event ${event_id}, of which a ${field} is kept, is not there`;
      if (!(await asCommitted(tx, row)))
        return `event ${event_id}: what is kept of its ${field} is not what the event committed to`;
    }
    const last = rows.at(-1);
    if (!last || rows.length < page) return undefined;
    after = [last.event_id, last.field];
  }
}

type Kept = {
  tenant: string;
  event_id: string;
  field: string;
  salt: string | null;
  value: string | null;
  there: boolean;
  committed: string | null;
};

/** What was sealed with a key that was shredded is erased, and no fault; what cannot be unsealed otherwise is one. */
async function asCommitted(tx: Tx, row: Kept): Promise<boolean> {
  try {
    const [open] = await openRows(tx, row.tenant, privateSealed, [row]);
    if (typeof open?.salt !== 'string' || typeof open.value !== 'string') return true;
    return commitmentOf(Buffer.from(open.salt, 'base64url'), open.value) === row.committed;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}
