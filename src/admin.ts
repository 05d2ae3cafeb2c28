import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';

/** Whether one thing that the bot cannot work without is there. Throwing counts as no. */
export type Check = () => boolean | Promise<boolean>;

export type Admin = { readonly url: string; stop(): Promise<void> };

const LONGEST_CHECK = 3_000;

/**
 * What operators and orchestrators ask, on a server of its own: `/healthz` (this process runs), `/readyz` (it can do its
 * work: 503 names the checks that say no), `/metrics` (Prometheus). Without `fixed` a taken port gives way to a free one.
 */
export async function startAdmin(starting: {
  host: string;
  port: number;
  fixed: boolean;
  checks: Readonly<Record<string, Check>>;
  metrics: Pick<Registry, 'metrics' | 'contentType'>;
}): Promise<Admin> {
  const { host, port, fixed, checks, metrics } = starting;
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ alive: true }));
  app.get('/readyz', async (c) => {
    const answers = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await holds(check)] as const),
    );
    const ready = answers.every(([, yes]) => yes);
    return c.json({ ready, ...Object.fromEntries(answers) }, ready ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType }),
  );

  const server = await listen(app, host, port).catch((cause: NodeJS.ErrnoException) => {
    if (!fixed && cause.code === 'EADDRINUSE') return listen(app, host, 0);
    throw new Error(
      `Health and metrics cannot be served on ${host}:${port} (${cause.code}): set SHOUMI_ADMIN_PORT to a free port and SHOUMI_ADMIN_HOST to an address of this machine.`,
      { cause },
    );
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function listen(app: Hono, hostname: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    // The process keeps its own Request and Response: others here rely on them.
    const server = serve({ fetch: app.fetch, hostname, port, overrideGlobalObjects: false }, () => {
      server.off('error', reject);
      resolve(server);
    });
    server.once('error', reject);
  });
}

async function holds(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, LONGEST_CHECK, false);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
