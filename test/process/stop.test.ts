import { afterEach, beforeEach, expect, it } from 'vitest';
import { firm } from '../../src/sandbox/firm.ts';
import { askFor, calls, cardsOf, freePort, until } from '../slack/rig.ts';
import type { Program } from './program.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

const { lin, zhao, priya, chen } = firm.people;
const readers = [lin, chen, zhao, priya];

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
}, 60_000);
afterEach(() => workspace.stop());

const overSocket = () => ({ SLACK_APP_TOKEN: workspace.sandbox.appToken });
const start = async (settings: Record<string, string>): Promise<Program> => {
  const [program] = await workspace.start([settings]);
  if (!program) throw new Error('nothing was started');
  return program;
};
const waiting = () =>
  workspace.count(`select count(*) from pgboss.job where name = 'card' and state = 'created'`);
const posts = async () => (await calls(workspace.slack, 'chat.postMessage')).length;
const cards = async () => {
  const found = await Promise.all(readers.map(({ id }) => cardsOf(workspace.slack, id)));
  return found.map((some) => some.length);
};

/** Two requests, six cards: four are being posted to a slow Slack, two wait for a worker. */
async function busy(delay_ms: number): Promise<void> {
  const { slack } = workspace;
  await slack.fault({ method: 'chat.postMessage', times: 4, delay_ms });
  for (const { id } of [lin, chen]) expect(await askFor(slack, id)).toMatchObject({ ok: true, closed: true });
  await until(async () => (await posts()) === 4 && (await waiting()) === 2);
}

it('finishes what runs, takes up nothing more, lets nobody in, and leaves the rest to the next', async () => {
  const port = await freePort();
  const { slack, sandbox } = workspace;
  const program = await start({ SLACK_SIGNING_SECRET: sandbox.signingSecret, PORT: String(port) });
  await slack.call('POST', '/delivery', { mode: 'http', url: `http://127.0.0.1:${port}/slack/events` });
  await busy(3_000);
  program.kill('SIGTERM');
  const told = performance.now();
  await until(() =>
    fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' }).then(
      ({ status }) => status === 503,
      () => true,
    ),
  );
  // Shut at once, not when the work is done.
  expect(performance.now() - told).toBeLessThan(1_000);
  expect(await program.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - told).toBeLessThan(10_000);
  expect([await posts(), await waiting()]).toEqual([4, 2]);
  expect(await workspace.count('select count(*) from card where ts is not null and begun_at is null')).toBe(
    4,
  );
  expect(await workspace.count(`select count(*) from pgboss.job where state in ('active', 'retry')`)).toBe(0);

  const next = await start(overSocket());
  await until(async () => (await posts()) === 6);
  await until(async () => (await waiting()) === 0);
  // Each requester one, each approver two: none is missing, none stands there twice.
  await until(async () => String(await cards()) === '1,1,2,2');
  next.kill('SIGTERM');
  expect(await next.ended).toEqual({ code: 0, signal: null });
}, 90_000);

it('ends in time when Slack hangs, also when it is told twice, and nothing is posted twice by who comes after', async () => {
  const program = await start(overSocket());
  await busy(25_000);
  program.kill('SIGTERM');
  const told = performance.now();
  program.kill('SIGTERM');
  expect(await program.ended).toEqual({ code: 0, signal: null });
  const took = performance.now() - told;
  expect(took, `it took ${Math.round(took)} ms`).toBeLessThan(16_000);

  const next = await start(overSocket());
  await until(async () => String(await cards()) === '1,1,2,2', 30_000);
  await until(
    async () => (await workspace.count('select count(*) from card where begun_at is not null')) === 0,
    30_000,
  );
  expect(await posts()).toBe(6);
  expect(await cards()).toEqual([1, 1, 2, 2]);
  next.kill('SIGTERM');
  expect(await next.ended).toEqual({ code: 0, signal: null });
}, 120_000);
