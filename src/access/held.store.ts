import type { Tx } from '../database/connection.ts';
import { mrkdwn } from '../kernel/message.ts';
import type { Capability } from '../slack/capability.ts';
import { heldText } from './held.text.ts';

type Counts = { count: number; decided: number; grants: number; running: number };
const mostRecords = 5_000;

/** What access holds about somebody, and the ids of the records that are theirs. */
export const heldByAccess: NonNullable<Capability['held']> = async (tx, { tenant, reader, member, now }) => {
  const [counts, records] = await Promise.all([
    countsOf(tx, tenant, member.id, now),
    tx.sql<{ id: string }[]>`
      select id from access_request where tenant = ${tenant} and requester = ${member.id}
      union all select id from access_grant where tenant = ${tenant} and holder = ${member.id} limit ${mostRecords}`,
  ]);
  const { locale } = reader;
  return {
    lines: [
      mrkdwn(heldText, locale, 'held.requests', counts),
      mrkdwn(heldText, locale, 'held.grants', { count: counts.grants, running: counts.running }),
    ],
    records: records.map(({ id }) => id),
  };
};

async function countsOf(tx: Tx, tenant: string, person: string, now: Date): Promise<Counts> {
  const [row] = await tx.sql<Counts[]>`
    select
      (select count(*)::int from access_request where tenant = ${tenant} and requester = ${person}) as count,
      (select count(*)::int from access_request where tenant = ${tenant} and decided_by = ${person} and requester <> ${person}) as decided,
      (select count(*)::int from access_grant where tenant = ${tenant} and holder = ${person}) as grants,
      (select count(*)::int from access_grant where tenant = ${tenant} and holder = ${person} and state = 'running' and ends_at > ${now}) as running`;
  return row ?? { count: 0, decided: 0, grants: 0, running: 0 };
}
