import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Duty } from '../../src/duty/duty.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { roundTheClock } from '../access/flow.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { dailyDuty, deskOf, openOf, show } from './desk.ts';
import { free } from './world.ts';

const { lin, emma, wang, sun, james, david } = workspace.people;
const named = (zh: string, en: string) => ({ titleZh: free(zh), titleEn: free(en) });

let firm: Firm;
let drill: Duty;
beforeAll(async () => {
  firm = await startFirm();
  await roundTheClock(firm);
  drill = await dailyDuty(firm, { owner: lin.id, ...named('备份恢复演练', 'Restore a backup') });
  await dailyDuty(firm, { owner: lin.id, ...named('清点印章', 'Count the seals') });
  await dailyDuty(firm, { owner: lin.id, ...named('清点钥匙', 'Count the keys') });
  await dailyDuty(firm, { owner: sun.id, ...named('清点名单', 'Count the lists') });
  await dailyDuty(firm, { owner: emma.id, ...named('伦敦门禁', 'London doors') });
});
afterAll(() => firm.stop());

const last = async (user: string) => (await firm.slack.inbox(user)).at(-1);
const noModal = async (user: string) => expect(await firm.slack.topView(user)).toBeUndefined();
const close = async (user: string) => {
  for (const view of await firm.slack.views(user))
    await firm.slack.call('POST', '/close', { user, view_id: view.id, all: true });
};

describe('a name behind /duty', () => {
  it.each([
    ['a word of the title', '恢复'],
    ['its pinyin initials', 'bfhf'],
    ['the title in the other language', 'restore'],
    ['with what only leads in', '查看 演练'],
  ])('by %s opens what is to be done of it', async (_, words) => {
    const desk = deskOf(firm, lin.id);
    await desk.duty(words);
    const [one] = await openOf(firm, drill);
    expect(await desk.buttons('duty.done')).toEqual([one?.id]);
  });

  it('goes before the word of another command, and leaves that alone where nothing is called so', async () => {
    const desk = deskOf(firm, lin.id);
    await desk.duty('备份');
    expect(await desk.words()).toContain('备份恢复演练');
    await close(lin.id);
    await firm.slack.command(lin.id, '/duty', '设置');
    expect(await desk.words()).not.toContain('备份恢复演练');
  });

  it('of several opens a list of them; the others’ are for those who may see all, their own first', async () => {
    const desk = deskOf(firm, lin.id);
    await desk.duty('清点');
    if (process.env.PRINT) await show(desk);
    expect(await desk.words()).toContain('名称含“清点”的待办：2 件');
    expect(await desk.words()).not.toContain('清点名单');
    await desk.press('duty.rule');
    expect(await desk.words()).toContain('清点');
    await desk.press('duty.back');
    expect(await desk.words()).toContain('名称含“清点”的待办：2 件');
    const officer = deskOf(firm, sun.id);
    await officer.duty('清点');
    const words = await officer.words();
    expect(words).toContain('名称含“清点”的待办：3 件');
    expect(words.indexOf('清点名单')).toBeLessThan(words.indexOf('清点印章'));
    const auditor = deskOf(firm, james.id);
    await auditor.duty('london');
    expect(await auditor.words()).toContain('London doors');
  });

  it('that fits nothing offers the nearest, beside the words it may mean', async () => {
    await close(lin.id);
    await firm.slack.command(lin.id, '/duty', '备份恢夏');
    const answer = await last(lin.id);
    if (process.env.PRINT) process.stdout.write(`\n${wordsOf(answer?.blocks)}\n`);
    expect(wordsOf(answer?.blocks)).toContain('或者您要找的是这几件待办');
    await noModal(lin.id);
    if (!answer) throw new Error('nothing was said');
    await firm.slack.click(lin.id, answer, 'duty.rule#0');
    expect(await deskOf(firm, lin.id).words()).toContain('备份恢复演练');
    await close(lin.id);
    // Not the duties of others, not even as a guess.
    await firm.slack.command(lin.id, '/duty', '伦敦门禁');
    expect(wordsOf((await last(lin.id))?.blocks)).not.toContain('或者');
    await firm.slack.command(lin.id, '/duty', 'dnoe');
    expect(wordsOf((await last(lin.id))?.blocks)).toContain('完成');
  });
});

describe('/duty history with a name', () => {
  it('shows a duty’s, though it has ended, or a person’s to who may see it', async () => {
    const once = await dailyDuty(firm, {
      ...{ owner: lin.id, ...named('搬迁机房', 'Move the servers') },
      cadence: { kind: 'once', on: firm.sandbox.now().toISOString().slice(0, 10) },
    });
    const [one] = await openOf(firm, once);
    const desk = deskOf(firm, lin.id);
    await desk.duty('搬迁');
    await desk.press('duty.done', one?.id);
    await desk.duty('搬迁');
    // It is over: among what runs there is none of that name.
    expect(wordsOf((await last(lin.id))?.blocks)).toContain('没听懂“搬迁”');
    await desk.duty('记录 banqian');
    expect(await desk.words()).toContain('搬迁机房');
    expect(await desk.words()).toContain('完成 1 次');
    const officer = deskOf(firm, sun.id);
    await officer.duty('记录 林晓');
    if (process.env.PRINT) await show(officer);
    expect(await officer.words()).toContain(`<@${lin.id}>`);
    expect(await officer.words()).toContain('搬迁机房');
    // Their manager, too, by a mention.
    const manager = deskOf(firm, wang.id);
    await manager.duty(`记录 <@${lin.id}>`);
    expect(await manager.words()).toContain('搬迁机房');
  });

  it('is not shown of others, says what there is not, and offers the nearest', async () => {
    await close(david.id);
    await firm.slack.command(david.id, '/duty', `history <@${lin.id}>`);
    expect((await last(david.id))?.text).toContain('shown to their manager');
    await noModal(david.id);
    await firm.slack.command(david.id, '/duty', 'history 林晓');
    expect((await last(david.id))?.text).toContain('You have no part in a duty called “林晓”');
    await firm.slack.command(sun.id, '/duty', '记录 清典印章');
    const answer = await last(sun.id);
    expect(answer?.text).toContain('没有叫“清典印章”的待办，也没有叫这个名字的同事');
    if (!answer) throw new Error('nothing was said');
    await firm.slack.click(sun.id, answer, 'duty.history#0');
    expect(await deskOf(firm, sun.id).words()).toContain('清点印章');
  });

  it('lists people and duties where several are called so', async () => {
    const officer = deskOf(firm, sun.id);
    await officer.duty('记录 清点');
    expect((await officer.buttons('duty.history')).length).toBe(3);
    await dailyDuty(firm, { owner: emma.id, ...named('林晓的备用钥匙', 'Lin’s spare key') });
    await officer.duty('记录 林晓');
    const words = await officer.words();
    if (process.env.PRINT) await show(officer);
    for (const part of ['*同事*', `<@${lin.id}> · 名下所有待办`, '*待办*', '林晓的备用钥匙'])
      expect(words).toContain(part);
    await officer.press('duty.history', lin.id);
    expect(await officer.words()).toContain('搬迁机房');
  });
});
