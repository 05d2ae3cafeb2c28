import { SocketModeClient } from '@slack/socket-mode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import installed from '../../node_modules/@slack/socket-mode/package.json' with { type: 'json' };
import { boltLogger, logger } from '../../src/log.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { socketReceiver } from '../../src/slack/socket.receiver.ts';
import { apiWithoutSockets, calls, type Rig, sleep, startRig, until } from './rig.ts';

const { lin } = workspace.people;

describe('the sockets', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
    await until(both);
  });
  afterAll(() => rig.stop());

  const open = async () => (await rig.slack.state()).app.connections;
  const both = async () => (await open()) === 2;
  const socket = (action: string) => rig.slack.call('POST', '/socket', { action });
  const answers = async () =>
    expect(await rig.slack.command(lin.id, '/shoumi', 'help')).toEqual({ ok: true });

  it('are two, and either answers', async () => {
    expect(await open()).toBe(2);
    for (let n = 0; n < 4; n++) await answers();
  });

  it('survive being told that Slack drops events for a minute', async () => {
    for (let n = 0; n < 3; n++) await socket('app_rate_limited');
    const told = await calls(rig.slack, 'app_rate_limited');
    expect(told).toHaveLength(3);
    // Acknowledged: Slack would otherwise think that nobody listens.
    for (const { answer } of told) expect(answer).not.toHaveProperty('not_acknowledged');
    expect(await open()).toBe(2);
    await answers();
    expect(rig.logged().some(({ msg }) => msg.includes('Slack drops events'))).toBe(true);
  });

  it.each(['refresh', 'warning'])('stay reachable while one of them is replaced (%s)', async (action) => {
    await socket(action);
    await answers();
    await until(both);
    await answers();
    expect(rig.fatal).toEqual([]);
  });

  it.each(['drop', 'link_disabled'])('come back by themselves when all are closed (%s)', async (action) => {
    const before = (await calls(rig.slack, 'apps.connections.open')).length;
    await socket(action);
    await until(async () => (await calls(rig.slack, 'apps.connections.open')).length >= before + 2);
    await until(both);
    await answers();
    expect(rig.fatal).toEqual([]);
  });

  it('try again while Slack is in trouble', async () => {
    await rig.slack.fault({ method: 'apps.connections.open', times: 2, status: 503 });
    await rig.slack.fault({ method: 'apps.connections.open', times: 1, retry_after: 1 });
    await socket('drop');
    await until(both);
    await answers();
    expect(rig.fatal).toEqual([]);
  });

  it('end the process with the reason when Slack takes the token away', async () => {
    await rig.slack.fault({ method: 'apps.connections.open', times: 2, error: 'token_revoked' });
    await socket('drop');
    await until(() => rig.fatal.length === 2);
    expect(rig.fatal).toEqual(['token_revoked', 'token_revoked']);
  });
});

it('makes one row of attempts with growing pauses where the API answers and the socket does not', async () => {
  const rig = await startRig({ delivery: 'http' });
  const apart = await apiWithoutSockets(rig.sandbox.apiUrl, 1);
  await rig.slack.call('POST', '/delivery', { mode: 'socket' });
  const receiver = socketReceiver({
    appToken: rig.sandbox.appToken,
    apiUrl: apart.apiUrl,
    log: logger({ level: 'silent' }),
    onFatal: () => {},
  });
  try {
    await receiver.start();
    await sleep(2_000);
    // At 0, 0.25, 0.75 and 1.75 s, and the one that succeeded.
    expect(apart.asked()).toBeGreaterThanOrEqual(4);
    expect(apart.asked()).toBeLessThanOrEqual(5);
    expect(receiver.connected()).toBe(true);
  } finally {
    await receiver.stop();
    const atEnd = apart.asked();
    await sleep(1_500);
    expect(apart.asked()).toBe(atEnd);
    await apart.stop();
    await rig.stop();
  }
});

describe('the guard for app_rate_limited', () => {
  const envelope = JSON.stringify({
    envelope_id: 'e1',
    type: 'events_api',
    payload: { type: 'app_rate_limited', minute_rate_limited: 1 },
  });

  it(`is still needed: socket-mode ${installed.version} by itself dies of the envelope`, async () => {
    const client = new SocketModeClient({
      appToken: 'xapp-1-test',
      logger: boltLogger(logger({ level: 'silent' })),
    });
    const [onMessage] = client.listeners('ws_message') as unknown as ((
      data: string,
      isBinary: boolean,
    ) => Promise<void>)[];
    await expect(
      onMessage?.(envelope, false),
      `@slack/socket-mode ${installed.version} bears app_rate_limited by itself: remove guardRateLimitedEnvelope from src/slack/socket.receiver.ts, and this test`,
    ).rejects.toThrow(TypeError);
  });
});
