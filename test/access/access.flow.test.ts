import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import { ask, cardOf, eventCount, grantsOf, linesUnder, openForm, wishFor } from './flow.ts';

const { lin, emma, zhao, priya } = workspace.people;

const stories = [
  {
    language: 'Chinese',
    who: lin,
    command: '申请 client-files 4小时 因为 十月增值税申报',
    reason: '十月增值税申报',
    waiting: '等待',
    granted: '授权有效至',
    notice: '已批准，有效至',
    warning: '将于',
    expired: '自动收回',
    dispose: '请按这份资料的规定处理留存的副本',
    dataName: '客户身份资料',
    foreign: /Waiting for|Your request|Access runs/,
  },
  {
    language: 'English',
    who: emma,
    command: 'request client-files for 4h because VAT filing for October',
    reason: 'VAT filing for October',
    waiting: 'Waiting for',
    granted: 'Access runs until',
    notice: 'approved: you have access until',
    warning: 'ends on',
    expired: 'Access ended by itself',
    dispose: 'Please dispose of copies as the rules of this data set say',
    dataName: 'Client identity files',
    foreign: /\p{Script=Han}/u,
  },
] as const;

describe.each(['socket', 'http'] as const)('the whole short way over %s', (delivery) => {
  let firm: Firm;
  beforeAll(async () => {
    firm = await startFirm(delivery);
  });
  afterAll(() => firm.stop());

  it.each(stories)('is lived in $language, from the wish to its end by itself', async (story) => {
    const { slack } = firm;
    const { who } = story;
    const form = await openForm(firm, who.id, story.command);
    expect(wordsOf(form)).toContain(story.reason);
    const wish = wishFor('client-files', { reason: story.reason });
    expect(await slack.submit(who.id, form, wish)).toMatchObject({ ok: true, closed: true });
    const number = wish.caseNumber;

    const mine = await cardOf(firm, who.id, number);
    for (const words of [story.waiting, story.dataName, `<@${zhao.id}>`, `<@${priya.id}>`])
      expect(wordsOf(mine)).toContain(words);
    const [forZhao, forPriya] = [await cardOf(firm, zhao.id, number), await cardOf(firm, priya.id, number)];
    for (const words of [
      `<@${who.id}>`,
      '客户身份资料',
      '严控',
      '4 小时',
      story.reason,
      '前无人处理，申请自动失效',
      '您是这份资料的审批人',
    ])
      expect(wordsOf(forZhao)).toContain(words);
    for (const words of [
      `<@${who.id}>`,
      'Client identity files',
      'Strictly controlled',
      '4 hours',
      'If nobody decides by',
      'because you are an approver',
    ])
      expect(wordsOf(forPriya)).toContain(words);
    expect(await slack.click(zhao.id, forZhao, 'access.approve')).toEqual({ ok: true });

    const granted = await cardOf(firm, who.id, number);
    expect(granted.ts).toBe(mine.ts);
    expect(wordsOf(granted)).toContain(story.granted);
    expect(await linesUnder(firm, who.id, granted)).toEqual([expect.stringContaining(story.notice)]);
    expect(buttonIn(granted.blocks, 'access.give_back')).toBeDefined();
    for (const [approver, words] of [
      [zhao, '已批准'],
      [priya, 'Approved by'],
    ] as const) {
      const decided = await cardOf(firm, approver.id, number);
      expect(wordsOf(decided)).toContain(words);
      expect(wordsOf(decided)).toContain(`<@${zhao.id}>`);
      expect(buttonIn(decided.blocks, 'access.approve')).toBeUndefined();
      expect(buttonIn(decided.blocks, 'access.deny')).toBeUndefined();
    }
    const [grant] = await grantsOf(firm, number);
    expect(grant).toMatchObject({ state: 'running', holder: who.id });

    // An eighth of four hours before the end.
    await slack.advance('PT3H31M');
    const warning = (await slack.inbox(who.id)).at(-1);
    expect(wordsOf(warning)).toContain(story.warning);
    expect(buttonIn(warning?.blocks, 'access.ask_again')).toBeDefined();
    await slack.advance('PT1H');
    const over = await cardOf(firm, who.id, number);
    const all = await slack.inbox(who.id);
    const first = all.find((one) => one.ts === mine.ts);
    expect(wordsOf(first)).toContain(story.expired);
    expect(await linesUnder(firm, who.id, mine)).toContainEqual(expect.stringContaining(story.dispose));
    expect(buttonIn(over.blocks, 'access.give_back')).toBeUndefined();
    expect(await grantsOf(firm, number)).toMatchObject([{ state: 'expired' }]);
    expect(
      wordsOf({
        blocks: [
          all.filter((one) => JSON.stringify(one).includes(number)).map((one) => [one.text, one.blocks]),
        ],
      }).replaceAll(story.reason, ''),
    ).not.toMatch(story.foreign);

    const counts = ['requested', 'approved', 'granted', 'expired'].map((type) =>
      eventCount(firm, `access.${type}`, number),
    );
    expect(await Promise.all(counts)).toEqual([1, 1, 1, 1]);
  });

  it('asks the approvers of a user group, and says which group', async () => {
    const { wang } = workspace.people;
    const number = await ask(firm, lin.id, wishFor('transfer-contracts'));
    expect(wordsOf(await cardOf(firm, wang.id, number))).toContain('<!subteam^S01TRANSFER>');
    await firm.slack.click(wang.id, await cardOf(firm, wang.id, number), 'access.approve');
    expect(wordsOf(await cardOf(firm, lin.id, number))).toContain('授权有效至');
  });

  it('makes one request of a form that is sent twice at the same moment', async () => {
    const wish = wishFor('client-files');
    const form = await openForm(firm, emma.id, 'request client-files');
    const sent = await Promise.all([1, 2].map(() => firm.slack.submit(emma.id, form, wish)));
    expect(sent.some(({ closed }) => closed)).toBe(true);
    expect(await eventCount(firm, 'access.requested', wish.caseNumber)).toBe(1);
    const cards = (await firm.slack.inbox(emma.id)).filter((one) =>
      JSON.stringify(one.blocks ?? []).includes(wish.caseNumber),
    );
    expect(cards).toHaveLength(1);
  });

  it('decides once when Approve is clicked twice at the same moment', async () => {
    const number = await ask(firm, lin.id);
    const card = await cardOf(firm, zhao.id, number);
    await Promise.all([1, 2, 3].map(() => firm.slack.click(zhao.id, card, 'access.approve', true)));
    expect([
      await eventCount(firm, 'access.approved', number),
      (await grantsOf(firm, number)).length,
    ]).toEqual([1, 1]);
    expect(await linesUnder(firm, lin.id, await cardOf(firm, lin.id, number))).toHaveLength(1);
  });

  it('decides once when two approvers click at the same moment, and tells the other who it was', async () => {
    const number = await ask(firm, lin.id);
    const [forZhao, forPriya] = [await cardOf(firm, zhao.id, number), await cardOf(firm, priya.id, number)];
    await Promise.all([
      firm.slack.click(zhao.id, forZhao, 'access.approve', true),
      firm.slack.click(priya.id, forPriya, 'access.approve', true),
    ]);
    expect(await eventCount(firm, 'access.approved', number)).toBe(1);
    const [row] = await firm.fresh.database
      .sql`select decided_by from access_request where case_number = ${number}`;
    const winner = row?.decided_by === zhao.id ? zhao : priya;
    const loser = winner === zhao ? priya : zhao;
    const said = (await firm.slack.inbox(loser.id))
      .filter((one) => one.ephemeral_for === loser.id)
      .at(-1)?.text;
    expect(said).toBe(
      loser === priya
        ? `${winner.real_name} has already approved this request.`
        : `${winner.real_name} 已经批准了这条申请。`,
    );
    for (const who of [zhao, priya])
      expect(wordsOf(await cardOf(firm, who.id, number))).toContain(`<@${winner.id}>`);
  });
});
