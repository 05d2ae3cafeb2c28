import { once } from 'node:events';
import { createServer, connect as dial, type Server } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Admin, startAdmin } from '../src/admin.ts';

const metrics = new Registry();
new Counter({ name: 'shoumi_clicks_total', help: 'Clicks.', registers: [metrics] }).inc(3);
const base = { host: '127.0.0.1', port: 0, fixed: true, metrics };

let admin: Admin;
let up: Record<string, boolean | Error | 'never'>;

beforeEach(async () => {
  up = { database: true, slack: true, migrations: true };
  const check = (name: string) => () => {
    const state = up[name];
    if (state instanceof Error) throw state;
    return state === 'never' ? new Promise<boolean>(() => {}) : Boolean(state);
  };
  const checks = {
    database: check('database'),
    slack: async () => check('slack')(),
    migrations: check('migrations'),
  };
  admin = await startAdmin({ ...base, checks });
});
afterEach(() => admin.stop());

const get = async (path: string) => {
  const answer = await fetch(admin.url + path);
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

it('is alive as long as the process is', async () => {
  up = { database: false, slack: false, migrations: false };
  expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"alive":true}' });
});

describe('readiness', () => {
  it('is 200 when everything is there', async () => {
    const { status, text } = await get('/readyz');
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { ready: true, database: true, slack: true, migrations: true },
    ]);
  });

  it.each([
    ['says no', false],
    ['throws', new Error('gone')],
    ['never answers', 'never'],
  ] as const)('is 503 and names the check that %s', async (_, state) => {
    up.slack = state;
    const { status, text } = await get('/readyz');
    expect([status, JSON.parse(text)]).toEqual([
      503,
      { ready: false, database: true, slack: false, migrations: true },
    ]);
  });
});

it('serves the metrics of the registry', async () => {
  const { status, type, text } = await get('/metrics');
  expect([status, type]).toEqual([200, metrics.contentType]);
  expect(text).toContain('shoumi_clicks_total 3');
});

describe('hostile requests do not kill it', () => {
  it.each([
    'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /readyz/%E0%A4%A?%E0%A4%A=%zz HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n',
    'GET /healthz HTTP/1.1\r\n\r\n',
    'GET \\\\x HTTP/1.1\r\nHost: x\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
    'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /metrics HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nx',
    'POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    'nonsense\0\r\n\r\n',
  ])('%j', async (request) => {
    const { hostname, port } = new URL(admin.url);
    const socket = dial(Number(port), hostname);
    socket.on('error', () => {}); // A reset is an answer too.
    await once(socket, 'connect');
    socket.end(request);
    socket.resume();
    await once(socket, 'close');
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('a port that is taken', () => {
  let squatter: Server;
  let port: number;
  beforeEach(async () => {
    squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    port = (squatter.address() as { port: number }).port;
  });
  afterEach(() => {
    squatter.close();
  });

  it('is one sentence when somebody asked for it', async () => {
    await expect(startAdmin({ ...base, port, checks: {} })).rejects.toThrow(
      `Health and metrics cannot be served on 127.0.0.1:${port} (EADDRINUSE): set SHOUMI_ADMIN_PORT to a free port and SHOUMI_ADMIN_HOST to an address of this machine.`,
    );
  });

  it('gives way to a free one when nobody did', async () => {
    const other = await startAdmin({ ...base, port, fixed: false, checks: {} });
    expect(other.url).not.toContain(String(port));
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
    await other.stop();
  });

  it('or an address that is not ours is one sentence too', async () => {
    await expect(startAdmin({ ...base, host: '203.0.113.7', checks: {} })).rejects.toThrow(
      /EADDRNOTAVAIL.*SHOUMI_ADMIN_HOST/,
    );
  });
});

it('leaves the process its own Request and Response', () => {
  expect(new Request('http://x/').constructor.toString()).not.toContain('GlobalRequest');
});
