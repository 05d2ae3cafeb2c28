import type { Tx } from '../database/connection.ts';

/** An event's place on a timeline. `leaf`: its index in the tree; null while it waits for one. */
export type TimelineRow = { readonly id: string; readonly leaf: number | null };

/** A page of what happened to a subject, oldest first, and how much there is in all. */
export async function timelinePage(
  tx: Tx,
  tenant: string,
  subject: string,
  page: { limit: number; offset: number },
): Promise<{ rows: TimelineRow[]; total: number }> {
  const [rows, [counted]] = await Promise.all([
    tx.sql<TimelineRow[]>`
      select e.id, l.index as leaf from (
        select id, at, command_id, ordinal from event where tenant = ${tenant} and subject = ${subject}
        order by at, command_id, ordinal limit ${page.limit} offset ${page.offset}
      ) e left join log_leaf l on l.event_id = e.id order by e.at, e.command_id, e.ordinal`,
    tx.sql<{ total: number }[]>`
      select count(*)::int as total from event where tenant = ${tenant} and subject = ${subject}`,
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** Events of a subject that can be proved against the tree of this size, in their order. */
export async function provableEvents(
  tx: Tx,
  tenant: string,
  subject: string,
  size: number,
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select e.id from event e join log_leaf l on l.event_id = e.id
    where e.tenant = ${tenant} and e.subject = ${subject} and l.index < ${size}
    order by e.at, e.command_id, e.ordinal`;
  return rows.map(({ id }) => id);
}

/** What else changed by the commands that changed this subject: a request's grant, a grant's request. */
export async function changedWith(tx: Tx, tenant: string, subject: string): Promise<string[]> {
  const rows = await tx.sql<{ subject: string }[]>`
    select distinct other.subject from (
      select command_id from event where tenant = ${tenant} and subject = ${subject} order by at limit 200
    ) own join event other on other.tenant = ${tenant} and other.command_id = own.command_id
    where other.subject <> ${subject} order by other.subject limit 4`;
  return rows.map((row) => row.subject);
}

/** Whose timeline an event stands on. */
export async function subjectOfEvent(tx: Tx, tenant: string, id: string): Promise<string | undefined> {
  const [row] = await tx.sql<{ subject: string }[]>`
    select subject from event where tenant = ${tenant} and id = ${id}`;
  return row?.subject;
}
