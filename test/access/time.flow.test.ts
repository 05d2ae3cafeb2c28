import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessCapability } from '../../src/access/access.slack.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import {
  administer,
  ask,
  cardOf,
  eventCount,
  grantsOf,
  linesUnder,
  officers,
  requestState,
  roundTheClock,
  saidTo,
  type Wish,
  wishFor,
} from './flow.ts';

const { lin, chen, emma, wang, zhao, priya, sun } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  await roundTheClock(firm);
});
afterAll(() => firm.stop());

const now = () => firm.bot.house.now().getTime();
const effective = async (type: string, number: string): Promise<number> => {
  const [row] = await firm.fresh.database.sql<{ at: Date }[]>`
    select effective_at as at from event where type = ${type} and subject in (
      select id from access_request where case_number = ${number} union select id from access_grant where case_number = ${number})`;
  return row?.at.getTime() ?? 0;
};
const warningsTo = async (who: string, number: string) =>
  (await firm.slack.inbox(who)).filter(
    (one) =>
      one.thread_ts === undefined &&
      JSON.stringify(one.blocks ?? []).includes('ending.') &&
      JSON.stringify(one.blocks).includes(number),
  );

describe('a request that nobody decides', () => {
  it('lapses by its own clock, on every card, and can be made again', async () => {
    const number = await ask(firm, emma.id);
    const made = now();
    const card = await cardOf(firm, zhao.id, number);
    await firm.slack.advance('PT8H59M');
    expect(await requestState(firm, number)).toBe('pending');
    await firm.slack.advance('PT2M');
    expect(await requestState(firm, number)).toBe('lapsed');
    const mine = await cardOf(firm, emma.id, number);
    expect(wordsOf(mine)).toContain('Lapsed without a decision');
    expect(await linesUnder(firm, emma.id, mine)).toEqual([
      'Nobody decided in time, so this request has lapsed. You can ask again.',
    ]);
    expect(buttonIn(mine.blocks, 'access.ask_again')).toBeDefined();
    for (const [who, words] of [
      [zhao, '无人审批，已于'],
      [priya, 'Lapsed without a decision'],
    ] as const) {
      const theirs = await cardOf(firm, who.id, number);
      expect(wordsOf(theirs)).toContain(words);
      expect(buttonIn(theirs.blocks, 'access.approve')).toBeUndefined();
    }
    // Nine hours of work after it was made, not when the tick came by.
    expect(Math.abs((await effective('access.lapsed', number)) - made - 9 * 3_600_000)).toBeLessThan(10_000);
    await firm.slack.click(zhao.id, card, 'access.approve', true);
    expect(await saidTo(firm, zhao.id)).toBe('这条申请等待超时，已经失效。可以重新申请。');
    await ask(firm, emma.id, { ...wishFor('client-files'), caseNumber: number });
    expect(await requestState(firm, number)).toBe('pending');
  });

  it('cannot be decided once its time is over, even where no tick has come by', async () => {
    const number = await ask(firm, lin.id);
    await firm.fresh.database.sql`
      update access_request set lapses_at = ${new Date(now() - 1_000)} where case_number = ${number}`;
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.approve', true);
    expect(await saidTo(firm, priya.id)).toBe(
      'The request waited too long and has lapsed. It can be made again.',
    );
    expect((await grantsOf(firm, number)).length).toBe(0);
  });
});

describe('a grant', () => {
  it('is warned of once before its end, with Ask again prefilled, and ends by itself', async () => {
    const number = await ask(firm, emma.id, wishFor('client-files', { hours: '8' }));
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
    await firm.slack.advance('PT6H59M');
    expect(await warningsTo(emma.id, number)).toHaveLength(0);
    await firm.slack.advance('PT2M');
    const [warning] = await warningsTo(emma.id, number);
    expect(wordsOf(warning)).toContain('Need more time? Ask again now');
    await firm.slack.advance('PT1M');
    await firm.bot.tick();
    await firm.bot.settled();
    expect(await warningsTo(emma.id, number)).toHaveLength(1);
    if (!warning) return;
    await firm.slack.click(emma.id, warning, 'access.ask_again');
    const form = await firm.slack.topView(emma.id);
    for (const words of [number, 'VAT filing for October', '"value":"8"', '"value":"client-files"'])
      expect(wordsOf(form)).toContain(words);
    await firm.slack.call('POST', '/close', { user: emma.id, view_id: form?.id, all: true });
    await firm.slack.advance('PT1H');
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'expired' }]);
    const [grant] = await grantsOf(firm, number);
    expect(await effective('access.expired', number)).toBe(grant?.ends_at.getTime());
    // The warning is a card too: it no longer says that the end is near.
    const [after] = await warningsTo(emma.id, number);
    expect(wordsOf(after)).toContain('Access ended by itself');
    expect(buttonIn(after?.blocks, 'access.give_back')).toBeUndefined();
  });

  it('that was given back is not warned of', async () => {
    const number = await ask(firm, emma.id);
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, number), 'access.give_back');
    await firm.slack.advance('PT5H');
    expect(await warningsTo(emma.id, number)).toHaveLength(0);
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'returned' }]);
  });

  it('can neither be given back nor taken once its time is over, even where no tick has come by', async () => {
    const number = await ask(firm, emma.id);
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
    const [mine, theirs] = [await cardOf(firm, emma.id, number), await cardOf(firm, zhao.id, number)];
    await firm.fresh.database.sql`
      update access_grant set ends_at = ${new Date(now() - 1_000)} where case_number = ${number}`;
    await firm.slack.click(emma.id, mine, 'access.give_back', true);
    expect(await saidTo(firm, emma.id)).toBe('This access has ended already.');
    await firm.slack.click(zhao.id, theirs, 'access.take_back', true);
    expect(await saidTo(firm, zhao.id)).toBe('授权已经到期，自动收回了，不用再撤销。');
    await firm.slack.advance('PT1M');
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'expired' }]);
  });
});

describe('a clock that moves three days at once', () => {
  it('lapses, expires and warns as if it had ticked: everything once, nothing too late', async () => {
    const approved = async (who: string, wish?: Wish) => {
      const number = await ask(firm, who, wish);
      await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.approve');
      return number;
    };
    const pending = await ask(firm, lin.id);
    const running = await approved(lin.id);
    const long = await approved(emma.id, wishFor('tax-filings', { purpose: 'audit', hours: '72' }));
    const given = await approved(emma.id);
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, given), 'access.give_back');
    // A little short of the long one's end: it is in its last two hours, and its holder hears of it.
    await firm.slack.advance('PT71H');
    expect([
      await requestState(firm, pending),
      ...(await grantsOf(firm, running)).map(({ state }) => state),
    ]).toEqual(['lapsed', 'expired']);
    expect(await grantsOf(firm, long)).toMatchObject([{ state: 'running' }]);
    expect([await warningsTo(lin.id, running), await warningsTo(emma.id, given)]).toEqual([[], []]);
    expect(await warningsTo(emma.id, long)).toHaveLength(1);
    await firm.slack.advance('P3D');
    expect(await grantsOf(firm, long)).toMatchObject([{ state: 'expired' }]);
    for (const [type, number] of [
      ['lapsed', pending],
      ['expired', running],
      ['expired', long],
      ['returned', given],
    ] as const)
      expect([number, await eventCount(firm, `access.${type}`, number)]).toEqual([number, 1]);
    expect(await warningsTo(emma.id, long)).toHaveLength(1);
    const [left] = await firm.fresh.database
      .sql`select count(*)::int as n from owed where state = 'owed' and due_at <= ${firm.bot.house.now()}`;
    expect(left?.n).toBe(0);
  });

  it('rung in two processes at once tells and ends everything once', async () => {
    const number = await ask(firm, emma.id);
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
    await firm.fresh.database.sql`
      update access_grant set ends_at = ${new Date(now() - 1_000)} where case_number = ${number}`;
    await Promise.all([1, 2, 3, 4].map(() => accessCapability.due?.(firm.bot.house)));
    await firm.bot.settled();
    expect(await eventCount(firm, 'access.expired', number)).toBe(1);
    const lines = await linesUnder(firm, emma.id, await cardOf(firm, emma.id, number));
    expect(lines.filter((line) => line.includes('The time is over'))).toHaveLength(1);
  });
});

describe('after a restart', () => {
  it('the old cards work, and what fell due meanwhile is done', async () => {
    const [waits, runs] = [await ask(firm, lin.id), await ask(firm, lin.id)];
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, runs), 'access.approve');
    await firm.restartBot();
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, waits), 'access.approve');
    expect(wordsOf(await cardOf(firm, lin.id, waits))).toContain('授权有效至');
    await firm.slack.advance('PT5H');
    for (const number of [waits, runs])
      expect(await grantsOf(firm, number)).toMatchObject([{ state: 'expired' }]);
  });
});

describe('somebody who left without the bot hearing of it in time', () => {
  it('loses at the next tick what an approval gave them meanwhile', async () => {
    const [held, waits] = [await ask(firm, emma.id), await ask(firm, emma.id)];
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, held), 'access.approve');
    await firm.fresh.database.sql`update member set left_at = ${new Date(now())} where id = ${emma.id}`;
    await firm.bot.tick();
    expect(await grantsOf(firm, held)).toMatchObject([{ state: 'revoked' }]);
    expect(await requestState(firm, waits)).toBe('withdrawn');
    await firm.fresh.database.sql`update member set left_at = null where id = ${emma.id}`;
  });
});

describe('when nobody is left to decide', () => {
  it('the requester’s card says so', async () => {
    const number = await ask(firm, lin.id, wishFor('transfer-contracts'));
    await officers(firm);
    await administer(firm, 'usergroup', { id: 'S01TRANSFER', users: [] });
    const [card] = (await firm.slack.inbox(lin.id)).filter((one) =>
      JSON.stringify(one.blocks ?? []).includes(number),
    );
    expect(wordsOf(card)).toContain('目前没有人能审批：审批人都不在，也没有隐私负责人');
    await administer(firm, 'usergroup', { id: 'S01TRANSFER', users: [wang.id, zhao.id] });
    expect(wordsOf(await cardOf(firm, lin.id, number))).toContain(`<@${wang.id}>`);
    expect([chen.id, sun.id].some((id) => wordsOf(card).includes(id))).toBe(false);
    await officers(firm, sun);
  });
});
