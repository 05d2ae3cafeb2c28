import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';

const { sun, zhou, james, lin, wang } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

const top = async (user: string): Promise<ControlView> => {
  const view = await firm.slack.topView(user);
  if (!view) throw new Error('no modal is open');
  return view;
};
/** Clicks a button by the beginning of its action id, as it stands in the modal now. */
const press = async (user: string, actionId: string): Promise<ControlView> => {
  const view = await top(user);
  if (!buttonIn(view.view.blocks as unknown[], actionId))
    throw new Error(`there is no ${actionId}: ${wordsOf(view.view.blocks)}`);
  await firm.slack.clickInView(user, view, actionId);
  return top(user);
};
const open = async (user: string) => {
  await firm.slack.command(user, '/shoumi', 'set');
  return top(user);
};
const duties = () =>
  firm.fresh.database.sql<{ template: string; owner: string; checker: string | null; state: string }[]>`
    select template, owner, checker, state from duty where template is not null order by added_at, template`;
const said = async (user: string) =>
  (await firm.slack.inbox(user)).filter((one) => one.ephemeral_for === user).at(-1)?.text ?? '';

describe('going through the suggested duties', () => {
  it('is for officers and admins', async () => {
    await firm.slack.command(lin.id, '/shoumi', '清单');
    expect(await said(lin.id)).toBe('建议的待办由隐私负责人和管理员处理。');
  });

  it('shows every chapter in the reader’s language, with what is still open', async () => {
    const words = wordsOf(await open(sun.id));
    expect(words).toContain('建议的待办');
    expect(words).toContain('已采用 0 项');
    expect(words).toContain('3 技术防护');
    expect(wordsOf(await open(james.id).catch(() => null))).not.toContain('set.overview');
    expect(wordsOf(await open(zhou.id))).toContain('对客户的承诺');
  });

  it('says who does what, with employees alone', async () => {
    await open(sun.id);
    const form = await press(sun.id, 'duty.set.posts');
    const wrong = await firm.slack.submit(sun.id, form, { it: workspace.people.gao.id });
    expect(wrong.errors).toEqual({ it: '这位同事不是在职员工。' });
    await firm.slack.submit(sun.id, form, { it: zhou.id, legal: wang.id, audit: james.id });
    expect(wordsOf(await top(sun.id))).toContain('此后采用的待办将分派给这些同事');
  });

  it('shows who would get a whole chapter before anybody does, adopts it, and takes it back as one', async () => {
    await open(sun.id);
    const chapter = await press(sun.id, 'duty.set.open#3');
    expect(wordsOf(chapter)).toContain('检查防火墙与入侵检测');
    expect(wordsOf(chapter)).toContain('每月第 4 个工作日');
    expect(wordsOf(chapter)).toContain('《网络安全法》23(3)');
    const preview = await press(sun.id, 'duty.set.all');
    expect(wordsOf(preview)).toContain('将采用 4 项待办');
    expect(wordsOf(preview)).toContain(`<@${zhou.id}>：4 项`);
    expect(wordsOf(preview)).toContain(`<@${sun.id}>：复核 3 项`);
    expect(await duties()).toEqual([]);
    await firm.slack.submit(sun.id, preview, {});
    expect(wordsOf(await top(sun.id))).toContain('已采用 4 项待办');
    expect((await duties()).map(({ template, owner, state }) => [template, owner, state])).toEqual([
      ['accounts-mfa', zhou.id, 'active'],
      ['backup-others', zhou.id, 'active'],
      ['encryption-attest', zhou.id, 'active'],
      ['network-defence', zhou.id, 'active'],
    ]);
    await press(sun.id, 'duty.set.undo#note');
    expect(wordsOf(await top(sun.id))).toContain('4 项恢复为待定');
    expect((await duties()).every(({ state }) => state === 'retired')).toBe(true);
  });

  it('adopts one, and nothing twice by a second click of the same button', async () => {
    await open(sun.id);
    const chapter = await press(sun.id, 'duty.set.open#3');
    await Promise.all(
      [1, 2].map(() => firm.slack.clickInView(sun.id, chapter, 'duty.set.adopt#network-defence')),
    );
    expect(wordsOf(await top(sun.id))).toContain('检查防火墙与入侵检测');
    const active = (await duties()).filter(({ state }) => state === 'active');
    expect(active.map(({ template }) => template)).toEqual(['network-defence']);
  });

  it('adopts with changes: somebody else, more often, and refuses who cannot check their own', async () => {
    await open(sun.id);
    await press(sun.id, 'duty.set.open#2');
    const form = await press(sun.id, 'duty.set.change#policy-review');
    const own = await firm.slack.submit(sun.id, form, {
      owner: wang.id,
      checker: wang.id,
      often: 'half',
      from: '2027-03-15',
    });
    expect(Object.keys(own.errors ?? {})).toEqual(['checker']);
    await firm.slack.submit(sun.id, form, {
      owner: wang.id,
      checker: james.id,
      often: 'half',
      from: '2027-03-15',
    });
    expect(wordsOf(await top(sun.id))).toContain('已采用“评审公司保密制度”');
    const [row] = await firm.fresh.database
      .sql`select owner, checker, cadence from duty where template = 'policy-review'`;
    expect(row).toMatchObject({
      owner: wang.id,
      checker: james.id,
      cadence: { kind: 'rule', rule: 'FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15', from: '2027-03-15' },
    });
  });

  it('shows who would come to a meeting before anybody adopts it, and lets that be changed', async () => {
    await open(sun.id);
    const chapter = wordsOf(await press(sun.id, 'duty.set.open#12'));
    expect(chapter).toMatch(/参会人：(?:<@\w+> ?){2,}/);
    expect(chapter).toContain('需提交：出席人员；');
    expect(wordsOf(await press(sun.id, 'duty.set.all'))).toMatch(/保密工作月例会\* · 参会人：<@/);
    await press(sun.id, 'duty.set.open#back');
    const form = await press(sun.id, 'duty.set.change#team-meeting');
    const offered = JSON.stringify(form.view);
    expect(offered).toContain('initial_users');
    const values = { owner: sun.id, checker: null, often: 'as', from: '2026-12-01' };
    const guest = workspace.people.gao.id;
    const wrong = await firm.slack.submit(sun.id, form, { ...values, participants: [lin.id, guest] });
    expect(wrong.errors).toEqual({ participants: expect.stringContaining('员工') });
    await firm.slack.submit(sun.id, form, { ...values, participants: [lin.id, sun.id, wang.id] });
    const [row] = await firm.fresh.database.sql`
      select participants, asks from duty where template = 'team-meeting' and state = 'active'`;
    expect(row?.participants).toEqual([lin.id, wang.id]);
    expect(row?.asks.map(({ key }: { key: string }) => key)).toEqual(['minutes', 'where']);
    await press(sun.id, 'duty.set.undo#note');
  });

  it('notes why something is not for us, guarded and sealed, and can take that back', async () => {
    await open(sun.id);
    await press(sun.id, 'duty.set.open#10');
    const form = await press(sun.id, 'duty.set.decline#abroad-register');
    const empty = await firm.slack.submit(sun.id, form, { reason: '  ' });
    expect(Object.keys(empty.errors ?? {})).toEqual(['reason']);
    await firm.slack.submit(sun.id, form, { reason: '请联系 13912345678' });
    const back = await top(sun.id);
    expect(wordsOf(back)).toContain('请联系 〔电话号码〕');
    await firm.slack.submit(sun.id, back, { reason: '本公司没有境外合作，资料不出境' });
    expect(wordsOf(await top(sun.id))).toContain('不适用：本公司没有境外合作，资料不出境');
    const [row] = await firm.fresh.database.sql<{ reason: string }[]>`
      select reason from duty_choice where code = 'abroad-register'`;
    expect(row?.reason).not.toContain('境外');
    await press(sun.id, 'duty.set.undo#abroad-register');
    expect(wordsOf(await top(sun.id))).toContain('恢复为待定');
  });

  it('goes on where one stopped, for a colleague too, and in English', async () => {
    await firm.slack.user({ id: zhou.id, locale: 'en-GB' });
    const words = wordsOf(await open(zhou.id));
    expect(words).toContain('*2 adopted* · 0 not for us');
    const preview = await press(zhou.id, 'duty.set.all');
    expect(wordsOf(preview)).toMatch(/\d+ duties will be adopted/);
    expect(wordsOf(preview)).toMatch(/\d+ of 6\d would fall to <@\w+>/);
    await firm.slack.submit(zhou.id, preview, {});
    expect(wordsOf(await top(zhou.id))).toContain('Nothing is open');
    const [row] = await firm.fresh.database.sql<
      { n: number }[]
    >`select count(*)::int as n from duty where state = 'active'`;
    expect(row?.n).toBe(64);
    const meetings = await firm.fresh.database.sql<{ participants: string[] }[]>`
      select participants from duty where kind = 'meeting' and state = 'active'`;
    expect(meetings).toHaveLength(2);
    expect(meetings.every(({ participants }) => participants.length > 1)).toBe(true);
  });
});
