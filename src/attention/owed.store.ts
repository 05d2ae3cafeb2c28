import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { Rung } from './ladder.ts';
import type { OwedState } from './owed.ts';

export type { OwedState } from './owed.ts';

/** One per kind, person and subject. */
export function owedId(tenant: string, owed: { kind: string; person: string; subject: string }): string {
  return derivedId('owe', tenant, owed.kind, owed.person, owed.subject);
}

/**
 * Owes a person something. Call it in the `save` of a commit. Called again with other times it moves, and its rhythm begins anew, while it
 * stands; what was done or dropped is owed again; what was told for good or stopped stays so.
 */
export async function owe(
  tx: Tx,
  tenant: string,
  owed: {
    kind: string;
    person: string;
    subject: string;
    /** From when it is worth saying. */
    dueAt: Date;
    /** When it is meant to be done, where its deadline is later: what is tolerated. Its reminders are about this moment. */
    plannedAt?: Date | null;
    /** By when it should be done: what is late climbs the ladder. */
    deadline?: Date | null;
    ladder?: readonly Rung[];
    /** Who stands in for this one; else whoever the person named for their absence. */
    deputy?: string | null;
  },
): Promise<void> {
  const {
    kind,
    person,
    subject,
    dueAt,
    plannedAt = null,
    deadline = null,
    ladder = [],
    deputy = null,
  } = owed;
  const climbAt = ladder.length > 0 ? deadline : null;
  await tx.sql`
    insert into owed (id, tenant, kind, person, subject, first_at, due_at, planned_at, deadline, ladder, deputy, climb_at, state)
    values (${owedId(tenant, owed)}, ${tenant}, ${kind}, ${person}, ${subject}, ${dueAt}, ${dueAt}, ${plannedAt}, ${deadline},
      ${tx.sql.json(ladder as never)}, ${deputy}, ${climbAt}, 'owed')
    on conflict (id) do update set
      first_at = excluded.first_at, due_at = excluded.due_at, planned_at = excluded.planned_at, deadline = excluded.deadline, ladder = excluded.ladder,
      deputy = excluded.deputy, climb_at = excluded.climb_at,
      state = 'owed', settled_at = null, times = 0, asked = false, rung = 0, risen_to = null
    where owed.state in ('done', 'dropped') or (owed.state in ('owed', 'listed')
      and (owed.first_at, owed.planned_at, owed.deadline, owed.ladder, owed.deputy)
        is distinct from (excluded.first_at, excluded.planned_at, excluded.deadline, excluded.ladder, excluded.deputy))`;
}

/**
 * Nothing of this is owed any more: done, passed on, withdrawn. Of one kind and one person, or of all. Call it in the `save` of a commit whose
 * event has the subject: messages that show it are edited by that.
 */
export async function oweNoMore(
  tx: Tx,
  tenant: string,
  owed: { kind?: string; subject: string; person?: string },
): Promise<void> {
  const { kind = null, subject, person = null } = owed;
  await tx.sql`
    update owed set state = 'done', climb_at = null, risen_to = null, asked = false
    where tenant = ${tenant} and subject = ${subject} and state <> 'done'
      and (${kind}::text is null or kind = ${kind}) and (${person}::text is null or person = ${person})`;
}

export async function owedById(tx: Tx, tenant: string, id: string): Promise<OwedState | undefined> {
  return (await owedOf(tx, tenant, [id])).get(id);
}

/** Several at once, by id. */
export async function owedOf(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, OwedState>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<OwedState[]>`
    select ${columns(tx)} from owed where tenant = ${tenant} and id = any(${[...ids]})`;
  return new Map(rows.map((row) => [row.id, { ...row }]));
}

/** The columns as `OwedState` names them. */
export function columns(tx: Tx) {
  return tx.sql`id, kind, person, subject, due_at as "dueAt", planned_at as "plannedAt", deadline, ladder, deputy, state, settled_at as "settledAt", times, alone,
    asked, rung, climb_at as "climbAt", risen_to as "risenTo"`;
}

/** Ids of what has fallen due and was not settled, oldest first. */
export async function owedBy(
  tx: Tx,
  tenant: string,
  now: Date,
  limit: number,
  /** Kinds that are lines of a digest: only what its person asked for is told alone. */
  lines: readonly string[] = [],
): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from owed where tenant = ${tenant} and state = 'owed' and due_at <= ${now} and (asked or kind <> all(${[...lines]}))
    order by due_at, id limit ${limit}`;
  return rows.map((row) => row.id);
}

export async function saveOwed(tx: Tx, tenant: string, owed: OwedState): Promise<void> {
  await tx.sql`
    update owed set state = ${owed.state}, due_at = ${owed.dueAt}, settled_at = ${owed.settledAt}, times = ${owed.times},
      alone = ${owed.alone}, asked = ${owed.asked}, rung = ${owed.rung}, climb_at = ${owed.climbAt}, risen_to = ${owed.risenTo}
    where tenant = ${tenant} and id = ${owed.id}`;
  // A line of the next digest: its person's turn is looked at by then.
  if (owed.state === 'listed')
    await tx.sql`
      insert into attention_turn as turn (tenant, person, look_at) values (${tenant}, ${owed.person}, ${owed.dueAt})
      on conflict (tenant, person) do update set look_at = least(turn.look_at, excluded.look_at)`;
}
