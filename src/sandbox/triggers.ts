import { mintSecret } from './chance.ts';

/** Source: docs.slack.dev, "Handling user interaction": a trigger id expires after 3 seconds and opens one view. Real time. */
const TRIGGER_MS = 3_000;
/** How long a dead trigger is still known by name. */
const REMEMBERED_MS = 600_000;

export type TriggerFault = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

type Trigger = {
  user: string;
  /** The modal in which the person acted, if in one. */
  viewId: string | undefined;
  at: number;
  used: boolean;
};

export type Triggers = {
  issue(user: string, viewId?: string): string;
  /** Uses the trigger up. */
  exchange(id: string): TriggerFault | { user: string; viewId: string | undefined };
};

export function openTriggers(): Triggers {
  const triggers = new Map<string, Trigger>();
  let count = 0;
  return {
    issue: (user, viewId) => {
      const now = Date.now();
      for (const [id, { at }] of triggers) {
        if (now - at < REMEMBERED_MS) break;
        triggers.delete(id);
      }
      count += 1;
      const id = `${now}.${1_000_000 + count}.${mintSecret(32).toLowerCase()}`;
      triggers.set(id, { user, viewId, at: now, used: false });
      return id;
    },
    exchange: (id) => {
      const trigger = triggers.get(id);
      if (trigger === undefined) return 'invalid_trigger_id';
      if (trigger.used) return 'exchanged_trigger_id';
      if (Date.now() - trigger.at > TRIGGER_MS) return 'expired_trigger_id';
      trigger.used = true;
      return { user: trigger.user, viewId: trigger.viewId };
    },
  };
}
