import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitingOwed } from '../../src/access/inbox.job.ts';
import { owedById, owedId } from '../../src/attention/owed.store.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { ask, cardOf } from './flow.ts';

const { lin, zhao } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

it('owes an approver one line for all that waits, until nothing does', async () => {
  const numbers = [await ask(firm, lin.id), await ask(firm, lin.id)];
  const { tenant, read, now } = firm.bot.house;
  const kind = { kind: 'access.waiting', person: zhao.id, subject: zhao.id };
  const owed = await read((tx) => owedById(tx, tenant, owedId(tenant, kind)));
  if (!owed) throw new Error('nothing is owed');
  const line = async (locale: 'en' | 'zh') => {
    const reader = { id: zhao.id, locale, tz: 'Asia/Shanghai' };
    const lines = await read(async (tx) =>
      waitingOwed.lines?.(tx, tenant, [{ ...owed, tenant }], reader, now()),
    );
    return lines?.get(owed.id)?.text;
  };
  expect([await line('zh'), await line('en')]).toEqual([
    '有 2 条申请等您审批。',
    '2 access requests wait for you.',
  ]);
  const stands = () => read((tx) => waitingOwed.stillOwed(tx, { ...owed, tenant }, now()));
  expect(await stands()).toBe(true);
  for (const number of numbers)
    await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
  expect([await stands(), await line('zh')]).toEqual([false, undefined]);
});
