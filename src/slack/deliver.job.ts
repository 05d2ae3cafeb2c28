import { deliverQueue, type Route } from '../ledger/dispatch.ts';
import { eventById } from '../ledger/event.store.ts';
import type { Capability, House } from './capability.ts';

/** One job for each capability that listens to this type of event. */
export function deliverRoute(capabilities: readonly Capability[]): Route {
  return ({ tenant, eventId, type }) =>
    capabilities
      .filter((capability) => capability.on && Object.hasOwn(capability.on, type))
      .map((capability) => ({
        queue: deliverQueue.name,
        data: { tenant, eventId, capability: capability.name },
      }));
}

/** Handler of the deliver queue. */
export async function deliver(
  house: (tenant: string) => House,
  capabilities: readonly Capability[],
  { tenant = '', eventId = '', capability = '' }: Record<string, string>,
): Promise<void> {
  const at = house(tenant);
  const event = await at.read((tx) => eventById(tx, tenant, eventId));
  const hear = event && capabilities.find((one) => one.name === capability)?.on?.[event.type];
  if (event && hear) await hear(at, event);
}

/**
 * Runs what has fallen due in every capability; one that fails does not keep the others from their turn. `before`: what has to be known first
 * for a capability's turn, by its name.
 */
export async function allDue(
  capabilities: readonly Capability[],
  house: House,
  before: Readonly<Record<string, () => Promise<void>>> = {},
): Promise<void> {
  for (const { name, due } of capabilities) {
    try {
      await before[name]?.();
      await due?.(house);
    } catch (error) {
      house.log.error(
        { err: error, capability: name },
        'what has fallen due could not be done; the next tick tries again',
      );
    }
  }
}
