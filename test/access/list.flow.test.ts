import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertGrant } from '../../src/access/grant.store.ts';
import { grantFrom } from '../../src/access/grant.ts';
import { insertRequest } from '../../src/access/request.store.ts';
import type { Request } from '../../src/access/request.ts';
import type { ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { ask, cardOf, grantsOf, requestState, wishFor } from './flow.ts';

const { lin, emma, zhao, sun, wang } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

const hour = 3_600_000;

/** Rows as many earlier acts would have left them, numbered from 1 in the order of the list. */
async function fill(count: number, of: 'held' | 'waiting' | 'past', who: string): Promise<void> {
  const { house } = firm.bot;
  const now = house.now().getTime();
  await firm.fresh.database.sql.begin(async (sql) => {
    const tx = firm.fresh.database.within(sql);
    for (let n = 1; n <= count; n++) {
      const number = `L-2026-${of}-${n}`.toUpperCase();
      const request: Request = {
        id: `req_${who}_${of}_${n}`,
        requester: who,
        dataSet: 'client-files',
        caseNumber: number,
        purpose: 'share_transfer',
        reason: `Reason ${n}`,
        start: { kind: 'now' },
        length: { kind: 'hours', hours: 4 },
        hours: 4,
        approvedHours: null,
        road: 'approver',
        state: of === 'held' ? 'granted' : of === 'waiting' ? 'pending' : 'denied',
        createdAt: new Date(of === 'waiting' ? now - (100 - n) * 1_000 : now - n * 1_000),
        lapsesAt: new Date(now + 8 * hour),
        decidedBy: of === 'waiting' ? null : zhao.id,
        decidedAt: of === 'waiting' ? null : new Date(now),
        waitLeft: null,
        reopenedAt: null,
        denialKind: of === 'past' ? 'other' : null,
        denialReason: of === 'past' ? 'Not needed' : null,
      };
      await insertRequest(tx, house.tenant, request);
      const ends = new Date(now + 2 * hour + n * 60_000);
      if (of === 'held')
        await insertGrant(
          tx,
          house.tenant,
          grantFrom(request, `grn_${who}_${n}`, {
            state: 'running',
            startsAt: new Date(now),
            endsAt: ends,
          }),
        );
    }
  });
}

/** The case numbers in a view, in their order. */
const numbers = (view: ControlView | null | undefined, of: string) => [
  ...new Set(wordsOf(view).match(new RegExp(`L-2026-${of.toUpperCase()}-\\d+`, 'g')) ?? []),
];
/** Of what waits, without what was decided lately. */
const waitingIn = (view: ControlView | undefined) => {
  const words =
    wordsOf(view)
      .replace(/^.*已批准：/u, '')
      .split('我最近审批的')[0] ?? '';
  return [...new Set(words.match(/L-2026-WAITING-\d+/g) ?? [])];
};
const expected = (of: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `L-2026-${of.toUpperCase()}-${from + n}`);

async function list(who: string, words: string): Promise<ControlView> {
  await firm.slack.command(who, '/access', words);
  const view = await firm.slack.topView(who);
  if (!view?.view.callback_id?.toString().startsWith('access.list.'))
    throw new Error('the list did not open');
  return view;
}

async function turn(who: string, to: 'next' | 'previous'): Promise<ControlView> {
  const view = await firm.slack.topView(who);
  if (!view) throw new Error('no list is open');
  await firm.slack.clickInView(who, view, `access.page.${to}`);
  const turned = await firm.slack.topView(who);
  if (turned?.id !== view.id) throw new Error('the page turned into another modal');
  return turned;
}

const close = async (who: string) => {
  const view = await firm.slack.topView(who);
  if (view) await firm.slack.call('POST', '/close', { user: who, view_id: view.id, all: true });
};

describe('lists of 25', () => {
  beforeAll(async () => {
    await fill(25, 'held', emma.id);
    await fill(12, 'past', emma.id);
    await fill(25, 'waiting', lin.id);
  });

  it('of what I have turn through every entry once, forward and back', async () => {
    const first = await list(emma.id, 'mine');
    expect(numbers(first, 'held')).toEqual(expected('held', 1, 10));
    expect(wordsOf(first)).toContain('1–10 of 25');
    expect(wordsOf(first)).not.toContain('access.page.previous');
    const second = await turn(emma.id, 'next');
    expect(numbers(second, 'held')).toEqual(expected('held', 11, 20));
    const third = await turn(emma.id, 'next');
    expect(numbers(third, 'held')).toEqual(expected('held', 21, 25));
    expect(wordsOf(third)).toContain('21–25 of 25');
    expect(wordsOf(third)).not.toContain('access.page.next');
    expect(numbers(await turn(emma.id, 'previous'), 'held')).toEqual(expected('held', 11, 20));
    await close(emma.id);
  });

  it('of what waits for me, oldest first, in Chinese', async () => {
    const first = await list(zhao.id, '待批');
    expect(numbers(first, 'waiting')).toEqual(expected('waiting', 1, 5));
    expect(wordsOf(first)).toContain('第 1–5 条，共 25 条');
    for (const from of [6, 11, 16, 21])
      expect(numbers(await turn(zhao.id, 'next'), 'waiting')).toEqual(expected('waiting', from, from + 4));
    await close(zhao.id);
  });

  it('of what others hold: all for a privacy officer, their own data’s for an owner, nothing for the rest', async () => {
    expect(numbers(await list(sun.id, '在用'), 'held')).toEqual(expected('held', 1, 10));
    expect(numbers(await list(zhao.id, '在用'), 'held')).toEqual(expected('held', 1, 10));
    expect(numbers(await list(wang.id, '在用'), 'held')).toEqual([]);
    for (const who of [sun, zhao, wang]) await close(who.id);
  });

  it('of what ended say how it ended', async () => {
    await list(emma.id, 'mine');
    const second = await turn(emma.id, 'next');
    expect(numbers(second, 'past').length).toBeGreaterThan(0);
    expect(wordsOf(second)).toContain('Denied by');
    await close(emma.id);
  });

  it('of mine show only what is over when asked to, from its first page, and everything again', async () => {
    const all = await list(emma.id, 'mine');
    await firm.slack.clickInView(emma.id, all, 'access.page.only');
    const over = await firm.slack.topView(emma.id);
    expect(numbers(over, 'past')).toHaveLength(10);
    expect([numbers(over, 'held'), numbers(over, 'waiting')]).toEqual([[], []]);
    const second = await turn(emma.id, 'next');
    expect(numbers(second, 'past')).toEqual(expected('past', 11, 12));
    await firm.slack.clickInView(emma.id, second, 'access.page.only');
    expect(numbers(await firm.slack.topView(emma.id), 'held')).toHaveLength(10);
    await close(emma.id);
  });

  it('are drawn again where something was decided in them, with what was done above', async () => {
    const before = await list(zhao.id, '待批');
    const row = (before.view.blocks as { block_id: string; elements?: Record<string, unknown>[] }[]).find(
      (block) => block.block_id === `decide.req_${lin.id}_waiting_1`,
    );
    if (!row) throw new Error('the request is not in the list');
    await firm.slack.clickInView(zhao.id, before, 'access.approve', {
      ...row.elements?.[0],
      block_id: row.block_id,
    });
    const after = await firm.slack.topView(zhao.id);
    expect(after?.id).toBe(before.id);
    expect(wordsOf(after)).toContain(`已批准：<@${lin.id}> 可以使用`);
    expect(waitingIn(after)).toEqual(expected('waiting', 2, 6));
    await close(zhao.id);
  });

  it('take Deny’s form in their place and come back without the row, one after the other', async () => {
    const { slack } = firm;
    for (let n = 0; n < 2; n++) {
      await slack.command(zhao.id, '/access', 'pending');
      const before = await slack.topView(zhao.id);
      const [first] = numbers(before, 'waiting');
      await slack.clickInView(zhao.id, before as ControlView, 'access.deny');
      const form = await slack.topView(zhao.id);
      expect(form).toMatchObject({ id: before?.id, view: { callback_id: 'access.deny' } });
      expect(wordsOf(form)).toContain(first);
      await slack.submit(zhao.id, form as ControlView, { kind: 'ask_first', reason: null });
      const after = await slack.topView(zhao.id);
      expect(after).toMatchObject({ id: before?.id, view: { callback_id: 'access.list.pending' } });
      expect(waitingIn(after)).not.toContain(first);
      const second = waitingIn(after)[0];
      await slack.clickInView(zhao.id, after as ControlView, 'access.deny');
      const again = await slack.topView(zhao.id);
      await slack.submit(zhao.id, again as ControlView, { kind: 'ask_first', reason: null });
      expect(waitingIn(await slack.topView(zhao.id))).not.toContain(second);
      await close(zhao.id);
    }
  });

  it('hold what runs in one part only: what ended is what ended', async () => {
    const view = await list(emma.id, 'mine');
    const part = wordsOf(view).slice(wordsOf(view).indexOf('Requests that ended'));
    expect(part).not.toContain('L-2026-HELD');
    expect(numbers(view, 'past')).toEqual(expected('past', 1, 10));
    await close(emma.id);
  });

  it('fall back to the last page when the one asked for is gone', async () => {
    const { sql } = firm.fresh.database;
    await list(emma.id, 'mine');
    const second = await turn(emma.id, 'next');
    await sql`delete from access_grant where holder = ${emma.id}`;
    await sql`delete from access_request where requester = ${emma.id} and id not like '%past_1'`;
    await firm.slack.clickInView(emma.id, second, 'access.page.next');
    const left = await firm.slack.topView(emma.id);
    expect(numbers(left, 'past')).toEqual(['L-2026-PAST-1']);
    expect(wordsOf(left)).toContain('1–1 of 1');
    await close(emma.id);
  });
});

describe('Home', () => {
  it('shows an employee what they have and asked for, and changes by itself', async () => {
    const { chen } = workspace.people;
    await firm.slack.openHome(chen.id);
    expect(wordsOf(await firm.slack.home(chen.id))).toContain('您目前没有授权。');
    const number = await ask(firm, chen.id, wishFor('tax-filings', { purpose: 'bookkeeping' }));
    const asked = await firm.slack.home(chen.id);
    expect(wordsOf(asked)).toContain(number);
    expect(wordsOf(asked)).not.toContain('您没有正在等待的申请。');
    const { david } = workspace.people;
    await firm.slack.click(david.id, await cardOf(firm, david.id, number), 'access.approve');
    const have = await firm.slack.home(chen.id);
    expect(wordsOf(have)).toContain('有效至');
    expect(wordsOf(have)).toContain('access.give_back');
    await firm.slack.advance('P4D');
    expect(wordsOf(await firm.slack.home(chen.id))).toContain('您目前没有授权。');
  });

  it('is an inbox for who decides: Approve there works as on the card', async () => {
    const { chen, david, priya } = workspace.people;
    await firm.slack.openHome(priya.id);
    const number = await ask(firm, chen.id, wishFor('tax-filings', { purpose: 'bookkeeping' }));
    const home = await firm.slack.home(priya.id);
    expect(wordsOf(home)).toContain('Waiting for my decision');
    const row = (
      (home?.view.blocks ?? []) as { block_id: string; elements?: Record<string, unknown>[] }[]
    ).find((block) => block.block_id.startsWith('decide.'));
    if (!home || !row) throw new Error('nothing waits in Home');
    await firm.slack.clickInView(priya.id, home, 'access.approve', {
      ...row.elements?.[0],
      block_id: row.block_id,
    });
    expect(await requestState(firm, number)).toBe('granted');
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'running', holder: chen.id }]);
    expect(wordsOf(await firm.slack.topView(priya.id))).toContain(
      `Approved: <@${chen.id}> has access to Tax filings until`,
    );
    expect(wordsOf(await firm.slack.home(priya.id))).not.toContain('Waiting for my decision');
    expect(wordsOf(await cardOf(firm, david.id, number))).toContain('Approved by');
  });

  it('stays within Slack’s hundred blocks and leads on to everything', async () => {
    await fill(25, 'waiting', wang.id);
    await firm.slack.openHome(zhao.id);
    const home = await firm.slack.home(zhao.id);
    const blocks = home?.view.blocks as unknown[];
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(numbers(home, 'waiting')).toHaveLength(5);
    expect(wordsOf(home)).toContain('还有 20 条');
    if (!home) return;
    await firm.slack.clickInView(zhao.id, home, 'access.list.pending');
    expect(wordsOf(await firm.slack.topView(zhao.id))).toContain('第 1–5 条，共 25 条');
  });
});
