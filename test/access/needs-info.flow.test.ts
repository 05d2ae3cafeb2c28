import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlMessage, ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import { ask, cardOf, eventCount, grantsOf, linesUnder, requestState, saidTo, wishFor } from './flow.ts';

const { lin, chen, emma, zhao, priya } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

/** Clicks a button that opens a form. */
async function form(who: string, card: ControlMessage, action: string): Promise<ControlView> {
  await firm.slack.click(who, card, action);
  const view = await firm.slack.topView(who);
  if (!view) throw new Error(`${action} opened nothing`);
  return view;
}

async function question(who: string, number: string, text: string): Promise<void> {
  const view = await form(who, await cardOf(firm, who, number), 'access.inquire');
  const sent = await firm.slack.submit(who, view, { question: text });
  if (!sent.closed) throw new Error(JSON.stringify(sent.errors));
}

const close = async (who: string) => {
  const view = await firm.slack.topView(who);
  if (view) await firm.slack.call('POST', '/close', { user: who, view_id: view.id, all: true });
};

describe('a question before the decision', () => {
  it('goes to the requester and back, on both sides’ cards and as a line under each, in several rounds', async () => {
    const number = await ask(firm, lin.id);
    const view = await form(priya.id, await cardOf(firm, priya.id, number), 'access.inquire');
    await firm.slack.submit(priya.id, view, { question: 'Is it for 13800138000?' });
    const again = await firm.slack.topView(priya.id);
    expect(wordsOf(again)).toContain('Is it for [phone number]?');
    expect(
      (await firm.slack.submit(priya.id, again ?? view, { question: 'Which month <!here>?' })).closed,
    ).toBe(true);
    expect(await requestState(firm, number)).toBe('asked');
    const mine = await cardOf(firm, lin.id, number);
    expect(wordsOf(mine)).toContain('Which month &lt;!here&gt;?');
    expect(wordsOf(mine)).toContain('审批时限暂停计时');
    expect(mine.text).toContain('有个问题');
    expect(await linesUnder(firm, lin.id, mine)).toEqual([`<@${priya.id}> 问：Which month &lt;!here&gt;?`]);
    const forZhao = await cardOf(firm, zhao.id, number);
    expect(wordsOf(forZhao)).toContain('Which month');
    expect(buttonIn(forZhao.blocks, 'access.approve')).toBeDefined();
    expect(buttonIn(forZhao.blocks, 'access.inquire')).toBeUndefined();
    const reply = await form(lin.id, mine, 'access.answer');
    expect(wordsOf(reply)).toContain('Which month');
    await firm.slack.submit(lin.id, reply, { answer: '10 月，电话 13800138000' });
    const replyAgain = await firm.slack.topView(lin.id);
    expect(wordsOf(replyAgain)).toContain('10 月，电话 〔电话号码〕');
    expect((await firm.slack.submit(lin.id, replyAgain ?? reply, { answer: '10 月' })).closed).toBe(true);
    expect(await requestState(firm, number)).toBe('pending');
    for (const who of [zhao, priya]) {
      const card = await cardOf(firm, who.id, number);
      expect(wordsOf(card)).toContain('10 月');
      expect(await linesUnder(firm, who.id, card)).toHaveLength(1);
    }
    await question(priya.id, number, 'And which client file?');
    expect(await linesUnder(firm, lin.id, mine)).toHaveLength(2);
    // Answered once: an old button says so.
    const value = buttonIn(mine.blocks, 'access.answer')?.value;
    const action = { type: 'button', action_id: 'access.answer', block_id: 'old', value };
    await firm.slack.call('POST', '/interact', {
      ...{ user: lin.id, channel: mine.channel, messageTs: mine.ts, stale: true, action },
    });
    await firm.bot.settled();
    expect(await saidTo(firm, lin.id)).toBe('这个问题已经回答过了，卡片上可以看到。');
    // A decision needs no answer.
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'running' }]);
    expect([
      await eventCount(firm, 'access.asked', number),
      await eventCount(firm, 'access.answered', number),
    ]).toEqual([2, 1]);
  });

  it('stops the clock, lapses with a clear line when nobody answers for three working days, and not before', async () => {
    const number = await ask(firm, lin.id);
    await question(zhao.id, number, '需要哪一个月的？');
    await firm.slack.advance('PT9H');
    expect(await requestState(firm, number)).toBe('asked');
    await firm.slack.advance('P20D');
    expect(await requestState(firm, number)).toBe('lapsed');
    const mine = await cardOf(firm, lin.id, number);
    expect(wordsOf(mine)).toContain('还没有回答，申请已失效');
    expect((await linesUnder(firm, lin.id, mine)).at(-1)).toBe(
      '问题没有及时回答，这条申请已失效。可以重新申请，并直接把情况写清楚。',
    );
  });

  it('can be withdrawn from, is nobody else’s to answer, and an answer that comes too late is told so', async () => {
    const number = await ask(firm, emma.id);
    await question(zhao.id, number, '需要哪一个月的？');
    const mine = await cardOf(firm, emma.id, number);
    const action = buttonIn(mine.blocks, 'access.answer');
    const theirs = await cardOf(firm, priya.id, number);
    await firm.slack.call('POST', '/interact', {
      user: priya.id,
      channel: theirs.channel,
      messageTs: theirs.ts,
      stale: true,
      action,
    });
    await firm.bot.settled();
    expect(await saidTo(firm, priya.id)).toBe('Only the person who made the request can answer this.');
    const reply = await form(emma.id, mine, 'access.answer');
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
    expect((await firm.slack.submit(emma.id, reply, { answer: 'October' })).errors?.answer).toContain(
      'has been approved meanwhile',
    );
    await close(emma.id);
    const other = await ask(firm, emma.id);
    await question(zhao.id, other, '需要哪一个月的？');
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, other), 'access.withdraw');
    expect(await requestState(firm, other)).toBe('withdrawn');
  });
});

describe('a decision', () => {
  it('for less: the grant is shorter, and the requester reads both lengths', async () => {
    const number = await ask(firm, emma.id, wishFor('client-files', { hours: '8' }));
    const view = await form(priya.id, await cardOf(firm, priya.id, number), 'access.shorten');
    expect((await firm.slack.submit(priya.id, view, { hours: '2' })).closed).toBe(true);
    const [grant] = await grantsOf(firm, number);
    expect((grant?.ends_at.getTime() ?? 0) - firm.bot.house.now().getTime()).toBeLessThanOrEqual(
      2 * 3_600_000,
    );
    const mine = await cardOf(firm, emma.id, number);
    expect(wordsOf(mine)).toContain('Shortened to 2 hours; 8 hours were asked for');
    expect((await linesUnder(firm, emma.id, mine)).at(-1)).toContain('approved for 2 hours');
  });

  it('with a ready reason needs no words; “other” does', async () => {
    const number = await ask(firm, emma.id);
    const view = await form(zhao.id, await cardOf(firm, zhao.id, number), 'access.deny');
    expect((await firm.slack.submit(zhao.id, view, { kind: 'other', reason: null })).errors).toEqual({
      reason: '请选一个原因，或者写几个字说明。',
    });
    expect((await firm.slack.submit(zhao.id, view, { kind: 'too_much', reason: null })).closed).toBe(true);
    expect(wordsOf(await cardOf(firm, emma.id, number))).toContain('Too long; please ask for less time');
  });

  it('to approve is taken back: the holder is told, and taking back what has ended is answered clearly', async () => {
    const number = await ask(firm, emma.id);
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.approve');
    const card = await cardOf(firm, priya.id, number);
    expect(buttonIn((await cardOf(firm, zhao.id, number)).blocks, 'access.take_back')).toBeUndefined();
    const view = await form(priya.id, card, 'access.take_back');
    const late = await firm.slack.views(priya.id);
    expect(late).toHaveLength(1);
    expect((await firm.slack.submit(priya.id, view, { reason: null })).closed).toBe(true);
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'revoked', ended_by: priya.id }]);
    const mine = await cardOf(firm, emma.id, number);
    expect(wordsOf(mine)).toContain(`Taken back by <@${priya.id}>`);
    expect((await linesUnder(firm, emma.id, mine)).at(-1)).toBe(
      `<@${priya.id}> took the approval back; the access has ended.`,
    );
    await firm.slack.click(priya.id, card, 'access.take_back', true);
    expect(await saidTo(firm, priya.id)).toBe(
      'This access was ended already; there is nothing left to take back.',
    );
    const given = await ask(firm, emma.id);
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, given), 'access.approve');
    const form2 = await form(priya.id, await cardOf(firm, priya.id, given), 'access.take_back');
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, given), 'access.give_back');
    expect((await firm.slack.submit(priya.id, form2, { reason: null })).errors?.reason).toContain(
      'given back already',
    );
    await close(priya.id);
  });

  it('to deny is reopened within a day by who denied, waits again, and can be denied and reopened once more', async () => {
    const number = await ask(firm, chen.id);
    for (const round of [1, 2]) {
      const view = await form(priya.id, await cardOf(firm, priya.id, number), 'access.deny');
      await firm.slack.submit(priya.id, view, { kind: 'not_needed', reason: null });
      const denied = await cardOf(firm, priya.id, number);
      expect(buttonIn((await cardOf(firm, zhao.id, number)).blocks, 'access.reopen')).toBeUndefined();
      await Promise.all([1, 2].map(() => firm.slack.click(priya.id, denied, 'access.reopen', true)));
      expect([await requestState(firm, number), await eventCount(firm, 'access.reopened', number)]).toEqual([
        'pending',
        round,
      ]);
      const mine = await cardOf(firm, chen.id, number);
      expect(await linesUnder(firm, chen.id, mine)).toHaveLength(round * 2);
    }
    const view = await form(priya.id, await cardOf(firm, priya.id, number), 'access.deny');
    await firm.slack.submit(priya.id, view, { kind: 'not_needed', reason: null });
    const denied = await cardOf(firm, priya.id, number);
    await ask(firm, chen.id, wishFor('client-files', { caseNumber: number }));
    await firm.slack.click(priya.id, denied, 'access.reopen', true);
    expect(await saidTo(firm, priya.id)).toContain('has been made again and is waiting');
    await firm.slack.advance('PT25H');
    await firm.slack.click(priya.id, denied, 'access.reopen', true);
    expect(await saidTo(firm, priya.id)).toContain('for one day, and that is over');
  });
});
