import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import type { Step } from '../../src/setup/setup.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';

const { zhou, sun, james, zhao, wang, lin, emma, david, tom } = workspace.people;
const everybody = Object.values(workspace.people).filter(({ deleted }) => !deleted);

/** The same Friday in both languages: what the installer reads differs, what comes of it does not. */
const languages = [
  {
    locale: 'zh-CN',
    says: {
      welcome: '目前只有您收到了我的消息',
      progress: '已完成 1 步，共 7 步',
      roles: '隐私负责人：<@U08SUNLI000>',
      keep: '请把您自己保留在内',
      guest: 'Tom Baker 不是本工作区的在职员工',
      line: '第 2 行：级别须为 公开、内部、受控、严控',
      lengths: '最长授权：内部 7 天、受控 2 天、严控 8 小时',
      duties: '✓ *例行待办*',
      outside: '守密正由几位同事先行试用',
      on: '守密已对全公司启用',
      skip: '先跳过“工作时间与节假日”',
      pilot: '目前只有管理员和试用范围内的同事会收到我的消息',
      here: '这是目前的向导',
      skipped: '– *频道语言* · 先跳过了',
      notAdmin: 'Only admins can set Shoumi up',
    },
  },
  {
    locale: 'en-GB',
    says: {
      welcome: 'Only you have heard of me so far',
      progress: '1 of 7 steps taken',
      roles: 'Privacy officers: <@U08SUNLI000>',
      keep: 'Please keep yourself in',
      guest: 'Tom Baker is not, or no longer, an employee',
      line: 'Line 2: the class must be public, internal, controlled or strict',
      lengths: 'Longest access: Internal 7 days, Controlled 2 days, Strictly controlled 8 hours',
      duties: '✓ *Duties*',
      outside: '守密正由几位同事先行试用',
      on: 'Shoumi is on for everybody',
      skip: 'Skip “Hours and holidays” for now',
      pilot: 'The admins and the pilot group hear from me, and nobody else',
      here: 'Here is the guide as it stands now',
      skipped: '– *Language of channels* · skipped for now',
      notAdmin: 'Only admins can set Shoumi up',
    },
  },
];

describe.each(languages)('installing on a Friday ($locale)', ({ locale, says }) => {
  let firm: Firm;
  beforeAll(async () => {
    firm = await startFirm('socket', undefined, undefined, (slack) => slack.user({ id: zhou.id, locale }));
  });
  afterAll(() => firm.stop());

  const posted = async (user: string) =>
    (await firm.slack.inbox(user)).filter(({ bot_id, ephemeral_for }) => bot_id && !ephemeral_for);
  const guide = async () => {
    const [card, ...more] = (await posted(zhou.id)).filter((one) => wordsOf(one).includes('setup.open'));
    if (!card) throw new Error('no guide');
    expect(more).toEqual([]);
    return card;
  };
  const form = async (step: Step) => {
    await firm.slack.click(zhou.id, await guide(), `setup.open#${step}`);
    const view = await firm.slack.topView(zhou.id);
    if (!view) throw new Error(`the form of ${step} did not open`);
    return view;
  };
  const take = async (step: Step, values: Record<string, unknown>) =>
    firm.slack.submit(zhou.id, await form(step), values);
  const said = async (user: string, text: string) => {
    await firm.slack.command(user, '/shoumi', text);
    return (await firm.slack.inbox(user)).filter((one) => one.ephemeral_for === user).at(-1)?.text ?? '';
  };

  it('messages only the primary owner, with one card', async () => {
    expect(wordsOf(await guide())).toContain(says.welcome);
    for (const { id } of everybody.filter(({ id }) => id !== zhou.id))
      expect(await posted(id), id).toEqual([]);
    expect(await posted(zhou.id)).toHaveLength(1);
  });

  it('survives a restart without a second card', async () => {
    await firm.restartBot();
    await firm.bot.settled();
    expect(await posted(zhou.id)).toHaveLength(1);
  });

  it('gives people their roles, with what is wrong under the field', async () => {
    const asked = { admins: [zhou.id], officers: [sun.id], auditors: [james.id] };
    const guest = await take('people', { ...asked, auditors: [tom.id] });
    expect(wordsOf(guest)).toContain(says.guest);
    const view = await firm.slack.topView(zhou.id);
    if (!view) throw new Error('the form is gone');
    expect(wordsOf(await firm.slack.submit(zhou.id, view, { ...asked, admins: [sun.id] }))).toContain(
      says.keep,
    );
    await firm.slack.submit(zhou.id, view, asked);
    const words = wordsOf(await guide());
    expect(words).toContain(says.roles);
    expect(words).toContain(says.progress);
  });

  it('adds data sets out of a template and out of a list, and once only', async () => {
    const who = { owner: zhao.id, approvers: [zhao.id, wang.id] };
    const bad = 'leases,Leases,租约,controlled,none,audit\nplans,Plans,方案,机密,none,audit';
    expect(wordsOf(await take('data', { template: 'csv', ...who, list: bad }))).toContain(says.line);
    expect(await firm.fresh.database.sql`select id from data_set`).toHaveLength(0);
    await take('data', { template: 'both', ...who });
    await take('data', { template: 'both', ...who });
    await take('data', { template: 'csv', ...who, list: bad.replace('机密', '内部') });
    const sets = await firm.fresh.database.sql<{ id: string }[]>`select id from data_set order by id`;
    expect(sets.map(({ id }) => id)).toEqual([
      ...['bank-statements', 'client-files', 'leads', 'leases', 'ledgers', 'payroll', 'plans', 'seals'],
      ...['tax-filings', 'transfer-contracts'],
    ]);
  });

  it('sets the rules of a class', async () => {
    const tooLong = await take('policies', { 'longest.strict': '99', 'pending.strict': '8' });
    expect(wordsOf(tooLong)).toContain('longest.');
    await take('policies', {
      ...{ 'longest.internal': '168', 'pending.internal': '48' },
      ...{ 'longest.controlled': '48', 'pending.controlled': '24' },
      ...{ 'longest.strict': '8', 'pending.strict': '8' },
    });
    expect(wordsOf(await guide())).toContain(says.lengths);
  });

  it('leads to the suggested duties, and counts the step once something is decided there', async () => {
    expect(wordsOf(await guide())).not.toContain(says.duties);
    await firm.slack.click(zhou.id, await guide(), 'duty.set.open#guide');
    for (const id of ['duty.set.open#9', 'duty.set.adopt#peer-exchange']) {
      const view = await firm.slack.topView(zhou.id);
      if (!view) throw new Error('the suggested duties did not open');
      await firm.slack.clickInView(zhou.id, view, id);
    }
    expect(wordsOf(await guide())).toContain(says.duties);
  });

  it('lets a pilot in and nobody else: who is outside is told politely, and only when they ask', async () => {
    await take('pilot', { members: [lin.id, zhao.id], pilotGroups: ['S02BOOKKEEP'] });
    expect(wordsOf(await guide())).toContain(says.pilot);
    // They decide, and nothing would reach them: an approver and the privacy officer.
    expect(wordsOf(await guide())).toMatch(new RegExp(`:warning:[^\\n]*<@${wang.id}>[^\\n]*<@${sun.id}>`));
    for (const { id } of [lin, zhao, david]) expect(await said(id, 'help')).not.toContain('试用');
    expect(await said(wang.id, '申请')).toContain(says.outside);
    await firm.slack.openHome(wang.id);
    expect(wordsOf(await firm.slack.home(wang.id))).toContain(says.outside);
    await firm.slack.message(wang.id, '申请 合同');
    expect((await firm.slack.inbox(wang.id)).at(-1)?.text).toContain(says.outside);
  });

  it('holds back what people outside would get, and sends it when they come in if it is still true', async () => {
    const line = (number: string) => `request client-files 4h ${number} because VAT filing for this case`;
    await firm.slack.command(lin.id, '/access', line('C-2026-0001'));
    const view = await firm.slack.topView(lin.id);
    if (!view) throw new Error('no form');
    await firm.slack.submit(lin.id, view, {
      ...{ dataSet: 'client-files', caseNumber: 'C-2026-0001', purpose: 'tax_filing' },
      ...{ hours: '4', reason: 'VAT filing for this case', acknowledged: ['yes'] },
    });
    const waiting = await firm.fresh.database.sql`select id from access_request where state = 'pending'`;
    expect(waiting).toHaveLength(1);
    const cards = async (id: string) =>
      (await posted(id)).filter((one) => buttonIn(one.blocks, 'access.approve'));
    expect(await cards(zhao.id)).toHaveLength(1);
    expect(await posted(wang.id)).toEqual([]);

    const confirm = buttonIn((await guide()).blocks, 'setup.on')?.confirm;
    expect(confirm).toBeDefined();
    await firm.slack.click(zhou.id, await guide(), 'setup.skip');
    await said(zhou.id, 'setup');
    const copy = (await firm.slack.inbox(zhou.id)).filter((one) => one.ephemeral_for === zhou.id).at(-1);
    if (!copy) throw new Error('no guide where it was asked for');
    await firm.slack.click(zhou.id, copy, 'setup.skip');
    // Beside what only one person sees Slack lets nothing be said: there it is a window.
    expect(wordsOf(await firm.slack.topView(zhou.id))).toContain(says.skipped);
    expect(wordsOf(await guide())).toContain(says.skipped);
    const window = await firm.slack.topView(zhou.id);
    if (!window) throw new Error('no window');
    await firm.slack.clickInView(zhou.id, window, 'setup.on');
    expect(wordsOf(await firm.slack.topView(zhou.id))).toContain(says.on);
    expect(wordsOf(await guide())).toContain(says.on);
    expect(await cards(wang.id)).toHaveLength(1);
    expect(await posted(emma.id)).toEqual([]);
    expect(wordsOf(await firm.slack.home(wang.id))).not.toContain(says.outside);
    expect(await said(wang.id, 'help')).not.toContain('试用');
  });

  it('comes back when an admin asks, and for nobody else', async () => {
    // Where it was asked for, since the card may lie under a week of messages; still one card.
    expect(await said(zhou.id, 'setup')).toContain(says.here);
    const shown = (await firm.slack.inbox(zhou.id)).filter((one) => one.ephemeral_for === zhou.id).at(-1);
    expect(buttonIn(shown?.blocks, 'setup.open#hours')).toBeDefined();
    // It is on for everybody: a pilot is no longer offered.
    expect(buttonIn(shown?.blocks, 'setup.open#pilot')).toBeUndefined();
    expect(await said(emma.id, 'setup')).toContain(says.notAdmin);
    expect(await said(zhou.id, '设置向导')).toContain(says.here);
    await guide();
    await take('language', { language: 'en' });
    await take('hours', {
      ...{ days: ['1', '2', '3', '4', '5', '6'], from: '08:30', to: '17:30' },
      ...{ tz: 'Europe/London', holidays: 'none' },
    });
    expect(wordsOf(await guide())).toMatch(/08:30[–-]17:30/);
    const [row] = await firm.fresh.database.sql`select pilot, language, tz from company`;
    expect(row).toEqual({ pilot: null, language: 'en', tz: 'Europe/London' });
  });
});
