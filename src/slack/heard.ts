import type { House } from './capability.ts';
import { saveHeard } from './heard.store.ts';

const hourMs = 3_600_000;

type SlackEvent = Readonly<Record<string, unknown>> & { readonly type: string };

/** The name under which the manifest subscribes to an event. */
export function subscriptionOf({ type, channel_type }: SlackEvent): string {
  if (type !== 'message' || typeof channel_type !== 'string') return type;
  return `message.${{ channel: 'channels', group: 'groups' }[channel_type] ?? channel_type}`;
}

/** Notes, at most once an hour for each kind and process, that such an event reaches us: Slack tells nobody what an app subscribes to. */
export function hearing(house: House): (event: SlackEvent) => Promise<void> {
  const noted = new Map<string, number>();
  return async (event) => {
    const type = subscriptionOf(event);
    const at = house.now();
    if (at.getTime() - (noted.get(type) ?? Number.NEGATIVE_INFINITY) < hourMs) return;
    noted.set(type, at.getTime());
    await house.commit({
      id: `heard ${type}`,
      cause: { kind: 'event', id: type },
      keys: [],
      load: async () => undefined,
      decide: () => ({ next: type, events: [] }),
      save: (tx) => saveHeard(tx, house.tenant, type, at),
    });
  };
}
