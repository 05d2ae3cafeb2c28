import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logger } from '../../src/log.ts';
import type { Capability, House } from '../../src/slack/capability.ts';
import { httpReceiver } from '../../src/slack/http.receiver.ts';
import { type Pages, pagesOf, servePages } from '../../src/slack/pages.ts';

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

describe('how often a page is asked for', () => {
  let moment: Date;
  let made = 0;
  const there = new Set(['a.ics', 'b.ics', ...Array.from({ length: 60 }, (_, n) => `c${n}.ics`)]);
  const capability: Capability = {
    ...{ name: 'thing', texts: [] },
    pages: {
      thing: async (_house, rest) => {
        if (!there.has(rest)) return undefined;
        const body = async () => {
          made += 1;
          return rest;
        };
        return { type: 'text/plain', version: 'one', body, maxAge: 60 };
      },
    },
  };
  let url: string;
  beforeEach(async () => {
    moment = new Date('2026-11-26T04:00:00Z');
    made = 0;
    const server = await servePages(
      0,
      pagesOf({} as House, [capability], () => moment),
    );
    stops.push(server.stop);
    url = `http://127.0.0.1:${server.port}/thing`;
  });
  const ask = (rest: string, headers: Record<string, string> = {}) => fetch(`${url}/${rest}`, { headers });
  const many = async (count: number, rest: (n: number) => string, headers = {}) => {
    const answers = await Promise.all(Array.from({ length: count }, (_, n) => ask(rest(n), headers)));
    return Map.groupBy(answers, ({ status }) => status);
  };

  it('is bounded for each address by itself, and says when to come again', async () => {
    await ask('a.ics');
    const answers = await many(30, () => 'a.ics');
    expect([answers.get(200)?.length, answers.get(429)?.length]).toEqual([19, 11]);
    expect(answers.get(429)?.[0]?.headers.get('retry-after')).toBe('30');
    expect((await ask('b.ics')).status).toBe(200);
    moment = new Date(moment.getTime() + 30_000);
    expect([(await ask('a.ics')).status, (await ask('a.ics')).status]).toEqual([200, 429]);
    // A clock that is put back locks nobody out.
    moment = new Date(moment.getTime() - 86_400_000);
    expect((await ask('a.ics')).status).toBe(200);
  });

  it('takes nothing from whoever has a page when others guess', async () => {
    await ask('a.ics');
    const guesses = await many(150, (n) => `wrong${n}.ics`);
    expect([guesses.get(404)?.length, guesses.get(429)?.length]).toEqual([99, 51]);
    expect((await ask('a.ics')).status).toBe(200);
    expect((await ask('b.ics')).headers.get('retry-after')).toBe('1');
    moment = new Date(moment.getTime() + 1_000);
    expect((await ask('b.ics')).status).toBe(200);
  });

  it('makes so many pages at once, and tells any number that theirs still holds', async () => {
    const answers = await many(60, (n) => `c${n}.ics`);
    expect([answers.get(200)?.length, answers.get(503)?.length, made]).toEqual([40, 20, 40]);
    expect(answers.get(503)?.[0]?.headers.get('retry-after')).toBe('1');
    const again = await many(60, (n) => `c${n}.ics`, { 'if-none-match': 'W/"one"' });
    expect([again.get(304)?.length, made]).toEqual([60, 40]);
  });

  it('counts a page that is there no more among the guesses', async () => {
    await ask('a.ics');
    there.delete('a.ics');
    const answers = await many(150, () => 'a.ics').finally(() => there.add('a.ics'));
    expect(answers.get(429)?.length).toBeGreaterThan(40);
    expect((await fetch(`${url}/${'a'.repeat(400)}`)).status).toBe(404);
  });
});
