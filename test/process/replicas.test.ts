import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBot } from '../../src/bot.ts';
import { capabilities } from '../../src/capabilities.ts';
import { seedDemo } from '../../src/demo.ts';
import { logger } from '../../src/log.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { askFor, cardOf, cardsOf, freePort, repliesTo, until } from '../slack/rig.ts';
import { manifest } from '../support/bot.ts';
import { buttonIn, type People, wordsOf } from '../support/control.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { testKeys, testKeyText } from '../support/keys.ts';
import { newHome, type Program, peopleAt, removeHome, startProgram } from './program.ts';

const { lin, zhao, priya, chen, emma } = workspace.people;

let folder: string;
let sandbox: Sandbox;
let fresh: FreshDatabase;
let slack: People;
let programs: Program[];
beforeEach(async () => {
  folder = await newHome();
  fresh = await freshDatabase();
  sandbox = await startSandbox({ folder, port: 0, manifest, retryWaitsMs: [50, 200, 400] });
  slack = peopleAt(sandbox.url);
  // The firm's data sets, as its administrators would have entered them.
  const first = await startBot({
    databaseUrl: fresh.url,
    ownerUrl: fresh.url,
    capabilities,
    keys: testKeys,
    slack: {
      token: sandbox.botToken,
      apiUrl: sandbox.apiUrl,
      arrival: { mode: 'socket', appToken: sandbox.appToken },
    },
    now: () => new Date(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    admins: [],
    log: logger({ level: 'silent' }),
    onFatal: () => {},
  });
  await seedDemo(first.house);
  await first.settled();
  await first.stop();
}, 60_000);
afterEach(async () => {
  for (const program of programs) program.kill('SIGTERM');
  for (const program of programs) expect(await program.ended).toEqual({ code: 0, signal: null });
  await sandbox.stop();
  await fresh.drop();
  await removeHome(folder);
});

async function startReplicas(more: readonly Record<string, string>[]): Promise<void> {
  // At the same moment: both migrate, both take people over.
  programs = more.map((settings) =>
    startProgram({
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_API_URL: sandbox.apiUrl,
      DATABASE_URL: fresh.url,
      SHOUMI_KEY: testKeyText,
      ...settings,
    }),
  );
  await Promise.all(programs.map((program) => program.ready));
}

const count = async (statement: string): Promise<number> => {
  const [row] = (await fresh.database.sql.unsafe(`select (${statement})::int as count`)) as {
    count: number;
  }[];
  return row?.count ?? -1;
};

/** The story, with everybody clicking at once, and the clock's work with both clocks ringing. */
async function live(): Promise<void> {
  const names = ['C-2026-5001', 'C-2026-5002', 'C-2026-5003'];
  const askers = [lin.id, chen.id, emma.id];
  const asked = await Promise.all(askers.map((user, n) => askFor(slack, user, { caseNumber: names[n] })));
  for (const answer of asked) expect(answer).toMatchObject({ ok: true, closed: true });
  await until(async () => (await cardsOf(slack, zhao.id)).length === 3, 20_000);
  await until(async () => (await cardsOf(slack, priya.id)).length === 3, 20_000);
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
  expect(await count(`select count(*) from event where type = 'access.approved'`)).toBe(3);
  expect(await count('select count(*) from access_grant')).toBe(3);
  for (const user of askers) {
    await until(async () => wordsOf(await cardOf(slack, user)).includes('access.give_back'), 20_000);
    await until(async () => (await repliesTo(slack, user)).length === 1, 20_000);
    expect(await cardsOf(slack, user)).toHaveLength(1);
  }

  // What falls due: a warning each; then two accesses end, the third one's warning stands.
  await fresh.database.sql`update owed set due_at = now() - interval '1 minute' where kind = 'access.ending'`;
  const warnings = () => count(`select count(*) from event where type = 'attention.told'`);
  await until(async () => (await warnings()) === 3, 25_000);
  await until(
    async () =>
      (await Promise.all(askers.map((user) => cardsOf(slack, user)))).every((some) => some.length === 2),
    20_000,
  );
  await fresh.database.sql`
    update access_grant set ends_at = now() - interval '1 second' where holder = any(${[lin.id, chen.id]})`;
  const expired = () => count(`select count(*) from event where type = 'access.expired'`);
  await until(async () => (await expired()) === 2, 25_000);
  for (const user of [lin.id, chen.id]) {
    await until(async () => (await repliesTo(slack, user)).length === 2, 20_000);
    expect(await cardsOf(slack, user)).toHaveLength(2);
  }
  expect(await repliesTo(slack, emma.id)).toHaveLength(1);
  expect(await warnings()).toBe(3);
  expect(await expired()).toBe(2);
  expect(
    await count(
      `select count(*) from event where type = 'people.joined' group by subject order by 1 desc limit 1`,
    ),
  ).toBe(1);
}

describe('two processes on one database', () => {
  it('do everything once between them, over sockets', async () => {
    await startReplicas([{ SLACK_APP_TOKEN: sandbox.appToken }, { SLACK_APP_TOKEN: sandbox.appToken }]);
    await until(async () => (await slack.state()).app.connections === 4);
    await live();
  }, 100_000);

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

/** One request to each in turn; to the next one where nobody answers. */
async function balance(ports: readonly number[]): Promise<{ url: string; stop: () => Promise<void> }> {
  let turn = 0;
  const server: Server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    turn += 1;
    const tryAt = (attempt: number): void => {
      if (attempt === ports.length) {
        outgoing.writeHead(502).end();
        return;
      }
      const port = ports[(turn + attempt) % ports.length];
      const { method, headers, url } = incoming;
      const passed = request({ host: '127.0.0.1', port, path: url, method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => tryAt(attempt + 1));
      passed.end(Buffer.concat(chunks));
    };
    tryAt(0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
