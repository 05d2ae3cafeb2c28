import { setTimeout as sleep } from 'node:timers/promises';
import { mintSecret } from './chance.ts';
import type { Ack, Envelope, Retry } from './envelope.ts';
import { sendOverHttp, verifyUrl } from './http.delivery.ts';
import type { PayloadLog } from './payload-log.ts';
import type { Secrets } from './secrets.ts';
import type { SocketDelivery } from './socket.delivery.ts';

/** Where payloads go: to the app's sockets, or signed to its request URL. */
export type Route = { mode: 'socket' } | { mode: 'http'; url: string };

export type Delivery = {
  route(): Route;
  /** Switches; an HTTP URL must first repeat a challenge, else nothing changes and the answer is what is wrong with it. */
  switch(to: Route): Promise<string | undefined>;
  /** Delivers once and waits 3 s at most for the acknowledgement. */
  send(envelope: Envelope, about: { what: string; user?: string | undefined }, retry?: Retry): Promise<Ack>;
  /** Delivers an event, and three times more where it is not acknowledged. Returns at once. */
  event(envelope: Envelope, about: { what: string; user?: string | undefined }): void;
  /** The next payloads are held back so long (later ones overtake them) or arrive twice; the second copy's answer is lost. */
  disturb(unrest: Unrest): void;
  /** Resolves when no payload is on its way or waits for its acknowledgement; later retries are not waited for. */
  settle(): Promise<void>;
  /** Lets go of retries that still wait, after a reset. */
  forget(): void;
  stop(): void;
};

export type Unrest = { times: number; hold_ms?: number | undefined; twice?: boolean | undefined };

/** Real milliseconds before each retry of an event (docs.slack.dev, "Events API": nearly immediately, 1 minute, 5 minutes). */
export const RETRY_WAITS_MS: readonly number[] = [0, 60_000, 300_000];

export function openDelivery(parts: {
  log: PayloadLog;
  secrets: Secrets;
  socket: SocketDelivery;
  start: Route;
  retryWaitsMs: readonly number[];
}): Delivery {
  const { log, secrets, socket, retryWaitsMs } = parts;
  let route = parts.start;
  let under = 0;
  let idle: (() => void)[] = [];
  const unrests: Unrest[] = [];
  const stopping = new AbortController();
  const timers = new Set<NodeJS.Timeout>();

  const begin = () => {
    under += 1;
  };
  const end = () => {
    under -= 1;
    if (under > 0) return;
    const waiters = idle;
    idle = [];
    for (const tell of waiters) tell();
  };

  const send: Delivery['send'] = async (envelope, about, retry) => {
    const unrest = unrests[0];
    if (unrest === undefined) return sendOnce(envelope, about, retry);
    unrest.times -= 1;
    if (unrest.times <= 0) unrests.shift();
    begin();
    try {
      if (unrest.hold_ms !== undefined) await sleep(unrest.hold_ms);
      const [ack] = await Promise.all([
        sendOnce(envelope, about, retry),
        unrest.twice ? sendOnce(envelope, about, retry) : undefined,
      ]);
      return ack;
    } finally {
      end();
    }
  };

  const sendOnce: Delivery['send'] = async (envelope, { what, user }, retry) => {
    begin();
    const via = route.mode;
    const answered = log.open({
      direction: 'to_app',
      via,
      what,
      ...(user === undefined ? {} : { user }),
      payload: envelope.payload,
    });
    try {
      const ack =
        route.mode === 'socket'
          ? await socket.send(envelope, retry)
          : await sendOverHttp(route.url, secrets, envelope, retry, stopping.signal);
      answered(ack.ok ? (ack.body ?? '') : { not_acknowledged: ack.reason }, ack.status);
      return ack;
    } finally {
      end();
    }
  };

  const attempt = async (envelope: Envelope, about: { what: string }, retry?: Retry): Promise<void> => {
    const ack = await send(envelope, about, retry);
    const made = retry?.number ?? 0;
    const wait = retryWaitsMs[made];
    if (ack.ok || ack.noRetry || wait === undefined || stopping.signal.aborted) return;
    const next = { number: made + 1, reason: ack.reason };
    if (wait === 0) return attempt(envelope, about, next);
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(envelope, about, next);
    }, wait).unref();
    timers.add(timer);
  };

  const forget = () => {
    unrests.length = 0;
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };

  return {
    route: () => route,
    switch: async (to) => {
      const fault = to.mode === 'http' ? await verifyUrl(to.url, secrets, mintSecret(40)) : undefined;
      if (fault !== undefined) return fault;
      if (to.mode === 'http') socket.disconnect('link_disabled');
      route = to;
      return undefined;
    },
    send,
    event: (envelope, about) => {
      // Held over the immediate retry, so that nobody sees a rest in between; begun only when the caller has finished, whose
      // transaction may be open.
      begin();
      void Promise.resolve()
        .then(() => attempt(envelope, about))
        .finally(end);
    },
    disturb: (unrest) => void unrests.push({ ...unrest }),
    settle: () => (under === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    forget,
    stop: () => {
      stopping.abort();
      forget();
    },
  };
}
