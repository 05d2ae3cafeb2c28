import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { httpApp } from './bolt-app.ts';
import { LIN, LIN_DM, plain, type Rig, sleep, startRig, until } from './harness.ts';

type Heard = { headers: IncomingHttpHeaders; body: string };
type Reply = { status?: number; headers?: Record<string, string>; body?: string } | 'silence' | 'cut';

describe('signed HTTP', () => {
  let rig: Rig;
  let server: Server;
  let url = '';
  let heard: Heard[] = [];
  let reply: (heard: Heard) => Reply = () => ({});

  beforeEach(async () => {
    heard = [];
    reply = ({ body }) => (body.includes('url_verification') ? { body: JSON.parse(body).challenge } : {});
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        const one = { headers: request.headers, body };
        heard.push(one);
        const answer = reply(one);
        if (answer === 'silence') return;
        if (answer === 'cut') return void response.destroy();
        response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
    rig = await startRig({ delivery: { url } });
  });
  afterEach(async () => {
    await rig.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const command = () =>
    rig.control('command', { channel: LIN_DM, user: LIN, command: '/access', text: '你好' });
  const say = () => rig.control('message', { channel: LIN_DM, user: LIN, text: 'hi' });
  const payloadOf = ({ body }: Heard) => JSON.parse(new URLSearchParams(body).get('payload') ?? 'null');

  test('every request is signed in real time, whatever business time is', async () => {
    await rig.control('clock', { advance: 'P30D' });
    await command();
    const [first] = heard;
    const timestamp = Number(first?.headers['x-slack-request-timestamp']);
    expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(3);
    const signature = createHmac('sha256', rig.sandbox.signingSecret)
      .update(`v0:${timestamp}:${first?.body}`)
      .digest('hex');
    expect(first?.headers['x-slack-signature']).toBe(`v0=${signature}`);
    expect(first?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(first?.body).get('text')).toBe('你好');
  });

  test('interactions go as a form with one field, events as JSON', async () => {
    const { ts } = await rig.client.chat.postMessage({
      channel: LIN,
      text: 'x',
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain('A') }] }],
    });
    await rig.sandbox.settle();
    expect(heard[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({
      type: 'event_callback',
      event: { type: 'message', bot_id: 'B01SHOUMI00' },
    });
    await rig.control('interact', { channel: LIN_DM, user: LIN, messageTs: ts, action: { action_id: 'a' } });
    expect(payloadOf(heard[1] as Heard)).toMatchObject({
      type: 'block_actions',
      actions: [{ action_id: 'a' }],
    });
  });

  test('a command may be answered in plain text or JSON; what is no 2xx failed to dispatch', async () => {
    reply = () => ({ body: 'plain words' });
    expect(await command()).toMatchObject({ ok: true });
    expect((await rig.messages(LIN_DM, LIN)).at(-1)).toMatchObject({
      text: 'plain words',
      ephemeral_for: LIN,
    });
    reply = () => ({
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"response_type":"in_channel","text":"json"}',
    });
    await command();
    expect((await rig.messages(LIN_DM)).at(-1)).toMatchObject({ text: 'json' });
    for (const status of [404, 500, 302]) {
      reply = () => ({ status });
      expect(await command()).toMatchObject({ ok: false, error: 'dispatch_failed' });
    }
    reply = () => 'cut';
    expect(await command()).toMatchObject({ ok: false, error: 'dispatch_unknown_error' });
    reply = () => 'silence';
    expect(await command()).toMatchObject({ ok: false, error: 'operation_timeout' });
  });

  test('an event is retried three times, numbered and with its reason, the same event_id', async () => {
    reply = () => ({ status: 500 });
    await say();
    await until(async () => heard.length === 4);
    await sleep(200);
    expect(
      heard.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]),
    ).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(heard.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
  });

  test('no retry after success, and none where the app asks for none', async () => {
    let tries = 0;
    reply = () => {
      tries += 1;
      return { status: tries === 1 ? 503 : 200 };
    };
    await say();
    await until(async () => heard.length === 2);
    await sleep(200);
    expect(heard).toHaveLength(2);
    reply = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    await say();
    await sleep(250);
    expect(heard).toHaveLength(3);
  });

  test('commands and interactions are never retried', async () => {
    reply = () => ({ status: 500 });
    await command();
    await sleep(250);
    expect(heard).toHaveLength(1);
  });

  test('switching to a URL takes a repeated challenge; else everything stays', async () => {
    await rig.control('delivery', { mode: 'socket' });
    const opened = await rig.call('apps.connections.open', {}, { token: rig.sandbox.appToken });
    const frames: string[] = [];
    const socket = new WebSocket(String(opened.url));
    socket.on('message', (data) => frames.push(String(data)));
    await until(async () => (await rig.state()).app.connections === 1);
    reply = () => ({ body: 'wrong' });
    expect(await rig.control('delivery', { mode: 'http', url })).toMatchObject({
      ok: false,
      error: 'url_verification_failed',
      status: 400,
    });
    expect((await rig.state()).app.delivery).toBe('socket');
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({
      type: 'url_verification',
      challenge: expect.any(String),
    });
    reply = ({ body }) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ challenge: JSON.parse(body).challenge }),
    });
    expect(await rig.control('delivery', { mode: 'http', url })).toMatchObject({ ok: true });
    expect((await rig.state()).app).toMatchObject({ delivery: 'http', connections: 0 });
    await until(async () => frames.length === 2);
    expect(JSON.parse(frames[1] ?? '')).toMatchObject({ type: 'disconnect', reason: 'link_disabled' });
    socket.terminate();
    expect(await rig.control('delivery', { mode: 'http', url: 'file:///etc/passwd' })).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  test('a Bolt app behind its HTTP receiver lives here: command, modal with errors, action, options, event', async () => {
    const bolt = await httpApp(rig.sandbox, (app) => {
      app.command('/access', async ({ ack, body, client }) => {
        await client.views.open({
          trigger_id: body.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'form',
            title: plain('T'),
            submit: plain('S'),
            blocks: [
              {
                type: 'input',
                block_id: 'b',
                label: plain('L'),
                element: { type: 'external_select', action_id: 'e', min_query_length: 0 },
              },
            ],
          },
        });
        await ack('opened');
      });
      app.options('e', async ({ ack, options }) =>
        ack({ options: [{ text: plain(`for ${options.value}`), value: 'v' }] }),
      );
      app.view('form', async ({ ack, view, body, client }) => {
        const chosen = view.state.values.b?.e?.selected_option?.value;
        if (chosen !== 'v') return ack({ response_action: 'errors', errors: { b: 'Choose v.' } });
        await client.chat.postMessage({ channel: body.user.id, text: 'submitted' });
        return ack();
      });
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: [{ type: 'section', text: plain('Home') }] },
        });
      });
    });
    expect(await rig.control('delivery', { mode: 'http', url: bolt.url })).toMatchObject({ ok: true });
    expect(await command()).toMatchObject({ ok: true });
    expect((await rig.messages(LIN_DM, LIN)).at(-1)?.text).toBe('opened');
    const [view] = await rig.views(LIN);
    const place = { user: LIN, view_id: view?.id };
    expect(
      await rig.control('suggest', { ...place, block_id: 'b', action_id: 'e', value: 'x' }),
    ).toMatchObject({ options: [{ text: plain('for x'), value: 'v' }] });
    const values = (value: string) => ({
      b: { e: { type: 'external_select', selected_option: { text: plain('t'), value } } },
    });
    expect(await rig.control('submit', { ...place, values: values('w') })).toMatchObject({
      errors: { b: 'Choose v.' },
      closed: false,
    });
    expect(await rig.control('submit', { ...place, values: values('v') })).toMatchObject({
      ok: true,
      closed: true,
    });
    expect((await rig.messages(LIN_DM)).at(-1)?.text).toBe('submitted');
    await rig.control('open-home', { user: LIN });
    await until(async () => (await rig.read<{ home: object | null }>(`home/${LIN}`)).home);
    await rig.sandbox.settle();
    await bolt.stop();
  });
});
