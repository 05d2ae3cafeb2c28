import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { read } from '../attention/reading.ts';
import { screenOf } from '../directory/screen.ts';
import { quarterOf } from '../quarter/desk.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { ask, cardOf, wishFor } from './flow.ts';

const { lin, zhao, zhou, sun, priya } = workspace.people;

let firm: Firm;
let quarter: ReturnType<typeof quarterOf>;
beforeAll(async () => {
  firm = await startFirm();
  quarter = quarterOf(firm);
  await quarter.at('2026-12-01', '11:00');
});
afterAll(() => firm.stop());

const lines = async (who: string) => read((await quarter.digest(who)).blocks);
const watched = (number: string) => firm.fresh.database.sql<{ person: string; state: string }[]>`
  select o.person, o.state from owed o join access_request r on r.id = o.subject
  where o.kind = 'access.undecided' and r.case_number = ${number} order by o.person`;

describe('a request on which nobody decides', () => {
  let first = '';
  it('comes to the owner of the data and the officer the next morning, in one line for each person', async () => {
    first = await ask(firm, lin.id, wishFor('client-files'));
    await ask(firm, lin.id, wishFor('client-files'));
    await quarter.at('2026-12-01', '11:01');
    expect(await watched(first)).toEqual([{ person: zhao.id, state: 'owed' }]);
    await quarter.at('2026-12-01', '17:30');
    await quarter.at('2026-12-02', '09:01');
    const owner = await lines(zhao.id);
    expect(owner.slice(0, 3)).toEqual([
      '*12月2日（周三）：3 件事等您处理*',
      `:hourglass: <@${lin.id}> 申请 *客户身份资料* 自12月1日（周二）11:00起等待审批，若无人处理，将于12月2日（周三）11:00失效。可由 <@${zhao.id}>或<@${priya.id}> 审批。\n_因已逾期，也告知了 <@${sun.id}>。_`,
      '[查看] [稍后…]',
    ]);
    expect((await lines(sun.id)).filter((line) => line.includes(zhao.id))).toEqual([
      `<@${zhao.id}> 有 2 件事逾期`,
    ]);
  });

  it('shows whoever was told which they are, and gives them no right to decide', async () => {
    const screen = screenOf(firm, sun.id);
    await quarter.press(sun.id, await quarter.digest(sun.id), 'attention.late', zhao.id);
    const shown = read((await screen.top()).view.blocks as unknown[]);
    expect(shown[0]).toBe(`<@${zhao.id}> 有 2 件事逾期。<@${zhao.id}> 本人也知道已告知您。`);
    expect(shown[1]).toContain(`:hourglass: <@${lin.id}> 申请 *客户身份资料*`);
    expect(shown.join()).not.toContain('[查看]');
    await quarter.close(sun.id);
  });

  it('leaves every morning’s message when somebody decides', async () => {
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, first), 'access.approve');
    expect(await watched(first)).toEqual([{ person: zhao.id, state: 'done' }]);
    expect((await lines(sun.id)).find((line) => line.includes(zhao.id))).toContain('有 1 件');
    expect((await lines(zhao.id))[0]).toBe('*12月2日（周三）：2 件事等您处理*');
  });

  it('is watched by another when its data gets another owner, and by nobody once it lapsed', async () => {
    const number = await ask(firm, lin.id, wishFor('client-files'));
    await quarter.at('2026-12-02', '09:30');
    await firm.fresh.database.sql`update data_set set owner = ${zhou.id} where id = 'client-files'`;
    await quarter.at('2026-12-02', '09:31');
    expect(await watched(number)).toEqual([
      { person: zhao.id, state: 'done' },
      { person: zhou.id, state: 'owed' },
    ]);
    await quarter.at('2026-12-03', '12:00');
    expect((await watched(number)).map(({ state }) => state)).toEqual(['done', 'done']);
    expect((await lines(sun.id)).join()).not.toContain('逾期');
  });
});

describe('a request that no morning comes early enough for', () => {
  const alone = async (who: string) =>
    (await firm.slack.inbox(who)).filter(({ text }) => text.startsWith(':hourglass:'));

  it('comes to the owner of the data and the officer by itself before it lapses, and says when it is settled', async () => {
    await quarter.at('2026-12-03', '17:30');
    const number = await ask(firm, lin.id, wishFor('client-files'));
    await quarter.at('2026-12-03', '17:31');
    await quarter.at('2026-12-04', '09:01');
    await quarter.at('2026-12-04', '15:25');
    for (const { id } of [zhou, sun]) expect(await alone(id)).toEqual([]);
    await quarter.at('2026-12-04', '15:31');
    const words = `:hourglass: <@${lin.id}> 申请 *客户身份资料* 自12月3日（周四）17:30起等待审批，若无人处理，将于12月4日（周五）17:30失效。可由 <@${zhao.id}>或<@${priya.id}> 审批。`;
    for (const { id } of [zhou, sun]) {
      const [told, ...more] = await alone(id);
      expect([read(told?.blocks), more]).toEqual([[words], []]);
    }
    // Who decides has it before them already.
    expect(await alone(priya.id)).toEqual([]);
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.approve');
    expect(await alone(sun.id)).toEqual([]);
    expect((await firm.slack.inbox(sun.id)).map(({ text }) => text)).toContain(
      '这件事已经处理好了，不用再管。',
    );
    expect((await watched(number)).map(({ state }) => state)).toEqual(['done']);
  });

  it('is told to nobody when it was decided in time', async () => {
    await quarter.at('2026-12-07', '17:30');
    const number = await ask(firm, lin.id, wishFor('client-files'));
    await quarter.at('2026-12-07', '17:31');
    await firm.slack.click(priya.id, await cardOf(firm, priya.id, number), 'access.approve');
    await quarter.at('2026-12-08', '15:31');
    for (const { id } of [zhou, sun]) expect(await alone(id)).toEqual([]);
  });
});
