import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyOf, saveCompany } from '../../src/people/company.store.ts';
import { companyKey, setCompany } from '../../src/people/company.ts';
import type { ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { ask, cardOf, openForm, wishFor } from '../access/flow.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';

const { lin, emma, zhao } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

async function top(who: string): Promise<ControlView> {
  const view = await firm.slack.topView(who);
  if (!view) throw new Error('no form is open');
  return view;
}

/** Sends the request form with this reason and answers the form as it came back. */
async function sentWith(who: string, reason: string, more: Record<string, unknown> = {}) {
  const form = await openForm(firm, who, 'request client-files');
  const wish = wishFor('client-files', { reason, ...more });
  const sent = await firm.slack.submit(who, form, wish);
  return { wish, sent, back: await top(who) };
}

/** What stands in the fields now, typed or from the start. */
function standing(view: ControlView): Record<string, unknown> {
  const values = (view.view as unknown as { state?: { values: Record<string, Record<string, unknown>> } })
    .state;
  return Object.fromEntries(
    Object.entries(values?.values ?? {}).map(([block, elements]) => {
      const [one] = Object.values(elements) as { value?: string; selected_option?: { value: string } }[];
      return [block, one?.value ?? one?.selected_option?.value];
    }),
  );
}

const notes = (view: ControlView) =>
  (view.view.blocks as { block_id?: string; text?: { text: string } }[])
    .filter((block) => block.block_id?.startsWith('number.'))
    .map((block) => wordsOf(block));

async function vouchedEvents(): Promise<{ data: string }[]> {
  return firm.fresh.database.sql<{ data: string }[]>`
    select data from event where type = 'guard.vouched' order by at`;
}

describe('a personal number in a form', () => {
  it.each([
    [lin.id, '请联系 13800138000 办理', '请联系 〔电话号码〕 办理', '“具体要做什么？”里好像有电话号码'],
    [emma.id, 'call 138 0013 8000 first', 'call [phone number] first', 'There was a phone number in'],
    [emma.id, 'call １３８００１３８０００', 'call [phone number]', 'There was a phone number in'],
    [lin.id, '身份证 11010519491231002X 过户', '身份证 〔证件号〕 过户', '身份证号'],
    [emma.id, 'mail zhang.wei@example.com now', 'mail [e-mail address] now', 'an e-mail address'],
  ])('comes back replaced where it stood, and the rest as it was', async (who, reason, masked, said) => {
    const { wish, sent, back } = await sentWith(who, reason);
    expect(sent).toMatchObject({ ok: true, response_action: 'update', closed: false });
    expect(standing(back)).toMatchObject({
      reason: masked,
      caseNumber: wish.caseNumber,
      hours: '4',
      purpose: 'share_transfer',
    });
    expect(notes(back).join()).toContain(said);
    const done = await firm.slack.submit(who, back, { reason: 'filing for the case' });
    expect(done).toMatchObject({ closed: true });
  });

  it('shows the other faults of the form above their fields', async () => {
    const { back } = await sentWith(emma.id, 'call 13800138000', { caseNumber: 'Mr Zhang' });
    expect(notes(back)).toHaveLength(2);
    expect(notes(back).join()).toContain('Please give a case number such as C-2026-0412');
    expect(standing(back)).toMatchObject({ caseNumber: 'Mr Zhang' });
  });

  it('is taken out again when it is typed again', async () => {
    const { back } = await sentWith(emma.id, 'call 13800138000');
    await firm.slack.submit(emma.id, back, { reason: 'call 13800138000' });
    const again = await top(emma.id);
    expect(standing(again)).toMatchObject({ reason: 'call [phone number]' });
    expect(notes(again)).toHaveLength(1);
  });

  it.each([
    [emma.id, 'invoice 13800138000 of May', 'It is an invoice, contract or tracking number'],
    [lin.id, '发票 13800138000 对账', '这是发票、合同或快递单号'],
    [emma.id, 'tracking 6222021234567890128', 'It is an invoice, contract or tracking number'],
  ])('that is a business number passes by one tap, which is recorded: %#', async (who, reason, label) => {
    const before = (await vouchedEvents()).length;
    const { wish, back } = await sentWith(who, reason);
    expect(wordsOf(back)).toContain(label);
    expect(wordsOf(back)).not.toMatch(/13800138000|6222021234567890128/);
    await firm.slack.clickInView(who, back, 'slack.vouch');
    const vouched = await top(who);
    expect(standing(vouched)).toMatchObject({ reason, caseNumber: wish.caseNumber });
    const events = await vouchedEvents();
    expect(events).toHaveLength(before + 1);
    expect(JSON.parse(events.at(-1)?.data ?? '')).toMatchObject({
      by: who,
      field: 'reason',
      form: 'access.ask',
    });
    expect(JSON.stringify(events)).not.toMatch(/13800138000|6222021234567890128/);
    expect(await firm.slack.submit(who, vouched, {})).toMatchObject({ closed: true });
    const [row] = await firm.fresh.database.sql<{ n: number }[]>`
      select count(*)::int as n from access_request where case_number = ${wish.caseNumber}`;
    expect(row?.n).toBe(1);
  });

  it('stays vouched for when another data set is chosen, and when the same is asked for again', async () => {
    const choose = async (id: string) => {
      const form = await top(emma.id);
      await firm.slack.clickInView(emma.id, form, 'access.data_set', {
        type: 'external_select',
        action_id: 'access.data_set',
        block_id: 'dataSet',
        selected_option: { text: { type: 'plain_text', text: id }, value: id },
      });
      return top(emma.id);
    };
    const { wish, back } = await sentWith(emma.id, 'invoice 13800138000 of June');
    await firm.slack.clickInView(emma.id, back, 'slack.vouch');
    const other = await choose('transfer-contracts');
    expect(standing(other)).toMatchObject({ reason: 'invoice 13800138000 of June' });
    expect(notes(other).join()).toContain('Taken as an invoice');
    const same = await choose('client-files');
    expect(standing(same)).toMatchObject({ reason: 'invoice 13800138000 of June' });
    expect(
      await firm.slack.submit(emma.id, same, {
        purpose: 'share_transfer',
        hours: '4',
        acknowledged: ['yes'],
      }),
    ).toMatchObject({ closed: true });

    await firm.slack.click(emma.id, await cardOf(firm, emma.id, wish.caseNumber), 'access.withdraw');
    await firm.slack.click(emma.id, await cardOf(firm, emma.id, wish.caseNumber), 'access.ask_again');
    const again = await top(emma.id);
    expect(standing(again)).toMatchObject({
      reason: 'invoice 13800138000 of June',
      caseNumber: wish.caseNumber,
    });
    expect(await firm.slack.submit(emma.id, again, { acknowledged: ['yes'] })).toMatchObject({
      closed: true,
    });
  });

  it('passes for that number alone', async () => {
    const { back } = await sentWith(emma.id, 'invoice 13800138000');
    await firm.slack.clickInView(emma.id, back, 'slack.vouch');
    await firm.slack.submit(emma.id, await top(emma.id), { reason: 'invoice 13800138000, call 13900139000' });
    expect(standing(await top(emma.id))).toMatchObject({
      reason: 'invoice 13800138000, call [phone number]',
    });
    expect(
      await firm.slack.submit(emma.id, await top(emma.id), { reason: 'invoice 138-0013-8000' }),
    ).toMatchObject({
      closed: true,
    });
  });

  it.each([
    ['an identity number', '身份证 11010519491231002X'],
    ['an e-mail address', 'mail zhang.wei@example.com'],
  ])('offers no such tap for %s', async (_, reason) => {
    const { back } = await sentWith(emma.id, reason);
    expect(wordsOf(back)).not.toContain('slack.vouch');
  });

  it('leaves an identity number out where a phone number beside it is put back', async () => {
    const { back } = await sentWith(emma.id, 'no. 13800138000 and 11010519491231002X');
    await firm.slack.clickInView(emma.id, back, 'slack.vouch');
    expect(standing(await top(emma.id))).toMatchObject({ reason: 'no. 13800138000 and [ID number]' });
  });

  it('keeps what was written meanwhile', async () => {
    const { back } = await sentWith(emma.id, 'see 13800138000');
    const block = (back.view.blocks as { block_id: string; element?: { action_id: string } }[]).find(
      (one) => one.block_id === 'reason',
    );
    await firm.slack.call('POST', '/view-interact', {
      user: emma.id,
      view_id: back.id,
      action: (back.view.blocks as { block_id: string; accessory?: unknown }[])
        .filter((one) => one.block_id === 'number.reason')
        .map((one) => ({ ...(one.accessory as object), block_id: one.block_id }))[0],
      values: {
        reason: {
          [String(block?.element?.action_id)]: {
            type: 'plain_text_input',
            value: 'invoice [phone number] again',
          },
        },
      },
    });
    expect(standing(await top(emma.id))).toMatchObject({ reason: 'invoice 13800138000 again' });
  });

  it('of the firm’s own mail domain passes', async () => {
    const { house } = firm.bot;
    await house.commit({
      id: 'own domain',
      cause: { kind: 'start', id: 'test' },
      keys: [companyKey],
      load: async (tx) => ({ actor: undefined, company: await companyOf(tx, house.tenant) }),
      decide: setCompany({ by: null, change: { mailDomains: ['bund.example'] } }),
      save: (tx, next) => saveCompany(tx, house.tenant, next),
    });
    const done = await ask(
      firm,
      lin.id,
      wishFor('client-files', { reason: '请抄送 zhao.min@bund.example 核对' }),
    );
    expect(done).toMatch(/^C-/);
    const { back } = await sentWith(lin.id, '抄送 a@other.example 核对');
    expect(standing(back)).toMatchObject({ reason: '抄送 〔邮箱〕 核对' });
  });

  it('is not in any row, and a forged button puts nothing back', async () => {
    const { back } = await sentWith(zhao.id, 'invoice 13700137000');
    const action = (back.view.blocks as { block_id: string; accessory?: Record<string, unknown> }[]).find(
      (one) => one.block_id === 'number.reason',
    );
    await firm.slack.call('POST', '/view-interact', {
      user: zhao.id,
      view_id: back.id,
      action: { ...action?.accessory, value: '["13700137000"]', block_id: 'number.reason', stale: true },
    });
    const [found] = await firm.fresh.database.sql<{ n: number }[]>`
      select count(*)::int as n from event where data like '%13700137000%'`;
    expect(found?.n).toBe(0);
  });
});
