import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type HttpBindings, serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { largest } from './body-size.ts';
import { openChanges } from './changes.ts';
import { openClock } from './clock.ts';
import type { Hooks } from './control.call.ts';
import { controlApi } from './control.ts';
import { openDelivery, RETRY_WAITS_MS, type Route } from './delivery.ts';
import { openEvents } from './events.ts';
import { openFaults } from './faults.ts';
import { seedFirm } from './firm.ts';
import { readJson } from './json.ts';
import { readManifest } from './manifest.ts';
import { openPayloadLog } from './payload-log.ts';
import { people } from './people.ts';
import type { Platform } from './platform.ts';
import { openRateLimits } from './rate-limits.ts';
import { respond } from './response.ts';
import { openResponseUrls, RESPONSE_PATH } from './response-url.ts';
import { openSecrets } from './secrets.ts';
import { openSocketDelivery } from './socket.delivery.ts';
import { openStore } from './store.ts';
import { openTriggers } from './triggers.ts';
import { openViews } from './views.ts';
import { webApi } from './web-api.ts';

type Log = Record<'info' | 'warn' | 'error', (about: object, message: string) => void>;

export type SandboxOptions = {
  /** Where the workspace is kept; created when missing. */
  folder: string;
  /** 0 = any free port. */
  port: number;
  /** Loopback unless told otherwise: whoever reaches it can be anybody in the workspace. */
  host?: string;
  /** Path of the app's manifest: scopes, commands, shortcuts and subscribed events come from there. */
  manifest: string;
  /** Where payloads go until `/_control/delivery` says otherwise. Socket Mode by default. */
  delivery?: 'socket' | { url: string };
  /** Begins with an empty store: a new workspace, new tokens. */
  reset?: boolean;
  /** Where the clock of a new workspace stands at first: a test that lives through a known year's holidays begins in it. */
  begins?: Date;
  log?: Log;
  /** Awaited after the clock moved: the app rings its ticks and comes to rest. */
  onClock?: (now: Date) => Promise<void>;
  /** Awaited after the workspace was seeded anew: the app clears and seeds its own state. */
  onReset?: () => Promise<void>;
  /** The built page; without it the root answers a sentence. */
  pageFolder?: string;
  /** What the app shows on the same address, for requests that are not the workspace's. */
  pages?: (request: Request) => Promise<Response>;
  /** Real milliseconds before each retry of an event; Slack's own unless a test shortens them. */
  retryWaitsMs?: readonly number[];
};

export type Sandbox = {
  url: string;
  /** `…/api/`, for `slackApiUrl`. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** The workspace's business time. */
  now(): Date;
  /** Resolves when no delivery is under way. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

const LARGEST_RESPONSE = 1024 * 1024;

/** Starts a local Slack workspace with one app installed: Web API, Socket Mode, control API and page on one port. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const manifest = readManifest(options.manifest);
  const store = openStore(options.folder);
  if (options.reset) store.clear();
  const changes = openChanges();
  const clock = openClock(store, options.begins);
  const workspace = { store, clock, changes, manifest };
  const secrets = openSecrets(store);
  const log = openPayloadLog(clock, changes);
  const socket = openSocketDelivery();
  const delivery = openDelivery({
    log,
    secrets,
    socket,
    start: startRoute(options.delivery),
    retryWaitsMs: options.retryWaitsMs ?? RETRY_WAITS_MS,
  });
  let url = '';
  const platform: Platform & Hooks = {
    workspace,
    secrets,
    log,
    socket,
    delivery,
    events: openEvents(workspace, delivery, secrets),
    triggers: openTriggers(),
    responseUrls: openResponseUrls(() => url),
    views: openViews(workspace),
    chosen: new Map(),
    faults: openFaults(),
    rateLimits: openRateLimits(),
    url: () => url,
    onClock: inTurn(options.onClock ?? (async () => {})),
    onReset: inTurn(options.onReset ?? (async () => {})),
  };
  if (people(workspace).length === 0) seedFirm(workspace);

  const server = await listen(routes(platform, host, options), host, options.port).catch(async (error) => {
    await socket.stop();
    store.close();
    throw error;
  });
  server.on('upgrade', (request, stream, head) => {
    if (request.url?.startsWith('/link/')) socket.upgrade(request, stream, head);
    else stream.destroy();
  });
  url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  options.log?.info({ url }, 'sandbox listens');

  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: secrets.botToken,
    appToken: secrets.appToken,
    signingSecret: secrets.signingSecret,
    now: clock.now,
    settle: delivery.settle,
    stop: async () => {
      delivery.stop();
      await socket.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        // Streams and kept-alive connections would hold the server open for ever.
        server.closeAllConnections();
      });
      await delivery.settle();
      // Whoever waited for an acknowledgement now writes that none came.
      await setImmediate();
      store.close();
    },
  };
}

/** One after the other, however quickly they are asked for. */
function inTurn<Args extends unknown[]>(
  work: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const next = last.then(() => work(...args));
    last = next.catch(() => {});
    return next;
  };
}

function startRoute(asked: SandboxOptions['delivery']): Route {
  return typeof asked === 'object' ? { mode: 'http', url: asked.url } : { mode: 'socket' };
}

function routes(
  platform: Platform & Hooks,
  host: string,
  options: SandboxOptions,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError((error, c) => {
    options.log?.error({ err: error, path: c.req.path }, 'sandbox failed on a request');
    return c.json({ ok: false, error: 'internal_error' }, 500);
  });
  app.use(async (c, next) => {
    if (!ours(c.req.header('host'), c.req.header('origin'), host)) {
      return c.json(
        { ok: false, error: 'forbidden', detail: 'The sandbox answers only on its own address.' },
        403,
      );
    }
    return next();
  });
  app.route('/', webApi(platform));
  app.route('/_control', controlApi(platform));
  app.post(
    `${RESPONSE_PATH}/:team/:id`,
    largest(LARGEST_RESPONSE, (c) => c.text('too large', 413)),
    async (c) => {
      const body = await c.req.text();
      const answer = respondTo(platform, c.req.param('id'), body);
      return answer === 'ok' ? c.text('ok') : c.json({ ok: false, error: answer }, 404);
    },
  );
  // Where permalinks lead: the page keeps its place in the hash, with whoever is looking.
  app.get('/archives/:channel/:message', (c) => {
    const place = [c.req.param('channel'), c.req.query('thread_ts') ?? ''].map(encodeURIComponent).join('/');
    return c.redirect(`/#//${place}`);
  });
  const { pages } = options;
  if (pages) app.notFound((c) => pages(c.req.raw));
  if (options.pageFolder !== undefined) app.use(serveStatic({ root: options.pageFolder }));
  app.get('/', (c) =>
    c.text('The sandbox runs. Its page is not built; the control API answers under /_control.'),
  );
  return app;
}

/** Loopback is reached only by its own names (a foreign name would be a rebound one), and only by pages of its own. */
function ours(host: string | undefined, origin: string | undefined, bound: string): boolean {
  const name = host === undefined ? undefined : hostname(`http://${host}`);
  const loopback = ['127.0.0.1', '[::1]', 'localhost'];
  const local = loopback.includes(bound) || bound === '::1';
  if (local && (name === undefined || !loopback.includes(name))) return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}

function hostname(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}

function respondTo(platform: Platform, id: string, body: string): string {
  const place = platform.responseUrls.use(id);
  const payload = readJson(body);
  const answered = platform.log.open({
    direction: 'from_app',
    via: 'response_url',
    what: 'response_url',
    payload,
  });
  const answer = typeof place === 'string' ? place : (respond(platform, place, payload) ?? 'ok');
  answered(answer, answer === 'ok' ? 200 : 404);
  return answer;
}

function listen(app: Hono<{ Bindings: HttpBindings }>, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}
