import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { freePort, said, until } from '../slack/rig.ts';
import { manifest } from '../support/demo-firm.ts';
import { testKeyText } from '../support/keys.ts';
import {
  adminOf,
  ask,
  livingIn,
  newHome,
  type Program,
  peopleAt,
  removeHome,
  startProgram,
} from './program.ts';

// Whole programs start and end here, several at once where the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const { emma } = workspace.people;
const hook = fileURLToPath(new URL('production-install.hook.ts', import.meta.url));

/** What the program says and how it ends, when it does not start. */
async function refused(program: Program): Promise<string> {
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.out()).not.toMatch(/^ready/m);
  expect(program.err()).toMatch(/^[^\n]+\n$/);
  return program.err().trim();
}

describe('a production install: Slack’s settings, a database, and no development package', () => {
  let folder: string;
  let sandbox: Sandbox;
  let databaseUrl: string;
  const name = `install_${randomBytes(4).toString('hex')}`;
  beforeAll(async () => {
    folder = await newHome();
    sandbox = await startSandbox({ folder, port: 0, manifest, retryWaitsMs: [50, 200, 400] });
    // Empty: the first start makes the tables.
    await ask(inject('postgres').superuserUrl, `create database ${name} owner shoumi`);
    const url = new URL(inject('postgres').url);
    url.pathname = name;
    databaseUrl = url.href;
  });
  afterAll(async () => {
    await sandbox.stop();
    await ask(inject('postgres').superuserUrl, `drop database ${name} with (force)`);
    await removeHome(folder);
  });

  const production = (more: Record<string, string>) =>
    startProgram(
      {
        SLACK_BOT_TOKEN: sandbox.botToken,
        SLACK_API_URL: sandbox.apiUrl,
        DATABASE_URL: databaseUrl,
        SHOUMI_KEY: testKeyText,
        ...more,
      },
      { imports: [hook] },
    );

  it('serves over a socket, and ends in order', async () => {
    const program = production({ SLACK_APP_TOKEN: sandbox.appToken });
    expect(await program.ready).toBe(await adminOf(program));
    const ready = await fetch(`${await adminOf(program)}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, database: true, slack: true }]);
    const slack = peopleAt(sandbox.url);
    expect(await slack.command(emma.id, '/access', 'help')).toEqual({ ok: true });
    expect((await said(slack, emma.id)).at(-1)).toMatch(/client data/);
    const [row] = await ask<{ members: number }>(
      databaseUrl,
      'select count(*)::int as members from member where left_at is null',
    );
    expect(row?.members).toBeGreaterThan(10);
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect((await slack.state()).app.connections).toBe(0);
    expect(program.err()).toBe('');
  });

  it('serves over HTTP, and ends in order while somebody keeps a connection open', async () => {
    const port = await freePort();
    const program = production({ SLACK_SIGNING_SECRET: sandbox.signingSecret, PORT: String(port) });
    expect(await program.ready).toBe(`http://localhost:${port}`);
    const slack = peopleAt(sandbox.url);
    const url = `http://127.0.0.1:${port}/slack/events`;
    expect(await slack.call('POST', '/delivery', { mode: 'http', url })).toEqual({ ok: true });
    expect(await slack.command(emma.id, '/access', 'help')).toEqual({ ok: true });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    const began = performance.now();
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(6_000);
    await slack.call('POST', '/delivery', { mode: 'socket' });
  });

  it('says that it is not ready while the database is away, and is again when it is back', async () => {
    const program = production({ SLACK_APP_TOKEN: sandbox.appToken });
    await program.ready;
    const readyz = async () => (await fetch(`${await adminOf(program)}/readyz`)).status;
    await ask(inject('postgres').superuserUrl, `alter database ${name} allow_connections false`);
    await ask(
      inject('postgres').superuserUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    await until(async () => (await readyz()) === 503);
    expect((await fetch(`${await adminOf(program)}/healthz`)).status).toBe(200);
    await ask(inject('postgres').superuserUrl, `alter database ${name} allow_connections true`);
    await until(async () => (await readyz()) === 200);
    expect(await peopleAt(sandbox.url).command(emma.id, '/access', 'help')).toEqual({ ok: true });
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });

  it('ends with code 1 and the reason when Slack takes the app away', async () => {
    const program = production({ SLACK_APP_TOKEN: sandbox.appToken });
    await program.ready;
    const slack = peopleAt(sandbox.url);
    await slack.fault({ method: 'apps.connections.open', times: 10, error: 'token_revoked' });
    await slack.call('POST', '/socket', { action: 'drop' });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.err()).toContain('Slack has closed the door (token_revoked)');
  });

  it('says of a token that Slack does not take which one it is', async () => {
    const wrong = { SLACK_BOT_TOKEN: 'xoxb-1-1-wrong', SLACK_APP_TOKEN: sandbox.appToken };
    expect(await refused(production(wrong))).toMatch(
      /^Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\)/,
    );
  });

  it('says what to do where the parts for a local start are not installed', async () => {
    const home = await newHome();
    const bare = startProgram({ SHOUMI_HOME: home, PORT: '0', ALLOW_LOCAL_PARTS: '1' }, { imports: [hook] });
    const sentence = await refused(bare);
    expect(sentence).toMatch(/npm ci/);
    expect(sentence).toContain('DATABASE_URL');
    expect(await livingIn(home)).toEqual([]);
    await removeHome(home);
  });
});

describe('a setting that is wrong is one sentence with its name, and code 1', () => {
  it.each([
    ['PORT', { PORT: 'http' }],
    ['SLACK_BOT_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-123456-secret' }],
    ['SLACK_APP_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-123456-secret', SLACK_APP_TOKEN: 'xoxb-123456-secret' }],
    ['SHOUMI_KEY', { SHOUMI_KEY: 'secret' }],
    ['SHOUMI_KEY', { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/x' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://me:secret@127.0.0.1/x' }],
  ])('%s', async (name, env) => {
    const sentence = await refused(startProgram(env));
    expect(sentence).toContain(name);
    expect(sentence).not.toContain('secret');
  });

  it('DATABASE_URL, of a server that is not there', async () => {
    const home = await newHome();
    const url = `postgres://me:secret@127.0.0.1:${await freePort()}/x`;
    const sentence = await refused(
      startProgram({ SHOUMI_HOME: home, PORT: '0', DATABASE_URL: url, SHOUMI_KEY: testKeyText }),
    );
    expect(sentence).toContain('DATABASE_URL');
    expect(sentence).not.toContain('secret');
    await removeHome(home);
  });

  it('PORT, when somebody else has it', async () => {
    const home = await newHome();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const url = inject('postgres').url.replace(/[^/]+$/, `none_${port}`);
    const program = startProgram({
      SHOUMI_HOME: home,
      PORT: String(port),
      DATABASE_URL: url,
      SHOUMI_KEY: testKeyText,
    });
    expect(await refused(program)).toBe(`Port ${port} is taken: set PORT to a free one.`);
    await new Promise((resolve) => other.close(resolve));
    await removeHome(home);
  });
});
