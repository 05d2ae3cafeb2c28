import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scheduleOf } from '../../src/people/schedule.store.ts';
import { worksOnDate } from '../../src/people/working-time.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { administer } from '../access/flow.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { deskOf, pressOld } from '../duty/desk.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { printed, transcriptOf } from '../week/transcript.ts';
import { quarterOf } from './desk.ts';

/**
 * A quarter of 2026 as a firm lives it: duties are adopted and added, done, returned, late, passed on, skipped, inherited; people are on
 * leave, on holiday, gone. `QUARTER=folder` writes what each of them got, in order, into files to be read.
 */
const { lin, chen, emma, zhao, wang, sun, james, zhou, david, priya } = workspace.people;
const everybody = { lin, chen, emma, zhao, wang, sun, james, zhou, david, priya };

let firm: Firm;
let quarter: ReturnType<typeof quarterOf>;
beforeAll(async () => {
  firm = await startFirm('socket', undefined, undefined, undefined, new Date('2026-08-31T00:30:00Z'));
  quarter = quarterOf(firm);
});
afterAll(async () => {
  const folder = process.env.QUARTER;
  if (folder)
    for (const [name, { id, tz }] of Object.entries(everybody))
      await writeFile(join(folder, `${name}.txt`), printed(await transcriptOf(firm.slack, id, tz)));
  await firm.stop();
});

/** Fills in what a form of evidence asks, as somebody in a hurry would; a list of checks whole. */
async function fill(who: string, given: Record<string, unknown>) {
  const screen = screenOf(firm, who);
  const { view } = await screen.top();
  const values: Record<string, unknown> = {};
  for (const { block_id = '', element } of view.blocks as Field[])
    if (element?.type === 'checkboxes') values[block_id] = element.options?.map(({ value }) => value);
    else if (element?.type === 'static_select') values[block_id] = element.options?.[0]?.value;
  for (const [key, value] of Object.entries(given)) values[`ask.${key}`] = value;
  expect((await screen.submit(values)).errors).toBeUndefined();
  const said = await screen.words();
  await quarter.close(who);
  return said;
}
type Field = { block_id?: string; element?: { type: string; options?: { value: string }[] } };

/** Does something from the morning's message. */
async function doneFromDigest(who: string, title: string, given: Record<string, unknown>): Promise<string> {
  const { id } = await quarter.newest(title);
  await quarter.press(who, await quarter.digest(who), 'duty.done', id);
  return fill(who, given);
}

const checkFromDigest = async (who: string, title: string) => {
  const { id } = await quarter.newest(title);
  await quarter.press(who, await quarter.digest(who), 'duty.show', id);
  return screenOf(firm, who);
};

it('31 August: the officer goes through the suggestions and adds one in plain words', async () => {
  await quarter.at('2026-08-31', '09:30');
  const screen = screenOf(firm, sun.id);
  await screen.shoumi('清单');
  await screen.press('duty.set.posts');
  await screen.submit({ it: chen.id, service: lin.id, audit: james.id, staff: wang.id });
  await screen.press('duty.set.open#3');
  await screen.press('duty.set.all');
  await screen.submit();
  await screen.press('duty.set.open#back');
  await screen.press('duty.set.open#11');
  await screen.press('duty.set.change#complaints');
  const changed = await screen.submit({ owner: lin.id, deputy: zhao.id, checker: sun.id });
  expect(changed.errors).toBeUndefined();
  await screen.press('duty.set.open#back');
  await screen.press('duty.set.open#8');
  await screen.press('duty.set.adopt#spot-check');
  await screen.press('duty.set.open#back');
  await screen.press('duty.set.open#1');
  await screen.press('duty.set.adopt#leaver-handover');
  const desk = deskOf(firm, sun.id);
  await desk.duty('新增 每月第一个工作日 备份恢复演练 @陈宇');
  expect((await desk.submit()).errors).toBeUndefined();
  await quarter.close(sun.id);
  await quarter.at('2026-08-31', '17:30');
  const own = deskOf(firm, emma.id);
  await own.duty('add every Friday Check the London mailbox');
  expect((await own.submit()).errors).toBeUndefined();
  await quarter.close(emma.id);
  const adopted = await firm.fresh.database.sql`
    select owner, count(*)::int as n from duty where state = 'active' group by owner order by owner`;
  expect(adopted).toMatchObject([
    { owner: lin.id, n: 1 },
    { owner: chen.id, n: 6 },
    { owner: emma.id, n: 1 },
    { owner: james.id, n: 1 },
  ]);
});

it('September: done from the morning’s message, checked, put off, skipped', async () => {
  await quarter.until('2026-09-01');
  // Nothing is asked of the drill: one tap is all.
  const drill = await quarter.newest('备份恢复演练');
  await quarter.press(chen.id, await quarter.digest(chen.id), 'duty.done', drill.id);
  expect((await quarter.newest('备份恢复演练')).state).toBe('done');
  await doneFromDigest(lin.id, 'complaints', {
    complaints: '0',
    rights: '1',
    late: '0',
    found: '没有投诉。',
  });
  await quarter.until('2026-09-02');
  const check = await checkFromDigest(sun.id, 'complaints');
  await check.press('duty.accept');
  await quarter.close(sun.id);
  expect(await quarter.newest('complaints')).toMatchObject({ state: 'done', late_minutes: 0 });

  // Put off till next week, heard of again then and not before.
  await quarter.at('2026-09-02', '09:20');
  const network = await quarter.newest('network-defence');
  const owed = await quarter.owed('duty.open', chen.id, network.id);
  await quarter.choose(chen.id, await quarter.digest(chen.id), owed?.id ?? '', '下周');
  const before = (await quarter.digests(chen.id)).length;
  await quarter.until('2026-09-07');
  const since = (await quarter.digests(chen.id)).slice(before);
  expect(since.filter(({ day, items }) => day < '2026-09-07' && items.includes(owed?.id ?? ''))).toEqual([]);
  await quarter.at('2026-09-07', '10:00');
  const own = deskOf(firm, chen.id);
  await own.duty('完成 防火墙');
  await fill(chen.id, { alerts: '12', found: '规则没有多余的。' });

  await quarter.until('2026-09-09');
  await doneFromDigest(chen.id, 'backup-others', { minutes: '42', found: '恢复成功，数据完整。' });
  await quarter.until('2026-09-10');
  const checked = await checkFromDigest(sun.id, 'backup-others');
  await checked.press('duty.accept');
  await quarter.close(sun.id);

  await quarter.until('2026-09-11');
  await quarter.at('2026-09-11', '17:30');
  const mailbox = deskOf(firm, emma.id);
  await mailbox.duty('skip mailbox');
  await mailbox.submit({ why: 'The London office is being painted' });
  await quarter.close(emma.id);
  expect(await recorded(firm, 'duty.skipped', (await quarter.newest('Check the London mailbox')).id)).toBe(1);
});

it('October: a long holiday, a copy that is returned, something late that climbs', async () => {
  await quarter.until('2026-10-01');
  const leave = (await quarter.digests(chen.id)).filter(({ day }) => day >= '2026-09-30');
  expect(leave).toMatchObject([{ day: '2026-09-30', occasion: 'leave' }]);
  await quarter.until('2026-10-08');
  for (const { id } of [chen, lin, sun])
    expect((await quarter.digests(id)).filter(({ day }) => day > '2026-09-30' && day < '2026-10-08')).toEqual(
      [],
    );
  // The make-up workday after the holiday is a working day.
  await quarter.until('2026-10-10');
  expect((await quarter.newest('complaints')).planned_on).toBe('2026-10-10');

  await quarter.until('2026-10-13');
  const said = await doneFromDigest(chen.id, 'backup-others', {
    minutes: '42',
    found: '恢复成功，数据完整。',
  });
  expect(said).toContain('每一项都和上次相同');
  await quarter.until('2026-10-15');
  const check = await checkFromDigest(sun.id, 'backup-others');
  expect(await check.words()).toContain('与上次完全相同');
  await check.press('duty.return');
  await check.submit({ why: '请写明这次恢复的是哪一天的备份' });
  await quarter.close(sun.id);
  const { id } = await quarter.newest('backup-others');
  const returned = (await firm.slack.inbox(chen.id)).findLast(({ text }) => text.includes('退回了'));
  if (!returned) throw new Error('nobody said that it was returned');
  await quarter.press(chen.id, returned, 'duty.done', id);
  await fill(chen.id, { minutes: '38', found: '恢复了10月12日的备份，数据完整。' });
  await quarter.until('2026-10-16');
  const again = await checkFromDigest(sun.id, 'backup-others');
  await again.press('duty.accept');
  await quarter.close(sun.id);

  // Nobody did the complaints: deputy, manager and officer hear of it one after the other, in one line each.
  const late = await quarter.newest('complaints');
  const climbed = async () => {
    const rows = await firm.fresh.database.sql<{ to: string }[]>`
      select data_json ->> 'to' as to from event where type = 'attention.escalated' and data_json ->> 'about' = ${late.id}
      order by at, id`;
    return rows.map(({ to }) => to);
  };
  expect(await climbed()).toEqual([zhao.id]);
  expect(wordsOf((await quarter.digest(zhao.id)).blocks)).toContain(`<@${lin.id}> 有 1 件事逾期`);
  await quarter.until('2026-10-20');
  expect(await climbed()).toEqual([zhao.id, wang.id]);
  expect(wordsOf((await quarter.digest(wang.id)).blocks)).toContain(`<@${lin.id}> 有 1 件事逾期`);
  await quarter.until('2026-10-24');
  expect(await climbed()).toEqual([zhao.id, wang.id, sun.id]);
  expect(wordsOf((await quarter.digest(sun.id)).blocks)).toContain(`<@${lin.id}> 有 1 件事逾期`);
});

it('October: a week of leave without a message, and one message after it', async () => {
  const away = screenOf(firm, chen.id);
  await quarter.until('2026-10-26');
  // Done after all, and late; nobody is told any more that it is.
  await doneFromDigest(lin.id, 'complaints', { complaints: '1', rights: '0', late: '0', found: '已答复。' });
  const done = await quarter.newest('complaints');
  expect(done.state).toBe('submitted');
  expect(done.late_minutes).toBeGreaterThan(0);
  expect(wordsOf((await quarter.digest(sun.id)).blocks)).not.toContain(`<@${lin.id}> 有`);
  await away.shoumi(`请假 明天 <@${zhou.id}>`);
  await away.submit({ firstDay: '2026-10-27', lastDay: '2026-11-02', deputies: [zhou.id] });
  await quarter.close(chen.id);
  await quarter.until('2026-10-29');
  // Somebody who leads does the encryption in Chen's stead.
  const drill = await quarter.newest('备份恢复演练');
  await pressOld(firm, zhou.id, 'duty.done', drill.id);
  await quarter.close(zhou.id);
  await quarter.until('2026-11-03');
  const during = (await quarter.digests(chen.id)).filter(({ day }) => day >= '2026-10-27');
  expect(during.map(({ day, occasion }) => [day, occasion])).toEqual([['2026-11-03', 'return']]);
  expect((await quarter.newest('备份恢复演练')).state).toBe('done');
  expect(wordsOf((await quarter.digest(chen.id)).blocks)).toContain(`<@${zhou.id}> 代您完成`);
});

it('November: passed on, and what somebody leaves behind', async () => {
  await quarter.until('2026-11-04');
  const { id } = await quarter.newest('complaints');
  const owed = await quarter.owed('duty.open', lin.id, id);
  await quarter.choose(lin.id, await quarter.digest(lin.id), owed?.id ?? '', '转交…');
  expect((await screenOf(firm, lin.id).submit({ to: wang.id, how: 'once' })).errors).toBeUndefined();
  await quarter.close(lin.id);
  await quarter.until('2026-11-05');
  await doneFromDigest(wang.id, 'complaints', {
    complaints: '2',
    rights: '0',
    late: '0',
    found: '都已答复。',
  });
  expect(await quarter.newest('complaints')).toMatchObject({ state: 'submitted', owner: wang.id });
  await quarter.until('2026-11-10');
  await firm.slack.user({ id: emma.id, deleted: true });
  await administer(firm, 'user', { id: emma.id, deleted: true });
  await quarter.until('2026-11-12');
  expect((await quarter.newest('Check the London mailbox')).owner).toBe(david.id);
  expect((await quarter.newest('leaver-handover')).owner).toBe(chen.id);
  await quarter.until('2026-11-28');
});

it('nobody was told twice a day, on a day off, or over the budget', async () => {
  const { house } = firm.bot;
  for (const [name, { id, tz }] of Object.entries(everybody)) {
    const digests = await quarter.digests(id);
    const days = digests.map(({ day }) => day);
    expect(new Set(days).size, name).toBe(days.length);
    const schedule = await house.read((tx) => scheduleOf(tx, house.tenant, id));
    const cards = (await transcriptOf(firm.slack, id, tz)).filter(({ how }) => how === 'card');
    const byDay = Map.groupBy(cards, ({ on }) => on);
    for (const [day, some] of byDay) {
      expect(worksOnDate(schedule, day), `${name} ${day}`).toBe(true);
      expect(some.length, `${name} ${day}`).toBeLessThanOrEqual(2);
    }
    // Each is posted once, on its own day, and hardly anything is said beside them.
    expect(
      days.filter((day) => !byDay.has(day)),
      name,
    ).toEqual([]);
    expect(cards.length - days.length, name).toBeLessThanOrEqual(2);
  }
  expect((await firm.slack.log()).length).toBeLessThan(5_000);
});
