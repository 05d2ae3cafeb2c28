import type { Tx } from '../database/connection.ts';

/** People whose turn comes by a moment, and of whom Slack was last asked before another. */
export type Unasked = { readonly by: Date; readonly since: Date };

/** Whether there are any. */
export async function someUnasked(tx: Tx, tenant: string, { by, since }: Unasked): Promise<boolean> {
  const [row] = await tx.sql<{ some: boolean }[]>`
    select exists (
      select from attention_turn where tenant = ${tenant} and look_at <= ${by} and dnd_at < ${since}
    ) as some`;
  return row?.some ?? false;
}

/** People for whom something has fallen due by now who have no turn yet, or none that comes soon; and of whom Slack was not asked. */
export async function freshUnasked(
  tx: Tx,
  tenant: string,
  { by, since }: Unasked,
  now: Date,
  limit: number,
): Promise<string[]> {
  const rows = await tx.sql<{ person: string }[]>`
    select person from owed where tenant = ${tenant} and state = 'owed' and due_at <= ${now} and not exists (
      select from attention_turn as turn
      where turn.tenant = owed.tenant and turn.person = owed.person and (look_at <= ${by} or dnd_at >= ${since})
    ) group by person order by person limit ${limit}`;
  return rows.map((row) => row.person);
}

/** Has their turns looked at now. */
export async function wake(tx: Tx, tenant: string, people: readonly string[], now: Date): Promise<void> {
  await tx.sql`
    insert into attention_turn as turn (tenant, person, look_at)
    select ${tenant}, person, ${now} from unnest(${[...people]}::text[]) person order by person
    on conflict (tenant, person) do update set look_at = least(turn.look_at, excluded.look_at)`;
}

/** Takes some of them, the first turns first: no other process asks for them now. */
export async function claimUnasked(
  tx: Tx,
  tenant: string,
  { by, since }: Unasked,
  now: Date,
  limit: number,
): Promise<{ person: string; lookAt: Date }[]> {
  const rows = await tx.sql<{ person: string; lookAt: Date }[]>`
    with found as materialized (
      select person from attention_turn where tenant = ${tenant} and look_at <= ${by} and dnd_at < ${since}
      order by look_at, person limit ${limit} for update skip locked
    )
    update attention_turn as turn set dnd_at = ${now} from found
    where turn.tenant = ${tenant} and turn.person = found.person returning turn.person, look_at as "lookAt"`;
  return rows.map((row) => ({ ...row }));
}

/** Slack did not answer: they are asked for again. */
export async function unclaim(tx: Tx, tenant: string, people: readonly string[]): Promise<void> {
  await tx.sql`
    update attention_turn set dnd_at = 'epoch' where tenant = ${tenant} and person = any(${[...people]})`;
}
