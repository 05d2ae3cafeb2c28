import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/connection.ts';
import { within } from '../database/connection.ts';
import { RunAgainAfter } from '../jobs/jobs.ts';
import { retryAfter } from './failure.ts';
import { blockMethod, book, type Lane } from './pace.store.ts';

/** A call of Slack's API sent in the background: its method, and whom it writes to if it posts. */
export type PacedCall = { readonly method: string; readonly to?: string };

/** Sends when it is this call's turn among all replicas, or throws `RunAgainAfter` where that is not soon. */
export type Pace = <T>(call: PacedCall, send: () => Promise<T>) => Promise<T>;

/** As long as it is cheaper to keep a worker waiting than to queue the work anew. */
const longestSleepMs = 1_500;

/**
 * Slack's figures (docs.slack.dev, "Rate limits"): posts, one a second per conversation with short bursts tolerated, several
 * hundred a minute per workspace (525 is what a large vendor paces itself at); other methods by tier, 20+, 50+ or 100+ a minute.
 */
const perMinute: Readonly<Record<string, number>> = {
  'chat.postMessage': 525,
  'chat.update': 50,
  'chat.delete': 50,
  'views.publish': 100,
  'dnd.teamInfo': 20,
  'conversations.open': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
};

/**
 * The lanes a call needs. Posts are always paced. Tiers are floors ("50+ a minute") and what lies above them is only learned by
 * trying: those methods go freely until Slack says 429, and then keep to the floor for ten minutes.
 */
function lanesOf({ method, to }: PacedCall): Lane[] {
  const everyMs = 60_000 / (perMinute[method] ?? 50);
  if (method !== 'chat.postMessage') return [{ key: `method:${method}`, everyMs, burst: null }];
  return [
    { key: `method:${method}`, everyMs, burst: 60 },
    ...(to === undefined ? [] : [{ key: `to:${to}`, everyMs: 1_000, burst: 20 }]),
  ];
}

/** The pace of one workspace, kept in the database: real time, since Slack's limits know no other. */
export function makePace(database: Database, tenant: string): Pace {
  const tx = within(database.sql);
  return async (call, send) => {
    const waitMs = await book(tx, tenant, lanesOf(call), longestSleepMs);
    if (waitMs > longestSleepMs) throw new RunAgainAfter(Math.ceil(waitMs / 1_000));
    if (waitMs > 0) await sleep(waitMs);
    try {
      return await send();
    } catch (error) {
      const wait = retryAfter(error);
      if (wait === undefined) throw error;
      await blockMethod(tx, tenant, `method:${call.method}`, wait);
      throw new RunAgainAfter(wait);
    }
  };
}
