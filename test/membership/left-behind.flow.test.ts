import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCases } from '../../src/demo.ts';
import { addAction } from '../../src/duty/action.job.ts';
import { actionInput } from '../../src/duty/action.ts';
import { completeOccurrence } from '../../src/duty/occurrence.job.ts';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import type { Visit } from '../../src/slack/capability.ts';
import { administer } from '../access/flow.ts';
import { read } from '../attention/reading.ts';
import { screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';

const { emma, lin, priya, sun, wang, zhou } = workspace.people;
const theirs = 'C-2026-0413';

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  // A Monday morning in Shanghai.
  await at('2026-11-30T01:30:00Z');
});
afterAll(() => firm.stop());

const at = async (now: string) =>
  expect(await firm.slack.call('POST', '/clock', { now })).toMatchObject({ ok: true });
const told = async (user: string, words: string): Promise<ControlMessage | undefined> =>
  (await firm.slack.inbox(user)).findLast(
    (one) => one.ephemeral_for === undefined && wordsOf(one.blocks).includes(words),
  );
const lines = async (user: string, words: string): Promise<string[]> => {
  const found = read((await told(user, words))?.blocks)
    .join('\n')
    .split('\n');
  if (process.env.PRINT) process.stdout.write(`\n${found.join('\n')}\n`);
  return found;
};
const press = async (user: string, words: string, label: string) => {
  const message = await told(user, words);
  const action = (
    (message?.blocks ?? []) as { elements?: { action_id: string; text?: { text: string } }[] }[]
  )
    .flatMap(({ elements = [] }) => elements)
    .find(({ text }) => text?.text === label);
  if (!message || !action) throw new Error(`no button ${label}`);
  await firm.slack.click(user, message, action.action_id);
};

/** A corrective action that Lin has done and Sun is to judge a working day later. */
async function doneAction(title: string): Promise<string> {
  const { house } = firm.bot;
  const visit = { ...house, reader: { id: lin.id }, cause: { kind: 'submission', id: title, by: lin.id } };
  const input = actionInput.parse({
    ...{ title, cause: 'The key hung beside the door', owner: lin.id, due: '2026-12-03' },
    ...{ effectiveBy: sun.id, effectiveAfterDays: 1, found: '' },
  });
  const made = await addAction(visit as unknown as Visit, input);
  if (made.kind !== 'done') throw new Error(JSON.stringify(made));
  await firm.bot.tick();
  const [one] = await firm.fresh.database.sql<{ id: string; duty: string }[]>`
    select id, duty from duty_occurrence where duty = ${made.next.id}`;
  const act = { cause: { kind: 'submission' as const, id: `done ${title}`, by: lin.id }, by: lin.id };
  await completeOccurrence(house, { ...act, occurrence: one?.id ?? '' }, { done: '换了锁' }, null);
  await firm.bot.settled();
  return one?.duty ?? '';
}

describe('a privacy officer who leaves', () => {
  let action: string;
  beforeAll(async () => {
    action = await doneAction('档案室上锁');
    await seedCases(firm.bot.house);
    const { sql } = firm.fresh.database;
    await sql`update client_case set people = ${sql.json([sun.id])} where number = ${theirs}`;
    const screen = screenOf(firm, lin.id);
    await screen.shoumi('请假 12月7日到12月9日');
    const sent = await screen.submit({ deputies: [sun.id] });
    expect(sent.errors).toBeUndefined();
    await firm.slack.advance('PT1M');
    await administer(firm, 'user', { id: sun.id, deleted: true });
    await firm.slack.advance('PT2M');
  });

  it('leaves the role, the case, the one stood in for and who reported to them on the admin’s card', async () => {
    const card = await lines(zhou.id, `<@${sun.id}> 已离职`);
    expect(card).toContain('*现在没有人担任：* 隐私负责人  :warning:');
    expect(card.find((line) => line.startsWith('*参与的在办案件：*'))).toContain(`\`${theirs}\`  :warning:`);
    expect(card).toContain(`*正在代理：* <@${lin.id}>`);
    expect(card.join()).toContain(`[换人：${theirs}]`);
  });

  it('is replaced as the judge of an action, by somebody who hears of it on its day', async () => {
    const [effect] = await firm.fresh.database
      .sql`select "by", state from duty_effect where duty = ${action}`;
    expect(effect).toEqual({ by: zhou.id, state: 'waiting' });
    expect(
      await firm.bot.house.read(
        (tx) => tx.sql`select person, state from owed where kind = 'duty.effect' order by state`,
      ),
    ).toEqual([
      { person: sun.id, state: 'done' },
      { person: zhou.id, state: 'owed' },
    ]);
    await at('2026-12-02T01:30:00Z');
    expect((await lines(zhou.id, '档案室上锁')).join()).toContain('是否有效？,[确认成效]');
  });

  it('has whoever was to be stood in for asked to name somebody else, who then is told', async () => {
    const words = `<@${sun.id}>`;
    expect(await lines(lin.id, words)).toContain(
      `原定 12月7日（周一）至12月9日（周三） 代理您的 <@${sun.id}> 已离职，请另指定代理人。`,
    );
    await press(lin.id, words, '指定代理人');
    const screen = screenOf(firm, lin.id);
    expect((await screen.submit({ deputies: [sun.id] })).errors).toBeDefined();
    expect((await screen.submit({ deputies: [priya.id] })).errors).toBeUndefined();
    await firm.slack.advance('PT1M');
    expect(await told(lin.id, words)).toBeUndefined();
    expect((await lines(zhou.id, `<@${sun.id}> 已离职`)).join()).not.toContain('正在代理');
  });

  it('is followed in the role: the card says so', async () => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi('人员 王芳');
    await press(zhou.id, `<@${sun.id}> 已离职`, `换人：${theirs}`);
    const edited = await screen.submit({ people: [emma.id] });
    expect(edited.errors).toBeUndefined();
    await firm.bot.settled();
    expect((await lines(zhou.id, `<@${sun.id}> 已离职`)).join()).not.toContain(theirs);
    await officer(wang.id);
    expect((await lines(zhou.id, `<@${sun.id}>`)).join('\n')).not.toContain('现在没有人担任');
  });
});

describe('the last admin who leaves', () => {
  it('leaves the list of what others left to whoever is admin next', async () => {
    await administer(firm, 'user', { id: sun.id, deleted: true });
    await administer(firm, 'user', { id: zhou.id, deleted: true });
    await firm.slack.advance('PT1M');
    expect(await told(wang.id, `<@${zhou.id}> 已离职`)).toBeUndefined();
    await administer(firm, 'user', { id: wang.id, is_owner: true });
    await firm.restartBot();
    await firm.slack.advance('PT1M');
    const card = await lines(wang.id, `<@${zhou.id}> 已离职`);
    expect(card.find((line) => line.startsWith('*直接下属：*'))).toContain(`<@${wang.id}>`);
    // And what Sun left, which Zhou alone had been told.
    expect((await lines(wang.id, `<@${sun.id}> 已离职`)).join()).toContain('匿名统计');
  });
});

/** Gives somebody the role as an admin does, through their form. */
async function officer(id: string): Promise<void> {
  const screen = screenOf(firm, zhou.id);
  await screen.shoumi('人员 王芳');
  await screen.press('people.edit', id);
  expect((await screen.submit({ roles: ['approver', 'privacy_officer'] })).errors).toBeUndefined();
  await firm.bot.settled();
}
