import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dutiesOf } from '../../src/duty/duty.store.ts';
import type { Duty } from '../../src/duty/duty.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { administer } from '../access/flow.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { dailyDuty, deskOf, openOf, pressOld, show } from './desk.ts';
import { free } from './world.ts';

const { sun, lin, emma, wang, david, chen } = workspace.people;

let firm: Firm;
let meeting: Duty;
const to = (now: string) => firm.slack.call('POST', '/clock', { now });
const mine = async (owner: string) => {
  const { house } = firm.bot;
  return (await house.read((tx) => dutiesOf(tx, house.tenant, { owner, page: { limit: 50, offset: 0 } })))
    .rows;
};
const digest = async (user: string) =>
  (await firm.slack.inbox(user)).findLast(
    ({ blocks, ephemeral_for }) => !ephemeral_for && wordsOf(blocks).includes('duty.meeting.agenda'),
  );

beforeAll(async () => {
  firm = await startFirm();
  // A Monday morning in Shanghai; the meeting is on Thursday of the week after.
  await to('2026-11-30T02:00:00Z');
});
afterAll(() => firm.stop());

describe('a meeting with participants', () => {
  it('is called by who leads, in the form; to others the field is not offered and its value is refused', async () => {
    const desk = deskOf(firm, lin.id);
    await desk.duty('新增 每周五 碰头会');
    await desk.press('duty.form.more');
    await expect(desk.value('participants')).resolves.toBeUndefined();
    const officer = deskOf(firm, sun.id);
    await officer.duty('新增 2026-12-10 数据保护例会');
    await officer.press('duty.form.more');
    const gone = await officer.submit({
      titleEn: 'Data protection meeting',
      participants: [workspace.people.gao.id],
    });
    expect(gone.errors?.participants).toContain('参会人必须是在职员工');
    await officer.submit({
      ...{ titleEn: 'Data protection meeting', leadDays: '7' },
      participants: [lin.id, emma.id, david.id],
    });
    if (process.env.PRINT) await show(officer);
    expect(await officer.words()).toContain('已新增');
    const [made] = await mine(sun.id);
    expect(made).toMatchObject({ kind: 'meeting', participants: [lin.id, emma.id, david.id] });
    meeting = made as Duty;
    await pressOld(firm, sun.id, 'duty.rule', meeting.id);
    expect(await officer.words()).toContain(`<@${lin.id}> <@${emma.id}> <@${david.id}>`);
    expect(await officer.words()).toContain('出席人员');
  });

  it('tells each of them two working days before, in their language, with its agenda behind a button', async () => {
    await dailyDuty(firm, {
      ...{ owner: wang.id, titleZh: free('看日志'), titleEn: free('Read the log') },
      cadence: { kind: 'once', on: '2026-12-04' },
    });
    await to('2026-12-07T02:00:00Z');
    expect(await digest(lin.id)).toBeUndefined();
    await to('2026-12-08T02:00:00Z');
    await to('2026-12-08T10:30:00Z');
    const said = await digest(lin.id);
    if (process.env.PRINT)
      process.stdout.write(`\n${wordsOf(said?.blocks)}\n${wordsOf((await digest(emma.id))?.blocks)}\n`);
    expect(wordsOf(said?.blocks)).toContain('数据保护例会* · 12月10日（周四）召开，议程：');
    expect(wordsOf(said?.blocks)).toContain('看日志');
    expect(wordsOf((await digest(emma.id))?.blocks)).toContain(
      'Data protection meeting* on Thu 10 Dec; agenda: ',
    );
    // Whoever holds it has its agenda on the day, and no line that it comes.
    expect(wordsOf((await digest(sun.id))?.blocks)).not.toContain('召开');
    if (!said) throw new Error('nothing was said');
    await firm.slack.click(lin.id, said, 'duty.meeting.agenda');
    const desk = deskOf(firm, lin.id);
    if (process.env.PRINT) await show(desk);
    expect(await desk.words()).toContain('看日志');
    expect(
      await pressOld(firm, chen.id, 'duty.meeting.agenda', (await openOf(firm, meeting))[0]?.id ?? ''),
    ).toContain('议程供会议召集人、参会人');
  });

  it('adds whoever is asked to come later, and drops who left', async () => {
    await pressOld(firm, sun.id, 'duty.edit', meeting.id);
    const officer = deskOf(firm, sun.id);
    expect(await officer.value('participants')).toEqual([lin.id, emma.id, david.id]);
    await officer.submit({ participants: [lin.id, emma.id, david.id, chen.id] });
    await administer(firm, 'user', { id: david.id, deleted: true });
    await to('2026-12-09T02:00:00Z');
    expect(wordsOf((await digest(chen.id))?.blocks)).toContain('数据保护例会');
    expect((await mine(sun.id))[0]?.participants).toEqual([lin.id, emma.id, chen.id]);
  });

  it('is listed with its day and who comes, and leads to its rule and back', async () => {
    const officer = deskOf(firm, sun.id);
    await officer.duty('会议');
    if (process.env.PRINT) await show(officer);
    const listed = await officer.words();
    expect(listed).toContain('另有 3 位参会人');
    await officer.press(`duty.meeting.agenda#${meeting.id}`);
    await officer.press('duty.rule');
    expect(await officer.words()).toContain('参会人：');
    await officer.press('duty.back');
    expect(await officer.words()).toBe(listed);
  });

  it('has in its minutes who was there: everybody who was asked, until somebody is taken out', async () => {
    await to('2026-12-10T02:00:00Z');
    const officer = deskOf(firm, sun.id);
    await officer.duty('完成 数据保护');
    if (process.env.PRINT) await show(officer);
    expect(await officer.value('ask.attended')).toEqual([sun.id, lin.id, emma.id, chen.id]);
    await officer.submit({ 'ask.attended': [sun.id, lin.id, chen.id] });
    await officer.duty('记录 数据保护');
    await officer.press('duty.show');
    if (process.env.PRINT) await show(officer);
    expect(await officer.words()).toContain(`*出席人员*  3 人 · <@${sun.id}> <@${lin.id}> <@${chen.id}>`);
    expect(await officer.words()).not.toContain(emma.id);
    const [row] = await firm.fresh.database.sql<{ evidence: string }[]>`
      select evidence from duty_occurrence where duty = ${meeting.id}`;
    expect(row?.evidence).not.toContain(lin.id);
    // In the table they stand with their names, under headings in the reader's language.
    await officer.duty('csv');
    await firm.bot.settled();
    const files = (await firm.slack.inbox(sun.id)).flatMap((message) => message.files ?? []);
    const table = files.find(({ name }) => name.startsWith('duty-history'));
    const rows = await (await fetch(`${firm.sandbox.url}${table?.url}`)).text();
    expect(rows).toContain('计划日期,到期,最晚按时,待办');
    expect(rows).toContain('按时完成');
    expect(rows).toMatch(/出席人员：孙丽、林晓、陈/);
    // Those who were asked to come may read its minutes.
    expect(await pressOld(firm, emma.id, 'duty.rule', meeting.id)).toContain('Data protection meeting');
  });
});
