import { afterEach, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { wordsOf } from '../support/control.ts';
import {
  askFor,
  calls,
  cardOf,
  cardsOf,
  counted,
  formOf,
  type Rig,
  repliesTo,
  said,
  sleep,
  startRig,
  until,
} from './rig.ts';

const { lin, zhao, priya, emma } = workspace.people;
const readers = [lin.id, zhao.id, priya.id];

let rig: Rig;
afterEach(() => rig.stop());

/** Waits until each of the three has a card, and a moment longer for one too many. */
async function everyCardOnce(): Promise<void> {
  await until(
    async () =>
      (await Promise.all(readers.map((id) => cardsOf(rig.slack, id)))).every((some) => some.length > 0),
    20_000,
  );
  await rig.bot.settled();
  for (const id of readers) expect(await cardsOf(rig.slack, id)).toHaveLength(1);
}

describe('a post that Slack refuses for a while', () => {
  it('waits as long as Slack asks, while a modal opens at once, and stands there once', async () => {
    rig = await startRig();
    const { slack } = rig;
    await slack.fault({ method: 'chat.postMessage', times: 3, status: 429, retry_after: 3 });
    expect(await askFor(slack, lin.id)).toMatchObject({ ok: true, closed: true });
    const asked = performance.now();
    await until(async () => (await calls(slack, 'chat.postMessage')).length >= 3);

    const began = performance.now();
    await slack.call('POST', '/command', {
      user: emma.id,
      channel: slack.dm(emma.id),
      command: '/access',
      text: 'request',
    });
    expect(await slack.topView(emma.id)).toBeDefined();
    // On one client for both it would wait behind the posts, until its trigger is dead.
    expect(performance.now() - began).toBeLessThan(2_000);
    expect((await calls(slack, 'views.open')).at(-1)?.answer).toMatchObject({ ok: true });

    await everyCardOnce();
    // Nobody was asked again before the 3 s were over.
    expect(performance.now() - asked).toBeGreaterThan(2_900);
    expect((await calls(slack, 'chat.postMessage')).filter(({ status }) => status === 429)).toHaveLength(3);
  });

  it('is tried again after Slack’s own trouble, and stands there once', async () => {
    rig = await startRig();
    await rig.slack.fault({ method: 'chat.postMessage', times: 2, status: 500 });
    await rig.slack.fault({ method: 'chat.postMessage', times: 1, status: 503 });
    await askFor(rig.slack, lin.id);
    await everyCardOnce();
  });
});

it('does not give up when Slack is away for longer than anybody watches', async () => {
  rig = await startRig();
  const { slack, fresh, bot } = rig;
  await slack.fault({ method: 'chat.postMessage', times: 3, status: 503 });
  await askFor(slack, lin.id);
  const waiting = () => fresh.database.sql`select 1 from pgboss.job where name = 'card' and state = 'retry'`;
  await until(async () => (await waiting()).length === 3);
  // As after a day and a half of trying every five minutes.
  await slack.fault({ method: 'chat.postMessage', times: 3, status: 503 });
  await fresh.database
    .sql`update pgboss.job set retry_count = 400, start_after = now() where state = 'retry'`;
  bot.jobs.ring('card');
  await until(async () => (await calls(slack, 'chat.postMessage')).length === 6);
  await until(async () => (await waiting()).length === 3);
  const [next] = await fresh.database.sql<{ seconds: number }[]>`
    select extract(epoch from max(start_after) - now())::int as seconds from pgboss.job where state = 'retry'`;
  expect(next?.seconds).toBeLessThanOrEqual(330);
  await fresh.database.sql`update pgboss.job set start_after = now() where state = 'retry'`;
  bot.jobs.ring('card');
  await everyCardOnce();
  expect(rig.logged().filter(({ msg }) => msg.startsWith('a piece of work failed'))).toHaveLength(6);
});

describe('a lost reply', () => {
  it('to a post leaves one message, which the card knows as its own', async () => {
    rig = await startRig();
    const { slack } = rig;
    await slack.fault({ method: 'chat.postMessage', times: 3, lose_reply: true });
    await askFor(slack, lin.id);
    await everyCardOnce();
    const lost = (await calls(slack, 'chat.postMessage')).filter(
      ({ answer }) => (answer as { reply_lost?: boolean }).reply_lost,
    );
    expect(lost).toHaveLength(3);
    await until(async () => {
      const [row] = await rig.fresh.database.sql<{ count: number }[]>`
        select count(*)::int as count from card where ts is not null and shown is not null`;
      return row?.count === 3;
    });
    // It is edited from then on, not posted anew.
    await slack.click(zhao.id, await cardOf(slack, zhao.id), 'access.approve');
    await everyCardOnce();
    expect(wordsOf(await cardOf(slack, priya.id))).toContain('Approved by');
    expect((await calls(slack, 'chat.postMessage')).filter(({ payload }) => !threaded(payload))).toHaveLength(
      3,
    );
  });

  it('to a post is found again below hundreds of messages that came since', async () => {
    rig = await startRig();
    const { slack, fresh, bot, sandbox } = rig;
    await slack.fault({ method: 'chat.postMessage', times: 1, lose_reply: true });
    await askFor(slack, lin.id);
    const unclear = () =>
      fresh.database.sql<{ reader: string }[]>`select reader from card where begun_at is not null`;
    await until(async () => (await unclear()).length === 1);
    const [{ reader } = { reader: '' }] = await unclear();
    await fresh.database
      .sql`update pgboss.job set start_after = now() + interval '1 hour' where state = 'retry'`;
    for (let n = 0; n < 450; n++) {
      await fetch(`${sandbox.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ channel: slack.dm(reader), text: `Something else ${n}` }),
      });
    }
    const posts = (await calls(slack, 'chat.postMessage')).length;
    await fresh.database.sql`update pgboss.job set start_after = now() where state = 'retry'`;
    bot.jobs.ring('card');
    await until(async () => (await unclear()).length === 0);
    expect((await calls(slack, 'conversations.history')).length).toBe(3);
    expect((await calls(slack, 'chat.postMessage')).length).toBe(posts);
    const cards = (await cardsOf(slack, reader)).filter((one) => !one.text.startsWith('Something else'));
    expect(cards).toHaveLength(1);
  });

  it('to a line under a card leaves one line', async () => {
    rig = await startRig();
    const { slack } = rig;
    await askFor(slack, lin.id);
    await slack.fault({ method: 'chat.postMessage', times: 1, lose_reply: true });
    await slack.click(zhao.id, await cardOf(slack, zhao.id), 'access.approve');
    const noticed = () => rig.fresh.database.sql`select 1 from card where noticed = 'granted'`;
    await until(async () => (await noticed()).length === 1, 20_000);
    expect(await repliesTo(slack, lin.id)).toHaveLength(1);
  });

  it('to an edit leaves the last state', async () => {
    rig = await startRig();
    const { slack } = rig;
    await askFor(slack, lin.id);
    await slack.fault({ method: 'chat.update', times: 3, lose_reply: true });
    await slack.click(zhao.id, await cardOf(slack, zhao.id), 'access.approve');
    await until(async () => (await repliesTo(slack, lin.id)).length === 1, 20_000);
    for (const id of readers) expect(await cardsOf(slack, id)).toHaveLength(1);
    expect(wordsOf(await cardOf(slack, priya.id))).toContain('Approved by');
    expect(wordsOf(await cardOf(slack, lin.id))).toContain('授权有效至');
  });

  it('to an opened form is a sentence, and the click is acknowledged', async () => {
    rig = await startRig();
    const { slack } = rig;
    await slack.fault({ method: 'views.open', times: 1, lose_reply: true });
    expect(await slack.command(emma.id, '/access', 'request')).toEqual({ ok: true });
    expect((await said(slack, emma.id)).at(-1)).toBe(
      'Slack did not let the form open in time. Please try again.',
    );
  });
});

it('says that a form came too late when Slack is slow, within the 3 s that Slack waits', async () => {
  rig = await startRig();
  const { slack } = rig;
  await slack.fault({ method: 'views.open', times: 1, delay_ms: 4_000, error: 'expired_trigger_id' });
  // Acknowledged: the workspace waits for 3 s and no longer.
  expect(await slack.command(emma.id, '/access', 'request')).toEqual({ ok: true });
  expect((await said(slack, emma.id)).at(-1)).toMatch(/try again/i);
});

it('outlives Slack: what was decided before it went stands there when it is back', async () => {
  rig = await startRig();
  const { slack } = rig;
  await askFor(slack, lin.id);
  await everyCardOnce();
  // The decision is committed, its cards cannot be edited any more.
  await slack.fault({ method: 'chat.update', times: 100, status: 503 });
  await slack.call('POST', '/interact', {
    user: zhao.id,
    channel: slack.dm(zhao.id),
    messageTs: (await cardOf(slack, zhao.id)).ts,
    action: { action_id: 'access.approve' },
  });
  expect(await counted(rig)).toMatchObject({ grants: 1, running: 1 });
  const gone = await rig.loseSlack();
  expect(rig.bot.connected()).toBe(false);
  await sleep(1_200);
  await gone.back();
  await until(() => rig.bot.connected(), 15_000);
  await until(async () => wordsOf(await cardOf(slack, priya.id)).includes('Approved by'), 20_000);
  await until(async () => (await repliesTo(slack, lin.id)).length === 1, 20_000);
  for (const id of readers) expect(await cardsOf(slack, id)).toHaveLength(1);
  expect(await slack.command(emma.id, '/access', 'request')).toEqual({ ok: true });
  expect(await formOf(slack, emma.id)).toBeDefined();
  expect(rig.fatal).toEqual([]);
}, 60_000);

function threaded(payload: unknown): boolean {
  return (payload as { thread_ts?: string }).thread_ts !== undefined;
}
