import { approversOf, decidersOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { holdersOf } from '../people/member.store.ts';
import type { Road } from './request.ts';

/**
 * Who decides on a wish, and by which road they come to it. Who is told that nobody does is another matter: the ladder's (overdue.job.ts says
 * why both are there).
 */
export type Deciders = { people: readonly string[]; road: Road };

/**
 * Who decides now on what this person wishes of a data set: its approvers; for want of any (all left, all away without deputies, only the
 * requester) the privacy officers; nobody at all when there are none of those either.
 */
export async function roadOf(tx: Tx, tenant: string, set: DataSet, requester: string): Promise<Deciders> {
  const approvers = (await approversOf(tx, tenant, set, requester)).filter((id) => id !== requester);
  if (approvers.length > 0) return { people: approvers, road: 'approver' };
  const officers = (await holdersOf(tx, tenant, 'privacy_officer')).filter((id) => id !== requester);
  return { people: officers, road: officers.length > 0 ? 'privacy_officer' : 'approver' };
}

/** Whom a waiting request has been sent to: by the road it stands on. */
export async function askedFor(
  tx: Tx,
  tenant: string,
  set: DataSet,
  request: { road: Road; requester: string },
): Promise<string[]> {
  const people =
    request.road === 'privacy_officer'
      ? await holdersOf(tx, tenant, 'privacy_officer')
      : await approversOf(tx, tenant, set, request.requester);
  return people.filter((id) => id !== request.requester);
}

/**
 * Whether this person may decide at this moment, and how they come to it. Somebody the data set names always may; whether they still work here
 * is another question.
 */
export async function mayDecide(
  tx: Tx,
  tenant: string,
  wish: { dataSet: DataSet; requester: string },
  person: string,
  /** Whether the data set names them: `namingRows`, asked together with what else a decision loads. */
  approver: boolean,
): Promise<{ named: boolean; insteadOf?: string | null; road?: Road }> {
  const { dataSet, requester } = wish;
  if (approver) return { named: true, insteadOf: null };
  const deciders = await decidersOf(tx, tenant, dataSet, requester);
  const insteadOf = deciders.find(({ id }) => id === person)?.insteadOf;
  if (insteadOf) return { named: true, insteadOf };
  const { people, road } = await roadOf(tx, tenant, dataSet, requester);
  return road === 'privacy_officer' ? { named: people.includes(person), road } : { named: false };
}

/** Requests that wait: whose, for which data set, by which road. */
export async function waitingRoads(
  tx: Tx,
  tenant: string,
  now: Date,
): Promise<{ id: string; requester: string; data_set: string; road: Road }[]> {
  return tx.sql<{ id: string; requester: string; data_set: string; road: Road }[]>`
    select id, requester, data_set, road from access_request
    where tenant = ${tenant} and state = 'pending' and lapses_at > ${now} order by created_at, id`;
}
