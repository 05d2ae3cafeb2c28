import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { saidTo } from '../access/flow.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { dailyDuty } from '../duty/desk.ts';
import { quarterOf } from '../quarter/desk.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { read } from './reading.ts';

const { lin, chen, wang, sun } = workspace.people;

let firm: Firm;
let quarter: ReturnType<typeof quarterOf>;
let screen: ReturnType<typeof screenOf>;
beforeAll(async () => {
  firm = await startFirm();
  quarter = quarterOf(firm);
  screen = screenOf(firm, lin.id);
  await quarter.at('2026-11-30', '09:30');
  // Twelve things due on Wednesday, in time until the end of Friday.
  for (let n = 1; n <= 12; n += 1)
    await dailyDuty(firm, {
      ...{ titleZh: `第 ${n} 件事` as never, titleEn: `Thing ${n}` as never, owner: lin.id },
      cadence: { kind: 'rule', rule: 'FREQ=MONTHLY;BYMONTHDAY=2', from: '2026-11-26', off: 'after' },
      ...{ leadDays: 2, toleranceDays: 2 },
    });
  await quarter.at('2026-12-01', '09:01');
});
afterAll(() => firm.stop());

type Choice = { text: { text: string }; value: string };
type Block = {
  type: string;
  block_id: string;
  text?: { text: string };
  accessory?: { action_id: string; value: string };
  elements?: { action_id: string; value?: string; option_groups?: { options: Choice[] }[] }[];
};
const digest = (who = lin.id) => quarter.digest(who);
const lines = async (who = lin.id) => read((await digest(who)).blocks);
const shown = async () => read((await screen.top()).view.blocks as unknown[]);

/** The list of everything, opened from the digest. */
async function openList(page = 0): Promise<void> {
  await quarter.close(lin.id);
  await firm.slack.click(lin.id, await digest(), 'attention.list');
  for (let n = 0; n < page; n += 1) await screen.press('attention.page#next');
}

/** What is owed about a row of the list that is open, by its place: its id, and what can be pressed and chosen. */
async function rowAt(at: number) {
  const rows = ((await screen.top()).view.blocks as Block[]).filter(({ block_id }) =>
    block_id?.startsWith('owed.'),
  );
  const { block_id, elements = [] } = rows.at(at) as Block;
  const select = elements.find(({ option_groups }) => option_groups);
  const options = select?.option_groups?.flatMap(({ options }) => options) ?? [];
  return {
    owed: block_id.split('.')[1] ?? '',
    act: elements[0],
    choices: options.map(({ text }) => text.text),
    choose: async (words: string) => {
      const selected_option = options.find(({ text }) => text.text === words);
      const action = { type: 'static_select', action_id: select?.action_id, block_id, selected_option };
      await firm.slack.clickInView(lin.id, await screen.top(), '', action);
    },
  };
}

const titleOf = async (owed: string): Promise<string> => {
  const [row] = await firm.fresh.database.sql<{ title_zh: string }[]>`
    select d.title_zh from owed o join duty_occurrence c on c.id = o.subject join duty d on d.id = c.duty where o.id = ${owed}`;
  return row?.title_zh ?? '';
};
const told = async (title: string) =>
  (await firm.slack.inbox(lin.id)).findLast(
    (one) => one.ephemeral_for === undefined && one.text.includes(title) && !one.text.includes('件事等您'),
  );

/** Does the first thing of the digest, from there; answers what it was. */
async function done(): Promise<string> {
  const card = await digest();
  const all = (card.blocks as Block[]).flatMap(({ accessory, elements = [] }) => [accessory, ...elements]);
  const occurrence = all.find((one) => one?.action_id === 'duty.done')?.value ?? '';
  await quarter.press(lin.id, card, 'duty.done', occurrence);
  const [row] = await firm.fresh.database.sql<{ title_zh: string }[]>`
    select title_zh from duty d join duty_occurrence o on o.duty = d.id where o.id = ${occurrence}`;
  return row?.title_zh ?? '';
}

/** Presses something that an old screen still showed. */
async function pressed(who: string, message: ControlMessage, action: Record<string, unknown>): Promise<void> {
  await firm.slack.call('POST', '/interact', {
    ...{ user: who, channel: message.channel, messageTs: message.ts, stale: true },
    action: { type: 'button', block_id: 'old', ...action },
  });
  await firm.bot.settled();
}

describe('the list of a digest', () => {
  it('lets what stands on its second page be done, and undone', async () => {
    expect((await lines()).slice(-2)).toEqual(['还有 2 件', '[查看全部 12 件] [提醒设置]']);
    await openList(1);
    expect((await shown()).slice(-2)).toEqual(['第 9–12 件，共 12 件', '[上一页]']);
    const { owed, act } = await rowAt(3);
    await screen.press(act?.action_id ?? '', act?.value);
    const title = await titleOf(owed);
    expect((await shown())[0]).toBe(`:white_check_mark: *${title}* 已登记完成。\n10 分钟内可以撤销。 [撤销]`);
    expect((await shown()).slice(-2)).toEqual(['第 9–11 件，共 11 件', '[上一页]']);
    expect((await lines()).slice(-2)).toEqual([
      '还有 1 件，另有 1 件已处理。',
      '[查看全部 11 件] [提醒设置]',
    ]);
    await screen.press('attention.act#note');
    expect((await shown())[0]).toContain(title);
    expect((await shown()).slice(-2)).toEqual(['第 9–12 件，共 12 件', '[上一页]']);
    expect((await lines())[0]).toBe('*12月1日（周二）：12 件事等您处理*');
  });

  it('puts off by each of the delays, from the page it is on, and takes each back', async () => {
    await openList(1);
    const { choices } = await rowAt(0);
    expect(choices).toEqual(['20 分钟后', '1 小时后', '3 小时后', '下个工作日', '下周', '转交…']);
    const until = ['12月1日（周二）09:2', '12月1日（周二）10:0', '12月1日（周二）12:0'];
    for (const [n, when] of [...until, '12月2日（周三）09:00', '12月7日（周一）09:00'].entries()) {
      const row = await rowAt(0);
      await row.choose(choices[n] ?? '');
      const words = await shown();
      expect(words[0]).toContain(`好的，${when}`);
      expect(words[0]).toContain('再提醒您。');
      const resting = words.find((line) => line.includes(':hourglass_flowing_sand:')) ?? '';
      expect(resting).toContain(await titleOf(row.owed));
      expect(resting).toContain(`推迟到 ${when}`);
      await screen.press(`attention.take_back#${row.owed}`);
      expect((await shown())[0]).toBe('已撤销，照原样提醒。');
      expect((await shown()).join()).not.toContain(':hourglass_flowing_sand:');
      await openList(1);
    }
  });

  it('says of what has been done elsewhere meanwhile that nothing is left to do', async () => {
    await openList();
    const { owed, choose } = await rowAt(0);
    const [{ subject = '' } = {}] = await firm.fresh.database.sql<{ subject: string }[]>`
      select subject from owed where id = ${owed}`;
    const stale = await digest();
    // In the digest, while the list is open.
    await quarter.press(lin.id, stale, 'duty.done', subject);
    expect(read((await digest()).blocks).join()).not.toContain(await titleOf(owed));
    await choose('1 小时后');
    expect((await shown())[0]).toBe('这件事已经办完或转交了，您不用再管。');
    // The digest as it stood on a screen that was not drawn again.
    await quarter.close(lin.id);
    await pressed(lin.id, stale, { action_id: 'duty.done', value: subject });
    expect(await saidTo(firm, lin.id)).toBe('这件事已经完成了。输入 /duty 记录 可以查看。');
    const owing = await firm.fresh.database.sql`select state from owed where id = ${owed}`;
    expect(owing).toMatchObject([{ state: 'done' }]);
  });
});

describe('presses that are not as they should be', () => {
  it('does once what is chosen twice', async () => {
    await openList();
    const row = await rowAt(0);
    const before = await recorded(firm, 'attention.snoozed', row.owed);
    await Promise.all([row.choose('3 小时后'), row.choose('3 小时后')]);
    expect(await recorded(firm, 'attention.snoozed', row.owed)).toBe(before + 1);
    const card = await digest();
    const back = { action_id: `attention.take_back#${row.owed}`, value: `${row.owed} 1` };
    await Promise.all([pressed(lin.id, card, back), pressed(lin.id, card, back)]);
    const [turned] = await firm.fresh.database.sql`select state from owed where id = ${row.owed}`;
    expect(turned).toEqual({ state: 'listed' });
    expect(await recorded(firm, 'attention.taken_back', row.owed)).toBe(1);
  });

  it('tells somebody else that it is not theirs, and changes nothing', async () => {
    await openList();
    const { owed } = await rowAt(0);
    const mine = (await firm.slack.inbox(sun.id)).at(-1) as ControlMessage;
    for (const choice of ['1h', 'stop', 'pass'])
      for (const [action_id, value] of [
        [`attention.later#${owed}.0`, `${owed} ${choice} 0`],
        [`attention.take_back#${owed}`, `${owed} 0`],
      ] as const) {
        await pressed(sun.id, mine, { action_id, value });
        expect(await saidTo(firm, sun.id)).toBe('这是给别人的提醒，只有本人可以处理。');
      }
    await pressed(sun.id, mine, { action_id: 'attention.show', value: owed });
    expect(await saidTo(firm, sun.id)).toBe('这条提醒已经不在了，请看最近一次的汇总。');
    const [row] = await firm.fresh.database.sql`select state, asked from owed where id = ${owed}`;
    expect(row).toEqual({ state: 'listed', asked: false });
    // Whoever opens the list finds their own in it.
    await quarter.close(sun.id);
    await pressed(sun.id, mine, { action_id: 'attention.list', value: 'all' });
    expect(await screenOf(firm, sun.id).words()).not.toContain('件事');
  });

  it('answers a press on what nobody has heard of', async () => {
    await pressed(lin.id, await digest(), { action_id: 'attention.later#owe_x.0', value: 'owe_x 1h 0' });
    expect(await saidTo(firm, lin.id)).toBe('这条提醒已经不在了，请看最近一次的汇总。');
    await pressed(lin.id, await digest(), { action_id: 'attention.act#0', value: 'nothing.such x' });
    expect(await saidTo(firm, lin.id)).toBe('这条提醒已经不在了，请看最近一次的汇总。');
  });
});

describe('stopping one for good', () => {
  it('is offered where it is allowed, answered, shown and undone', async () => {
    const officer = await digest(sun.id);
    const [{ id = '' } = {}] = await firm.fresh.database.sql<{ id: string }[]>`
      select id from owed where kind = 'duty.offer' and person = ${sun.id}`;
    await quarter.choose(sun.id, officer, id, '不再提醒这件');
    expect(await saidTo(firm, sun.id)).toBe('好的，这件不再提醒您。');
    const resting = (await lines(sun.id)).find((line) => line.includes(':no_bell:'));
    expect(resting).toMatch(/不再提醒。 \[撤销\]$/);
    await firm.slack.click(sun.id, await digest(sun.id), `attention.take_back#${id}`);
    expect(await saidTo(firm, sun.id)).toBe('已撤销，照原样提醒。');
    expect((await lines(sun.id)).join()).not.toContain(':no_bell:');
  });

  it('is refused where the thing has to be done', async () => {
    await openList();
    const { owed } = await rowAt(0);
    await pressed(lin.id, await digest(), {
      action_id: `attention.later#${owed}.0`,
      value: `${owed} stop 0`,
    });
    expect(await saidTo(firm, lin.id)).toBe('这件事必须办，不能停止提醒，但可以推迟。');
  });
});

describe('a reminder that was asked for', () => {
  it('comes at its moment alone, and is passed on from there', async () => {
    await openList();
    const row = await rowAt(0);
    const title = await titleOf(row.owed);
    await row.choose('20 分钟后');
    await firm.slack.advance('PT21M');
    await firm.bot.settled();
    const alone = await told(title);
    expect(read(alone?.blocks)).toEqual([`*${title}*\n12月2日（周三）到期`, '[完成] [转交] [稍后…]']);
    if (!alone) throw new Error('nothing was told');
    await quarter.close(lin.id);
    await quarter.choose(lin.id, alone, row.owed, '转交…');
    expect((await screen.top()).view.callback_id).toBe('duty.pass');
    await screen.submit({ to: chen.id });
    expect(read((await told(title))?.blocks).join()).not.toContain('[');
    expect((await lines()).join()).not.toContain(title);
    const [passed] = await firm.fresh.database.sql`
      select o.person from owed o join owed before on before.subject = o.subject
      where before.id = ${row.owed} and o.state <> 'done'`;
    expect(passed).toEqual({ person: chen.id });
    // Twice is once, and too late.
    await pressed(lin.id, alone, { action_id: `attention.later#${row.owed}.1`, value: `${row.owed} pass 1` });
    expect(await saidTo(firm, lin.id)).toBe('这件事已经办完或转交了，您不用再管。');
  });
});

describe('around a leave', () => {
  it('says on the last day before it what was due and is in time, and takes the name of who stands in', async () => {
    await screen.shoumi('away 7 Dec to 10 Dec');
    await screen.submit({ firstDay: '2026-12-07', lastDay: '2026-12-10', deputies: [] });
    await quarter.close(lin.id);
    await quarter.until('2026-12-04');
    const before = await lines();
    expect(before.slice(0, 3)).toEqual([
      '*12月5日（周六）至12月10日（周四）您休息。* 手上还有 10 件事。',
      '这几天还没有人代您处理。',
      '[由 王芳 代理] [另选代理人…]',
    ]);
    // Past its day, and in time for as long as it is tolerated.
    expect(before[3]).toMatch(
      /^• \*第 \d+ 件事\* · 应于12月2日（周三）完成，12月4日（周五）下班前仍算按时 \[完成\]$/,
    );
    expect(before).toHaveLength(3 + 10 + 1);
    const card = await digest();
    await firm.slack.click(lin.id, card, 'leave.name#0');
    const named = `:white_check_mark: 12月7日（周一）至12月10日（周四）由 <@${wang.id}> 代您处理，已告知对方。`;
    expect(await saidTo(firm, lin.id)).toBe(named);
    expect((await lines())[1]).toBe(`:handshake: 这几天由 <@${wang.id}> 代您处理。 [修改]`);
    // The button as it stood, once more: it is so already.
    await firm.slack.click(lin.id, card, 'leave.name#0', true);
    expect(await saidTo(firm, lin.id)).toBe(named);
    expect(await recorded(firm, 'people.away_changed', lin.id)).toBe(1);
    const said = await done();
    expect((await lines())[0]).toContain('手上还有 9 件事。');
    expect(await saidTo(firm, lin.id)).toBe(`:white_check_mark: *${said}* 已登记完成。\n10 分钟内可以撤销。`);
    expect((await lines()).slice(-2)).toEqual(['另有 1 件已处理。', '[推迟、转交…] [提醒设置]']);
    await firm.slack.click(lin.id, await digest(), 'away.change');
    expect(await screen.words()).toContain('代理人');
    await quarter.close(lin.id);
  });

  it('is silent while one is away, and says afterwards how everything stands, to be done there', async () => {
    const messages = (await firm.slack.inbox(lin.id)).length;
    await quarter.until('2026-12-10');
    expect((await firm.slack.inbox(lin.id)).length).toBe(messages);
    await quarter.until('2026-12-11');
    const back = await lines();
    expect(back[0]).toBe('*欢迎回来。* 有 9 件事等您处理。');
    expect(back[1]).toMatch(/^• :warning: \*第 \d+ 件事\* · 已逾期，应于12月2日（周三）完成 \[完成\]$/);
    expect(back).toHaveLength(1 + 9 + 1);
    await done();
    expect((await lines())[0]).toBe('*欢迎回来。* 有 8 件事等您处理。');
    // The list from here, too, has everything, and every row its choice.
    await openList();
    const row = await rowAt(0);
    await row.choose('下个工作日');
    expect((await shown())[0]).toBe('好的，12月14日（周一）09:00 再提醒您。');
    expect((await lines())[0]).toBe('*欢迎回来。* 有 7 件事等您处理。');
    await quarter.close(lin.id);
  });

  it('names in the next days what it does not say again', async () => {
    await quarter.until('2026-12-14');
    await dailyDuty(firm, { titleZh: '新的事' as never, titleEn: 'The new thing' as never, owner: lin.id });
    await quarter.until('2026-12-15');
    expect(await lines()).toEqual([
      '*12月15日（周二）：1 件事等您处理*',
      '*新的事* · 12月15日（周二）到期',
      '[完成] [稍后…]',
      '另有 8 件早先的事仍未办完，只是不再天天提醒。',
      '[查看全部] [提醒设置]',
    ]);
    await openList(1);
    expect((await shown()).slice(-2)).toEqual(['第 9 件，共 9 件', '[上一页]']);
    await quarter.close(lin.id);
    // One of them is done elsewhere: the count at the foot follows.
    await screen.shoumi('待办');
    await screen.press('duty.done', (await screen.buttons('duty.done'))[0]);
    expect((await lines()).at(-2)).toBe('另有 7 件早先的事仍未办完，只是不再天天提醒。');
  });
});
