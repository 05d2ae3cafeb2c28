import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyOf, saveCompany } from '../../src/people/company.store.ts';
import { type Company, companyKey, setCompany } from '../../src/people/company.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { administer, ask, cardOf, wishFor } from '../access/flow.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';

const { lin, chen, wang, david, zhao, zhou, sun } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  // A Monday evening in Shanghai.
  await firm.slack.call('POST', '/clock', { now: '2026-11-30T12:00:00Z' });
});
afterAll(() => firm.stop());

const at = (now: string) => firm.slack.call('POST', '/clock', { now });
const join = (id: string, more: Record<string, unknown>) =>
  administer(firm, 'user', { id, name: id.toLowerCase(), real_name: id, ...more });
const setCompanyTo = (change: Partial<Company>) => {
  const { house } = firm.bot;
  return house.commit({
    id: `company ${JSON.stringify(change)}`,
    cause: { kind: 'start', id: 'test' },
    keys: [companyKey],
    load: async (tx) => ({ actor: undefined, company: await companyOf(tx, house.tenant) }),
    decide: setCompany({ by: null, change }),
    save: (tx, next) => saveCompany(tx, house.tenant, next),
  });
};
const greetings = async (who: string) =>
  (await firm.slack.inbox(who)).filter((one) => wordsOf(one).includes('welcome.language'));

describe('the first working morning', () => {
  it('greets a newcomer once, when they first work, in their language, and turns with it', async () => {
    await join('UNEWZH0001', { real_name: '钱多', locale: 'zh-CN', tz: 'Asia/Shanghai' });
    await at('2026-11-30T12:10:00Z');
    expect(await greetings('UNEWZH0001')).toEqual([]);
    await at('2026-12-01T01:00:30Z');
    const [card] = await greetings('UNEWZH0001');
    for (const words of ['您好，我是守密', '/shoumi 申请', `<@${sun.id}>`, '案件编号'])
      expect(wordsOf(card)).toContain(words);
    if (!card) return;
    await firm.slack.click('UNEWZH0001', card, 'welcome.language');
    const [turned] = await greetings('UNEWZH0001');
    expect(turned?.text).toContain('Hello, I am Shoumi');
    if (turned) await firm.slack.click('UNEWZH0001', turned, 'access.ask');
    expect(wordsOf(await firm.slack.topView('UNEWZH0001'))).toContain('Ask for access');
    await at('2026-12-02T02:00:00Z');
    expect(await greetings('UNEWZH0001')).toHaveLength(1);
  });

  it('says nothing to those who were there before, to guests, and to whoever left meanwhile', async () => {
    await join('UNEWGUEST1', { is_restricted: true });
    await join('UNEWGONE01', { tz: 'Asia/Shanghai' });
    await at('2026-12-02T12:00:00Z');
    await administer(firm, 'user', { id: 'UNEWGONE01', deleted: true });
    await at('2026-12-03T02:00:00Z');
    for (const id of [lin.id, chen.id, wang.id, 'UNEWGUEST1', 'UNEWGONE01'])
      expect(await greetings(id), id).toEqual([]);
  });

  it('waits for the pilot, and comes when they are in it', async () => {
    await setCompanyTo({ pilot: { members: [zhou.id], groups: [] } });
    await join('UNEWPILOT1', { real_name: 'Pat 🌸 \u200fOoi', locale: 'en-GB', tz: 'Asia/Shanghai' });
    await at('2026-12-04T02:00:00Z');
    expect(await greetings('UNEWPILOT1')).toEqual([]);
    await setCompanyTo({ pilot: { members: [zhou.id, 'UNEWPILOT1'], groups: [] } });
    await at('2026-12-04T02:01:00Z');
    const [card] = await greetings('UNEWPILOT1');
    expect(card?.text).toContain('Hello, I am Shoumi');
    expect(wordsOf(card)).toContain('<@UNEWPILOT1>');
    await setCompanyTo({ pilot: null });
    await at('2026-12-07T02:00:00Z');
    for (const id of [lin.id, wang.id]) expect(await greetings(id), id).toEqual([]);
    expect(await recorded(firm, 'people.welcomed', 'UNEWPILOT1')).toBe(1);
  });
});

describe('somebody who leaves', () => {
  const listsTo = async (who: string) =>
    (await firm.slack.inbox(who)).filter(
      (one) => one.thread_ts === undefined && one.text.includes(`<@${david.id}>`) && !one.ephemeral_for,
    );

  it('moves on what waited for them, and admins get one list of what is to be handed over, with the forms behind it', async () => {
    await at('2026-12-07T02:00:00Z');
    const number = await ask(firm, lin.id, wishFor('leads', { purpose: 'marketing' }));
    await at('2026-12-07T12:00:00Z');
    await administer(firm, 'user', { id: david.id, deleted: true });
    await at('2026-12-07T12:05:00Z');
    expect(await listsTo(zhou.id)).toEqual([]);
    expect(wordsOf(await cardOf(firm, lin.id, number))).not.toContain(`<@${david.id}>`);
    await at('2026-12-08T01:01:00Z');
    const [list] = await listsTo(zhou.id);
    for (const words of [
      '已离职',
      '名下的资料',
      '银行流水',
      '担任审批人的资料',
      '潜在客户名单',
      '直接下属',
      chen.real_name,
    ])
      expect(wordsOf(list)).toContain(words);
    if (!list) return;
    const screen = screenOf(firm, zhou.id);
    await firm.slack.click(zhou.id, list, 'data.edit#bank-statements');
    expect(await screen.value('owner')).toBe(david.id);
    expect(await screen.submit({ owner: zhao.id, approvers: [sun.id] })).toMatchObject({ ok: true });
    await firm.slack.call('POST', '/close', { user: zhou.id, view_id: (await screen.top()).id, all: true });
    const [shorter] = await listsTo(zhou.id);
    expect(buttonIn(shorter?.blocks, 'data.edit#bank-statements')).toBeUndefined();
    expect(buttonIn(shorter?.blocks, 'data.edit#tax-filings')).toBeDefined();
    if (shorter) await firm.slack.click(zhou.id, shorter, `people.edit#${chen.id}`);
    expect(await screen.submit({ manager: wang.id })).toMatchObject({ ok: true });
    const [after] = await listsTo(zhou.id);
    expect(buttonIn(after?.blocks, `people.edit#${chen.id}`)).toBeUndefined();
    expect(await listsTo(zhou.id)).toHaveLength(1);
  });

  it('with nothing to hand over is no message', async () => {
    await administer(firm, 'user', { id: chen.id, deleted: true });
    await at('2026-12-08T02:00:00Z');
    const about = (await firm.slack.inbox(zhou.id)).filter((one) =>
      one.text.includes(`<@${chen.id}> 已离职`),
    );
    expect(about).toEqual([]);
  });
});
