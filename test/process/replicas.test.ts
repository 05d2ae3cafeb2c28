import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { askFor, calls, cardOf, cardsOf, freePort, repliesTo, until } from '../slack/rig.ts';
import { buttonIn, type People, wordsOf } from '../support/control.ts';
import type { FreshDatabase } from '../support/database.ts';
import { balance } from './balancer.ts';
import type { Program } from './program.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

const { lin, zhao, priya, chen } = workspace.people;

let around: Workspace;
let sandbox: Sandbox;
let fresh: FreshDatabase;
let slack: People;
let programs: Program[];
beforeEach(async () => {
  programs = [];
  around = await openWorkspace();
  ({ sandbox, fresh, slack } = around);
}, 60_000);
afterEach(async () => {
  for (const program of programs) program.kill('SIGTERM');
  for (const program of programs) expect(await program.ended).toEqual({ code: 0, signal: null });
  await around.stop();
});

async function startReplicas(more: readonly Record<string, string>[]): Promise<void> {
  programs.push(...(await around.start(more)));
}

const count = (statement: string): Promise<number> => around.count(statement);

/** The story, with everybody clicking at once, and the clock's work with both clocks ringing. */
async function live(): Promise<void> {
  // Two: three would come to the approvers as one inbox.
  const names = ['C-2026-5001', 'C-2026-5002'];
  const askers = [lin.id, chen.id];
  const asked = await Promise.all(askers.map((user, n) => askFor(slack, user, { caseNumber: names[n] })));
  for (const answer of asked) expect(answer).toMatchObject({ ok: true, closed: true });
  await until(async () => (await cardsOf(slack, zhao.id)).length === 2, 20_000);
  await until(async () => (await cardsOf(slack, priya.id)).length === 2, 20_000);
  for (const user of askers) await until(async () => (await cardsOf(slack, user)).length === 1, 20_000);

  // Both approvers, twice each, on every card: the payloads go to whichever replica's turn it is.
  const clicks = (
    await Promise.all([zhao.id, priya.id].map(async (user) => ({ user, cards: await cardsOf(slack, user) })))
  ).flatMap(({ user, cards }) => [...cards, ...cards].map((card) => ({ user, card })));
  const answers = await Promise.all(
    clicks.map(({ user, card }) =>
      slack.call('POST', '/interact', {
        user,
        channel: card.channel,
        messageTs: card.ts,
        action: buttonIn(card.blocks, 'access.approve'),
      }),
    ),
  );
  for (const answer of answers) expect(answer).toEqual({ ok: true });
  expect(await count(`select count(*) from event where type = 'access.approved'`)).toBe(2);
  expect(await count('select count(*) from access_grant')).toBe(2);
  for (const user of askers) {
    await until(async () => wordsOf(await cardOf(slack, user)).includes('access.give_back'), 20_000);
    await until(async () => (await repliesTo(slack, user)).length === 1, 20_000);
    expect(await cardsOf(slack, user)).toHaveLength(1);
  }

  // What falls due: a warning each; then one access ends, the other one's warning stands.
  await fresh.database.sql`update owed set due_at = now() - interval '1 minute' where kind = 'access.ending'`;
  const warnings = () => count(`select count(*) from event where type = 'attention.told'`);
  await until(async () => (await warnings()) === 2, 25_000);
  await until(
    async () =>
      (await Promise.all(askers.map((user) => cardsOf(slack, user)))).every((some) => some.length === 2),
    20_000,
  );
  await fresh.database.sql`
    update access_grant set ends_at = now() - interval '1 second' where holder = ${lin.id}`;
  const expired = () => count(`select count(*) from event where type = 'access.expired'`);
  await until(async () => (await expired()) === 1, 25_000);
  await until(async () => (await repliesTo(slack, lin.id)).length === 2, 20_000);
  expect(await cardsOf(slack, lin.id)).toHaveLength(2);
  expect(await repliesTo(slack, chen.id)).toHaveLength(1);
  expect(await warnings()).toBe(2);
  expect(await expired()).toBe(1);
  expect(
    await count(
      `select count(*) from event where type = 'people.joined' group by subject order by 1 desc limit 1`,
    ),
  ).toBe(1);
}

describe('several processes on one database', () => {
  it('do everything once between them, three over sockets', async () => {
    const socket = { SLACK_APP_TOKEN: sandbox.appToken };
    await startReplicas([socket, socket, socket]);
    await until(async () => (await slack.state()).app.connections === 6);
    await live();
    // Every event was handed on once, whichever process did it.
    expect(await count('select count(*) from outbox')).toBe(0);
  }, 120_000);

  it('take over what a killed one was in the middle of, within 30 s, and post nothing twice', async ({
    annotate,
  }) => {
    const socket = { SLACK_APP_TOKEN: sandbox.appToken };
    await startReplicas([socket]);
    // Slack takes the three posts at once, and its answers would come when nobody is left to hear them.
    await slack.fault({ method: 'chat.postMessage', times: 3, delay_ms: 60_000 });
    expect(await askFor(slack, lin.id)).toMatchObject({ ok: true, closed: true });
    await until(async () => (await calls(slack, 'chat.postMessage')).length === 3);
    const [killed] = programs;
    await startReplicas([socket, socket]);
    killed?.kill('SIGKILL');
    const died = performance.now();
    await killed?.ended;
    programs = programs.slice(1);
    const known = () => count('select count(*) from card where ts is not null and shown is not null');
    await until(async () => (await known()) === 3, 60_000);
    const seconds = (performance.now() - died) / 1_000;
    await annotate(`taken over after ${seconds.toFixed(1)} s`);
    expect(seconds, 'seconds until the work of the killed process was done').toBeLessThan(30);
    for (const { id } of [lin, zhao, priya]) expect(await cardsOf(slack, id)).toHaveLength(1);
    expect(await calls(slack, 'chat.postMessage')).toHaveLength(3);
  }, 120_000);

  it('do everything once between them, over HTTP behind a balancer, also when one of them is killed', async () => {
    const ports = [await freePort(), await freePort()];
    const secret = { SLACK_SIGNING_SECRET: sandbox.signingSecret };
    await startReplicas(ports.map((port) => ({ ...secret, PORT: String(port) })));
    const balancer = await balance(ports);
    expect(await slack.call('POST', '/delivery', { mode: 'http', url: balancer.url })).toEqual({ ok: true });
    const ask = askFor(slack, lin.id, { caseNumber: 'C-2026-6001' });
    expect(await ask).toMatchObject({ ok: true, closed: true });
    // It may be at work on the cards of this very request.
    const [killed, ...left] = programs;
    killed?.kill('SIGKILL');
    await killed?.ended;
    programs = left;
    for (const user of [lin.id, zhao.id, priya.id]) {
      await until(async () => (await cardsOf(slack, user)).length > 0, 40_000);
    }
    await slack.call('POST', '/interact', {
      user: zhao.id,
      channel: slack.dm(zhao.id),
      messageTs: (await cardOf(slack, zhao.id)).ts,
      action: buttonIn((await cardOf(slack, zhao.id)).blocks, 'access.approve'),
    });
    await until(async () => wordsOf(await cardOf(slack, lin.id)).includes('access.give_back'), 40_000);
    await until(async () => (await repliesTo(slack, lin.id)).length === 1, 40_000);
    for (const user of [lin.id, zhao.id, priya.id]) expect(await cardsOf(slack, user)).toHaveLength(1);
    expect(await count(`select count(*) from event where type = 'access.approved'`)).toBe(1);
    await balancer.stop();
  }, 100_000);
});
