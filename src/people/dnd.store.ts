import type { Tx } from '../database/connection.ts';
import type { Span } from './working-time.ts';

/** Slack's do-not-disturb of somebody, as it now stands; null: they may be disturbed. Of somebody unknown nothing is kept. */
export async function saveDnd(tx: Tx, tenant: string, id: string, span: Span | null): Promise<void> {
  await tx.sql`
    update member set dnd_from = ${span?.from ?? null}, dnd_until = ${span?.until ?? null}
    where tenant = ${tenant} and id = ${id}`;
}
