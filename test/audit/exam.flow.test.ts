import { afterAll, beforeAll, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';

const { zhou, lin, sun } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

const said = async (user: string, text: string) => {
  await firm.slack.command(user, '/shoumi', text);
  return (await firm.slack.inbox(user)).filter((one) => one.ephemeral_for === user).at(-1)?.text;
};
const exams = async (user: string) =>
  (await firm.slack.inbox(user)).filter((one) => !one.ephemeral_for && /Check-up|体检结果/.test(one.text));
const language = (user: string, locale: string) => firm.slack.user({ id: user, locale });

it('is for admins, and says where the others look', async () => {
  expect(await said(lin.id, '体检')).toContain('只有管理员可以做体检');
  expect(await exams(lin.id)).toEqual([]);
});

it('looks at everything and answers with a card: what is wrong first, each with the way to mend it', async () => {
  expect(await said(zhou.id, '体检')).toContain('正在逐项检查');
  const [card] = await exams(zhou.id);
  const words = wordsOf(card);
  for (const part of [
    ...['Slack 接受机器人令牌', '全部 14 项权限', '与 Slack 的连接正常', '时钟与 Slack 一致'],
    ...['密钥能打开', '8 项资料都有人可以审批', '这里不做备份', 'SHOUMI_BACKUP'],
  ])
    expect(words).toContain(part);
  expect(words).not.toContain('red_circle');
});

it('sees what went wrong since, in the reader’s language, when its button is clicked', async () => {
  await language(zhou.id, 'en-GB');
  const { sql } = firm.fresh.database;
  await sql`update data_set set approvers = '[]', approver_groups = '[]' where id = 'payroll'`;
  await sql`update member set roles = '[]' where id = ${sun.id}`;
  await firm.slack.fault({ method: 'conversations.history', times: 1, error: 'internal_error' });
  const [card] = await exams(zhou.id);
  if (!card) throw new Error('no card');
  await firm.slack.click(zhou.id, card, 'doctor.again');
  const words = wordsOf((await exams(zhou.id)).at(-1));
  expect(words).toContain('Nobody can decide on this data set: payroll. Name approvers who are still here');
  expect(words).toContain('Nobody is privacy officer');
  expect(words).toContain('1 thing is wrong');
});

it('sees that Slack refuses the token, and asks nothing more of it', async () => {
  await firm.slack.fault({ method: 'auth.test', times: 1, error: 'token_revoked' });
  await said(zhou.id, 'doctor');
  const words = wordsOf((await exams(zhou.id)).at(-1));
  expect(words).toContain('Slack does not accept the bot token (token_revoked)');
});
