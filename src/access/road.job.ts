import { dataSetsById } from '../catalog/data-set.store.ts';
import { derivedId } from '../kernel/id.ts';
import type { House } from '../slack/capability.ts';
import { requestById, updateRequest } from './request.store.ts';
import { type Road, reroute } from './request.ts';
import { type Deciders, roadOf, waitingRoads } from './road.store.ts';

/**
 * Sends waiting requests on whose approvers have all left or are away, and back when one of them is there again. Judged from the rows at every
 * tick and whenever people, groups or data sets change: so nobody has to remember to ask for it.
 */
export async function rerouteWaiting(house: House): Promise<void> {
  const { tenant } = house;
  const moved = await house.read(async (tx) => {
    const waiting = await waitingRoads(tx, tenant, house.now());
    const sets = await dataSetsById(tx, tenant, [...new Set(waiting.map((one) => one.data_set))]);
    const known = new Map<string, Deciders>();
    const found: { id: string; road: Road }[] = [];
    for (const { id, requester, data_set, road } of waiting) {
      const set = sets.get(data_set);
      if (!set) continue;
      const wish = `${data_set} ${requester}`;
      const deciders = known.get(wish) ?? (await roadOf(tx, tenant, set, requester));
      known.set(wish, deciders);
      if (deciders.people.length > 0 && deciders.road !== road) found.push({ id, road: deciders.road });
    }
    return found;
  });
  for (const { id, road } of moved) {
    await house.commit({
      // The same request can go to and fro; each time is one of its own.
      id: derivedId('cmd', tenant, 'access.reroute', id, road, house.now().toISOString()),
      cause: { kind: 'tick', id: 'access.reroute' },
      keys: [id],
      load: (tx) => requestById(tx, tenant, id),
      decide: reroute(road),
      save: (tx, next) => updateRequest(tx, tenant, next),
    });
  }
}
