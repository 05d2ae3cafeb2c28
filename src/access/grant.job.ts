import type { Decision } from '../kernel/decision.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import { memberById } from '../people/member.store.ts';
import { isEmployee, isGuest } from '../people/member.ts';
import type { House, OwedKind } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { grantById, heldByLeavers, lastingWithCase, overBy, toStartBy, updateGrant } from './grant.store.ts';
import { endForLeaver, endWithCase, expire, type Grant, inForce } from './grant.ts';
import { watchWaiting } from './overdue.job.ts';
import { askedByLeavers, lapsedBy, requestById, updateRequest } from './request.store.ts';
import { lapse, type Request, withdraw } from './request.ts';
import { endingFace } from './requester.view.ts';
import { rerouteWaiting } from './road.job.ts';
import { begin, neverStarted } from './start.ts';

/**
 * What has fallen due: access to begin, or never begun, or whose time is over; requests that waited too long; what leavers still have; and
 * requests that nobody is left to decide, or nobody decides.
 */
export async function accessDue(house: House): Promise<void> {
  const { tenant } = house;
  const startDue = (state: 'scheduled' | 'ready') => (limit: number) =>
    house.read((tx) => toStartBy(tx, tenant, state, house.now(), limit));
  // What began and ended while nothing ticked has both of its events, in their order.
  await settleDue(house, startDue('scheduled'), (id) => changeGrant(house, 'access.begin', id, begin));
  await settleDue(house, startDue('ready'), (id) => changeGrant(house, 'access.unused', id, neverStarted));
  await settleDue(
    house,
    (limit) => house.read((tx) => overBy(tx, tenant, house.now(), limit)),
    (id) => changeGrant(house, 'access.expire', id, expire),
  );
  await settleDue(
    house,
    (limit) => house.read((tx) => lapsedBy(tx, tenant, house.now(), limit)),
    (id) => changeRequest(house, 'access.lapse', id, lapse),
  );
  await endForLeavers(house);
  await rerouteWaiting(house);
  await watchWaiting(house);
}

/**
 * Ends what people hold who left or are employees no more, and withdraws what they asked for. Done when that is heard of, and at every
 * tick: an approval may have been under way at that very moment.
 */
export async function endForLeavers(house: House): Promise<void> {
  const { tenant } = house;
  await settleDue(
    house,
    (limit) => house.read((tx) => heldByLeavers(tx, tenant, limit)),
    (id) => changeGrant(house, 'access.leaver', id, endForLeaver),
  );
  await settleDue(
    house,
    (limit) => house.read((tx) => askedByLeavers(tx, tenant, limit)),
    (id) => changeRequest(house, 'access.leaver', id, withdraw({ by: 'leaver' })),
  );
}

/** Ends access that was to last until its case closes. Hears of a case that closed; what was approved meanwhile is found at the next one. */
export async function endWithItsCase(house: House, event: DomainEvent): Promise<void> {
  const { tenant } = house;
  await settleDue(
    house,
    (limit) => house.read((tx) => lastingWithCase(tx, tenant, event.subject, limit)),
    (id) => changeGrant(house, `access.case ${event.id}`, id, endWithCase),
  );
}

type GrantDecider = (grant: Grant | undefined, now: Date) => Decision<Grant>;

function changeGrant(house: House, why: string, id: string, decide: GrantDecider) {
  return house.commit({
    id: derivedId('cmd', house.tenant, why, id),
    cause: { kind: 'tick', id: why },
    keys: [id],
    load: (tx) => grantById(tx, house.tenant, id),
    decide: (grant: Grant | undefined, now) => decide(grant, now),
    save: (tx, next) => updateGrant(tx, house.tenant, next),
  });
}

function changeRequest(
  house: House,
  why: string,
  id: string,
  decide: typeof lapse | ReturnType<typeof withdraw>,
) {
  return house.commit({
    id: derivedId('cmd', house.tenant, why, id),
    cause: { kind: 'tick', id: why },
    keys: [id],
    load: (tx) => requestById(tx, house.tenant, id),
    decide: (request: Request | undefined, now) => decide(request, now),
    save: (tx, next) => updateRequest(tx, house.tenant, next),
  });
}

/** The warning before the end, owed since the approval; not worth saying once the access has ended or its holder left. */
export const endingOwed: OwedKind = {
  priority: 'clock',
  manner: 'atOnce',
  stillOwed: async (tx, owed, now) => {
    const [grant, member] = await Promise.all([
      grantById(tx, owed.tenant, owed.subject),
      memberById(tx, owed.tenant, owed.person),
    ]);
    return grant !== undefined && inForce(grant, now) && (isEmployee(member) || isGuest(member));
  },
  render: (tx, owed, reader, now) => endingFace(tx, owed.tenant, owed.subject, reader, now),
};
