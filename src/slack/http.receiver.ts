import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions as bolt, isRawBodyError, type Receiver } from '@slack/bolt';
import { crossing } from '../kernel/crossing.ts';
import { boltLogger, type Log } from '../log.ts';
import { type Pages, pagesListener } from './pages.ts';

const path = '/slack/events';
/** How long a stop waits for requests that do not end. */
const graceMs = 5_000;

/**
 * Slack over HTTP with our own rules, on Bolt's checks of signature, age and size: an event is answered after it was handled, so
 * that Slack sends it again after a crash; everything else when the handler acknowledges, which it does after its commit. Bolt's
 * receiver holds that answer back until the handler has ended, waits 3 s where nobody answers, and a signed `null` ends its process.
 */
export function httpReceiver(options: { signingSecret: string; log: Log; pages?: Pages }): Receiver {
  const { signingSecret, log } = options;
  const showPage = options.pages && pagesListener(options.pages);
  let app: App | undefined;
  let stopping = false;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = (status: number, content?: unknown): void => {
      if (response.headersSent) return;
      const isText = typeof content === 'string';
      response.writeHead(status, {
        ...(content && !isText ? { 'content-type': 'application/json' } : {}),
        ...(stopping ? { connection: 'close' } : {}),
      });
      response.end(content ? (isText ? content : JSON.stringify(content)) : undefined);
    };
    try {
      // Over a connection that was kept alive: the balancer asks another process, Slack sends an event again.
      if (stopping) return answer(503);
      if (showPage && request.method !== 'POST') return void (await showPage(request, response));
      if (request.method !== 'POST' || request.url?.split('?', 1)[0] !== path) return answer(404);
      const body = await checked(request);
      if (typeof body === 'number') return answer(body);
      if (body.ssl_check === '1') return answer(200);
      if (body.type === 'url_verification') return answer(200, { challenge: body.challenge });
      const acknowledge = (content?: unknown): void => {
        if (response.headersSent) return;
        crossing('ack.before');
        answer(200, content);
        crossing('ack.after');
      };
      const isEvent = body.type === 'event_callback';
      const retryNum = bolt.extractRetryNumFromHTTPRequest(request);
      const retryReason = bolt.extractRetryReasonFromHTTPRequest(request);
      await app?.processEvent({
        body,
        ack: async (content) => {
          if (!isEvent) acknowledge(content);
        },
        ...(retryNum === undefined ? {} : { retryNum }),
        ...(retryReason === undefined ? {} : { retryReason }),
      });
      acknowledge();
    } catch (error) {
      log.error({ err: error }, 'a payload was not handled; Slack will send an event again');
      answer(500);
    }
  }

  /** The payload, or the status that refuses it. */
  async function checked(request: IncomingMessage): Promise<Record<string, unknown> | number> {
    try {
      const options = { signingSecret, bodyLimit: bolt.defaultBodyLimit, logger: boltLogger(log) };
      const verified = await bolt.parseAndVerifyHTTPRequest(options, request);
      try {
        const body: unknown = bolt.parseHTTPRequestBody(verified);
        return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : 400;
      } catch {
        return 400;
      }
    } catch (error) {
      log.warn({ why: (error as Error).message }, 'a request was not Slack’s');
      return isRawBodyError(error) && error.statusCode === 413 ? 413 : 401;
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  return {
    init: (boltApp) => {
      app = boltApp;
    },
    start: (port: number) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, () => {
          server.off('error', reject);
          // Such as too many open files: one connection is lost, not the process.
          server.on('error', (error) => log.error({ err: error }, 'a connection could not be accepted'));
          resolve(server);
        });
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        stopping = true;
        const end = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(end);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
