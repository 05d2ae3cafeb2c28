import { approversOf, findDataSets } from '../catalog/data-set.store.ts';
import type { Tx } from '../database/connection.ts';
import { roles } from '../database/roles.ts';
import { holdersOf } from '../people/member.store.ts';
import { pilotFigures } from '../people/pilot.store.ts';
import type { RightsFacts } from './doctor.ts';
import type { HouseFacts } from './doctor-slack.ts';

const logTables = ['event', 'log_leaf', 'log_node', 'log_checkpoint', 'log_anchor'];
const sequenced = ['log_leaf', 'log_node', 'log_checkpoint'];

const times = (role: string, tables: readonly string[], rights: readonly string[]) =>
  tables.flatMap((table) => rights.map((right) => ({ role, table, right })));

/** What nobody but the owner may do. */
const forbidden = [
  ...times(roles.app, logTables, ['UPDATE', 'DELETE', 'TRUNCATE']),
  ...times(roles.app, sequenced, ['INSERT']),
  ...times(roles.sequencer, logTables, ['UPDATE', 'DELETE', 'TRUNCATE']),
  ...times(roles.auditor, [...logTables, 'log_pending'], ['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']),
];
const needed = [
  ...times(roles.app, logTables, ['SELECT']),
  ...times(roles.app, ['event', 'log_pending', 'log_anchor'], ['INSERT']),
  ...times(roles.sequencer, sequenced, ['SELECT', 'INSERT']),
  ...times(roles.sequencer, ['log_pending'], ['SELECT', 'DELETE']),
  ...times(roles.auditor, logTables, ['SELECT']),
];

/** Who logs in, and which rights on the log are not as the migrations gave them. */
export async function rightsFacts(tx: Tx): Promise<RightsFacts> {
  const [me] = await tx.sql<{ login: string; superuser: boolean }[]>`
    select session_user as login, rolsuper as superuser from pg_roles where rolname = session_user`;
  const held = async (asked: typeof forbidden): Promise<boolean[]> => {
    const rows = await tx.sql<{ held: boolean }[]>`
      select case when a.wanted in ('INSERT', 'UPDATE', 'SELECT') then has_any_column_privilege(a.role, a.tab, a.wanted)
        else has_table_privilege(a.role, a.tab, a.wanted) end as held
      from unnest(${asked.map(({ role }) => role)}::text[], ${asked.map(({ table }) => table)}::text[],
        ${asked.map(({ right }) => right)}::text[]) with ordinality a(role, tab, wanted, n) order by n`;
    return rows.map((row) => row.held);
  };
  const named = ({ role, table, right }: (typeof forbidden)[number]) => `${role} ${right} ${table}`;
  const [wrongly, rightly] = [await held(forbidden), await held(needed)];
  return {
    login: me?.login ?? '',
    superuser: me?.superuser ?? false,
    tooMany: forbidden.filter((_, at) => wrongly[at]).map(named),
    missing: needed.filter((_, at) => !rightly[at]).map(named),
  };
}

/** The database's own clock, which nothing of ours goes by: to see whether it agrees with this machine's. */
export async function databaseClock(tx: Tx): Promise<Date> {
  const [row] = await tx.sql<{ at: Date }[]>`select clock_timestamp() as at`;
  return row?.at ?? new Date(0);
}

/** Events without a leaf, and when the oldest of them was recorded. */
export async function waitingEvents(tx: Tx): Promise<{ count: number; oldest: Date | undefined }> {
  const [row] = await tx.sql<{ count: number; oldest: Date | null }[]>`
    select count(*)::int as count, min(e.at) as oldest from log_pending p left join event e on e.id = p.event_id`;
  return { count: row?.count ?? 0, oldest: row?.oldest ?? undefined };
}

/** How many leaves there are. */
export async function leafCount(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ size: number }[]>`select coalesce(max(index) + 1, 0) as size from log_leaf`;
  return row?.size ?? 0;
}

/** Messages of ours from before a moment that should still stand, the oldest first. */
export async function standingCards(
  tx: Tx,
  tenant: string,
  before: Date,
  limit: number,
): Promise<{ channel: string; ts: string }[]> {
  return tx.sql<{ channel: string; ts: string }[]>`
    select channel, ts from card
    where tenant = ${tenant} and state = 'live' and channel is not null and ts ~ '^[0-9]+[.]'
      and ts::numeric < ${before.getTime() / 1_000}
    order by ts::numeric limit ${limit}`;
}

/** Who answers for the data, and the data sets on which nobody can decide. */
export async function houseFacts(tx: Tx, tenant: string): Promise<HouseFacts> {
  const officers = await holdersOf(tx, tenant, 'privacy_officer');
  const { sets } = await findDataSets(tx, tenant, { words: '', locale: 'en', limit: 1_000 });
  const undecided: string[] = [];
  for (const set of sets) if ((await approversOf(tx, tenant, set)).length === 0) undecided.push(set.id);
  return { officers: officers.length, sets: sets.length, undecided, pilot: await pilotFigures(tx, tenant) };
}

/** When the first event of the log was recorded. */
export async function firstEventAt(tx: Tx): Promise<Date | undefined> {
  const [row] = await tx.sql<{ at: Date }[]>`
    select e.at from log_leaf l join event e on e.id = l.event_id where l.index = 0`;
  return row?.at;
}
