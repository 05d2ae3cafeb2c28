import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { administer } from '../access/flow.ts';
import { read } from '../attention/reading.ts';
import { screenOf } from '../directory/screen.ts';
import { dailyDuty } from '../duty/desk.ts';
import { free } from '../duty/world.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';

const { david, emma, lin, priya, zhao, zhou } = workspace.people;
const named = (zh: string, en: string) => ({ titleZh: free(zh), titleEn: free(en) });

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  // A Monday morning in Shanghai.
  await firm.slack.call('POST', '/clock', { now: '2026-11-30T01:30:00Z' });
  await dailyDuty(firm, { owner: david.id, deputy: emma.id, ...named('核对门禁', 'Compare the doors') });
  await dailyDuty(firm, { owner: lin.id, deputy: david.id, ...named('清理共享盘', 'Tidy the share') });
  await dailyDuty(firm, { owner: priya.id, checker: david.id, ...named('看邮件日志', 'Read the mail log') });
  await administer(firm, 'user', { id: david.id, deleted: true });
  await firm.slack.advance('PT2M');
});
afterAll(() => firm.stop());

const card = async (user: string = zhou.id): Promise<ControlMessage> => {
  const found = (await firm.slack.inbox(user)).findLast(
    (one) =>
      one.ephemeral_for === undefined &&
      wordsOf(one.blocks).includes(`<@${david.id}>`) &&
      wordsOf(one.blocks).includes('交接'),
  );
  if (!found) throw new Error('nothing was told');
  return found;
};
const parts = async () =>
  read((await card()).blocks)
    .join('\n')
    .split('\n');
const press = async (label: string) => {
  const at = await card();
  const action = (at.blocks as { elements?: { action_id: string; text?: { text: string } }[] }[])
    .flatMap(({ elements = [] }) => elements)
    .find(({ text }) => text?.text === label);
  if (!action) throw new Error(`no button ${label}`);
  await firm.slack.click(zhou.id, at, action.action_id);
};

describe('the duties of somebody who left', () => {
  it('are on the card of who sees to it: who has them for now, and the way to decide', async () => {
    if (process.env.PRINT) process.stdout.write(`${(await parts()).join('\n')}\n`);
    const lines = await parts();
    expect(lines).toContain(`• 核对门禁：暂由 <@${emma.id}> 负责`);
    expect(lines).toContain('*担任代理人的待办（现在没有代理人）*');
    expect(lines).toContain(`• 清理共享盘，负责人 <@${lin.id}>`);
    expect(lines.find((line) => line.startsWith('• 看邮件日志：改由 <@'))).not.toContain(david.id);
    expect(lines.join()).toContain('[移交：核对门禁]');
  });

  it('are handed over there, and go from it', async () => {
    await press('移交：核对门禁');
    const screen = screenOf(firm, zhou.id);
    expect(await screen.submit({ to: zhao.id })).toMatchObject({ ok: true });
    await firm.slack.advance('PT1M');
    const lines = (await parts()).join('\n');
    expect(lines).not.toContain('核对门禁');
    expect(lines).toContain('清理共享盘');
  });

  it('are gone from it when their rule was looked after', async () => {
    await press('修改：清理共享盘');
    const screen = screenOf(firm, zhou.id);
    expect(await screen.submit({ deputy: emma.id })).toMatchObject({ ok: true });
    await firm.slack.advance('PT1M');
    expect((await parts()).join('\n')).not.toContain('清理共享盘');
  });
});
