import { afterAll, beforeAll, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { cardOf, requestState } from './flow.ts';

const { tom, david } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

const said = async () =>
  (await firm.slack.inbox(tom.id)).filter((one) => one.ephemeral_for === tom.id).at(-1)?.text;

it('lets a guest ask for what its policy opens to guests, keep it, and nothing else', async () => {
  const { sql } = firm.fresh.database;
  await firm.slack.command(tom.id, '/access', 'request tax-filings');
  expect(await said()).toContain('Only employees can ask');
  expect(await firm.slack.topView(tom.id)).toBeUndefined();

  await sql`update data_set set guests_may_ask = true where id = 'tax-filings'`;
  await firm.slack.command(tom.id, '/access', 'request tax-filings');
  const form = await firm.slack.topView(tom.id);
  if (!form) throw new Error('the form did not open');
  const blocks = form.view.blocks as { block_id?: string; element?: { action_id: string } }[];
  const picker = blocks.find((block) => block.element?.action_id.startsWith('access.data_set'));
  const { block_id: block = '', element } = picker ?? {};
  const offered = await firm.slack.suggest(tom.id, form, block, element?.action_id ?? '', '');
  expect(JSON.stringify(offered)).toContain('tax-filings');
  expect(JSON.stringify(offered)).not.toContain('payroll');

  const number = 'BK-2026-7001';
  const asked = {
    ...{ dataSet: 'tax-filings', caseNumber: number, purpose: 'tax_filing', hours: '4' },
    ...{ reason: 'VAT return of October', acknowledged: ['yes'] },
  };
  await firm.slack.submit(tom.id, form, asked);
  await firm.slack.click(david.id, await cardOf(firm, david.id, number), 'access.approve');
  expect(await requestState(firm, number)).toBe('granted');
  await firm.bot.tick();
  const running = async () =>
    (await sql`select id from access_grant where case_number = ${number} and state = 'running'`).length;
  expect(await running()).toBe(1);

  // The policy changes its mind: what guests hold ends.
  await sql`update data_set set guests_may_ask = false where id = 'tax-filings'`;
  await firm.bot.tick();
  expect(await running()).toBe(0);
});
