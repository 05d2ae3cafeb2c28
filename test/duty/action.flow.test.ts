import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeOccurrence } from '../../src/duty/occurrence.job.ts';
import type { FreeText } from '../../src/kernel/free-text.ts';
import type { ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { correctiveAsked } from '../../src/slack/corrective.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';

const { sun, lin, wang, chen, emma, zhou } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  await firm.slack.call('POST', '/clock', { now: '2027-03-01T02:00:00Z' });
});
afterAll(() => firm.stop());

const top = async (user: string): Promise<ControlView> => {
  const view = await firm.slack.topView(user);
  if (!view) throw new Error('no modal is open');
  return view;
};
const list = async (user: string, which = 'open') => {
  await firm.slack.command(user, '/shoumi', 'actions');
  if (which === 'open') return top(user);
  const view = await top(user);
  const select = buttonIn(view.view.blocks as unknown[], 'duty.action.list#show');
  const action = { ...select, selected_option: { text: { type: 'plain_text', text: which }, value: which } };
  await firm.slack.clickInView(user, view, 'duty.action.list#show', action);
  return top(user);
};
const press = async (user: string, actionId: string) => {
  await firm.slack.clickInView(user, await top(user), actionId);
  return top(user);
};
const asked = {
  ...{ title: '档案室上锁', cause: '钥匙挂在门边，谁都拿得到', owner: lin.id, due: '2027-03-12' },
  ...{ effectiveBy: wang.id, effectiveAfterDays: '20' },
};
const actions = () =>
  firm.fresh.database.sql<{ id: string; owner: string; cause: string; state: string; found: string }[]>`
    select id, owner, cause, state, action ->> 'found' as found from duty where kind = 'action' order by added_at, id`;

describe('a corrective action, from its cause to whether it helped', () => {
  it('says what to do where there is none', async () => {
    expect(wordsOf(await list(sun.id))).toContain('这里没有未完成的整改');
    expect(wordsOf(await list(sun.id, 'check'))).toContain('没有待确认的');
    expect(wordsOf(await list(sun.id, 'closed'))).toContain('还没有已关闭的整改');
  });

  it('is added by a form that says under the field what is wrong and loses nothing', async () => {
    await list(sun.id);
    const form = await press(sun.id, 'duty.action.new');
    const under = async (change: Record<string, unknown>) =>
      (await firm.slack.submit(sun.id, form, { ...asked, ...change })).errors;
    expect(await under({ effectiveBy: lin.id })).toEqual({
      effectiveBy: '负责整改的人不能确认成效，请选择另一人。',
    });
    expect(await under({ due: '2027-02-26' })).toEqual({ due: '这一天已经过去，请选择今天或之后的日期。' });
    expect(await under({ owner: workspace.people.gao.id })).toEqual({ owner: '这位同事不是在职员工。' });
    await firm.slack.submit(sun.id, form, { ...asked, cause: '请打 13912345678' });
    const back = await top(sun.id);
    expect(wordsOf(back)).toContain('请打 〔电话号码〕');
    await firm.slack.submit(sun.id, back, asked);
    expect(wordsOf(await top(sun.id))).toContain(`“档案室上锁”已列入清单，<@${lin.id}> 会收到通知`);
    const [row, ...more] = await actions();
    expect(more).toEqual([]);
    expect(row?.cause).not.toContain('钥匙');
  });

  it('is seen by whom it concerns, and by those who lead', async () => {
    expect(wordsOf(await list(lin.id))).toContain('档案室上锁');
    expect(wordsOf(await list(zhou.id))).toContain('钥匙挂在门边');
    expect(wordsOf(await list(emma.id))).not.toContain('档案室上锁');
  });

  it('opens from the list for whoever sees it there, and leads back to the list', async () => {
    for (const person of [lin.id, zhou.id]) {
      const listed = wordsOf((await list(person)).view.blocks);
      const id = /duty\.(?:show|rule)#\w+/.exec(listed)?.[0] ?? '';
      const opened = wordsOf((await press(person, id)).view.blocks);
      expect(opened).toContain('档案室上锁');
      expect(opened).not.toContain('duty.action.list');
      expect(wordsOf((await press(person, 'duty.back')).view.blocks)).toContain('duty.action.list');
    }
  });

  it('can be given by anybody to themselves, and to others by those who may', async () => {
    await list(emma.id);
    const form = await press(emma.id, 'duty.action.new');
    const refused = await firm.slack.submit(emma.id, form, { ...asked, effectiveBy: null });
    expect(wordsOf(refused.errors)).toContain('You can give a task to yourself');
    await firm.slack.submit(emma.id, form, {
      ...asked,
      title: 'Shred old copies',
      owner: emma.id,
      effectiveBy: null,
    });
    expect(wordsOf(await list(emma.id))).toContain('Shred old copies');
  });

  it('is filed by an auditor for whoever it falls to', async () => {
    const { james } = workspace.people;
    await list(james.id);
    const form = await press(james.id, 'duty.action.new');
    const finding = {
      title: 'Seal the archive boxes',
      cause: 'Three boxes stood open',
      effectiveBy: james.id,
    };
    const sent = await firm.slack.submit(james.id, form, { ...asked, ...finding, owner: chen.id });
    expect(sent.errors).toBeUndefined();
    expect(wordsOf(await list(chen.id))).toContain('Seal the archive boxes');
    expect(wordsOf(await list(sun.id))).toContain('Three boxes stood open');
    // What an auditor finds is no way to give people duties.
    await firm.slack.command(james.id, '/duty', 'add every Friday Check the boxes');
    const other = await firm.slack.submit(james.id, await top(james.id), { owner: chen.id });
    expect(wordsOf(other.errors)).toContain('You can add duties for yourself');
    await firm.fresh.database.sql`delete from duty_occurrence where owner = ${chen.id}`;
    await firm.fresh.database.sql`delete from duty where owner = ${chen.id}`;
  });

  it('opens at once, and done it waits for somebody else to look whether it helped', async () => {
    await firm.slack.advance('PT1M');
    const { house } = firm.bot;
    const [open] = await firm.fresh.database.sql<{ id: string }[]>`
      select o.id from duty_occurrence o where o.owner = ${lin.id} and o.state = 'open'`;
    const act = {
      cause: { kind: 'submission' as const, id: 'V1', by: lin.id },
      by: lin.id,
      occurrence: open?.id ?? '',
    };
    expect((await completeOccurrence(house, act, { done: '换了锁，钥匙由两人分管' }, null)).kind).toBe(
      'done',
    );
    await firm.bot.settled();
    // Done, it is no rule of anybody's any more; as an action it goes on.
    expect((await actions())[0]).toMatchObject({ owner: lin.id, state: 'retired' });
    expect(wordsOf(await list(sun.id, 'check'))).toContain('已完成，待确认成效');
    expect(wordsOf(await list(wang.id, 'check'))).not.toContain('duty.action.helped');
  });

  it('is judged from its day on, not by who did it; where it did not help another one follows', async () => {
    await firm.slack.call('POST', '/clock', { now: '2027-04-12T02:00:00Z' });
    expect(wordsOf(await list(lin.id, 'check'))).not.toContain('duty.action.helped');
    const shown = await list(wang.id, 'check');
    expect(wordsOf(shown)).toContain('duty.action.helped');
    const [first] = await actions();
    const form = await press(wang.id, `duty.action.not#${first?.id}`);
    const next = { title: '档案室装门禁', owner: chen.id, due: '2027-04-30', effectiveAfterDays: '60' };
    const silent = await firm.slack.submit(wang.id, form, { ...next, note: '' });
    expect(Object.keys(silent.errors ?? {})).toEqual(['note']);
    expect(
      (await firm.slack.submit(wang.id, form, { ...next, note: '又挂回去了', owner: wang.id })).errors,
    ).toEqual({
      owner: '负责整改的人不能确认成效，请选择另一人。',
    });
    await firm.slack.submit(wang.id, form, { ...next, note: '又挂回去了' });
    expect(wordsOf(await top(wang.id))).toContain('接下来是“档案室装门禁”');
    const all = await actions();
    expect(all.find(({ owner }) => owner === chen.id)).toMatchObject({ state: 'active', found: first?.id });
    expect(wordsOf(await list(sun.id, 'closed'))).toContain('未见成效，已另行整改');
    expect(wordsOf(await list(chen.id))).toContain('来自“档案室上锁”');
  });

  it('is asked for by any capability with an event, once, and what cannot be read makes none', async () => {
    const { house } = firm.bot;
    const words = (text: string) => text as FreeText;
    const ask = (id: string, due: string) =>
      house.commit({
        ...{ id, cause: { kind: 'tick' as const, id }, keys: ['inc_1'], load: async () => undefined },
        decide: () => ({
          next: undefined,
          events: [
            correctiveAsked({
              ...{
                found: 'inc_1',
                title: { en: words('Change the shared password'), zh: words('更换共用密码') },
              },
              ...{ cause: words('It was written on the board'), owner: workspace.people.gao.id, due },
              ...{ effectiveBy: sun.id, effectiveAfterDays: 20 },
            }),
          ],
        }),
        save: async () => undefined,
      });
    const before = (await actions()).length;
    await ask('ask 1', '2027-05-10');
    await ask('ask 1', '2027-05-10');
    await ask('ask 2', 'soon');
    await firm.bot.settled();
    const made = (await actions()).slice(before);
    // Who was named has left: a privacy officer has it, and somebody else would look whether it helped.
    expect(made.map(({ owner, found }) => [owner, found])).toEqual([[sun.id, 'inc_1']]);
  });
});
