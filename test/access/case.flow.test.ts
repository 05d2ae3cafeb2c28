import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseByNumber, saveCase } from '../../src/catalog/case.store.ts';
import { caseKey, closeCase } from '../../src/catalog/case.ts';
import { seedCases } from '../../src/demo.ts';
import { memberById } from '../../src/people/member.store.ts';
import type { ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { ask, openForm, requestState, wishFor } from './flow.ts';

const { lin, chen, emma, wang } = workspace.people;
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

it('finds data sets by the initials of their pinyin', async () => {
  const form = await openForm(firm, lin.id, 'request');
  const found = await firm.slack.suggest(lin.id, form, 'dataSet', 'access.data_set', 'khsf');
  expect(JSON.stringify(found)).toContain('client-files');
  expect(JSON.stringify(found)).not.toContain('tax-filings');
});
