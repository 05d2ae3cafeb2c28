import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dutiesOf } from '../../src/duty/duty.store.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { deskOf, show } from './desk.ts';

const { lin, emma } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  // A Thursday noon in Shanghai.
  await firm.slack.call('POST', '/clock', { now: '2026-11-26T04:00:00Z' });
});
afterAll(() => firm.stop());

const choose = (value: string) => ({
  type: 'static_select',
  selected_option: { value, text: { type: 'plain_text', text: value } },
});
const mine = async (owner: string) => {
  const { house } = firm.bot;
  const page = { limit: 100, offset: 0 };
  return (await house.read((tx) => dutiesOf(tx, house.tenant, { owner, page }))).rows;
};
/** The form with a rule of one's own typed into it; what stands below it then. */
async function typed(who: string, words: string, rule: string) {
  const desk = deskOf(firm, who);
  await desk.duty(words);
  await desk.fill('how', choose('rule'));
  await desk.fill('rule', { value: rule });
  if (process.env.PRINT) await show(desk);
  return desk;
}

describe.each([
  { who: lin.id, add: '新增', title: 'titleZh', name: '对账' },
  { who: emma.id, add: 'add', title: 'titleEn', name: 'Reconcile' },
])('an odd rule from the chat, for $who', ({ who, add, title, name }) => {
  it.each([
    ['which never happens', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', /没有这样的日子|There is no such day/],
    ['which is over', 'FREQ=DAILY;UNTIL=20200101', /没有这样的日子|There is no such day/],
    ['of a thousand times a day', 'FREQ=SECONDLY;INTERVAL=86', /一天最多一次|at most once a day/],
    [
      'of a thousand times a day, in hours and minutes',
      'FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=1,2,3',
      /一天最多一次|at most once a day/,
    ],
    ['that is none', '31号', /看不懂这条规则|This rule cannot be read/],
  ])('%s is refused under its field, and nothing typed is lost', async (_, rule, sentence) => {
    const desk = await typed(who, add, rule);
    const sent = await desk.submit({ [title]: name, rule });
    expect(Object.keys(sent.errors ?? {})).toEqual(['rule']);
    expect(sent.errors?.rule).toMatch(sentence);
    expect(await desk.value('rule')).toBe(rule);
    expect(await mine(who)).toEqual([]);
  });

  it('which comes every 31st says that short months have none, and how to have the last day', async () => {
    const desk = deskOf(firm, who);
    await desk.duty(`${add} ${add === 'add' ? 'every 31st Count the seals' : '每月31号 清点印章'}`);
    const text = await desk.words();
    expect(text).toMatch(/接下来：12月31日（周四）|Next: Thu 31 Dec/);
    expect(text).toMatch(/没有这一天的月份会跳过|Months without that day are left out/);
    expect(text).toMatch(/当月最后一天|Last day of the month/);
    // The last day of every month has nothing to be said of it.
    await desk.fill('days', {
      type: 'multi_static_select',
      selected_options: [{ value: '-1', text: { type: 'plain_text', text: '-1' } }],
    });
    expect(await desk.words()).not.toMatch(/会跳过|are left out/);
  });

  it('of 29 February is taken, with the next leap year and what to choose for every year', async () => {
    const desk = await typed(who, add, 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29');
    await desk.fill('off', choose('stay'));
    expect(await desk.words()).toMatch(/2028年2月29日.*2032年2月29日|29 Feb 2028.*29 Feb 2032/s);
    expect(await desk.words()).toMatch(/只在闰年才有|leap years only/);
    const sent = await desk.submit({ [title]: name, rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29' });
    expect(sent.errors).toBeUndefined();
    const [duty] = await mine(who);
    expect(duty).toMatchObject({ nextOn: '2028-02-29', unknownYear: null });
  });
});
