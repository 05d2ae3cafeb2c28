import type { Tx } from '../database/connection.ts';
import type { Span } from './working-time.ts';

/** Slack's do-not-disturb of somebody, as it now stands; null: they may be disturbed. Of somebody unknown nothing is kept. */
export async function saveDnd(tx: Tx, tenant: string, id: string, span: Span | null): Promise<void> {
  await tx.sql`
    update member set dnd_from = ${span?.from ?? null}, dnd_until = ${span?.until ?? null}
    where tenant = ${tenant} and id = ${id}`;
}

/**
 * The same of several, as Slack says it when asked. What is under way as an event said it stays: an answer knows only of the hours of every
 * night, an event of what somebody set for now, too.
 */
export async function saveAskedDnd(
  tx: Tx,
  tenant: string,
  spans: ReadonlyMap<string, Span | null>,
  now: Date,
): Promise<void> {
  const rows = [...spans].map(([id, span]) => ({
    id,
    from: span?.from.toISOString() ?? null,
    until: span?.until.toISOString() ?? null,
  }));
  await tx.sql`
    update member set dnd_from = said."from", dnd_until = said.until
    from jsonb_to_recordset(${tx.sql.json(rows)}) as said(id text, "from" timestamptz, until timestamptz)
    where member.tenant = ${tenant} and member.id = said.id and (dnd_from, dnd_until) is distinct from (said."from", said.until)
      and not coalesce(dnd_from <= ${now} and dnd_until > ${now}, false)`;
}
