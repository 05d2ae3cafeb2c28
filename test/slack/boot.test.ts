import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BotParts, startBot } from '../../src/bot.ts';
import { apiWithoutSockets, freePort, type Rig, startRig, until } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());
afterEach(() => void vi.restoreAllMocks());

const withSlack = (slack: Partial<BotParts['slack']>): BotParts => ({
  ...rig.parts,
  slack: { ...rig.parts.slack, ...slack },
});

/** What a refused start says; a rejection that nobody handles would fail the run by itself. */
async function refusal(parts: BotParts): Promise<string> {
  const before = await connections();
  const error = await startBot(parts).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  // Nothing of the half-started bot stays.
  await until(async () => (await connections()) <= before);
  return (error as Error).message;
}

async function connections(): Promise<number> {
  const [row] = await rig.fresh.database.sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name like 'shoumi%' and pid <> pg_backend_pid()`;
  return row?.count ?? 0;
}

describe('a start that Slack does not take is one sentence', () => {
  it('says that the bot token is wrong', async () => {
    const sentence = await refusal(withSlack({ token: 'xoxb-1-1-wrong' }));
    expect(sentence).toMatch(/^Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\): [^\n]+\.$/);
    expect(sentence).not.toContain('xoxb-1-1-wrong');
  });

  it('says that an app token is no bot token', async () => {
    const { arrival } = rig.parts.slack;
    const appToken = arrival.mode === 'socket' ? arrival.appToken : '';
    expect(await refusal(withSlack({ token: appToken }))).toMatch(/^Slack does not accept SLACK_BOT_TOKEN/);
  });

  it('says that the app-level token is wrong', async () => {
    const sentence = await refusal(withSlack({ arrival: { mode: 'socket', appToken: 'xapp-1-wrong' } }));
    expect(sentence).toMatch(/^Slack opens no socket for SLACK_APP_TOKEN \(invalid_auth\): [^\n]+\.$/);
    expect(sentence).not.toContain('xapp-1-wrong');
  });

  it('says that Slack cannot be reached', async () => {
    const sentence = await refusal(withSlack({ apiUrl: `http://127.0.0.1:${await freePort()}/api/` }));
    expect(sentence).toMatch(/^Slack cannot be reached \([^\n]+\): [^\n]*SLACK_API_URL[^\n]*\.$/);
  });

  it('says that Slack is in trouble itself', async () => {
    await rig.slack.fault({ method: 'auth.test', status: 503 });
    expect(await refusal(rig.parts)).toMatch(/^Slack cannot be reached \([^\n]*503[^\n]*\)/);
  });

  it('says that no socket opens, where the API answers and the socket does not', async () => {
    const apart = await apiWithoutSockets(rig.sandbox.apiUrl);
    try {
      const sentence = await refusal(withSlack({ apiUrl: apart.apiUrl }));
      expect(sentence).toMatch(/^Slack opens no socket for SLACK_APP_TOKEN \([^\n]+\): [^\n]+\.$/);
      expect(sentence).not.toContain('undefined');
    } finally {
      await apart.stop();
    }
  });

  it('says which port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, resolve));
    const { port } = taken.address() as AddressInfo;
    const arrival = { mode: 'http', signingSecret: rig.sandbox.signingSecret, port } as const;
    expect(await refusal(withSlack({ arrival }))).toBe(`Port ${port} is taken: set PORT to a free one.`);
    await new Promise((resolve) => taken.close(resolve));
  });
});

it('registers one middleware and no listener: every payload costs the same', async () => {
  const used = vi.spyOn(App.prototype, 'use');
  const bot = await startBot(rig.parts);
  try {
    const app = used.mock.contexts[0] as unknown as { listeners: unknown[]; middleware: unknown[] };
    expect(app.listeners).toEqual([]);
    // Bolt's own, which ignores what the bot itself says, and the router.
    expect(app.middleware).toHaveLength(2);
    expect(new Set(used.mock.contexts).size).toBe(1);
  } finally {
    await bot.stop();
  }
});
