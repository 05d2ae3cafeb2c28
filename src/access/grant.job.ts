import { derivedId } from '../kernel/id.ts';
import { memberById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import type { House, OwedKind, Subscriber } from '../slack/capability.ts';
import { grantById, heldBy, overBy, updateGrant } from './grant.store.ts';
import { endForLeaver, expire, inForce } from './grant.ts';
import { lapsedBy, pendingOf, requestById, updateRequest } from './request.store.ts';
import { lapse, withdraw } from './request.ts';
import { endingFace } from './requester.view.ts';

const batch = 200;

/** What has fallen due: grants whose time is over, requests that waited too long. Oldest first; each is a commit of its own. */
export async function accessDue(house: House): Promise<void> {
  const { tenant } = house;
  for (;;) {
    const over = await house.read((tx) => overBy(tx, tenant, house.now(), batch));
    for (const id of over) {
      await house.commit({
        id: derivedId('cmd', tenant, 'access.expire', id),
        cause: { kind: 'tick', id: 'access' },
        keys: [id],
        load: (tx) => grantById(tx, tenant, id),
        decide: expire,
        save: (tx, next) => updateGrant(tx, tenant, next),
      });
    }
    const lapsed = await house.read((tx) => lapsedBy(tx, tenant, house.now(), batch));
    for (const id of lapsed) {
      await house.commit({
        id: derivedId('cmd', tenant, 'access.lapse', id),
        cause: { kind: 'tick', id: 'access' },
        keys: [id],
        load: (tx) => requestById(tx, tenant, id),
        decide: lapse,
        save: (tx, next) => updateRequest(tx, tenant, next),
      });
    }
    if (over.length < batch && lapsed.length < batch) return;
  }
}

/** Somebody left: what they hold ends, what they asked for is withdrawn. */
export const onLeft: Subscriber = async (house, event) => {
  const { tenant } = house;
  const person = event.subject;
  const [held, pending] = await house.read(async (tx) => {
    const member = await memberById(tx, tenant, person);
    if (isEmployee(member)) return [[], []];
    return [await heldBy(tx, tenant, person), await pendingOf(tx, tenant, person)];
  });
  for (const id of held) {
    await house.commit({
      id: derivedId('cmd', tenant, event.id, id),
      cause: { kind: 'event', id: event.id },
      keys: [id],
      load: (tx) => grantById(tx, tenant, id),
      decide: endForLeaver,
      save: (tx, next) => updateGrant(tx, tenant, next),
    });
  }
  for (const id of pending) {
    await house.commit({
      id: derivedId('cmd', tenant, event.id, id),
      cause: { kind: 'event', id: event.id },
      keys: [id],
      load: (tx) => requestById(tx, tenant, id),
      decide: withdraw({ by: 'leaver' }),
      save: (tx, next) => updateRequest(tx, tenant, next),
    });
  }
};

/** The warning before the end, owed since the approval; not worth saying once the access has ended or its holder left. */
export const endingOwed: OwedKind = {
  stillOwed: async (tx, owed, now) => {
    const [grant, member] = await Promise.all([
      grantById(tx, owed.tenant, owed.subject),
      memberById(tx, owed.tenant, owed.person),
    ]);
    return grant !== undefined && inForce(grant, now) && isEmployee(member);
  },
  render: (tx, owed, reader, now) => endingFace(tx, owed.tenant, owed.subject, reader, now),
};
