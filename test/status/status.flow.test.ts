import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { within } from '../../src/database/connection.ts';
import { queueFigures } from '../../src/jobs/piece.store.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import type { Company } from '../../src/people/company.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { alwaysAtWork } from '../access/flow.ts';
import { askFor, cardsOf, type Rig, startRig, until } from '../slack/rig.ts';
import { buttonIn, wordsOf } from '../support/control.ts';

const { lin, zhao, priya } = workspace.people;

let rig: Rig;
let admin: string;
beforeEach(async () => {
  rig = await startRig();
  const [found] = await rig.fresh.database.sql<{ id: string }[]>`
    select id from member where roles @> '["admin"]' order by id limit 1`;
  admin = found?.id ?? '';
  await setHours(alwaysAtWork);
});
afterEach(() => rig.stop());

const setHours = (company: Company) => saveCompany(rig.fresh.database, rig.bot.house.tenant, company);

const status = async (user: string, words: string) => {
  await rig.slack.command(user, '/shoumi', words);
  return (await rig.slack.messages(rig.slack.dm(user), user))
    .filter((one) => one.ephemeral_for === user)
    .at(-1);
};
const listOf = async (user: string) => {
  await rig.slack.command(user, '/shoumi', 'status jobs');
  const view = await rig.slack.topView(user);
  if (!view) throw new Error('the list did not open');
  return view;
};
const events = () =>
  rig.fresh.database.sql<{ type: string; subject: string; data: string }[]>`
    select type, subject, data from event where type like 'jobs.%' or type like 'slack.%' order by at, id`;

/** Three cards whose posts Slack refuses, tried so often that the next failure is the last. */
async function dying(): Promise<void> {
  const { slack, fresh, bot } = rig;
  await slack.fault({ method: 'chat.postMessage', times: 6, status: 503 });
  await askFor(slack, lin.id);
  const waiting = async () =>
    (await fresh.database.sql`select 1 from pgboss.job where name = 'card' and state = 'retry'`).length;
  await until(async () => (await waiting()) === 3);
  await fresh.database.sql`
    update pgboss.job set retry_count = retry_limit - 1, start_after = clock_timestamp() where name = 'card' and state = 'retry'`;
  bot.jobs.ring('card');
  await until(async () => (await dead()) === 3);
}
const dead = async () =>
  (await rig.fresh.database.sql`select 1 from pgboss.job where name = 'dead' and state = 'created'`).length;

describe('/shoumi status', () => {
  it('says in a few lines how the house fares, in the reader’s language', async () => {
    const english = wordsOf(await status(priya.id, 'status'));
    for (const part of ['How Shoumi fares', 'nothing waits', 'answers in', 'connected', '*Log*'])
      expect(english).toContain(part);
    expect(english).not.toContain(':warning:');
    const chinese = wordsOf(await status(lin.id, '状态'));
    for (const part of ['守密运行状态', '没有等待的任务', '毫秒内应答', '已连接'])
      expect(chinese).toContain(part);
    expect(wordsOf(await status(lin.id, '状态 呀'))).toContain('没有“呀”这个说法');
  });

  it('shows its work to admins alone, and names them to others', async () => {
    const refused = await status(lin.id, '状态 任务');
    expect(refused?.text).toContain(`<@${admin}>`);
    expect(await rig.slack.topView(lin.id)).toBeUndefined();
    expect(wordsOf(await listOf(admin))).toMatch(/Nothing is stuck|没有卡住的任务/);
  });
});

describe('work that failed for good', () => {
  it('stays with the dead, shows in the list without anybody’s words, and is done when an admin says so', async () => {
    const { slack, fresh } = rig;
    await dying();
    expect(await cardsOf(slack, zhao.id)).toEqual([]);
    expect(wordsOf(await status(priya.id, 'status'))).toContain('3 were given up');
    const figures = await fresh.database.sql.begin((sql) => queueFigures(within(sql)));
    expect(figures).toMatchObject([{ queue: 'card', ready: 0, running: 0, waiting: 0, dead: 3 }]);

    const view = await listOf(admin);
    const words = wordsOf(view);
    expect(words).toContain('1201');
    expect(words).toContain(zhao.id);
    expect(words).not.toContain('VAT filing');
    expect(buttonIn(view.view.blocks as unknown[], 'status.drop')?.confirm).toBeDefined();

    expect(await slack.clickInView(admin, view, 'status.rerun')).toMatchObject({ ok: true });
    await until(async () => (await dead()) === 2);
    const rerun = (await events()).filter(({ type }) => type === 'jobs.rerun');
    expect(rerun).toHaveLength(1);
    expect(JSON.parse(rerun[0]?.data ?? '{}')).toMatchObject({
      by: admin,
      queue: 'card',
      state: 'dead',
      tried: 1201,
    });
    const read = async () =>
      (await Promise.all([lin, zhao, priya].map(({ id }) => cardsOf(slack, id)))).flat().length;
    await until(async () => (await read()) === 1);

    // The others are let go: nothing comes of them, and who did that is in the log.
    for (const left of [1, 0]) {
      const now = await slack.topView(admin);
      if (!now) throw new Error('the list is gone');
      await slack.clickInView(admin, now, 'status.drop');
      await until(async () => (await dead()) === left);
    }
    expect((await events()).filter(({ type }) => type === 'jobs.dropped')).toHaveLength(2);
    expect(wordsOf(await slack.topView(admin))).toMatch(/Nothing is stuck|没有卡住的任务/);
    expect(await read()).toBe(1);
  });

  it('is run again all at once where several of a kind were given up', async () => {
    const { slack } = rig;
    await dying();
    const view = await listOf(admin);
    const words = /Run all 3 of “card” again|“card”的 3 项全部重新执行/;
    expect(wordsOf(view)).toMatch(words);
    await slack.clickInView(admin, view, 'status.rerun_all#card');
    await until(async () => (await dead()) === 0);
    expect((await events()).filter(({ type }) => type === 'jobs.rerun')).toHaveLength(3);
    const read = async () =>
      (await Promise.all([lin, zhao, priya].map(({ id }) => cardsOf(slack, id)))).flat().length;
    await until(async () => (await read()) === 3);
    expect(wordsOf(await slack.topView(admin))).not.toMatch(words);
  });

  it('is run again once by two clicks on one button, and not at all by somebody who is no admin any more', async () => {
    const { slack, fresh } = rig;
    await dying();
    const view = await listOf(admin);
    const action = buttonIn(view.view.blocks as unknown[], 'status.rerun');
    const click = () => slack.call('POST', '/view-interact', { user: admin, view_id: view.id, action });
    await Promise.all([click(), click(), click()]);
    await until(async () => (await dead()) === 2);
    expect((await events()).filter(({ type }) => type === 'jobs.rerun')).toHaveLength(1);

    await fresh.database.sql`update member set roles = '[]' where id = ${admin}`;
    const next = await slack.topView(admin);
    if (!next) throw new Error('the list is gone');
    await slack.clickInView(admin, next, 'status.rerun');
    await slack.clickInView(admin, next, 'status.drop');
    expect(await dead()).toBe(2);
    expect(await events()).toHaveLength(1);
  });

  it('turns pages', async () => {
    const { slack, fresh, bot } = rig;
    const jobs = Array.from({ length: 23 }, (_, n) => ({
      queue: 'card',
      data: { tenant: bot.house.tenant, kind: 'none.such', reader: lin.id, occasion: `req_${n}` },
    }));
    await bot.jobs.add(fresh.database, jobs);
    bot.jobs.ring('card');
    await until(
      async () =>
        (await fresh.database.sql`select 1 from pgboss.job where name = 'card' and state = 'retry'`)
          .length === 23,
    );
    // Tried eight times in vain: no longer a passing trouble.
    await fresh.database.sql`
      update pgboss.job set retry_count = 8, start_after = clock_timestamp() + interval '1 hour' where name = 'card' and state = 'retry'`;
    const view = await listOf(admin);
    expect(wordsOf(view)).toContain('Error');
    expect(wordsOf(view)).toMatch(/1–10/);
    expect(buttonIn(view.view.blocks as unknown[], 'status.drop')).toBeUndefined();
    await slack.clickInView(admin, view, 'status.page.next');
    const second = await slack.topView(admin);
    expect(wordsOf(second)).toMatch(/11–20/);
    if (second) await slack.clickInView(admin, second, 'status.page.next');
    expect(wordsOf(await slack.topView(admin))).toMatch(/21–23/);
  });
});

describe('somebody who cannot be written to', () => {
  const adminCards = async () =>
    (await cardsOf(rig.slack, admin)).filter(
      (card) => wordsOf(card).includes(zhao.id) && /no_bell|white_check/.test(wordsOf(card)),
    );

  const unreachable = async () =>
    (await events()).filter(({ type }) => type === 'slack.unreachable').length === 3;
  /** A firm that works on one day of the week, which is neither today nor tomorrow. */
  const notToday = (): Company => {
    const today = rig.sandbox.now().getUTCDay();
    return { ...alwaysAtWork, hours: { ...alwaysAtWork.hours, days: [((today + 3) % 7) + 1] } };
  };

  const opensApp = () => rig.slack.openHome(zhao.id);
  const isChanged = () => rig.slack.user({ id: zhao.id, title: 'Privacy counsel' });

  it.each([
    ['messages_tab_disabled', opensApp],
    ['user_disabled', isChanged],
    ['channel_not_found', opensApp],
  ])(
    'is an event, admins are told once, and what waits comes when they are back (%s)',
    async (error, comesBack) => {
      const { slack } = rig;
      // Zhao's card is one of three; all of them fail, so lin and priya are told of as well.
      // Nobody is told before all three have failed: what the admin is told would be one of the three.
      await setHours(notToday());
      await slack.fault({ method: 'chat.postMessage', times: 3, error });
      await askFor(slack, lin.id);
      await until(unreachable);
      await setHours(alwaysAtWork);
      await rig.bot.tick();
      await until(async () => (await adminCards()).length === 1);
      const told = await events();
      expect(
        told
          .filter(({ type }) => type === 'slack.unreachable')
          .map(({ subject }) => subject)
          .sort(),
      ).toEqual([lin.id, zhao.id, priya.id].sort());
      expect(wordsOf(await status(admin, 'status'))).toContain(zhao.id);
      // Further trouble with the same person rings nobody again.
      await rig.bot.settled();
      expect(await adminCards()).toHaveLength(1);

      await comesBack();
      await until(async () => (await cardsOf(slack, zhao.id)).length === 1);
      await rig.bot.settled();
      expect(
        (await events()).filter(({ type }) => type === 'slack.reached').map(({ subject }) => subject),
      ).toEqual([zhao.id]);
      await until(async () => /white_check/.test(wordsOf(await adminCards())));
      expect(await adminCards()).toHaveLength(1);
      expect(await cardsOf(slack, priya.id)).toEqual([]);
    },
  );

  it('waits for the admin’s working hours, and is not told at all once it is over', async () => {
    const { slack } = rig;
    await setHours(notToday());
    await slack.fault({ method: 'chat.postMessage', times: 3, error: 'user_disabled' });
    await askFor(slack, lin.id);
    await until(unreachable);
    await rig.bot.tick();
    await rig.bot.settled();
    expect(await adminCards()).toEqual([]);
    await slack.user({ id: priya.id, title: 'Back again' });
    await until(async () => (await events()).some(({ type }) => type === 'slack.reached'));

    await setHours(alwaysAtWork);
    await rig.bot.tick();
    await until(async () => (await adminCards()).length === 1);
    await rig.bot.settled();
    const told = (await cardsOf(slack, admin)).map((card) => wordsOf(card)).join();
    expect(told).toContain(zhao.id);
    expect(told).not.toContain(priya.id);
  });
});
