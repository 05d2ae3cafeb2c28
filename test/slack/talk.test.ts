import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { saidIn } from '../../src/slack/said.ts';
import { ask, cardOf } from '../access/flow.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';

const { lin, emma, zhao, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

/** What the bot answers to a direct message. */
async function told(who: string, text: string): Promise<ControlMessage> {
  await firm.slack.message(who, text);
  await firm.slack.call('POST', '/settle', {});
  const said = (await firm.slack.inbox(who)).at(-1);
  if (said?.ephemeral_for !== who) throw new Error(`nothing was said to ${who}`);
  return said;
}

/** What stands in the fields of the form on top, and the form away again. */
async function filledIn(who: string): Promise<Record<string, unknown>> {
  const form = await firm.slack.topView(who);
  if (!form) throw new Error('no form is open');
  const found: Record<string, unknown> = { form: form.view.callback_id };
  for (const block of form.view.blocks as { block_id: string; element?: Record<string, unknown> }[]) {
    const { initial_value, initial_option } = block.element ?? {};
    const value = initial_value ?? (initial_option as { value?: string } | undefined)?.value;
    if (value !== undefined) found[block.block_id] = value;
  }
  await firm.slack.call('POST', '/close', { user: who, view_id: form.id, all: true });
  return found;
}

describe('a direct message', () => {
  it.each([
    [lin.id, '、申请 客户身份资料 4小时 因为 增值税申报', '打开'],
    [lin.id, '申请客户身份资料4小时因为增值税申报', '打开'],
    [lin.id, '／申请　客户身份资料　４小时　因为　增值税申报', '打开'],
    [lin.id, '我想申请客户身份资料，4小时，因为：增值税申报', '打开'],
    [emma.id, 'request client-files for 4h because 增值税申报', 'Open'],
    [emma.id, '/request client-files for 4 hours because 增值税申报', 'Open'],
    [emma.id, 'Please, request client-files 4h because 增值税申报', 'Open'],
    // Nobody said "request", and it is plainly one all the same.
    [lin.id, '客户身份资料4小时因为增值税申报', '打开'],
    [lin.id, '我想看一下客户身份资料，4小时，原因：增值税申报', '打开'],
    [lin.id, '我要用客户身份资料4小时，用于增值税申报', '打开'],
    [emma.id, 'can I see the client files for 4 hours because 增值税申报', 'Open'],
    [emma.id, 'I need access to the client files for 4h because 增值税申报', 'Open'],
  ])('of %s, “%s”, gets one button that opens the form as it was understood', async (who, line, label) => {
    const said = await told(who, line);
    expect(wordsOf(said)).toContain(label);
    expect(wordsOf(said.blocks?.at(1))).toContain('增值税申报');
    await firm.slack.click(who, said, 'slack.word');
    expect(await filledIn(who)).toMatchObject({
      form: 'access.ask',
      dataSet: 'client-files',
      hours: '4',
      reason: '增值税申报',
    });
  });

  it.each([
    [lin.id, '我的', '我的授权', '您目前没有授权。'],
    [lin.id, '、我的', '我的授权', '您目前没有授权。'],
    [lin.id, '归还', '我的授权', '您目前没有授权。'],
    [emma.id, 'mine', 'My access', 'You hold no access at the moment.'],
    [zhao.id, '待批', '待我审批', '没有等您处理的申请。'],
    [emma.id, 'PENDING', 'Waiting for me', 'Nothing waits for you.'],
  ])('of %s, “%s”, gets the list at once', async (who, line, title, empty) => {
    const said = await told(who, line);
    expect(said.text).toBe(title);
    expect(wordsOf(said)).toContain(empty);
  });

  it('gets a list whose buttons work', async () => {
    const caseNumber = await ask(firm, lin.id);
    const [row] = await firm.fresh.database.sql<{ id: string }[]>`
      select id from access_request where case_number = ${caseNumber}`;
    const said = await told(zhao.id, '待批');
    expect(buttonIn(said.blocks, 'access.approve')).toMatchObject({ value: row?.id });
    await firm.slack.click(zhao.id, said, 'access.approve');
    expect(wordsOf(await cardOf(firm, lin.id, caseNumber))).toContain('已批准');
  });

  it.each([
    [emma.id, 'hello', 'Shoumi keeps what clients confide.'],
    [lin.id, '你好！', '守密：客户托付的，我们守住。'],
    [lin.id, '帮助', '守密：客户托付的，我们守住。'],
    [lin.id, '谢谢！', '不客气。'],
    [emma.id, 'Thanks!', 'You are welcome.'],
  ])('of %s that says “%s” gets “%s”', async (who, line, answer) => {
    expect((await told(who, line)).text).toBe(answer);
  });

  it.each([
    [lin.id, '明天下雨吗', ['申请', '我的', '待批', '帮助']],
    [lin.id, '申清', ['申请']],
    [lin.id, '那份东西4小时因为增值税申报', ['申请']],
    [lin.id, 'C-2026-0412', ['申请', '查找']],
    [emma.id, 'frobnicate', ['request', 'mine', 'pending', 'help']],
    [emma.id, 'penidng', ['pending']],
  ])('of %s that nobody understands, “%s”, gets the likeliest words as buttons', async (who, line, first) => {
    const said = await told(who, line);
    const row = said.blocks?.at(-1) as { elements: { text: { text: string } }[] };
    expect(row.elements).toHaveLength(4);
    expect(row.elements.map((one) => one.text.text).slice(0, first.length)).toEqual(first);
  });

  it.each([
    ['那份东西4小时因为增值税申报', { hours: '4', reason: '增值税申报' }],
    ['reqest client-files', { dataSet: 'client-files' }],
    ['申清 4小时', { hours: '4' }],
  ])('whose guess is clicked goes on with what was typed: %s', async (line, fields) => {
    const said = await told(lin.id, line);
    await firm.slack.click(lin.id, said, 'slack.word#0');
    expect(await filledIn(lin.id)).toMatchObject({ form: 'access.ask', ...fields });
  });

  it.each([
    [lin.id, '泄密了', `*请马上告诉 <@${workspace.people.sun.id}>*`],
    [lin.id, '电脑丢了', `*请马上告诉 <@${workspace.people.sun.id}>*`],
    [lin.id, '资料泄露了', `*请马上告诉 <@${workspace.people.sun.id}>*`],
    [lin.id, '客户身份资料发错人了，C-2026-0412', `*请马上告诉 <@${workspace.people.sun.id}>*`],
    [emma.id, 'I sent the client-files for C-2026-0412 to the wrong person', `*Tell <@`],
    [emma.id, 'I lost my laptop', `*Tell <@${workspace.people.sun.id}> now*`],
    [emma.id, 'who is the privacy officer?', `<@${workspace.people.sun.id}>`],
  ])(
    'of %s about something that went wrong, “%s”, is told at once whom to turn to',
    async (who, line, words) => {
      expect((await told(who, line)).text).toContain(words);
    },
  );

  it('that asks who can see something is asked about that', async () => {
    const said = await told(emma.id, 'who can see client-files?');
    expect(wordsOf(said)).toContain('*Data set or case*  client-files');
    expect(wordsOf(said.blocks?.at(1))).not.toContain('can see');
  });

  it('under a card is answered under the card', async () => {
    const caseNumber = await ask(firm, lin.id);
    const card = await cardOf(firm, lin.id, caseNumber);
    await firm.slack.call('POST', '/message', {
      user: lin.id,
      channel: firm.slack.dm(lin.id),
      text: '我的',
      thread_ts: card.ts,
    });
    await firm.slack.call('POST', '/settle', {});
    const said = (await firm.slack.inbox(lin.id)).at(-1);
    expect(said).toMatchObject({ ephemeral_for: lin.id, thread_ts: card.ts, text: '我的授权' });
  });

  it('that is edited is heard again', async () => {
    await told(lin.id, '申清');
    const mine = (await firm.slack.inbox(lin.id)).findLast((one) => one.text === '申清');
    await firm.slack.call('POST', '/edit-message', {
      user: lin.id,
      channel: firm.slack.dm(lin.id),
      ts: mine?.ts,
      text: '我的',
    });
    await firm.slack.call('POST', '/settle', {});
    expect((await firm.slack.inbox(lin.id)).at(-1)?.text).toBe('我的授权');
  });

  it('of a guest gets the same polite sentence as their command', async () => {
    expect((await told(tom.id, 'request client-files')).text).toContain('Only employees');
  });

  it.each([
    [lin.id, '申请客户身份资料 因为 138 0013 8000 要过户', '请把它删除'],
    [emma.id, 'request client-files because １３８００１３８０００', 'Please delete it'],
    [emma.id, '１３8 ００13　８０００', 'Please delete it'],
  ])('of %s with a number in it gets only advice: %s', async (who, line, advice) => {
    const said = await told(who, line);
    expect(said.text).toContain(advice);
    expect(said.text).not.toMatch(/8000|８０００/);
    expect(said.blocks ?? []).toEqual([]);
  });

  it.each([
    ['<!channel> request'],
    ['\u202eрequest\u202c'],
    [`申请${'客户'.repeat(5_000)}`],
    [`request client-files because ${'x'.repeat(9_000)}`],
    [`${'、'.repeat(3_000)}申请`],
    ['__proto__'],
    ['constructor'],
    ['& < > &amp;'],
    ['🙂'],
    ['*_~`申请`~_*'],
  ])('is answered whatever it says: %.40j', async (line) => {
    const said = await told(emma.id, line);
    expect(said.text).not.toBe('');
    expect(wordsOf(said)).not.toMatch(/<!channel>|went wrong/);
  });
});

describe('in a group conversation', () => {
  const heard = async (who: string, text: string, group: string) => {
    await firm.slack.message(who, text, group);
    await firm.slack.call('POST', '/settle', {});
    return (await firm.slack.messages(group, who)).filter((one) => one.ephemeral_for === who);
  };

  it('the bot answers whoever mentions it, and them alone, and leaves everybody else in peace', async () => {
    const bot = 'U00SHOUMI00';
    const { id: group } = await firm.slack.call<{ id: string }>('POST', '/channel', {
      name: 'mpdm-lin--emma-1',
      is_mpim: true,
      members: [lin.id, emma.id, bot],
    });
    expect(await heard(lin.id, '申请 客户身份资料', group)).toEqual([]);
    const [said] = await heard(emma.id, `<@${bot}> request client-files 4h`, group);
    expect(wordsOf(said)).toContain('Open');
    const [mine, ...more] = await heard(lin.id, `<@${bot}>`, group);
    expect(wordsOf(mine)).toContain('守密');
    expect(more).toEqual([]);
    expect(await heard(lin.id, '谢谢大家', group)).toHaveLength(1);
  });
});

describe('an event of a message', () => {
  const place = { type: 'message', channel: 'D1', channel_type: 'im' };

  it.each<[string, Record<string, unknown>]>([
    ['of the bot itself', { ...place, user: 'U1', text: 'x', bot_id: 'B1' }],
    [
      'that was deleted',
      { ...place, subtype: 'message_deleted', previous_message: { user: 'U1', text: 'x' } },
    ],
    [
      'that only unfolded a link',
      {
        ...place,
        subtype: 'message_changed',
        message: { user: 'U1', text: 'x' },
        previous_message: { user: 'U1', text: 'x' },
      },
    ],
    [
      'of the bot, edited',
      {
        ...place,
        subtype: 'message_changed',
        message: { user: 'U1', text: 'y', bot_id: 'B1' },
        previous_message: { user: 'U1', text: 'x', bot_id: 'B1' },
      },
    ],
    ['about somebody who joined', { ...place, subtype: 'channel_join', user: 'U1', text: 'x' }],
    ['without anything', { ...place }],
    ['in nulls', { ...place, user: null, text: null, channel: null }],
  ])('%s says nothing', (_, event) => {
    expect(saidIn(event)).toBeUndefined();
  });

  it('with a file says so, whether or not anything was written', () => {
    const event = { ...place, subtype: 'file_share', user: 'U1', text: '', files: [{ id: 'F1' }] };
    expect(saidIn(event)).toMatchObject({ files: true, text: '' });
  });
});
