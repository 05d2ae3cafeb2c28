import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { isWorking } from '../../src/people/working-time.ts';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import { ask, cardOf, eventCount, grantsOf, requestState, saidTo, wishFor } from './flow.ts';

const { lin, chen, emma, wang, zhao } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

/** The messages to a person that are cards, the newest last. */
async function cardsTo(who: string): Promise<ControlMessage[]> {
  const all = await firm.slack.inbox(who);
  return all.filter(
    (one) => one.ephemeral_for === undefined && one.thread_ts === undefined && one.bot_id !== undefined,
  );
}

async function inboxOf(who: string): Promise<ControlMessage> {
  const found = (await cardsTo(who)).findLast((one) =>
    /条申请等您审批|for your decision|没有等您审批|Nothing waits/.test(wordsOf(one.blocks)),
  );
  if (!found) throw new Error(`${who} has no inbox`);
  return found;
}

const idOf = async (number: string): Promise<string> => {
  const [row] = await firm.fresh.database.sql<{ id: string }[]>`
    select id from access_request where case_number = ${number}`;
  return row?.id ?? '';
};

/** Clicks the button of one row. */
async function clickRow(who: string, card: ControlMessage, actionId: string, value: string): Promise<void> {
  const action = { type: 'button', action_id: actionId, block_id: `decide.${value}`, value };
  await firm.slack.call('POST', '/interact', {
    user: who,
    channel: card.channel,
    messageTs: card.ts,
    stale: true,
    action,
  });
  await firm.bot.settled();
}

/** Moves the clock to a moment at which Shanghai and London both work. */
async function atWork(): Promise<void> {
  const base = companySchedule(companyDefaults);
  const zones = ['Asia/Shanghai', 'Europe/London'].map((tz) => ({ ...base, tz }));
  let at = firm.bot.house.now().getTime();
  while (!zones.every((zone) => isWorking(zone, new Date(at)) && isWorking(zone, new Date(at + 600_000))))
    at += 600_000;
  await firm.slack.call('POST', '/clock', { now: new Date(at).toISOString() });
}

/** Makes somebody's wishes for leads usual: they had the same three times. */
async function used(who: string): Promise<void> {
  await firm.fresh.database.sql`
    insert into access_request ${firm.fresh.database.sql(
      [1, 2, 3].map((n) => ({
        ...{ id: `req_used_${who}_${n}`, tenant: firm.bot.house.tenant, requester: who, data_set: 'leads' },
        ...{ case_number: `U-2026-000${n}`, purpose: 'marketing', reason: 'x', hours: 4, state: 'granted' },
        created_at: new Date(firm.bot.house.now().getTime() - n * 86_400_000),
        lapses_at: firm.bot.house.now(),
        decided_by: wang.id,
        decided_at: new Date(firm.bot.house.now().getTime() - n * 86_400_000),
      })),
    )} on conflict do nothing`;
}
const lead = () => wishFor('leads', { purpose: 'marketing' });

describe('an approver for whom several wait', () => {
  it('gets one inbox instead of a third card, and a line under it for what comes later', async () => {
    const before = (await cardsTo(zhao.id)).length;
    const numbers = [await ask(firm, lin.id), await ask(firm, emma.id), await ask(firm, chen.id)];
    const card = await inboxOf(zhao.id);
    expect(card.text).toContain('有 3 条申请等您审批');
    expect((await cardsTo(zhao.id)).length).toBe(before + 3);
    for (const number of numbers) expect(wordsOf(card)).toContain(number);
    // Strict data is never approved in a heap.
    expect(buttonIn(card.blocks, 'access.approve_these')).toBeUndefined();
    const fourth = await ask(firm, lin.id);
    expect((await cardsTo(zhao.id)).length).toBe(before + 3);
    const lines = (await firm.slack.inbox(zhao.id)).filter(
      (one) => one.thread_ts === card.ts && one.ts !== card.ts,
    );
    expect(lines.map((one) => one.text)).toEqual([
      `又有一条申请：<@${lin.id}> 申请客户身份资料 4 小时 · ${fourth}`,
    ]);
    // From the inbox, and once more from the card that stood before it.
    const [first = ''] = numbers;
    const single = (await cardsTo(zhao.id)).find(
      (one) => one.ts !== card.ts && wordsOf(one.blocks).includes(first),
    );
    if (!single) throw new Error('the first one came as a card of its own');
    await clickRow(zhao.id, card, 'access.approve', await idOf(first));
    expect(await grantsOf(firm, first)).toHaveLength(1);
    await clickRow(zhao.id, single, 'access.approve', await idOf(first));
    expect(await saidTo(firm, zhao.id)).toBe('您已经批准了这条申请。');
    expect([await eventCount(firm, 'access.approved', first), (await grantsOf(firm, first)).length]).toEqual([
      1, 1,
    ]);
    expect(wordsOf(await inboxOf(zhao.id))).toContain('已批准');
  });

  it('opens one whole, decides there, and can take it back from what was decided lately', async () => {
    const numbers = [await ask(firm, lin.id), await ask(firm, emma.id), await ask(firm, chen.id)];
    const id = await idOf(numbers[2] ?? '');
    await clickRow(zhao.id, await inboxOf(zhao.id), 'access.open', id);
    const whole = await firm.slack.topView(zhao.id);
    expect(wordsOf(whole)).toContain('VAT filing for October');
    if (!whole) return;
    await firm.slack.clickInView(zhao.id, whole, 'access.approve');
    const after = await firm.slack.topView(zhao.id);
    expect(after?.id).toBe(whole.id);
    expect(wordsOf(after)).toContain('access.take_back');
    await firm.slack.call('POST', '/close', { user: zhao.id, view_id: whole.id, all: true });
    await firm.slack.command(zhao.id, '/access', '待批');
    const list = await firm.slack.topView(zhao.id);
    expect(wordsOf(list)).toContain('我最近审批的');
    if (!list) return;
    await firm.slack.clickInView(zhao.id, list, 'access.open', {
      type: 'button',
      action_id: 'access.open',
      block_id: blockWith(list.view.blocks, id),
      value: id,
    });
    const opened = await firm.slack.topView(zhao.id);
    expect(opened?.id).toBe(list.id);
    if (!opened) return;
    await firm.slack.clickInView(zhao.id, opened, 'access.take_back');
    const form = await firm.slack.topView(zhao.id);
    if (!form) return;
    await firm.slack.submit(zhao.id, form, { reason: null });
    expect(await grantsOf(firm, numbers[2] ?? '')).toMatchObject([{ state: 'revoked' }]);
    expect((await firm.slack.topView(zhao.id))?.view.callback_id).toBe('access.list.pending');
    await firm.slack.call('POST', '/close', { user: zhao.id, view_id: list.id, all: true });
  });

  it('approves together what is as usual; what was withdrawn meanwhile is told by name', async () => {
    await atWork();
    for (const who of [lin, emma, chen]) await used(who.id);
    const numbers = [
      await ask(firm, lin.id, lead()),
      await ask(firm, emma.id, lead()),
      await ask(firm, chen.id, lead()),
    ];
    const card = await inboxOf(wang.id);
    const action = buttonIn(card.blocks, 'access.approve_these') as
      | { confirm?: unknown; value: string }
      | undefined;
    expect(wordsOf(action?.confirm)).toContain(numbers[1]);
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, numbers[1] ?? ''), 'access.withdraw');
    // As it was when it was drawn: a block that is gone by now.
    const drawn = { ...action, block_id: 'old' };
    const send = () =>
      firm.slack.call('POST', '/interact', {
        ...{ user: wang.id, channel: card.channel, messageTs: card.ts, stale: true, action: drawn },
      });
    await Promise.all([send(), send()]);
    await firm.bot.settled();
    const said = await saidTo(firm, wang.id);
    expect(said).toContain('已批准 2 条：');
    expect(said).toContain(`<@${emma.id}>：潜在客户名单 · ${numbers[1]}\n申请人已撤回，不需要处理了。`);
    for (const number of [numbers[0], numbers[2]]) {
      expect(await requestState(firm, number ?? '')).toBe('granted');
      expect(await eventCount(firm, 'access.approved', number ?? '')).toBe(1);
    }
    expect(wordsOf(await inboxOf(wang.id))).toContain('没有等您审批的申请了');
  });

  it('finds the same under /access pending at any time, and a sentence where nothing waits', async () => {
    await firm.slack.command(chen.id, '/access', '待批');
    expect(wordsOf(await firm.slack.topView(chen.id))).toContain('没有等您处理的申请。');
  });

  it('gets a fresh inbox on another day, and the old one says so', async () => {
    await ask(firm, lin.id);
    await ask(firm, emma.id);
    await ask(firm, chen.id);
    const old = await inboxOf(zhao.id);
    await firm.slack.advance('PT30H');
    await ask(firm, lin.id);
    await ask(firm, emma.id);
    await ask(firm, chen.id);
    const fresh = await inboxOf(zhao.id);
    expect(fresh.ts).not.toBe(old.ts);
    const before = (await cardsTo(zhao.id)).find((one) => one.ts === old.ts);
    expect(wordsOf(before?.blocks)).toContain('下面有更新的列表');
  });
});

function blockWith(blocks: unknown, value: string): string {
  const all = blocks as { block_id?: string; accessory?: { value?: string } }[];
  return all.find((one) => one.accessory?.value === value)?.block_id ?? '';
}
