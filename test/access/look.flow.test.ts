import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCases } from '../../src/demo.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { ask, cardOf, wishFor } from './flow.ts';

const { lin, chen, emma, wang, zhao, david, sun, james, tom } = workspace.people;
const number = 'C-2026-0412';
let firm: Firm;
let requestId: string;
beforeAll(async () => {
  firm = await startFirm();
  await seedCases(firm.bot.house);
  await ask(firm, lin.id, wishFor('client-files', { caseNumber: number }));
  await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
  await ask(firm, emma.id, wishFor('transfer-contracts', { caseNumber: number }));
  await ask(firm, lin.id, wishFor('client-files', { caseNumber: 'C-2026-0398' }));
  const [row] = await firm.fresh.database.sql<{ id: string }[]>`
    select id from access_request where case_number = 'C-2026-0398'`;
  requestId = row?.id ?? '';
});
afterAll(() => firm?.stop());

async function sees(who: string, words: string): Promise<string> {
  const screen = screenOf(firm, who);
  await screen.shoumi(words);
  return screen.words();
}

describe('/shoumi find', () => {
  it('finds by case: one’s own, what one decides on, and everything for those who may see all', async () => {
    const mine = await sees(lin.id, `查找 ${number}`);
    expect(mine).toContain(`*${number}* · 公司转让 · 进行中`);
    expect(mine).toContain(`*客户身份资料* · ${number} · <@${lin.id}>，4 小时`);
    expect(mine).not.toContain('股权转让合同');
    expect(await sees(zhao.id, `find ${number}`)).toContain(`<@${emma.id}>`);
    const officer = await sees(sun.id, `find c-2026-0412`);
    expect([officer.includes('客户身份资料'), officer.includes('股权转让合同')]).toEqual([true, true]);
    expect(await sees(james.id, `find ${number}`)).toContain('Share-transfer contracts');
    expect(await sees(david.id, `find ${number}`)).toContain(
      `There is no request about ${number} that you may see.`,
    );
  });

  it('finds by colleague, in pinyin too, by data set, and by the id of a request', async () => {
    expect(await sees(zhao.id, 'find linxiao')).toContain('C-2026-0398');
    expect(await sees(zhao.id, `find <@${lin.id}|lin.xiao>`)).toContain('C-2026-0398');
    expect(await sees(zhao.id, 'find khsf')).toContain('C-2026-0398');
    expect(await sees(zhao.id, `find ${requestId}`)).toContain('等待审批');
    expect(await sees(chen.id, `find ${requestId}`)).toContain('没有您能看到的');
  });

  it('says what can be looked for where there is nothing, and searches again from there', async () => {
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('find');
    expect(await screen.words()).toContain('You see what you asked for yourself');
    await screen.submit({ words: 'nobody <!here> 13800138000' });
    expect(await screen.words()).toContain('Nothing here is called “nobody &lt;!here&gt; [phone number]”.');
    await screen.submit({ words: number });
    expect(await screen.words()).toContain('Share-transfer contracts');
    await screen.press('case.show');
    expect(await screen.words()).toContain('Clause 7.3');
  });

  it('is for employees', async () => {
    await firm.slack.command(tom.id, '/shoumi', `find ${number}`);
    expect(await firm.slack.topView(tom.id)).toBeUndefined();
  });
});

describe('/access who', () => {
  it('says who can see a data set or a case now, to those who answer for it or work on it', async () => {
    for (const [who, words] of [
      [zhao.id, 'who client-files'],
      [sun.id, '谁能看 khsf'],
      [wang.id, `谁能看 ${number}`],
      [james.id, `who ${number}`],
    ] as const) {
      const view = await sees(who, words);
      expect(view).toContain(`<@${lin.id}>`);
      expect(view).toContain(number);
      expect(view).not.toContain(`<@${emma.id}>`);
    }
  });

  it('shows others their own access only, and says who sees more', async () => {
    expect(await sees(chen.id, '谁能看 client-files')).not.toContain(`<@${lin.id}>`);
    expect(await sees(chen.id, '谁能看 client-files')).toContain('您只能看到自己的授权');
    expect(await sees(lin.id, '谁能看 client-files')).toContain(`<@${lin.id}>`);
  });

  it('says when nobody has access, and asks for more of a name that several have', async () => {
    expect(await sees(david.id, 'who tax-filings')).toContain('Nobody has access to Tax filings now.');
    expect(await sees(sun.id, '谁能看 客户')).toContain('几份资料都符合“客户”');
    expect(await sees(sun.id, '谁能看 qqq')).toContain('没有叫“qqq”的资料或案件');
  });

  it('shows nothing that has ended by its time, whatever the ticks have done', async () => {
    await firm.slack.advance('PT5H');
    expect(await sees(zhao.id, 'who client-files')).not.toContain(`<@${lin.id}>`);
  });
});
