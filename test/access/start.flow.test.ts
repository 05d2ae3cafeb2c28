import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCases } from '../../src/demo.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import {
  administer,
  ask,
  cardOf,
  eventCount,
  grantsOf,
  linesUnder,
  openForm,
  requestState,
  roundTheClock,
  saidTo,
  wishFor,
} from './flow.ts';

const { lin, emma, wang, zhao, priya, sun } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  await roundTheClock(firm);
});
afterAll(() => firm?.stop());

const now = () => firm.bot.house.now().getTime();
const stateOf = async (number: string) => (await grantsOf(firm, number))[0]?.state;
/** Asks for access that begins so many hours from now, as the form lets a moment be picked. */
async function askAt(hours: number, wish: Record<string, unknown> = {}): Promise<string> {
  await openForm(firm, emma.id, 'request client-files');
  const screen = screenOf(firm, emma.id);
  const text = { type: 'plain_text', text: 'At another moment …' };
  await screen.fill('start', { selected_option: { text, value: 'at' } });
  const values = wishFor('client-files', {
    ...{ start: 'at', startAt: Math.floor(now() / 1_000) + hours * 3_600 },
    ...wish,
  });
  const sent = await screen.submit(values);
  if (!sent.closed) throw new Error(`not taken: ${JSON.stringify(sent)}`);
  return values.caseNumber;
}
async function approvedAt(hours: number, wish: Record<string, unknown> = {}): Promise<string> {
  const number = await askAt(hours, wish);
  await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
  return number;
}
async function approved(who: string, wish: Record<string, unknown>, by = zhao.id): Promise<string> {
  const number = await ask(firm, who, wishFor('client-files', wish));
  await firm.slack.click(by, await cardOf(firm, by, number), 'access.approve');
  return number;
}
/** What both sides read: cards, and the lines under them. */
async function read(number: string, requester = emma.id, approver = zhao.id): Promise<string> {
  const cards = [await cardOf(firm, requester, number), await cardOf(firm, approver, number)] as const;
  const lines = [
    ...(await linesUnder(firm, requester, cards[0])),
    ...(await linesUnder(firm, approver, cards[1])),
  ];
  return [...cards.map((card) => `${card.text}\n${wordsOf(card)}`), ...lines].join('\n');
}
/** Words that would say of access that it runs. */
const runs = /you have access|has access|Access runs|ends by itself|您可以使用|可以使用|有效至/;

describe('access that begins when its holder presses Start', () => {
  it('waits after the approval, runs from the press, and a second press does nothing more', async () => {
    const number = await approved(emma.id, { start: 'press', hours: '4' });
    expect(await stateOf(number)).toBe('ready');
    const card = await cardOf(firm, emma.id, number);
    expect(card.text).toMatch(/^Approved: press Start when you need Client identity files/);
    expect(await linesUnder(firm, emma.id, card)).toEqual([
      expect.stringMatching(
        new RegExp(`^<@${zhao.id}> approved: press Start above when you need it, .* at the latest\\.$`),
      ),
    ]);
    expect(await read(number)).not.toMatch(runs);
    await firm.slack.advance('PT20H');
    expect(await stateOf(number)).toBe('ready');
    await firm.slack.click(emma.id, card, 'access.press_start');
    const [grant] = await grantsOf(firm, number);
    expect(grant?.state).toBe('running');
    expect(Math.abs((grant?.ends_at.getTime() ?? 0) - now() - 4 * 3_600_000)).toBeLessThan(10_000);
    const running = await cardOf(firm, emma.id, number);
    expect(running.text).toContain('You have access to Client identity files until');
    expect(buttonIn(running.blocks, 'access.press_start')).toBeUndefined();
    await firm.slack.click(emma.id, { ...running, blocks: card.blocks ?? [] }, 'access.press_start', true);
    expect((await grantsOf(firm, number))[0]?.ends_at).toEqual(grant?.ends_at);
    expect(await eventCount(firm, 'access.started', number)).toBe(1);
    await firm.slack.advance('PT4H1M');
    expect(await stateOf(number)).toBe('expired');
  });

  it('is started by nobody else', async () => {
    const number = await approved(emma.id, { start: 'press' });
    const { blocks = [] } = await cardOf(firm, emma.id, number);
    for (const [who, words] of [
      [priya, 'Only the person whose access this is can start it.'],
      [zhao, '只有被授权的人本人可以点“开始使用”。'],
    ] as const) {
      const theirs = { ...(await cardOf(firm, who.id, number)), blocks };
      await firm.slack.click(who.id, theirs, 'access.press_start', true);
      expect(await saidTo(firm, who.id)).toBe(words);
    }
    expect(await stateOf(number)).toBe('ready');
  });

  it('lapses after two working days, and says so in a line', async () => {
    const number = await approved(emma.id, { start: 'press' });
    const card = await cardOf(firm, emma.id, number);
    await firm.slack.advance('PT47H59M');
    expect(await stateOf(number)).toBe('ready');
    await firm.slack.advance('PT2M');
    expect(await stateOf(number)).toBe('unused');
    const after = await cardOf(firm, emma.id, number);
    expect(after.text).toMatch(/^Your request for Client identity files lapsed/);
    expect((await linesUnder(firm, emma.id, after)).at(-1)).toBe(
      'Start was not pressed within two working days, so this access has lapsed. You can ask again.',
    );
    expect(buttonIn(after.blocks, 'access.ask_again')).toBeDefined();
    await firm.slack.click(emma.id, { ...after, blocks: card.blocks ?? [] }, 'access.press_start', true);
    expect(await saidTo(firm, emma.id)).toContain('The two working days for pressing Start are over');
    expect(await read(number)).not.toMatch(runs);
  });

  it('is given up by a change of mind before it began', async () => {
    const number = await approved(lin.id, { start: 'press' });
    expect(await read(number, lin.id)).toContain('已批准：需要客户身份资料时点“开始使用”');
    expect(wordsOf(await cardOf(firm, lin.id, number))).toContain('等您点“开始使用”，最晚');
    expect(await read(number, lin.id)).not.toMatch(runs);
    await firm.slack.click(lin.id, await cardOf(firm, lin.id, number), 'access.give_back');
    expect(await stateOf(number)).toBe('given_up');
    const card = await cardOf(firm, lin.id, number);
    expect(wordsOf(card)).toContain('放弃，授权没有开始');
    expect(card.text).toMatch(/^您已撤回客户身份资料的申请/);
    expect(buttonIn(card.blocks, 'access.press_start')).toBeUndefined();
    await firm.slack.advance('PT49H');
    expect(await stateOf(number)).toBe('given_up');
  });
});

describe('access that begins at a moment', () => {
  it('begins by the tick, then tells its holder, and ends by its length from there', async () => {
    const number = await approvedAt(5, { hours: '2' });
    expect(await stateOf(number)).toBe('scheduled');
    expect(await read(number)).not.toMatch(runs);
    expect(await read(number)).toContain('your access begins');
    await firm.slack.advance('PT4H58M');
    expect(await stateOf(number)).toBe('scheduled');
    await firm.slack.advance('PT3M');
    expect(await stateOf(number)).toBe('running');
    expect(await eventCount(firm, 'access.started', number)).toBe(1);
    const lines = await linesUnder(firm, emma.id, await cardOf(firm, emma.id, number));
    expect(lines.filter((line) => line.startsWith('Your access has begun'))).toHaveLength(1);
    await firm.slack.advance('PT2H');
    expect(await stateOf(number)).toBe('expired');
  });

  it('is given up before its moment, and then does not begin', async () => {
    const number = await approvedAt(5);
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, number), 'access.give_back');
    await firm.slack.advance('PT6H');
    expect(await stateOf(number)).toBe('given_up');
    expect(await eventCount(firm, 'access.started', number)).toBe(0);
  });

  it.each([
    ['press', 'Approved: <@', 'can press Start when they need', 'press Start for *'],
    ['at', 'Approved: <@', 'gets access to', 'gets access to'],
  ])('approved in the list (%s) is not said to run, nor in the forms that end it', async (kind, ...said) => {
    const number =
      kind === 'at' ? await askAt(30) : await ask(firm, emma.id, wishFor('client-files', { start: kind }));
    const list = screenOf(firm, priya.id);
    await firm.slack.command(priya.id, '/access', 'pending');
    await list.press('access.approve');
    const words = await list.words();
    for (const one of said.slice(0, 2)) expect(words).toContain(one);
    expect(words).not.toMatch(runs);
    await firm.slack.call('POST', '/close', { user: priya.id, view_id: (await list.top()).id, all: true });
    const mine = await cardOf(firm, priya.id, number);
    expect(wordsOf(mine)).not.toMatch(runs);
    await firm.slack.click(priya.id, mine, 'access.take_back');
    expect(await list.words()).toContain(said[2]);
    expect(await list.words()).not.toMatch(runs);
    await list.submit({});
    expect(await stateOf(number)).toBe('revoked');
  });
});

describe('a data set without an approver', () => {
  it('goes to the privacy officer, who approves', async () => {
    const members = [wang.id, zhao.id];
    await administer(firm, 'usergroup', { id: 'S01TRANSFER', users: [] });
    const number = await ask(firm, lin.id, wishFor('transfer-contracts'));
    const card = await cardOf(firm, sun.id, number);
    expect(wordsOf(card)).toContain('请您以隐私负责人的身份审批');
    expect(wordsOf(await cardOf(firm, lin.id, number))).toContain(`<@${sun.id}>`);
    await firm.slack.click(sun.id, card, 'access.approve');
    expect(await requestState(firm, number)).toBe('granted');
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'running', holder: lin.id }]);
    await administer(firm, 'usergroup', { id: 'S01TRANSFER', users: members });
  });
});

describe('access until the case closes', () => {
  it('ends when the case is closed, for what runs and for what waits for Start', async () => {
    await seedCases(firm.bot.house);
    const caseNumber = 'C-2026-0412';
    const wish = (more: Record<string, unknown>) =>
      wishFor('transfer-contracts', { caseNumber, hours: 'case', ...more });
    for (const [who, more] of [
      [lin, {}],
      [emma, { start: 'press' }],
    ] as const) {
      await ask(firm, who.id, wish(more));
      await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, caseNumber), 'access.approve');
    }
    expect(wordsOf(await cardOf(firm, lin.id, caseNumber))).toContain('授权到结案为止，最晚至');
    const screen = screenOf(firm, wang.id);
    await screen.shoumi(`案件 ${caseNumber}`);
    await screen.press('case.close', caseNumber);
    await firm.bot.settled();
    expect((await grantsOf(firm, caseNumber)).map(({ state }) => state)).toEqual([
      'case_closed',
      'case_closed',
    ]);
    const [mine, hers] = [await cardOf(firm, lin.id, caseNumber), await cardOf(firm, emma.id, caseNumber)];
    expect((await linesUnder(firm, lin.id, mine)).at(-1)).toContain('案件已结案，授权随之结束');
    expect((await linesUnder(firm, emma.id, hers)).at(-1)).toContain('The case was closed');
  });
});
