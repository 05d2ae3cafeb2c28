/**
 * Slack's rate tiers: calls a minute per method and workspace (docs.slack.dev, "Rate limits"). `post` is the tier of
 * its own of messages: one a second per conversation, short bursts tolerated.
 */
export type Tier = 1 | 2 | 3 | 4 | 'post' | 'none';

export type RateLimits = {
  on(): boolean;
  set(on: boolean): void;
  /** Seconds to wait, or nothing when the call may pass (and is counted). */
  refusal(method: string, tier: Tier, channel: string | undefined): number | undefined;
};

type Bucket = { tokens: number; at: number };

const PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100 };
const POST_BURST = 4;
/** “1+ per minute” is not meant to keep an app from opening its two sockets. */
const LEAST_BURST = 10;

export function openRateLimits(): RateLimits {
  let on = false;
  const buckets = new Map<string, Bucket>();
  const take = (key: string, perSecond: number, burst: number): number | undefined => {
    const now = performance.now() / 1000;
    const old = buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, old.tokens + (now - old.at) * perSecond);
    buckets.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    return tokens < 1 ? Math.max(1, Math.ceil((1 - tokens) / perSecond)) : undefined;
  };
  return {
    on: () => on,
    set: (next) => {
      on = next;
      buckets.clear();
    },
    refusal: (method, tier, channel) => {
      if (!on || tier === 'none') return undefined;
      if (tier === 'post') return take(`${method} ${channel}`, 1, POST_BURST);
      return take(method, PER_MINUTE[tier] / 60, Math.max(PER_MINUTE[tier], LEAST_BURST));
    },
  };
}
