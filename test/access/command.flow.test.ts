import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveDataSet } from '../../src/catalog/data-set.store.ts';
import type { ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import { ask, openForm, roundTheClock, saidTo } from './flow.ts';
import { dataSet } from './world.ts';

const { lin, emma, zhao, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  await roundTheClock(firm);
});
afterAll(() => firm.stop());
beforeEach(async () => {
  for (const who of [lin, emma, zhao, tom]) {
    const top = await firm.slack.topView(who.id);
    if (top) await firm.slack.call('POST', '/close', { user: who.id, view_id: top.id, all: true });
  }
});

/** What stands in the fields of a form before anybody types. */
function initial(form: ControlView | undefined): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const block of (form?.view.blocks ?? []) as {
    block_id: string;
    element?: Record<string, unknown>;
  }[]) {
    const { initial_value, initial_option } = block.element ?? {};
    const value = initial_value ?? (initial_option as { value?: string } | undefined)?.value;
    if (block.element && value !== undefined) found[block.block_id] = value;
  }
  return found;
}

describe('/access', () => {
  it.each([
    [lin.id, '/access', '', '我现有的授权', '申请资料'],
    [emma.id, '/access', '', 'What I have', 'Ask for access'],
    [lin.id, '/shoumi', 'access', '我现有的授权', '申请资料'],
    [lin.id, '/shoumi', '授权', '我现有的授权', '申请资料'],
    [emma.id, '/shoumi', 'ACCESS', 'What I have', 'Ask for access'],
  ])('alone says to %s by %s %s what they have, with buttons', async (who, command, words, title, button) => {
    await firm.slack.command(who, command, words);
    const said = (await firm.slack.inbox(who)).at(-1);
    expect(said?.ephemeral_for).toBe(who);
    expect(wordsOf(said)).toContain(title);
    expect(wordsOf(said)).toContain(button);
  });

  it.each([
    [emma.id, 'help', '`/access mine`', '`/access running`'],
    [emma.id, '帮助', '`/access mine`', '`/access running`'],
    [lin.id, 'help', '`/access 我的`', '`/access 在用`'],
    [lin.id, '帮助', '`/access 我的`', '`/access 在用`'],
    [lin.id, 'ＨＥＬＰ', '`/access 我的`', '`/access 在用`'],
    [emma.id, 'frobnicate <!channel>', 'I do not know “frobnicate”', '`/access request`', '`/access mine`'],
    [emma.id, 'penidng', 'I do not know “penidng”', '`/access pending`', '`/access request`'],
    [lin.id, '随便', '没听懂“随便”', '`/access 申请`', '`/access 我的`'],
    [lin.id, '待披', '没听懂“待披”', '`/access 待批`'],
  ])('helps %s with %s', async (who, words, ...expected) => {
    await firm.slack.command(who, '/access', words);
    const said = (await firm.slack.inbox(who)).at(-1);
    for (const sentence of expected) expect(wordsOf(said)).toContain(sentence);
  });

  it.each([
    [lin.id, 'mine', '我的授权', '您目前没有授权。'],
    [lin.id, '我的', '我的授权', '您没有正在等待的申请。'],
    [zhao.id, 'pending', '待我审批', '没有等您处理的申请。'],
    [zhao.id, '待批', '待我审批', '没有等您处理的申请。'],
    [zhao.id, 'running', '在用情况', '您负责的资料目前没有人在用。'],
    [zhao.id, '在用', '在用情况', '您负责的资料目前没有人在用。'],
    [emma.id, 'mine', 'My access', 'You hold no access at the moment.'],
    [emma.id, '待批', 'Waiting for me', 'Nothing waits for you.'],
    [emma.id, 'RUNNING', 'In use', 'Nobody holds access to data you answer for.'],
  ])('shows %s the list %s', async (who, words, title, empty) => {
    await firm.slack.command(who, '/access', words);
    const list = await firm.slack.topView(who);
    expect(list?.view.title).toMatchObject({ text: title });
    expect(wordsOf(list)).toContain(empty);
  });

  it.each([
    ['/access', '13800138000'],
    ['/shoumi', '13800138000'],
    ['/shoumi', 'data 13800138000'],
    ['/shoumi', 'data 138-0013-8000'],
    ['/access', 'request client-files case tel-1380-0138000 because 13800138000'],
  ])('says no personal number back: %s %s', async (command, words) => {
    await firm.slack.command(emma.id, command, words);
    const seen = wordsOf([await firm.slack.topView(emma.id), (await firm.slack.inbox(emma.id)).at(-1)]);
    expect(seen).toContain('[phone number]');
    expect(seen.replaceAll('-', '')).not.toContain('0138000');
  });

  it('answers a click on its answer, though nobody can edit it and the bot may not speak there', async () => {
    const channel = workspace.channels.transfers.id;
    const caseNumber = await ask(firm, lin.id);
    const [row] = await firm.fresh.database.sql<{ id: string }[]>`
      select id from access_request where case_number = ${caseNumber}`;
    const answerTo = async (who: string) => {
      await firm.slack.command(who, '/access', '', channel);
      const answer = (await firm.slack.messages(channel, who)).at(-1);
      if (!answer) throw new Error('nothing was said');
      return answer;
    };
    await firm.slack.fault({ method: 'chat.postEphemeral', times: 9, error: 'not_in_channel' });
    const forZhao = await answerTo(zhao.id);
    expect(buttonIn(forZhao.blocks, 'access.approve')).toMatchObject({ value: row?.id });
    await firm.slack.click(zhao.id, forZhao, 'access.approve');
    expect(wordsOf(await firm.slack.topView(zhao.id))).toContain(`已批准：<@${lin.id}> 可以使用客户身份资料`);
    const mine = await answerTo(lin.id);
    await firm.slack.click(lin.id, mine, 'access.give_back');
    expect(wordsOf(await firm.slack.topView(lin.id))).toContain(`<@${lin.id}> 已于`);
    await firm.slack.fault({ method: 'chat.postEphemeral', times: 0 });
  });

  it('does not take the name of something every object has for a word', async () => {
    await firm.slack.command(emma.id, '/access', 'constructor');
    expect(wordsOf((await firm.slack.inbox(emma.id)).at(-1))).toContain('I do not know “constructor”');
  });
});

describe('the form', () => {
  it.each([
    [emma.id, 'request'],
    [lin.id, '申请'],
    [lin.id, 'request nothing-of-ours'],
  ])('opens empty for %s by %s', async (who, words) => {
    expect(initial(await openForm(firm, who, words))).toEqual({ start: 'now' });
  });

  const all = { dataSet: 'client-files', hours: '4', caseNumber: 'C-2026-0412' };
  it.each([
    [
      emma.id,
      'request client-files for 4h because VAT filing',
      { dataSet: 'client-files', hours: '4', reason: 'VAT filing' },
    ],
    [
      emma.id,
      'request client identity FILES case c-2026-0412 for 4 hours because VAT',
      { ...all, reason: 'VAT' },
    ],
    [emma.id, 'request identity 2h', { dataSet: 'client-files', hours: '2' }],
    [
      lin.id,
      '申请 客户身份资料 4小时 因为 增值税申报',
      { dataSet: 'client-files', hours: '4', reason: '增值税申报', purpose: 'share_transfer' },
    ],
    [
      lin.id,
      '申请 客户身份资料，案件 C-2026-0412 四小时，因为：增值税申报',
      { ...all, reason: '增值税申报', purpose: 'share_transfer' },
    ],
    // The purpose is that of the last time with this data set.
    [lin.id, '申请 银行流水 半天', { dataSet: 'bank-statements', hours: 'work:4' }],
    // A length of one's own within the longest is offered too; one beyond it is not.
    [emma.id, 'request client-files 3h', { dataSet: 'client-files', hours: '3' }],
    [emma.id, 'request client-files 3 days', { dataSet: 'client-files' }],
  ])('opens for %s by %s filled in', async (who, words, expected) => {
    expect(initial(await openForm(firm, who, words))).toEqual({ start: 'now', ...expected });
  });

  it('never fills in the tick', async () => {
    const form = await openForm(firm, emma.id, 'request client-files for 4h because VAT');
    expect(wordsOf(form)).not.toContain('initial_options');
  });

  it('is opened by the global shortcut and by the button as well, in the reader’s language', async () => {
    await firm.slack.shortcut(lin.id, 'access.request');
    const byShortcut = await firm.slack.topView(lin.id);
    expect(wordsOf(byShortcut)).toContain('申请资料授权');
    await firm.slack.command(emma.id, '/access');
    const said = (await firm.slack.inbox(emma.id)).at(-1);
    if (!said) throw new Error('nothing was said');
    await firm.slack.click(emma.id, said, 'access.ask');
    expect(wordsOf(await firm.slack.topView(emma.id))).toContain('Ask for access');
  });

  it('offers only what the policy of the chosen data set allows, and keeps what was typed', async () => {
    const form = await openForm(firm, emma.id, 'request client-files case C-2026-0412 4h because VAT filing');
    const field = (view: ControlView | undefined, name: string) =>
      ((view?.view.blocks ?? []) as { block_id: string; element: { options: { value: string }[] } }[])
        .find((block) => block.block_id === name)
        ?.element.options.map((option) => option.value);
    expect(field(form, 'purpose')).toEqual(['share_transfer', 'tax_filing', 'client_request', 'correction']);
    expect(field(form, 'hours')).toEqual(['1', '2', '4', '8', 'day']);
    await firm.slack.clickInView(emma.id, form, 'access.data_set', {
      type: 'external_select',
      action_id: 'access.data_set',
      block_id: 'dataSet',
      selected_option: { text: { type: 'plain_text', text: 'Bank statements' }, value: 'bank-statements' },
    });
    const other = await firm.slack.topView(emma.id);
    expect(field(other, 'purpose')).toEqual(['bookkeeping', 'audit']);
    expect(field(other, 'hours')).toEqual(['1', '2', '4', 'day']);
    expect(wordsOf(other)).toContain('C-2026-0412');
    expect(wordsOf(other)).toContain('VAT filing');
    expect(wordsOf(other)).toContain(
      'Strictly controlled · Sensitive personal data · lapses if nobody decides within 9 working hours',
    );
  });

  it('opens for no guest: a sentence says why', async () => {
    await firm.slack.command(tom.id, '/access', 'request client-files');
    expect(await firm.slack.topView(tom.id)).toBeUndefined();
    expect(await saidTo(firm, tom.id)).toContain('Only employees can ask');
  });
});

describe('the picker with 300 data sets', () => {
  beforeAll(async () => {
    const { house } = firm.bot;
    await firm.fresh.database.sql.begin(async (sql) => {
      for (let n = 1; n <= 300; n++) {
        const number = String(n).padStart(3, '0');
        await saveDataSet(
          firm.fresh.database.within(sql),
          house.tenant,
          dataSet({
            id: `archive-${number}`,
            nameEn: `Archive box ${number} 100% done_${n}`,
            nameZh: `档案盒${number}`,
            classification: 'internal',
            owner: zhao.id,
            approvers: [zhao.id],
          }),
        );
      }
    });
  });

  const names = (answer: { options?: unknown[] }) =>
    (answer.options as { text: { text: string }; value: string }[]).map((option) => option.value);

  it('shows a hundred at most and says so', async () => {
    const form = await openForm(firm, emma.id, 'request');
    const { options } = await firm.slack.suggest(emma.id, form, 'dataSet', 'access.data_set', '');
    expect(options).toHaveLength(100);
    expect(wordsOf(form)).toContain('the list shows 100 at most');
    await firm.slack.command(lin.id, '/access', '申请');
    expect(wordsOf(await firm.slack.topView(lin.id))).toContain('列表最多显示 100 条');
  });

  it.each([
    [emma.id, 'box 250'],
    [emma.id, 'ARCHIVE-250'],
    [emma.id, '档案盒250'],
    [lin.id, '档案盒２５０'],
    [lin.id, 'done_250'],
  ])('finds the 250th for %s by %s', async (who, typed) => {
    const form = await openForm(firm, who, 'request');
    expect(names(await firm.slack.suggest(who, form, 'dataSet', 'access.data_set', typed))).toEqual([
      'archive-250',
    ]);
  });

  it('shows names in the reader’s language, with class and longest grant', async () => {
    const form = await openForm(firm, lin.id, '申请');
    const { options } = await firm.slack.suggest(lin.id, form, 'dataSet', 'access.data_set', 'box 250');
    expect(wordsOf({ blocks: options ?? [] })).toContain('档案盒250');
    expect(wordsOf({ blocks: options ?? [] })).toContain('内部 · 最长 8 小时');
  });

  it('takes signs of a search for what they are', async () => {
    const form = await openForm(firm, emma.id, 'request');
    const found = async (typed: string) =>
      names(await firm.slack.suggest(emma.id, form, 'dataSet', 'access.data_set', typed)).length;
    expect(await found('%')).toBe(100);
    expect(await found('archive_250')).toBe(0);
    expect(await found("'; drop table data_set; --")).toBe(0);
    expect(await found('\\')).toBe(0);
  });
});
