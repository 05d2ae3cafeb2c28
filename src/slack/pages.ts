import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Capability, House, PageAnswer } from './capability.ts';

/** The pages of the house as one function from requests to answers, which every server of ours can pass on to. */
export type Pages = (request: Request) => Promise<Response>;

/** Requests of all together in a second, and to one page that is there in an hour: a calendar asks once in some minutes. */
const mostAtOnce = 30;
const mostOfOne = 120;

/** `clock` is this machine's: a calendar program knows nothing of business time. */
export function pagesOf(house: House, capabilities: readonly Capability[], clock: () => Date): Pages {
  const pages = new Map(capabilities.flatMap((one) => Object.entries(one.pages ?? {})));
  const all = counter(1_000, clock);
  const each = counter(3_600_000, clock);
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return nothing(405);
    const [, name = '', rest = '', ...more] = new URL(request.url).pathname.split('/');
    const page = pages.get(name);
    if (!page || more.length > 0) return nothing(404);
    if (all('') > mostAtOnce) return nothing(429, { 'retry-after': '5' });
    try {
      const answer = await page(house, rest);
      if (!answer) return nothing(404);
      if (each(rest) > mostOfOne) return nothing(429, { 'retry-after': '600' });
      return said(request, answer);
    } catch (error) {
      // The path is a secret: it is not written down.
      house.log.error({ err: error, page: name }, 'a page could not be made');
      return nothing(500);
    }
  };
}

function said(request: Request, { type, body, maxAge, filename }: PageAnswer): Response {
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const headers = {
    ...never,
    etag,
    'cache-control': `private, max-age=${maxAge}`,
    'content-type': type,
    ...(filename ? { 'content-disposition': `inline; filename="${filename}"` } : {}),
  };
  const known = request.headers.get('if-none-match') ?? '';
  if (known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))
    return new Response(null, { status: 304, headers });
  return new Response(request.method === 'HEAD' ? null : body, { headers });
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

/** Counts by key within a stretch of time, and forgets all of it at the stretch's end: it never grows for long. */
function counter(stretchMs: number, clock: () => Date): (key: string) => number {
  let began = 0;
  const counts = new Map<string, number>();
  return (key) => {
    const now = clock().getTime();
    if (now - began >= stretchMs || now < began) {
      began = now;
      counts.clear();
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
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
