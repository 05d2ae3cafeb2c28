import { SocketModeClient } from '@slack/socket-mode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { socketApp } from './bolt-app.ts';
import { LIN, LIN_DM, type Rig, silent, sleep, startRig, until } from './harness.ts';

type Frame = { type: string; envelope_id: string; payload: Record<string, unknown> } & Record<
  string,
  unknown
>;
/** A bare connection that notes every frame; `ack` answers, or stays silent. */
type Line = { socket: WebSocket; frames: Frame[]; envelopes(): Frame[]; closed: Promise<number> };

describe('Socket Mode', () => {
  let rig: Rig;
  let lines: Line[] = [];
  beforeEach(async () => {
    rig = await startRig();
    lines = [];
  });
  afterEach(async () => {
    for (const { socket } of lines) socket.terminate();
    await rig.stop();
  });

  const ticket = async () =>
    String((await rig.call('apps.connections.open', {}, { token: rig.sandbox.appToken })).url);
  const dial = async (ack: ((frame: Frame) => unknown) | 'silent' = () => undefined): Promise<Line> => {
    const socket = new WebSocket(await ticket());
    const frames: Frame[] = [];
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      frames.push(frame);
      if (frame.envelope_id === undefined || ack === 'silent') return;
      const payload = ack(frame);
      socket.send(
        JSON.stringify({ envelope_id: frame.envelope_id, ...(payload === undefined ? {} : { payload }) }),
      );
    });
    const line = {
      socket,
      frames,
      envelopes: () => frames.filter((one) => one.envelope_id !== undefined),
      closed,
    };
    lines.push(line);
    await until(async () => frames.length > 0);
    return line;
  };
  const command = () => rig.control('command', { channel: LIN_DM, user: LIN, command: '/access' });
  const say = (text = 'hi') => rig.control('message', { channel: LIN_DM, user: LIN, text });

  test('hello counts the connections; a ticket opens one', async () => {
    const first = await dial();
    expect(first.frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A01SHOUMI00' },
    });
    expect((await dial()).frames[0]).toMatchObject({ num_connections: 2 });
    expect((await rig.state()).app).toMatchObject({ connections: 2, delivery: 'socket' });
    const url = await ticket();
    const used = new WebSocket(url);
    await new Promise((resolve) => used.once('open', resolve));
    const again = new WebSocket(url);
    await expect(new Promise((_, reject) => again.once('error', reject))).rejects.toThrow('401');
    const invented = new WebSocket(`${rig.sandbox.url.replace('http', 'ws')}/link/?ticket=invented`);
    await expect(new Promise((_, reject) => invented.once('error', reject))).rejects.toThrow('401');
    used.terminate();
  });

  test('ten connections and no more', async () => {
    for (let count = 0; count < 10; count += 1) await dial();
    const eleventh = new WebSocket(await ticket());
    await expect(new Promise((_, reject) => eleventh.once('error', reject))).rejects.toThrow('401');
  });

  test('each payload goes to exactly one connection, in turn, with Slack’s envelope', async () => {
    const [one, two] = [await dial(), await dial()];
    for (let count = 0; count < 6; count += 1) expect(await command()).toMatchObject({ ok: true });
    expect([one.envelopes().length, two.envelopes().length]).toEqual([3, 3]);
    expect(one.envelopes()[0]).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: { command: '/access' },
    });
    await say();
    await rig.sandbox.settle();
    const event = [...one.envelopes(), ...two.envelopes()].find(({ type }) => type === 'events_api');
    expect(event).toMatchObject({
      accepts_response_payload: false,
      retry_attempt: 0,
      retry_reason: '',
      payload: {
        type: 'event_callback',
        team_id: 'T01LANHE000',
        api_app_id: 'A01SHOUMI00',
        event_id: expect.stringMatching(/^Ev[A-Z0-9]{10}$/),
        event_time: expect.any(Number),
        authorizations: [
          {
            team_id: 'T01LANHE000',
            user_id: 'U00SHOUMI00',
            is_bot: true,
            is_enterprise_install: false,
            enterprise_id: null,
          },
        ],
      },
    });
  });

  test('a payload arrives twice, or later than the next one, where that was ordered', async () => {
    const [one, two] = [await dial(), await dial()];
    const all = () => [...one.envelopes(), ...two.envelopes()];
    expect(await rig.control('unrest', { twice: true })).toMatchObject({ ok: true });
    expect(await command()).toMatchObject({ ok: true });
    expect(all()).toHaveLength(2);
    expect(all()[0]?.payload).toEqual(all()[1]?.payload);
    await rig.control('unrest', { hold_ms: 300 });
    const order: string[] = [];
    await Promise.all([command().then(() => order.push('held')), command().then(() => order.push('next'))]);
    expect(order).toEqual(['next', 'held']);
    expect(all()).toHaveLength(4);
  });

  test('without a connection a command says so at once', async () => {
    expect(await command()).toMatchObject({ ok: false, error: 'dispatch_failed' });
    expect((await rig.messages(LIN_DM, LIN)).at(-1)).toMatchObject({
      text: '/access failed with the error `dispatch_failed`',
      is_system: true,
    });
  });

  test('an event lost with its connection is retried on another, the same event', async () => {
    const dying = await dial('silent');
    await say();
    await until(async () => dying.envelopes().length > 0);
    const heir = await dial();
    dying.socket.terminate();
    const retried = await until(async () => heir.envelopes()[0]);
    expect(retried).toMatchObject({ retry_attempt: 1, retry_reason: 'connection_failed' });
    expect(retried.payload.event_id).toBe(dying.envelopes()[0]?.payload.event_id);
  });

  test('an event not acknowledged within 3 s is sent again for that reason, elsewhere', async () => {
    const silent = await dial('silent');
    await say();
    await until(async () => silent.envelopes().length > 0);
    const heir = await dial();
    const retried = await until(async () => heir.envelopes()[0]);
    // Not on the connection where it failed, whose turn it would be.
    expect(retried).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
    expect(silent.envelopes()).toHaveLength(1);
  });

  test('an event that reaches nobody is tried four times and then let go', async () => {
    await say();
    await until(async () => (await rig.log('message')).length === 4);
    await sleep(200);
    const tries = await rig.log('message');
    expect(tries.map(({ answer }) => answer)).toEqual(
      Array(4).fill({ not_acknowledged: 'connection_failed' }),
    );
    expect(new Set(tries.map(({ payload }) => (payload as { event_id: string }).event_id)).size).toBe(1);
  });

  test('refresh asks one connection to be opened anew; the payloads go to the other', async () => {
    const [old, other] = [await dial(), await dial()];
    await rig.control('socket', { action: 'warning' });
    await rig.control('socket', { action: 'refresh' });
    await until(async () => old.frames.length >= 3);
    expect(old.frames.slice(1)).toMatchObject([
      { type: 'disconnect', reason: 'warning' },
      { type: 'disconnect', reason: 'refresh_requested' },
    ]);
    for (let count = 0; count < 3; count += 1) await command();
    expect([old.envelopes().length, other.envelopes().length]).toEqual([0, 3]);
    await rig.control('socket', { action: 'drop' });
    expect(await other.closed).toBe(1006);
  });

  test('rubbish on the wire disturbs nobody', async () => {
    const line = await dial();
    for (const rubbish of [
      '',
      '{',
      'null',
      '[]',
      '{"envelope_id":7}',
      '{"envelope_id":"unknown","payload":{}}',
      '['.repeat(100_000),
    ]) {
      line.socket.send(rubbish);
    }
    line.socket.send(Buffer.from([0xff, 0xfe]));
    expect(await command()).toMatchObject({ ok: true });
    const upgrade = new WebSocket(`${rig.sandbox.url.replace('http', 'ws')}/elsewhere`);
    await expect(new Promise((_, reject) => upgrade.once('error', reject))).rejects.toThrow();
  });

  describe('with Slack’s own clients', () => {
    test('SocketModeClient connects, acknowledges, and comes back after a refresh', async () => {
      const client = new SocketModeClient({
        appToken: rig.sandbox.appToken,
        clientOptions: { slackApiUrl: rig.sandbox.apiUrl },
        logger: silent,
        clientPingTimeout: 300,
      });
      const heard: string[] = [];
      client.on('slash_commands', async ({ body, ack }) => {
        heard.push(body.command);
        await ack({ text: 'from the client' });
      });
      await client.start();
      expect(await command()).toMatchObject({ ok: true });
      expect((await rig.messages(LIN_DM, LIN)).at(-1)).toMatchObject({ text: 'from the client' });
      // Longer than the client waits for pongs: they come.
      await sleep(1_000);
      expect((await rig.state()).app.connections).toBe(1);
      await rig.control('socket', { action: 'refresh' });
      await until(async () => (await rig.log('apps.connections.open')).length === 2);
      await until(async () => (await command()).ok);
      expect(heard.length).toBeGreaterThanOrEqual(2);
      await client.disconnect();
      await until(async () => (await rig.state()).app.connections === 0);
    });

    test('two Bolt apps share the work', async () => {
      const heard: string[] = [];
      const app = (name: string) =>
        socketApp(rig.sandbox, (bolt) => {
          bolt.command('/access', async ({ ack, respond }) => {
            heard.push(name);
            await ack();
            await respond(`by ${name}`);
          });
          bolt.message(/.*/, async ({ say: reply, message }) => {
            if (!('bot_id' in message)) await reply(`you said ${'text' in message ? message.text : ''}`);
          });
        });
      const [left, right] = [await app('left'), await app('right')];
      for (let count = 0; count < 4; count += 1) await command();
      expect(heard.toSorted()).toEqual(['left', 'left', 'right', 'right']);
      await say('ping');
      await until(async () => (await rig.messages(LIN_DM)).some(({ text }) => text === 'you said ping'));
      await sleep(100);
      expect((await rig.messages(LIN_DM)).filter(({ text }) => text === 'you said ping')).toHaveLength(1);
      await left.stop();
      await right.stop();
    });

    test('app_rate_limited arrives as an envelope without an event, as on Slack', async () => {
      const line = await dial();
      await rig.control('socket', { action: 'app_rate_limited' });
      expect(line.envelopes()[0]).toMatchObject({
        type: 'events_api',
        payload: {
          type: 'app_rate_limited',
          team_id: 'T01LANHE000',
          minute_rate_limited: expect.any(Number),
        },
      });
      expect(line.envelopes()[0]?.payload).not.toHaveProperty('event');
    });
  });
});
