import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseByNumber, saveCase } from '../../src/catalog/case.store.ts';
import { caseKey, closeCase } from '../../src/catalog/case.ts';
import { seedCases } from '../../src/demo.ts';
import { memberById } from '../../src/people/member.store.ts';
import type { ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { ask, cardOf, openForm, requestState, saidTo, wishFor } from './flow.ts';

const { lin, chen, emma, wang, zhao, tom } = workspace.people;
let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  await seedCases(firm.bot.house);
});
afterAll(() => firm?.stop());

const wish = (caseNumber: string) => wishFor('client-files', { caseNumber });
const errors = async (who: string, caseNumber: string) => {
  const form = await openForm(firm, who, 'request client-files');
  return (await firm.slack.submit(who, form, wish(caseNumber))).errors;
};

async function close(number: string): Promise<void> {
  const { house } = firm.bot;
  await house.commit({
    id: `close ${number}`,
    cause: { kind: 'submission', id: 'close', by: wang.id },
    keys: [caseKey(number)],
    load: async (tx) => ({
      actor: await memberById(tx, house.tenant, wang.id),
      leads: true,
      before: await caseByNumber(tx, house.tenant, number),
    }),
    decide: closeCase({ by: wang.id }),
    save: (tx, next) => saveCase(tx, house.tenant, next),
  });
}

type Offered = { value: string; description?: { text: string } };
const options = async (who: string, form: ControlView, typed: string) =>
  ((await firm.slack.suggest(who, form, 'caseNumber', 'access.case', typed)).options as Offered[]).map(
    (one) => [one.value, one.description?.text],
  );

it('takes a request for a case in the register', async () => {
  await ask(firm, lin.id, wish('C-2026-0412'));
  expect(await requestState(firm, 'C-2026-0412')).toBe('pending');
});

it('refuses a number that is not in the register, under the field, with a way on', async () => {
  expect(await errors(chen.id, 'C-2026-9999')).toEqual({
    caseNumber:
      '案件登记里没有 C-2026-9999，请检查是否写错，或另选一个；新案件请先登记：/shoumi 案件 C-2026-9999',
  });
});

it('refuses a case that was closed while the form was open, under the field, and says when', async () => {
  const form = await openForm(firm, chen.id, 'request client-files');
  await close('C-2026-0413');
  const sent = await firm.slack.submit(chen.id, form, wish('C-2026-0413'));
  expect(sent.errors?.caseNumber).toMatch(
    /^C-2026-0413 已于\d+月\d+日（周.）\d\d:\d\d结案，请另选一个；仍需办理请先重新开启：\/shoumi 案件 C-2026-0413$/,
  );
  expect(await requestState(firm, 'C-2026-0413')).toBeUndefined();
});

it('offers a person’s own open cases, the one they asked with last first, and others’ when something is typed', async () => {
  await ask(firm, lin.id, wish('BK-2026-0118'));
  const form = await openForm(firm, lin.id, 'request client-files');
  const offered = async (typed: string) => options(lin.id, form, typed);
  expect(await offered('')).toEqual([
    ['BK-2026-0118', '代理记账 · Bookkeeping · 上海徐汇'],
    ['C-2026-0412', '公司转让 · 公司转让组 · 上海浦东'],
    ['C-2026-0398', '公司转让 · 公司转让组 · 上海浦东'],
  ]);
  expect((await offered('chenyu'))?.map(([number]) => number)).toEqual([
    'BK-2026-0118',
    'T-2026-0031',
    'BK-2026-0107',
  ]);
  expect(await offered('ｔ-2026-0031')).toEqual([['T-2026-0031', '税务 · Bookkeeping · Hangzhou']]);
});

it('offers a number that was typed whole even where it will be refused, and says why', async () => {
  const form = await openForm(firm, emma.id, 'request client-files');
  const offered = async (typed: string) => options(emma.id, form, typed);
  expect(await offered('c-2026-0413')).toEqual([['C-2026-0413', expect.stringMatching(/^Closed on /)]]);
  expect(await offered('C-2026-7777')).toEqual([['C-2026-7777', 'Not in the register of cases']]);
  expect((await offered('C-2026-04'))?.map(([number]) => number)).toEqual(['C-2026-0412', 'C-2026-0405']);
  expect(await offered('王先生')).toEqual([]);
});

it('takes a number over from the command into the picker', async () => {
  const form = await openForm(firm, emma.id, 'request client-files C-2026-0405 2h');
  const block = (form.view.blocks as { block_id?: string }[]).find((one) => one.block_id === 'caseNumber');
  expect(block).toMatchObject({
    element: { type: 'external_select', initial_option: { value: 'C-2026-0405' } },
  });
});

it('does not approve what was asked for a case that was closed since, and says what to do', async () => {
  await ask(firm, emma.id, wishFor('client-files', { caseNumber: 'C-2026-0405' }));
  await close('C-2026-0405');
  await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, 'C-2026-0405'), 'access.approve');
  expect(await saidTo(firm, zhao.id)).toContain('申请之后 C-2026-0405 已结案');
  expect(await requestState(firm, 'C-2026-0405')).toBe('pending');
});

describe('/access check', () => {
  const told = async (who: string, words: string) => {
    await firm.slack.command(who, '/shoumi', words);
    const answer = (await firm.slack.inbox(who)).findLast((one) => one.ephemeral_for === who);
    return { answer, words: wordsOf(answer?.blocks ?? answer?.text) };
  };
  const written = async () =>
    (await firm.fresh.database.sql<{ n: number }[]>`select count(*)::int as n from event`)[0]?.n;

  it('says what would come of a request, who would decide and when it would lapse, and writes nothing', async () => {
    const before = await written();
    const { answer, words } = await told(chen.id, '预检 khsf 4小时 BK-2026-0107');
    expect(words).toContain('*客户身份资料* · 4 小时 · BK-2026-0107');
    expect(words).toContain('现在可以申请');
    expect(words).toContain(`由 <@${zhao.id}>或<@U07PRIYA000> 中的任何一位审批。`);
    expect(words).toContain('如果');
    expect(await written()).toBe(before);
    if (!answer) throw new Error('nothing was said');
    await firm.slack.click(chen.id, answer, 'access.check.ask');
    expect((await firm.slack.topView(chen.id))?.view.callback_id).toBe('access.ask');
  });

  it('says which rule would refuse: a closed case, a number nobody knows, the same wish that waits', async () => {
    expect((await told(emma.id, 'check client-files 4h C-2026-0413')).words).toContain(
      'C-2026-0413 was closed on',
    );
    expect((await told(emma.id, 'check client-files 4h C-2026-9999')).words).toContain(
      'not in the register of cases',
    );
    expect((await told(chen.id, '预检 client-files 4小时 C-2026-9999')).words).toContain('会被拒绝');
    expect((await told(emma.id, 'check')).words).toContain('Which data is it about?');
  });

  it('is for employees', async () => {
    expect((await told(tom.id, 'check client-files')).words).not.toContain('could ask');
  });
});

it('finds data sets by the initials of their pinyin', async () => {
  const form = await openForm(firm, lin.id, 'request');
  const found = await firm.slack.suggest(lin.id, form, 'dataSet', 'access.data_set', 'khsf');
  expect(JSON.stringify(found)).toContain('client-files');
  expect(JSON.stringify(found)).not.toContain('tax-filings');
});
