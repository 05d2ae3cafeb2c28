import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dutiesOf } from '../../src/duty/duty.store.ts';
import type { FreeText } from '../../src/kernel/free-text.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { roundTheClock } from '../access/flow.ts';
import { recorded } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { dailyDuty, deskOf, openOf, pressOld, show, tick } from './desk.ts';

const { lin, emma, chen, wang, david, sun, zhou, james, zhao } = workspace.people;
const free = (text: string) => text as FreeText;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  await roundTheClock(firm);
});
afterAll(() => firm.stop());

const print = async (screen: Parameters<typeof show>[0]) => {
  if (process.env.PRINT) await show(screen);
};
const owned = async (owner: string) => {
  const { house } = firm.bot;
  const page = { limit: 300, offset: 0 };
  return (await house.read((tx) => dutiesOf(tx, house.tenant, { owner, page }))).rows;
};
/** Slack ids stand in a message; under a field stand names. */
const minutes = {
  ...{ key: 'minutes', kind: 'number' as const, en: free('Minutes to restore'), zh: free('恢复用时') },
  ...{ unit: free('min'), needed: true },
};
const words = {
  ...{ key: 'how', kind: 'text' as const, en: free('How it went'), zh: free('恢复情况') },
  needed: true,
};

describe.each([
  {
    ...{
      language: 'zh',
      who: lin,
      other: wang,
      line: '新增 每月第一个工作日 备份恢复演练 @王芳',
      title: '备份恢复演练',
    },
    ...{
      heard: '我的理解：每月第 1 个工作日',
      added: '已新增',
      empty: '没有等您处理的事',
      button: '更多设置',
    },
    ...{ forOther: '您可以给自己和直属下属新增待办', never: '没有这样的日子', often: '每月第 1 个工作日' },
    ...{ unsure: '没看懂“每逢满月”', clock: '待办只有日期、没有钟点', odd: '新增 每逢满月下午3点 拜访客户' },
  },
  {
    ...{
      language: 'en',
      who: emma,
      other: wang,
      line: 'add first working day of the month Restore drill @王芳',
      title: 'Restore drill',
    },
    ...{
      heard: 'I understood: on the 1st working day of every month',
      added: 'is added',
      empty: 'Nothing waits for you',
      button: 'More settings',
    },
    ...{
      forOther: 'You can add duties for yourself and for people who report to you',
      never: 'There is no such day',
      often: 'on the 1st working day of every month',
    },
    ...{
      unsure: 'how often “every full moon',
      clock: 'Duties have a date and no hour',
      odd: 'add every full moon at noon visit clients',
    },
  },
])('a new duty, in $language', (said) => {
  it('says what to do while there is none', async () => {
    const desk = deskOf(firm, said.who.id);
    await desk.duty();
    expect(await desk.words()).toContain(said.empty);
    await desk.press('duty.rules');
    await print(desk);
    await desk.press('duty.back');
    await desk.press('duty.history');
    await print(desk);
    await desk.press('duty.back');
    expect(await desk.words()).toContain(said.empty);
  });

  it('comes from plain words into a form that shows what was understood and the next dates', async () => {
    const desk = deskOf(firm, said.who.id);
    await desk.duty(said.line);
    const text = await desk.words();
    for (const part of [said.heard, said.title, said.button]) expect(text).toContain(part);
    expect(await desk.value('owner')).toBe(said.other.id);
    expect(await desk.value('nth')).toBe('1');
    // For somebody who does not report to them: named under the field, with who can.
    const refused = await desk.submit();
    expect(refused.errors?.owner).toContain(said.forOther);
    expect(refused.errors?.owner).toContain('孙丽');
    const sent = await desk.submit({ owner: said.who.id });
    expect(sent).toMatchObject({ ok: true });
    await print(desk);
    const after = await desk.words();
    for (const part of [said.added, said.title, said.often]) expect(after).toContain(part);
    const [duty] = await owned(said.who.id);
    expect(duty).toMatchObject({
      titleEn: said.title,
      titleZh: said.title,
      cadence: { kind: 'workday', every: 'month', nth: 1 },
      leadDays: 3,
      addedBy: said.who.id,
    });
    expect(await recorded(firm, 'duty.added', duty?.id ?? '')).toBe(1);
    // What comes stands in the list of what is mine.
    await desk.duty();
    expect(await desk.words()).toContain(said.title);
  });

  it('says what it did not understand', async () => {
    const desk = deskOf(firm, said.who.id);
    await desk.duty(said.odd);
    const text = await desk.words();
    for (const part of [said.unsure, said.clock]) expect(text).toContain(part);
  });

  it('draws the next dates with every choice, and refuses what never happens under its field', async () => {
    const desk = deskOf(firm, said.who.id);
    await desk.duty('add');
    for (const how of ['weekly', 'monthday', 'monthweekday', 'yearly', 'once', 'after', 'rule']) {
      const option = {
        type: 'static_select',
        selected_option: { value: how, text: { type: 'plain_text', text: how } },
      };
      await desk.fill('how', option);
      await print(desk);
    }
    await desk.fill('rule', { value: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' });
    expect(await desk.words()).toContain(said.never);
    const sent = await desk.submit({ titleZh: '永远不会', rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' });
    expect(sent.errors?.rule).toContain(said.never);
    const hourly = await desk.submit({ titleZh: '太频繁', rule: 'FREQ=HOURLY' });
    expect(hourly.errors?.rule).toMatch(/一天最多一次|at most once a day/);
    const nonsense = await desk.submit({ titleZh: '', titleEn: '', rule: '每逢满月' });
    expect(Object.keys(nonsense.errors ?? {}).sort()).toEqual([
      'rule',
      said.language === 'zh' ? 'titleZh' : 'titleEn',
    ]);
    await desk.press('duty.form.more');
    await print(desk);
    const many = await desk.submit({
      ...{ titleZh: '检查', rule: 'FREQ=WEEKLY;BYDAY=FR', leadDays: 'soon', asks: '说明\n选择：结果' },
      ...{ checker: said.who.id, owner: said.who.id },
    });
    expect(Object.keys(many.errors ?? {}).sort()).toEqual(['asks', 'leadDays']);
    const own = await desk.submit({
      leadDays: '2',
      asks: '说明',
      checker: said.who.id,
      owner: said.who.id,
      titleZh: '检查',
      rule: 'FREQ=WEEKLY;BYDAY=FR',
    });
    expect(own.errors?.checker).toMatch(/复核自己|checks their own/);
  });
});

describe('doing it', () => {
  it('is one tap where nothing is asked, can be undone, and cannot be done twice', async () => {
    const duty = await dailyDuty(firm, {
      owner: lin.id,
      titleZh: free('核对授权清单'),
      titleEn: free('Check the grants'),
    });
    const [one] = await openOf(firm, duty);
    const desk = deskOf(firm, lin.id);
    await desk.duty();
    expect(await desk.words()).toContain('今天（1）');
    await desk.press('duty.done', one?.id);
    await print(desk);
    expect(await desk.words()).toContain('已登记完成');
    expect(await openOf(firm, duty)).toEqual([]);
    await desk.press('duty.undo', one?.id);
    expect(await desk.words()).toContain('已撤销');
    expect(await openOf(firm, duty)).toHaveLength(1);
    // Done again where it was undone: a new act, though the button is the same. Then nothing is left to do.
    await desk.press('duty.done', one?.id);
    expect(await recorded(firm, 'duty.done', one?.id ?? '')).toBe(2);
    expect(await pressOld(firm, lin.id, 'duty.done', one?.id ?? '')).toContain('已经完成了');
    expect(await recorded(firm, 'duty.done', one?.id ?? '')).toBe(2);
    // By its name, when nothing of the kind is open any more.
    await desk.duty('完成 核对授权');
    expect(await desk.told()).toContain('您名下没有叫“核对授权”的待办');
  });

  it('asks for evidence, shows what was answered last time, and flags the same', async () => {
    const duty = await dailyDuty(firm, {
      ...{ owner: chen.id, checker: wang.id, titleZh: free('恢复备份'), titleEn: free('Restore a backup') },
      asks: [minutes, words],
    });
    const desk = deskOf(firm, chen.id);
    await desk.duty('完成 恢复备份');
    const wrong = await desk.submit({ 'ask.minutes': '很久', 'ask.how': '正常', evidenceOn: '2020-01-01' });
    expect(Object.keys(wrong.errors ?? {})).toEqual(['evidenceOn']);
    const today = new Date(firm.sandbox.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    const unread = await desk.submit({ 'ask.minutes': '很久', 'ask.how': '正常', evidenceOn: today });
    expect(unread.errors?.['ask.minutes']).toBe('请填写数字，例如 12 或 1.5。');
    const future = await desk.submit({ 'ask.minutes': '42', 'ask.how': '正常', evidenceOn: '2999-01-01' });
    expect(future.errors?.evidenceOn).toContain('不能填将来的日期');
    const sent = await desk.submit({ 'ask.minutes': '42', 'ask.how': '一切正常', evidenceOn: today });
    expect(sent.errors).toBeUndefined();
    await print(desk);
    expect(await desk.words()).toContain('等');
    const checker = deskOf(firm, wang.id);
    await checker.duty();
    expect(await checker.words()).toContain('等您复核（1）');
    const [id = ''] = await checker.buttons('duty.show');
    await checker.press('duty.show', id);
    await print(checker);
    expect(await checker.words()).toContain('42 min');
    await checker.press('duty.return');
    expect((await checker.submit({ why: '' })).errors?.why).toBeTruthy();
    await checker.submit({ why: '请附上日志里的开始时间' });
    await print(checker);
    // Its owner is told at once, and finds what they had written in the form.
    const card = (await firm.slack.inbox(chen.id)).findLast((message) => message.ephemeral_for === undefined);
    expect(card?.text).toContain('退回了“恢复备份”');
    if (!card) throw new Error('no card');
    await firm.slack.click(chen.id, card, 'duty.done');
    await print(desk);
    expect(await desk.value('ask.how')).toBe('一切正常');
    await desk.submit({ 'ask.minutes': '40', 'ask.how': '09:30 开始，一切正常' });
    await checker.duty();
    await checker.press('duty.accept', id);
    expect(await checker.words()).toContain('已通过');
    // What the owner's message says has gone by.
    const after = (await firm.slack.inbox(chen.id)).find(({ ts }) => ts === card.ts);
    expect(after?.text).toContain('现在已经处理');
    // The next day: last time's answer stands beside the field, and the same one is flagged.
    await firm.slack.advance('P1D');
    await tick(firm);
    await desk.duty('完成 恢复备份');
    expect(await desk.words()).toContain('09:30 开始，一切正常');
    await desk.submit({ 'ask.minutes': '40', 'ask.how': '09:30 开始，一切正常。' });
    expect(await desk.words()).toContain('每一项都和上次相同');
    await desk.duty('记录 恢复备份');
    const history = await desk.words();
    for (const part of ['恢复用时', '最近 40 min', '平均 40 min', '与上次完全相同'])
      expect(history).toContain(part);
    expect(await recorded(firm, 'duty.returned', id)).toBe(1);
    expect(duty.checker).toBe(wang.id);
  });

  it('is passed on once or for good, skipped with a reason, and shown in the history', async () => {
    const duty = await dailyDuty(firm, {
      owner: david.id,
      titleEn: free('Count the seals'),
      titleZh: free('清点印章'),
    });
    const desk = deskOf(firm, david.id);
    const [one] = await openOf(firm, duty);
    await desk.duty('pass seals');
    await print(desk);
    expect((await desk.submit({ to: david.id })).errors?.to).toContain('theirs already');
    await desk.submit({ to: emma.id, how: 'once' });
    expect(await desk.words()).toContain(`is now for <@${emma.id}> to do, this once`);
    expect(await openOf(firm, duty, emma.id)).toHaveLength(1);
    const receiver = deskOf(firm, emma.id);
    await receiver.duty('skip seals');
    await print(receiver);
    expect((await receiver.submit({ why: 'x' })).errors?.why).toBeTruthy();
    await receiver.submit({ why: 'The office is closed for moving' });
    expect(await receiver.words()).toContain('skipped');
    await receiver.press('duty.undo', one?.id);
    expect(await openOf(firm, duty, emma.id)).toHaveLength(1);
    await receiver.duty('skip seals');
    await receiver.submit({ why: 'The office is closed for moving' });
    await desk.duty('history seals');
    await print(desk);
    expect(await desk.words()).toContain('The office is closed for moving');
    // For good: the rule and what is open go along.
    await firm.slack.advance('P1D');
    await tick(firm);
    await desk.duty('pass seals');
    await desk.submit({ to: emma.id, how: 'good' });
    expect((await owned(emma.id)).map(({ id }) => id)).toContain(duty.id);
    expect(await openOf(firm, duty, emma.id)).toHaveLength(1);
  });
});

describe('the rule', () => {
  it('is changed, paused, resumed, handed over and ended by who leads; others are told who may and why', async () => {
    const duty = await dailyDuty(firm, {
      owner: zhao.id,
      titleZh: free('查看告警'),
      titleEn: free('Look at the alarms'),
    });
    const owner = deskOf(firm, zhao.id);
    await owner.duty();
    await owner.press('duty.rules');
    await owner.press('duty.rule', duty.id);
    await print(owner);
    // The owner hands it over, and does not loosen it.
    expect(await owner.buttons('duty.edit')).toEqual([]);
    expect(await owner.buttons('duty.hand_over')).toEqual([duty.id]);
    expect(await pressOld(firm, zhao.id, 'duty.edit', duty.id)).toContain('免得有人给自己放宽');
    const officer = deskOf(firm, sun.id);
    await officer.duty();
    await officer.press('duty.rules');
    await officer.press('duty.rules.all', 'all');
    await print(officer);
    await officer.press('duty.rule', duty.id);
    await officer.press('duty.edit', duty.id);
    await print(officer);
    await officer.submit({
      asks: '数字：告警数量（条）',
      controls: ['3.2', 'F.4'],
      leadDays: '1',
      checker: wang.id,
    });
    await print(officer);
    expect(await officer.words()).toContain('已保存');
    const [changed] = await owned(zhao.id);
    expect(changed).toMatchObject({ revision: 2, checker: wang.id, why: { controls: ['3.2', 'F.4'] } });
    expect(changed?.asks[0]).toMatchObject({ kind: 'number', zh: '告警数量', unit: '条' });
    await officer.duty();
    await officer.press('duty.rules');
    await officer.press('duty.rules.all', 'all');
    await officer.press('duty.rule', duty.id);
    await officer.press('duty.pause');
    expect(await officer.words()).toContain('已暂停');
    await officer.press('duty.resume');
    expect(await officer.words()).toContain('已恢复');
    await officer.press('duty.hand_over');
    await print(officer);
    expect((await officer.submit({ to: wang.id })).errors?.to).toContain('不能复核自己做的事');
    await officer.submit({ to: chen.id });
    await print(officer);
    expect((await owned(chen.id)).map(({ id }) => id)).toContain(duty.id);
  });

  it('is not shown to who has no part in it, and nothing of another person’s can be done', async () => {
    const duty = await dailyDuty(firm, {
      owner: sun.id,
      titleZh: free('隐私自查'),
      titleEn: free('Privacy check'),
    });
    const [one] = await openOf(firm, duty);
    const press = (action: string, value: string) => pressOld(firm, lin.id, action, value);
    expect(await press('duty.done', one?.id ?? '')).toContain(`这件事由 <@${sun.id}> 来做`);
    expect(await press('duty.pass', one?.id ?? '')).toContain(`这件事由 <@${sun.id}> 来做`);
    expect(await press('duty.show', one?.id ?? '')).toContain('这件事只给负责人');
    expect(await press('duty.rule', duty.id)).toContain('这件事只给负责人');
    expect(await press('duty.accept', one?.id ?? '')).toContain('来通过或退回');
    expect(await press('duty.retire', `${duty.id} 1`)).toContain('由新增它的人、管理员和隐私负责人修改');
    expect(await press('duty.done', 'occ_gone')).toContain('找不到这件待办');
    expect(await openOf(firm, duty)).toHaveLength(1);
    // Auditors look, and do not touch.
    const auditor = deskOf(firm, james.id);
    await pressOld(firm, james.id, 'duty.rule', duty.id);
    expect(await auditor.words()).toContain('Privacy check');
    expect(await auditor.buttons('duty.edit')).toEqual([]);
  });

  it('of two hundred shows a page at a time, and past the end the last one', async () => {
    const duty = await dailyDuty(firm, {
      owner: zhou.id,
      titleZh: free('第一件'),
      titleEn: free('The first'),
    });
    for (const [table, prefix, one] of [
      ['duty', 'dty', 'd.id'],
      ['duty_occurrence', 'occ', 'd.duty'],
    ] as const)
      await firm.fresh.database.sql.unsafe(`
        insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(d) ||
          jsonb_build_object('id', '${prefix}_many' || n, 'duty', 'dty_many' || n))).*
        from ${table} d, generate_series(1, 199) n where ${one} = '${duty.id}'`);
    const desk = deskOf(firm, zhou.id);
    await desk.duty();
    expect(await desk.words()).toContain('第 1–8 条，共');
    expect(await desk.buttons('duty.done')).toHaveLength(8);
    await desk.press('duty.page.next');
    expect(await desk.words()).toContain('第 9–16 条，共');
    await desk.press('duty.page.previous');
    expect(await desk.words()).toContain('第 1–8 条，共 400 条');
  });
});
