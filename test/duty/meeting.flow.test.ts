import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cadence } from '../../src/duty/cadence.ts';
import { completeOccurrence } from '../../src/duty/occurrence.job.ts';
import { addRule } from '../../src/duty/rule.job.ts';
import { templateOf } from '../../src/duty/starting-set.data.ts';
import { dutyFrom } from '../../src/duty/suggest.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { ask } from '../access/flow.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';

const { sun, lin, zhou, emma, wang } = workspace.people;
const office = { tz: 'Asia/Shanghai', holidays: 'none' as const };

let firm: Firm;
const to = (now: string) => firm.slack.call('POST', '/clock', { now });
const add = async (code: string, owner: string, cadence: Cadence) => {
  const template = templateOf(code);
  if (!template) throw new Error(`there is no ${code}`);
  const input = dutyFrom(template, { owner, checker: null, office, from: '2027-03-01', cadence });
  const act = {
    cause: { kind: 'submission' as const, id: code, by: zhou.id },
    by: zhou.id,
    duty: `dty_${code}`,
  };
  const outcome = await addRule(firm.bot.house, act, input);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
};
const agendas = async (user: string) =>
  (await firm.slack.inbox(user)).filter(
    ({ blocks, ephemeral_for }) => !ephemeral_for && wordsOf(blocks).includes('duty.meeting.agenda'),
  );
const agenda = async (user: string) => {
  const [card, ...more] = await agendas(user);
  expect(more).toEqual([]);
  if (!card) throw new Error('there is no agenda');
  return card;
};

beforeAll(async () => {
  firm = await startFirm();
  // A Monday morning in Shanghai.
  await to('2027-03-01T02:00:00Z');
  await add('network-defence', lin.id, { kind: 'once', on: '2027-03-02' });
  await add('team-meeting', sun.id, { kind: 'once', on: '2027-03-10' });
});
afterAll(() => firm.stop());

describe('a meeting', () => {
  it('says how to have one where there is none to come, and lists those there are with their day', async () => {
    await firm.slack.command(sun.id, '/shoumi', '会议');
    const words = wordsOf(await firm.slack.topView(sun.id));
    expect(words).toContain('保密工作月例会');
    expect(words).toContain('3月10日');
  });

  it('brings its agenda on the morning of its day: what every capability has open, to whoever holds it', async () => {
    await to('2027-03-09T02:00:00Z');
    expect(await agendas(sun.id)).toEqual([]);
    await ask(firm, lin.id);
    await to('2027-03-10T02:00:00Z');
    const words = wordsOf(await agenda(sun.id));
    expect(words).toContain('未决事项');
    expect(words).toContain('1 项待办已逾期：“检查防火墙与入侵检测”');
    expect(words).toContain('1 件授权申请等待审批');
    expect(words).toContain('提交纪要');
    // What matters more stands first.
    expect(words.indexOf('授权申请等待审批')).toBeLessThan(words.indexOf('待办已逾期'));
    expect(await agendas(lin.id)).toEqual([]);
  });

  it('shows the agenda as of now to those who hold or lead it alone', async () => {
    const card = await agenda(sun.id);
    await firm.slack.click(sun.id, card, 'duty.meeting.agenda');
    expect(wordsOf(await firm.slack.topView(sun.id))).toContain('检查防火墙与入侵检测');
    await firm.slack.command(emma.id, '/shoumi', 'meetings');
    const list = await firm.slack.topView(emma.id);
    if (!list) throw new Error('the meetings did not open');
    await firm.slack.clickInView(emma.id, list, 'duty.meeting.agenda#dty_team-meeting');
    const refused = wordsOf(await firm.slack.topView(emma.id));
    expect(refused).toContain('The agenda is for those who come to the meeting or lead it');
    expect(refused).not.toContain('Firewall');
  });

  it('turns a decision into a task, which stands in its agenda and in the list', async () => {
    await firm.slack.click(sun.id, await agenda(sun.id), 'duty.action.new');
    const form = await firm.slack.topView(sun.id);
    if (!form) throw new Error('the form did not open');
    expect(wordsOf(form)).toContain('“保密工作月例会”会议决定');
    await firm.slack.submit(sun.id, form, {
      ...{ title: '每周核对告警', cause: '例会决定', owner: wang.id, due: '2027-03-19' },
      ...{ effectiveBy: null, effectiveAfterDays: '20' },
    });
    const words = wordsOf(await agenda(sun.id));
    expect(words).toContain('会议决定');
    expect(words).toContain(`每周核对告警 · <@${wang.id}>，3月19日（周五）前`);
    await firm.slack.command(wang.id, '/shoumi', '整改');
    expect(wordsOf(await firm.slack.topView(wang.id))).toContain('来自“保密工作月例会”');
  });

  it('loses from its agenda what is done meanwhile', async () => {
    const [late] = await firm.fresh.database.sql<{ id: string }[]>`
      select id from duty_occurrence where duty = 'dty_network-defence'`;
    const act = {
      cause: { kind: 'submission' as const, id: 'V1', by: lin.id },
      by: lin.id,
      occurrence: late?.id ?? '',
    };
    const answers = { holds: ['Firewall rules gone through'], alerts: '0', found: '没有异常' };
    expect((await completeOccurrence(firm.bot.house, act, answers, null)).kind).toBe('done');
    await firm.bot.settled();
    expect(wordsOf(await agenda(sun.id))).not.toContain('检查防火墙与入侵检测');
  });

  it('closes with its minutes', async () => {
    const [open] = await firm.fresh.database.sql<{ id: string }[]>`
      select id from duty_occurrence where duty = 'dty_team-meeting'`;
    const act = {
      cause: { kind: 'submission' as const, id: 'V2', by: sun.id },
      by: sun.id,
      occurrence: open?.id ?? '',
    };
    const done = await completeOccurrence(
      firm.bot.house,
      act,
      { attended: [sun.id, wang.id], minutes: '决定每周核对告警' },
      null,
    );
    expect(done.kind).toBe('done');
    await firm.bot.settled();
    expect(await agendas(sun.id)).toEqual([]);
    const words = wordsOf(await firm.slack.inbox(sun.id));
    expect(words).toContain('已召开，纪要已提交');
  });
});
