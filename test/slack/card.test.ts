import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveCompany } from '../../src/people/company.store.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { refreshRoute } from '../../src/slack/card.job.ts';
import { alwaysAtWork } from '../access/flow.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import {
  askFor,
  calls,
  cardOf,
  cardsOf,
  counted,
  formOf,
  type Rig,
  repliesTo,
  sleep,
  startRig,
  until,
} from './rig.ts';

const { lin, zhao, priya } = workspace.people;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const approve = async (user: string) =>
  rig.slack.click(user, await cardOf(rig.slack, user), 'access.approve');
const remove = (message: { channel: string; ts: string }) =>
  rig.slack.call('POST', '/delete-message', { channel: message.channel, ts: message.ts });

/** Sets off `times` refreshes of everything that shows the one request there is, all at once. */
async function refresh(times = 1): Promise<void> {
  const [request] = await rig.fresh.database.sql<{ id: string }[]>`select id from access_request`;
  const event = {
    tenant: rig.bot.house.tenant,
    eventId: 'none',
    type: 'access.requested',
    subject: request?.id ?? '',
  };
  const jobs = Array.from({ length: times }, () => refreshRoute(event)).flat();
  await rig.bot.jobs.add(rig.fresh.database, jobs);
  rig.bot.jobs.ring('refresh');
  await rig.bot.settled();
}

async function row(
  reader: string,
): Promise<{ state: string; attempt: number; ts: string | null } | undefined> {
  const [found] = await rig.fresh.database.sql<{ state: string; attempt: number; ts: string | null }[]>`
    select state, attempt, ts from card where reader = ${reader} and kind like 'access.%'`;
  return found;
}

describe('a card that is gone from Slack', () => {
  it('comes back once, as soon as something changes, for a reader who still has something to do', async () => {
    const { slack } = rig;
    await askFor(slack, lin.id);
    await remove(await cardOf(slack, lin.id));
    await remove(await cardOf(slack, zhao.id));
    await remove(await cardOf(slack, priya.id));
    expect(await cardsOf(slack, lin.id)).toEqual([]);

    // What the cards say changes, and nobody has decided yet.
    await rig.fresh.database.sql`update access_request set lapses_at = lapses_at - interval '1 hour'`;
    await refresh(3);
    for (const { id } of [lin, zhao, priya]) expect(await cardsOf(slack, id), id).toHaveLength(1);
    expect(buttonIn((await cardOf(slack, zhao.id)).blocks, 'access.approve')).toBeDefined();
    // And it is the card from now on.
    await approve(zhao.id);
    for (const { id } of [lin, zhao, priya]) expect(await cardsOf(slack, id), id).toHaveLength(1);
    expect(wordsOf(await cardOf(slack, lin.id))).toContain('授权有效至');
    expect(wordsOf(await cardOf(slack, priya.id))).toContain('Approved by');
  });

  it('stays gone for a reader who has nothing left to do', async () => {
    const { slack } = rig;
    await askFor(slack, lin.id);
    await remove(await cardOf(slack, priya.id));
    await approve(zhao.id);
    expect(await cardsOf(slack, priya.id)).toEqual([]);
    expect(await row(priya.id)).toMatchObject({ state: 'lost' });
    const before = (await calls(slack, 'chat.update')).length;
    await refresh(2);
    expect((await calls(slack, 'chat.update')).length).toBe(before);
  });

  it('comes back at once where somebody deletes it, and nothing else comes of it', async () => {
    const { slack } = rig;
    await askFor(slack, lin.id);
    const admin = workspace.people.zhou.id;
    for (const { id } of [lin, zhao]) {
      const { channel, ts } = await cardOf(slack, id);
      await slack.call('POST', '/delete-message', { channel, ts, user: admin });
      await rig.bot.settled();
    }
    for (const { id } of [lin, zhao, priya]) expect(await cardsOf(slack, id), id).toHaveLength(1);
    await approve(zhao.id);
    // The card of a decision that is taken asks nothing of anybody.
    const { channel, ts } = await cardOf(slack, zhao.id);
    await slack.call('POST', '/delete-message', { channel, ts, user: admin });
    await rig.bot.settled();
    expect(await cardsOf(slack, zhao.id)).toEqual([]);
    expect(await row(zhao.id)).toMatchObject({ state: 'lost' });
  });

  it('comes back once, however often Slack tells that it is gone', async () => {
    const { slack } = rig;
    await askFor(slack, lin.id);
    const { channel, ts } = await cardOf(slack, zhao.id);
    await slack.call('POST', '/unrest', { times: 1, twice: true });
    await slack.call('POST', '/delete-message', { channel, ts, user: workspace.people.zhou.id });
    await rig.bot.settled();
    expect(await cardsOf(slack, zhao.id)).toHaveLength(1);
  });

  it('comes back within a day though nothing changes, where retention took it without a word', async () => {
    const { slack, fresh } = rig;
    await askFor(slack, lin.id);
    // It waits for days, so that a day can pass.
    await fresh.database.sql`update access_request set lapses_at = lapses_at + interval '9 days'`;
    await refresh();
    await remove(await cardOf(slack, zhao.id));
    await rig.bot.tick();
    await rig.bot.settled();
    expect(await cardsOf(slack, zhao.id)).toEqual([]);
    const looks = async () => (await calls(slack, 'conversations.history')).length;
    const before = await looks();
    // A Monday of next week when all three work: 17:00 in Shanghai.
    const monday = DateTime.fromJSDate(rig.bot.house.now(), { zone: lin.tz })
      .plus({ weeks: 1 })
      .startOf('week');
    await slack.call('POST', '/clock', { now: monday.set({ hour: 17 }).toUTC().toISO() });
    // Beside what the morning says to those who are asked.
    const requests = async (id: string) =>
      (await cardsOf(slack, id)).filter(({ blocks }) => !JSON.stringify(blocks).includes('"attention.'));
    for (const { id } of [lin, zhao, priya]) expect(await requests(id), id).toHaveLength(1);
    // Each was looked for once, and then left alone for a day.
    expect((await looks()) - before).toBe(3);
    await rig.bot.tick();
    await rig.bot.settled();
    expect((await looks()) - before).toBe(3);
    expect(buttonIn((await requests(zhao.id))[0]?.blocks, 'access.approve')).toBeDefined();
  });

  it('is posted anew where Slack says the message is not there, with its line and only once', async () => {
    const { slack } = rig;
    await askFor(slack, lin.id);
    await slack.fault({ method: 'chat.update', times: 3, error: 'message_not_found' });
    await approve(zhao.id);
    const cards = (await cardsOf(slack, lin.id)).filter((one) => wordsOf(one).includes('授权有效至'));
    expect(cards).toHaveLength(1);
    // Who has nothing left to do gets no new one.
    const others = (await cardsOf(slack, priya.id)).filter((one) => wordsOf(one).includes('Approved by'));
    expect(others).toHaveLength(0);
    expect(await repliesTo(slack, lin.id)).toHaveLength(1);
  });

  it('comes back for a reader who has something to do again', async () => {
    const { slack, fresh } = rig;
    await askFor(slack, lin.id);
    const deciding = (...who: { id: string }[]) =>
      fresh.database.sql`
        update data_set set approvers = ${fresh.database.sql.json(who.map(({ id }) => id))} where id = 'client-files'`;
    await deciding(zhao);
    await remove(await cardOf(slack, priya.id));
    await refresh();
    expect(await row(priya.id)).toMatchObject({ state: 'lost' });
    await deciding(zhao, priya);
    await refresh();
    expect(await cardsOf(slack, priya.id)).toHaveLength(1);
    await approve(priya.id);
    expect(wordsOf(await cardOf(slack, priya.id))).toContain('Approved by');
  });

  it('is followed by a new one where Slack lets the old one be edited no more, which still stands there', async () => {
    const { slack } = rig;
    await askFor(slack, lin.id);
    await slack.fault({ method: 'chat.update', times: 20, error: 'edit_window_closed' });
    await approve(zhao.id);
    await until(async () => (await cardsOf(slack, lin.id)).length === 2);
    expect(wordsOf(await cardOf(slack, lin.id))).toContain('授权有效至');
    const asked = (await calls(slack, 'chat.update')).length;
    expect(asked).toBeLessThanOrEqual(3);
    await refresh();
    expect((await calls(slack, 'chat.update')).length).toBe(asked);
    expect(await cardsOf(slack, lin.id)).toHaveLength(2);
  });
});

describe('refreshes', () => {
  it('that race leave the last state, on one message', async () => {
    const { slack } = rig;
    await askFor(slack, lin.id);
    // Every edit is slow, so that the decision falls into the middle of them.
    await slack.fault({ method: 'chat.update', times: 40, delay_ms: 60 });
    const card = await cardOf(slack, zhao.id);
    const racing = [refresh(6), refresh(6)];
    const decided = slack.call('POST', '/interact', {
      user: zhao.id,
      channel: card.channel,
      messageTs: card.ts,
      action: buttonIn(card.blocks, 'access.approve'),
    });
    racing.push(refresh(6));
    await Promise.all([...racing, decided]);
    await rig.bot.settled();
    for (const { id } of [lin, zhao, priya]) expect(await cardsOf(slack, id), id).toHaveLength(1);
    expect(wordsOf(await cardOf(slack, lin.id))).toContain('授权有效至');
    expect(wordsOf(await cardOf(slack, zhao.id))).not.toContain('access.approve');
    expect(wordsOf(await cardOf(slack, priya.id))).toContain('Approved by');
    expect(await repliesTo(slack, lin.id)).toHaveLength(1);
  });

  it('say nothing to Slack when nothing looks different', async () => {
    await askFor(rig.slack, lin.id);
    const spoken = async () =>
      (await rig.slack.log()).filter(
        ({ direction, what }) => direction === 'from_app' && what !== 'users.list',
      ).length;
    const before = await spoken();
    await refresh(5);
    expect(await spoken()).toBe(before);
  });
});

describe('a reader whom Slack lets nobody write to', () => {
  // The word to the admin is unasked.
  beforeEach(() => saveCompany(rig.fresh.database, rig.bot.house.tenant, alwaysAtWork));

  it.each(['user_disabled', 'cannot_dm_bot'])('is asked once and left alone (%s)', async (error) => {
    const { slack } = rig;
    await slack.fault({ method: 'chat.postMessage', times: 100, error });
    await askFor(slack, lin.id);
    for (const { id } of [lin, zhao, priya]) expect(await row(id)).toMatchObject({ state: 'unreachable' });
    const asked = (await calls(slack, 'chat.postMessage')).length;
    // And each time one word to the only admin, who cannot be written to either.
    expect(asked).toBe(6);
    await refresh(3);
    await sleep(1_500);
    expect((await calls(slack, 'chat.postMessage')).length).toBe(asked);
    const waiting = await rig.bot.jobs.backlog();
    expect(waiting).toEqual([]);
  });

  it('is tried again when the card has something new to say, since people come back', async () => {
    const { slack } = rig;
    // Three cards, and of each a word to the only admin, in any order.
    await slack.fault({ method: 'chat.postMessage', times: 6, error: 'user_disabled' });
    await askFor(slack, lin.id);
    expect(await cardsOf(slack, lin.id)).toEqual([]);
    // Long enough for the wait to be over, whatever weekends and holidays lie in between.
    await slack.advance('PT336H');
    expect(await cardsOf(slack, lin.id)).toHaveLength(1);
    expect(await row(lin.id)).toMatchObject({ state: 'live' });
  });

  it('is not confused with a bot whose own token is taken away: its cards come when it is let in again', async () => {
    const { slack } = rig;
    await slack.fault({ method: 'chat.postMessage', times: 3, error: 'account_inactive' });
    await askFor(slack, lin.id);
    for (const { id } of [lin, zhao, priya]) expect((await row(id))?.state ?? 'live').toBe('live');
    for (const { id } of [lin, zhao, priya])
      await until(async () => (await cardsOf(slack, id)).length === 1, 15_000);
  });
});

it('puts one line under the card for what its reader waits for, and no second one', async () => {
  const { slack } = rig;
  await askFor(slack, lin.id);
  expect(await repliesTo(slack, lin.id)).toEqual([]);
  await approve(zhao.id);
  await refresh(4);
  expect(await repliesTo(slack, lin.id)).toHaveLength(1);
  await slack.advance('PT5H');
  await refresh(4);
  // Granted, and ended: two changes, two lines; the approvers, who wait for nothing, get none.
  expect(await repliesTo(slack, lin.id)).toHaveLength(2);
  expect(await repliesTo(slack, zhao.id)).toEqual([]);
  expect(await repliesTo(slack, priya.id)).toEqual([]);
});

describe('Home', () => {
  it('appears when it is opened, and changes by itself', async () => {
    const { slack } = rig;
    expect(await slack.home(zhao.id)).toBeNull();
    await slack.openHome(zhao.id);
    await slack.openHome(lin.id);
    const empty = wordsOf(await slack.home(zhao.id));
    expect(empty).toContain('守密');
    await askFor(slack, lin.id);
    const waiting = wordsOf(await slack.home(zhao.id));
    expect(waiting).not.toBe(empty);
    await approve(zhao.id);
    const held = wordsOf(await slack.home(lin.id));
    expect(held).toContain('客户身份资料');
    await slack.advance('PT5H');
    expect(wordsOf(await slack.home(lin.id))).not.toBe(held);
  });

  it('is published once, however often it is opened', async () => {
    const { slack } = rig;
    for (let n = 0; n < 4; n++) await slack.openHome(zhao.id);
    await Promise.all([1, 2, 3].map(() => slack.openHome(zhao.id)));
    expect(await calls(slack, 'views.publish')).toHaveLength(1);
    expect(await counted(rig)).toMatchObject({ outbox: 0 });
  });

  it('is not published to those who never opened it', async () => {
    await askFor(rig.slack, lin.id);
    await approve(zhao.id);
    expect(await calls(rig.slack, 'views.publish')).toEqual([]);
  });

  it('comes when Slack takes it again', async () => {
    const { slack } = rig;
    await slack.fault({ method: 'views.publish', times: 1, status: 500 });
    await slack.fault({ method: 'views.publish', times: 1, retry_after: 1 });
    await slack.openHome(lin.id);
    await until(() => slack.home(lin.id), 15_000);
  });

  it('has buttons that work', async () => {
    const { slack } = rig;
    await slack.openHome(lin.id);
    const home = await slack.home(lin.id);
    if (!home) throw new Error('no Home');
    expect(await slack.clickInView(lin.id, home, 'access.ask')).toMatchObject({ ok: true });
    expect((await formOf(slack, lin.id)).view.callback_id).toBe('access.ask');
  });
});
