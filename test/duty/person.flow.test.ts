import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dutyById } from '../../src/duty/duty.store.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { administer, roundTheClock } from '../access/flow.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import { dailyDuty, deskOf, openOf, pressOld, tick } from './desk.ts';
import { free } from './world.ts';

const { lin, emma, chen, wang, david, sun, zhou, james, priya, zhao } = workspace.people;
const named = (zh: string, en: string) => ({ titleZh: free(zh), titleEn: free(en) });

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  await roundTheClock(firm);
});
afterAll(() => firm.stop());

const home = async (user: string) => {
  await firm.slack.openHome(user);
  const found = await firm.slack.home(user);
  if (!found) throw new Error(`${user} has no Home`);
  return { ...found, blocks: found.view.blocks as unknown[] };
};
const homeWords = async (user: string) => {
  const words = wordsOf((await home(user)).blocks);
  if (process.env.PRINT) process.stdout.write(`\n──── Home\n${words}\n`);
  return words;
};
const ruleOf = async (id: string) => {
  const { house } = firm.bot;
  return house.read((tx) => dutyById(tx, house.tenant, id));
};

describe('duties in Home', () => {
  it('say nothing to who has none, and to who has: what presses, with its buttons, and the way to all', async () => {
    expect(await homeWords(zhao.id)).not.toContain('*待办*');
    const six = await Promise.all(
      ['一', '二', '三', '四', '五', '六'].map((n) =>
        dailyDuty(firm, { owner: lin.id, ...named(`核对${n}`, `Check ${n}`) }),
      ),
    );
    const words = await homeWords(lin.id);
    expect(words).toContain('*待办*');
    // Five stand there; the sixth is behind the button that counts them all, with what comes next of each.
    expect((words.match(/"duty\.home\.occ_/g) ?? []).length).toBe(5);
    expect(words).toContain('查看全部 12 件');
    const view = await home(lin.id);
    await firm.slack.clickInView(lin.id, view, 'duty.list', buttonIn(view.blocks, 'duty.list'));
    expect(await deskOf(firm, lin.id).words()).toContain('今天（6）');
    // Done in Home: the answer says so, and the line goes.
    const at = await home(lin.id);
    const done = buttonIn(at.blocks, 'duty.done');
    await firm.slack.clickInView(lin.id, at, 'duty.done', done);
    expect(await recorded(firm, 'duty.done', String(done?.value))).toBe(1);
    expect(wordsOf((await home(lin.id)).blocks)).toContain('查看全部 11 件');
    expect(six.filter(({ owner }) => owner === lin.id)).toHaveLength(6);
  });

  it('show who checks what was handed in, in their language, and nothing of it to others', async () => {
    const duty = await dailyDuty(firm, {
      ...{ owner: chen.id, checker: emma.id },
      ...named('盘点钥匙', 'Count the keys'),
    });
    await deskOf(firm, chen.id).duty('完成 盘点');
    const words = await homeWords(emma.id);
    expect(words).toContain('Count the keys');
    expect(words).toContain('duty.accept');
    expect(await homeWords(chen.id)).not.toContain('盘点钥匙');
    expect(await homeWords(wang.id)).not.toContain('盘点钥匙');
    expect(await openOf(firm, duty)).toEqual([]);
  });

  it('say that nothing is due this week while one’s duties wait', async () => {
    await dailyDuty(firm, {
      ...{ owner: zhao.id, ...named('年检', 'Yearly review') },
      cadence: { kind: 'after', event: 'people.left', workingDays: 5 },
    });
    expect(await homeWords(zhao.id)).toContain('本周没有到期的事');
  });
});

describe('/shoumi me', () => {
  it('counts the duties somebody has, stands in for, checks and has done', async () => {
    await dailyDuty(firm, { owner: wang.id, deputy: chen.id, ...named('看日志', 'Read the log') });
    const screen = screenOf(firm, chen.id);
    await screen.shoumi('我的信息');
    expect(await screen.words()).toContain('您负责 1 件，代理 1 件，复核 0 件；一共完成过 0 次');
    const english = screenOf(firm, emma.id);
    await english.shoumi('me');
    expect(await english.words()).toContain('none of yours; 0 as deputy, 1 to check; 0 done in all');
  });
});

describe('doing', () => {
  it('twice is once: a double click of "done" records one', async () => {
    const duty = await dailyDuty(firm, { owner: david.id, ...named('关灯', 'Lights out') });
    const [one] = await openOf(firm, duty);
    const desk = deskOf(firm, david.id);
    await desk.duty();
    const view = await desk.top();
    const button = buttonIn(view.view.blocks as unknown[], 'duty.done');
    expect(button?.value).toBe(one?.id);
    await Promise.all([1, 2].map(() => firm.slack.clickInView(david.id, view, 'duty.done', button)));
    expect(await recorded(firm, 'duty.done', one?.id ?? '')).toBe(1);
    expect(await desk.words()).toContain('is recorded as done');
    expect(await desk.words()).not.toContain('has been done already');
  });

  it('twice is once in the form, too, and what a checker returned is handed in anew', async () => {
    const duty = await dailyDuty(firm, {
      ...{ owner: david.id, checker: wang.id, ...named('开关柜', 'Open the safe') },
      asks: [{ key: 'how', kind: 'text', en: free('How'), zh: free('情况'), needed: true }],
    });
    const [one] = await openOf(firm, duty);
    const desk = deskOf(firm, david.id);
    await desk.duty('done safe');
    const form = await desk.top();
    const values = { 'ask.how': 'Opened, counted, locked' };
    await Promise.all([1, 2].map(() => firm.slack.submit(david.id, form, values)));
    expect(await recorded(firm, 'duty.submitted', one?.id ?? '')).toBe(1);
    await pressOld(firm, wang.id, 'duty.return', one?.id ?? '');
    await deskOf(firm, wang.id).submit({ why: '钥匙是谁拿的？' });
    await desk.duty('done safe');
    expect(await desk.value('ask.how')).toBe('Opened, counted, locked');
    await desk.submit({ 'ask.how': 'Opened with Wang, counted, locked' });
    expect(await recorded(firm, 'duty.submitted', one?.id ?? '')).toBe(2);
    await pressOld(firm, wang.id, 'duty.accept', one?.id ?? '');
    expect(await recorded(firm, 'duty.accepted', one?.id ?? '')).toBe(1);
    // Nobody checks their own, though they lead.
    expect(await pressOld(firm, wang.id, 'duty.accept', one?.id ?? '')).toContain('已经通过了');
  });

  it('is skipped by its owner and by who leads; others are told whose it is', async () => {
    const duty = await dailyDuty(firm, { owner: priya.id, ...named('查门禁', 'Check the doors') });
    const [one] = await openOf(firm, duty);
    expect(await pressOld(firm, lin.id, 'duty.skip', one?.id ?? '')).toContain(
      `这件事由 <@${priya.id}> 来做`,
    );
    expect(await pressOld(firm, james.id, 'duty.skip', one?.id ?? '')).toContain(
      `This is for <@${priya.id}> to do`,
    );
    expect(await recorded(firm, 'duty.skipped', one?.id ?? '')).toBe(0);
    await pressOld(firm, sun.id, 'duty.skip', one?.id ?? '');
    const officer = deskOf(firm, sun.id);
    await officer.submit({ why: '伦敦办公室今天放假' });
    expect(await officer.words()).toContain('这一次跳过');
    expect(await recorded(firm, 'duty.skipped', one?.id ?? '')).toBe(1);
  });
});

describe('an owner who left', () => {
  it('leaves what waits to the deputy, who is asked, keeps it, and is asked no more', async () => {
    const duty = await dailyDuty(firm, {
      ...{ owner: david.id, deputy: chen.id, ...named('清点印章', 'Count the seals') },
    });
    await administer(firm, 'user', { id: david.id, deleted: true });
    await tick(firm);
    expect(await ruleOf(duty.id)).toMatchObject({ owner: chen.id, deputy: null, leftBy: david.id });
    const desk = deskOf(firm, chen.id);
    await desk.duty();
    expect(await desk.words()).toContain('清点印章');
    await pressOld(firm, chen.id, 'duty.rule', duty.id);
    expect(await desk.words()).toContain(`<@${david.id}>（已离职）`);
    await desk.press('duty.hand_over', duty.id);
    await desk.submit({ to: chen.id });
    expect(await ruleOf(duty.id)).toMatchObject({ owner: chen.id, leftBy: null });
    const [row] = await firm.fresh.database.sql<{ state: string }[]>`
      select state from owed where kind = 'duty.orphan' and subject = ${duty.id} and person = ${chen.id}`;
    expect(row?.state).not.toBe('owed');
    expect(await openOf(firm, duty, chen.id)).toHaveLength(1);
  });
});

describe('what the house sees to', () => {
  it('is in the doctor’s words: a year without holidays holds so many duties', async () => {
    const unknown = Number(firm.sandbox.now().toISOString().slice(0, 4)) + 1;
    await dailyDuty(firm, {
      ...{ owner: wang.id, ...named('年初检查', 'First of the year') },
      cadence: { kind: 'workday', every: 'year', nth: 1, from: `${unknown - 1}-11-26` },
    });
    await firm.slack.command(zhou.id, '/shoumi', '体检');
    const card = (await firm.slack.inbox(zhou.id)).findLast(
      ({ text, ephemeral_for }) => !ephemeral_for && text.includes('体检结果'),
    );
    const line = wordsOf(card)
      .split('\n')
      .join(' ')
      .match(/[^"]*年的公众假期[^"]*/)?.[0];
    if (process.env.PRINT) process.stdout.write(`\n──── doctor\n${line}\n`);
    expect(line).toContain(`${unknown} 年`);
    expect(line).toContain('1 件待办');
  });

  it('ends what stood in for a capability once that makes the evidence itself, and says so in one line', async () => {
    const duty = await dailyDuty(firm, {
      ...{ owner: priya.id, interim: '20.2', why: { controls: ['20.2'], law: null } },
      ...named('手工跟踪整改', 'Track actions by hand'),
    });
    expect(duty).toMatchObject({ state: 'retired', retiredWhy: 'capability' });
    expect(await openOf(firm, duty)).toEqual([]);
    const [told] = await firm.fresh.database.sql<{ n: number }[]>`
      select count(*)::int as n from owed where kind = 'duty.taken_over' and subject = ${duty.id} and person = ${priya.id}`;
    expect(told?.n).toBe(1);
    await tick(firm);
    expect(await recorded(firm, 'duty.retired', duty.id)).toBe(1);
  });
});
