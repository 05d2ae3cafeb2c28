import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/database/connection.ts';
import { roles } from '../../src/database/roles.ts';
import { RunAgainAfter } from '../../src/jobs/jobs.ts';
import { logger } from '../../src/log.ts';
import { firm } from '../../src/sandbox/firm.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { makeClients } from '../../src/slack/clients.ts';
import { makePace, type Pace, type PacedCall } from '../../src/slack/pace.ts';
import { newHome, removeHome } from '../process/program.ts';
import { type People, peopleOf } from '../support/control.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { manifest } from '../support/demo-firm.ts';
import { calls, sleep } from './rig.ts';

const { lin } = firm.people;

let fresh: FreshDatabase;
/** Two processes, each with connections of its own. */
let replicas: Database[];
let paces: Pace[];
beforeAll(async () => {
  fresh = await freshDatabase();
  replicas = [1, 2].map(() => connect(fresh.appUrl, { role: roles.app }));
  paces = replicas.map((database) => makePace(database, 'T1'));
});
afterAll(async () => {
  await Promise.all(replicas.map((database) => database.stop()));
  await fresh.drop();
});
beforeEach(async () => {
  await fresh.database.sql`delete from slack_pace`;
});

/** Four workers a replica do these calls as the queue does: what has to wait longer comes again. Answers when each went out, in ms. */
async function drain(some: readonly PacedCall[], send: (n: number) => Promise<unknown>): Promise<number[]> {
  const began = performance.now();
  const sent: number[] = [];
  const waiting = some.map((call, n) => ({ call, n }));
  const worker = async (pace: Pace): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { call, n } = next;
      try {
        await pace(call, () => {
          sent.push(performance.now() - began);
          return send(n);
        });
      } catch (error) {
        if (!(error instanceof RunAgainAfter)) throw error;
        const again = next;
        await sleep(Math.min(200, error.seconds * 100));
        waiting.push(again);
      }
    }
  };
  await Promise.all(paces.flatMap((pace) => [1, 2, 3, 4].map(() => worker(pace))));
  return sent;
}

const many = (count: number, call: (n: number) => PacedCall) =>
  Array.from({ length: count }, (_, n) => call(n));

describe('two replicas, one pace', () => {
  it('post to many people at 525 a minute after a burst of 60: not below 0.95 of it, and not above', async ({
    annotate,
  }) => {
    const sent = await drain(
      many(160, (n) => ({ method: 'chat.postMessage', to: `U${n}` })),
      async () => {},
    );
    expect(sent).toHaveLength(160);
    // The bucket holds 60 and goes on filling while they leave.
    const seconds = (sent.at(-1) ?? 0) / 1_000;
    const perMinute = (100 / seconds) * 60;
    await annotate(`${perMinute.toFixed(0)} posts a minute`);
    expect(perMinute).toBeGreaterThan(0.95 * 525);
    expect(perMinute).toBeLessThan(1.03 * 525);
  }, 40_000);

  it('post to one person one a second after a burst of 20, while others do not wait for them', async () => {
    const sent = await drain(
      [
        ...many(23, () => ({ method: 'chat.postMessage', to: 'U1' })),
        ...many(10, (n) => ({ method: 'chat.postMessage', to: `U9${n}` })),
      ],
      async () => {},
    );
    const late = sent.filter((at) => at > 700);
    expect(late).toHaveLength(3);
    expect(sent.at(-1)).toBeGreaterThan(2_800);
    expect(sent.at(-1)).toBeLessThan(4_500);
  }, 20_000);

  it('leave other methods alone when one is told to wait, and wait in both', async () => {
    const [one, other] = paces as [Pace, Pace];
    const { bulk } = makeClients({
      token: 'xoxb-1',
      apiUrl: sandbox.apiUrl,
      log: logger({ level: 'silent' }),
    });
    await slack.fault({ method: 'chat.update', times: 1, status: 429, retry_after: 3 });
    await expect(
      one({ method: 'chat.update' }, () => bulk.chat.update({ channel: 'D1', ts: '1.1', text: 'x' })),
    ).rejects.toMatchObject({ seconds: 3 });
    await expect(other({ method: 'chat.update' }, async () => 'sent')).rejects.toMatchObject({ seconds: 3 });
    const began = performance.now();
    for (const method of ['chat.postMessage', 'views.publish', 'conversations.open'])
      expect(await other({ method }, async () => 'sent')).toBe('sent');
    expect(performance.now() - began).toBeLessThan(500);
    await sleep(2_000);
    // Less than a second and a half is waited for here.
    expect(await other({ method: 'chat.update' }, async () => 'sent')).toBe('sent');
    expect(performance.now() - began).toBeGreaterThan(2_700);
  });

  it('book nothing for a call that has to come again', async () => {
    const [one] = paces as [Pace];
    const call: PacedCall = { method: 'chat.postMessage', to: 'U1' };
    for (let n = 0; n < 21; n++) await one(call, async () => {});
    await fresh.database.sql`update slack_pace set free_at = free_at + interval '5 s' where key = 'to:U1'`;
    const before = await fresh.database.sql`select key, free_at from slack_pace order by key`;
    for (let n = 0; n < 5; n++) await expect(one(call, async () => {})).rejects.toBeInstanceOf(RunAgainAfter);
    expect(await fresh.database.sql`select key, free_at from slack_pace order by key`).toEqual(before);
  });
});

let folder: string;
let sandbox: Sandbox;
let slack: People;
beforeAll(async () => {
  folder = await newHome();
  sandbox = await startSandbox({ folder, port: 0, manifest });
  slack = peopleOf(sandbox.url, () => undefined);
});
afterAll(async () => {
  await sandbox.stop();
  await removeHome(folder);
});

it('edits as fast as Slack takes it, learns its limit from a few 429s, and then keeps to it', async ({
  annotate,
}) => {
  const { bulk } = makeClients({
    token: sandbox.botToken,
    apiUrl: sandbox.apiUrl,
    log: logger({ level: 'silent' }),
  });
  const { channel = '', ts = '' } = await bulk.chat.postMessage({ channel: lin.id, text: 'one' });
  await slack.call('POST', '/rate-limits', { on: true });
  const before = (await calls(slack, 'chat.update')).length;
  await drain(
    many(66, () => ({ method: 'chat.update' })),
    (n) => bulk.chat.update({ channel, ts, text: `edit ${n}` }),
  );
  const made = (await calls(slack, 'chat.update')).slice(before) as { status?: number; real_at?: string }[];
  const refused = made.filter(({ status }) => status === 429).length;
  const accepted = made
    .filter(({ status }) => status === 200)
    .map(({ real_at }) => Date.parse(real_at ?? ''));
  const [first = 0] = accepted;
  const seconds = ((accepted.at(-1) ?? 0) - first) / 1_000;
  // Slack let 50 through at once and 50 a minute from then on.
  const ratio = (66 - 50) / ((seconds * 50) / 60);
  await annotate(`${refused} calls refused, ${ratio.toFixed(2)} of the rate`);
  expect(accepted).toHaveLength(66);
  expect(refused).toBeLessThanOrEqual(8);
  expect(ratio).toBeGreaterThan(0.9);
  await slack.call('POST', '/rate-limits', { on: false });
}, 60_000);
