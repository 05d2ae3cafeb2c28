import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { LRUCache } from 'lru-cache';
import type { Capability, House, PageAnswer } from './capability.ts';

/** The pages of the house as one function from requests to answers, which every server of ours can pass on to. */
export type Pages = (request: Request) => Promise<Response>;

/** So many at once, then one in so many milliseconds. */
type Rate = { readonly atOnce: number; readonly everyMs: number };

/** Of one address that has a page: a calendar program asks once in some minutes or hours. Nobody else’s are fewer for it. */
const ofOne: Rate = { atOnce: 20, everyMs: 30_000 };
/** Of all addresses together of which it is not known that they have a page: who guesses takes nothing from whoever has one. */
const ofStrangers: Rate = { atOnce: 100, everyMs: 20 };
/** Pages made, which costs more than telling that the one from last time still holds. */
const made: Rate = { atOnce: 40, everyMs: 50 };

const mostKnown = 100_000;
const longest = 300;

/** `clock` is this machine's: a calendar program knows nothing of business time. */
export function pagesOf(house: House, capabilities: readonly Capability[], clock: () => Date): Pages {
  const pages = new Map(capabilities.flatMap((one) => Object.entries(one.pages ?? {})));
  const known = new LRUCache<string, number>({ max: mostKnown });
  const all = new Map<'strangers' | 'made', number>();
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return nothing(405, { allow: 'GET, HEAD' });
    const { pathname } = new URL(request.url);
    const [, name = '', rest = '', ...more] = pathname.split('/');
    const page = pages.get(name);
    if (!page || more.length > 0 || pathname.length > longest) return nothing(404);
    const now = clock().getTime();
    const wait = known.has(pathname)
      ? take(known, pathname, ofOne, now)
      : take(all, 'strangers', ofStrangers, now);
    if (wait > 0) return nothing(429, later(wait));
    try {
      const answer = await page(house, rest);
      if (!answer) {
        known.delete(pathname);
        return nothing(404);
      }
      if (!known.has(pathname)) take(known, pathname, ofOne, now);
      const headers = headersOf(answer);
      if (holds(request, headers.etag)) return new Response(null, { status: 304, headers });
      if (request.method === 'HEAD') return new Response(null, { headers });
      const busy = take(all, 'made', made, now);
      return busy > 0 ? nothing(503, later(busy)) : new Response(await answer.body(), { headers });
    } catch (error) {
      // The path is a secret: it is not written down.
      house.log.error({ err: error, page: name }, 'a page could not be made');
      return nothing(500);
    }
  };
}

/** Takes one from a rate, which is kept as the moment at which all that was taken is had back. Answers how long to wait for it, in ms. */
function take<K extends string>(
  taken: { get(key: K): number | undefined; set(key: K, value: number): unknown },
  key: K,
  { atOnce, everyMs }: Rate,
  now: number,
): number {
  const free = taken.get(key) ?? now;
  // Further ahead than can have been taken: the clock went back.
  const from = free < now || free > now + atOnce * everyMs ? now : free;
  const wait = from - now - (atOnce - 1) * everyMs;
  if (wait > 0) return wait;
  taken.set(key, from + everyMs);
  return 0;
}

function later(ms: number): Record<string, string> {
  return { 'retry-after': String(Math.ceil(ms / 1_000)) };
}

function headersOf({ type, version, maxAge, filename }: PageAnswer) {
  return {
    ...never,
    // Weak: the same version may be written with other bytes by the next release.
    etag: `W/"${version}"`,
    'cache-control': `private, max-age=${maxAge}`,
    'content-type': type,
    ...(filename ? { 'content-disposition': `inline; filename="${filename}"` } : {}),
  };
}

/** Whether whoever asks has it already: RFC 9110, 13.1.2, by the weak comparison of 8.8.3.2. */
function holds(request: Request, etag: string): boolean {
  const had = request.headers.get('if-none-match') ?? '';
  const opaque = (text: string) => text.trim().replace(/^W\//, '');
  return had.split(',').some((one) => opaque(one) === '*' || opaque(one) === opaque(etag));
}

/** In no search engine, no frame and no referrer. */
const never = {
  'x-robots-tag': 'noindex, nofollow',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

function nothing(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...never, 'cache-control': 'no-store', ...headers } });
}

/** What a server of node's passes its requests on to. */
export function pagesListener(pages: Pages): ReturnType<typeof getRequestListener> {
  return getRequestListener(pages, { overrideGlobalObjects: false });
}

export type PageServer = { readonly port: number; readonly stop: () => Promise<void> };

/** A server that has the pages alone: where Slack comes over a socket, and nothing else listens. Throws one sentence. */
export async function servePages(port: number, pages: Pages): Promise<PageServer> {
  const server = createServer(pagesListener(pages));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          `SHOUMI_URL is set, and port ${port}, on which its pages are to be served, cannot be opened (${error.code}): set PORT to a free one, or leave SHOUMI_URL out.`,
          { cause: error },
        ),
      ),
    );
    server.listen(port, resolve);
  });
  server.on('error', () => {});
  return {
    port: (server.address() as { port: number }).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
