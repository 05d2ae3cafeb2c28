import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { logger } from '../../src/log.ts';
import { httpReceiver } from '../../src/slack/http.receiver.ts';
import { type Pages, servePages } from '../../src/slack/pages.ts';

const pages: Pages = async (request) =>
  new Response(`page ${new URL(request.url).pathname}`, { status: request.url.endsWith('x') ? 404 : 200 });
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

it('serves the pages beside Slack’s own path where Slack comes over HTTP', async () => {
  const receiver = httpReceiver({ signingSecret: 'secret', log: logger({ level: 'silent' }), pages });
  const server = (await receiver.start(0)) as import('node:http').Server;
  stops.push(() => receiver.stop());
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  expect(await (await fetch(`${url}/calendar/a.ics`)).text()).toBe('page /calendar/a.ics');
  expect((await fetch(`${url}/calendar/x`)).status).toBe(404);
  // Slack's signature is asked for as before, and no page is had by posting.
  expect((await fetch(`${url}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await fetch(`${url}/calendar/a.ics`, { method: 'POST', body: '{}' })).status).toBe(404);
});

it('serves them alone where Slack comes over a socket, and says so when the port is taken', async () => {
  const server = await servePages(0, pages);
  stops.push(server.stop);
  expect(await (await fetch(`http://127.0.0.1:${server.port}/calendar/b.ics`)).text()).toContain('b.ics');
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, resolve));
  stops.push(() => new Promise((resolve) => other.close(resolve)));
  const { port } = other.address() as { port: number };
  await expect(servePages(port, pages)).rejects.toThrow(/SHOUMI_URL is set, and port \d+.*set PORT/);
});
