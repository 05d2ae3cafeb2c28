import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../log.ts';
import { boltLogger } from '../log.ts';

/**
 * Two clients with two tempers. One 429 pauses the whole queue of a WebClient, and a modal's trigger lives 3 s: what answers a
 * person must not wait behind what is sent in the background (measured: 3,069 ms behind a Retry-After of 3).
 */
export type Clients = {
  /** Answers a person now or fails at once: 2 s of the 3 that Slack waits, no retry (a trigger id cannot be used twice). */
  readonly interactive: WebClient;
  /** Sends from jobs: fails at once too, the job waits and looks before it repeats. Slack's own retries would post twice. */
  readonly bulk: WebClient;
};

export function makeClients(options: { token: string; apiUrl?: string | undefined; log: Log }): Clients {
  const shared: WebClientOptions = {
    logger: boltLogger(options.log),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}),
  };
  return {
    interactive: new WebClient(options.token, { ...shared, timeout: 2_000 }),
    bulk: new WebClient(options.token, { ...shared, timeout: 10_000, maxRequestConcurrency: 10 }),
  };
}
