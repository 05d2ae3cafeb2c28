import { DateTime } from 'luxon';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { approversOf, dataSetById } from '../../src/catalog/data-set.store.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { administer, ask, cardOf, requestState, saidTo, wishFor } from '../access/flow.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';

const { lin, chen, emma, wang, david, zhao, priya, sun, zhou, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  // A Monday morning in Shanghai.
  await firm.slack.call('POST', '/clock', { now: '2026-11-30T01:30:00Z' });
});
afterAll(() => firm.stop());
beforeEach(async () => {
  for (const { id } of Object.values(workspace.people))
    for (const view of await firm.slack.views(id))
      await firm.slack.call('POST', '/close', { user: id, view_id: view.id, all: true });
});

/** A day from today, in Shanghai. */
const day = (after: number) =>
  DateTime.fromJSDate(firm.bot.house.now(), { zone: 'Asia/Shanghai' })
    .plus({ days: after })
    .toFormat('yyyy-MM-dd');
async function goAway(who: string, first: number, last: number, deputies: string[], typed = '') {
  const screen = screenOf(firm, who);
  await screen.shoumi(`away ${typed || 'today'}`);
  return screen.submit({ firstDay: day(first), lastDay: day(last), deputies });
}
async function comeBack(who: string) {
  const screen = screenOf(firm, who);
  await screen.shoumi('away');
  for (const id of await screen.buttons('away.end')) await screen.press('away.end', id);
}
const eventOf = async (type: string, number: string) =>
  (
    await firm.fresh.database.sql<{ data: Record<string, unknown> }[]>`
      select data_json as data from event where type = ${type} and subject in
        (select id from access_request where case_number = ${number})`
  )[0]?.data;
const deciders = async (set: string) =>
  firm.bot.house.read(async (tx) => {
    const found = await dataSetById(tx, firm.bot.house.tenant, set);
    return found ? approversOf(tx, firm.bot.house.tenant, found) : [];
  });
const hasCard = async (who: string, number: string) =>
  (await firm.slack.inbox(who)).some((one) => JSON.stringify(one.blocks ?? []).includes(number));

describe.each([
  {
    who: lin,
    word: '请假',
    form: '登记请假',
    typed: '明天 王芳',
    saved: '已保存',
    standsIn: '代理人',
    back: '欢迎回来',
    cancelled: '已撤下',
    past: '这些日子已经过去',
    backwards: '最后一天早于第一天',
    self: '这就是请假的本人',
  },
  {
    who: emma,
    word: 'away',
    form: 'Record time away',
    typed: 'tomorrow <@U04WANGFANG>',
    saved: 'Saved',
    standsIn: 'Standing in',
    back: 'Welcome back',
    cancelled: 'Taken off the record',
    past: 'These days are over',
    backwards: 'The last day comes before the first',
    self: 'This is the absent person',
  },
])('one’s own absence, in $word', ({ who, word, form, typed, ...said }) => {
  it('begins with the form, filled in with what was typed, and leads to the list', async () => {
    const screen = screenOf(firm, who.id);
    await screen.shoumi(word);
    expect(await screen.words()).toContain(form);
    await screen.shoumi(`${word} ${typed}`);
    expect(await screen.value('deputies')).toEqual([wang.id]);
    expect(await screen.value('lastDay')).toBe(await screen.value('firstDay'));
    const errors = async (values: Record<string, unknown>) => (await screen.submit(values)).errors;
    expect(await errors({ firstDay: day(3), lastDay: day(1) })).toEqual({
      lastDay: expect.stringContaining(said.backwards),
    });
    expect(await errors({ firstDay: '2026-11-02', lastDay: '2026-11-03' })).toEqual({
      lastDay: expect.stringContaining(said.past),
    });
    expect(await errors({ firstDay: day(1), lastDay: day(2), deputies: [who.id] })).toEqual({
      deputies: expect.stringContaining(said.self),
    });
    const sent = await screen.submit({ firstDay: day(1), lastDay: day(2), deputies: [wang.id, david.id] });
    expect(sent).toMatchObject({ ok: true, closed: false });
    for (const text of [said.saved, said.standsIn, `<@${wang.id}> → <@${david.id}>`])
      expect(await screen.words()).toContain(text);
    expect(await recorded(firm, 'people.away_recorded', who.id)).toBe(1);
  });

  it('is changed, overlaps with nothing, and is cancelled before it began', async () => {
    const screen = screenOf(firm, who.id);
    await screen.shoumi(`${word} 2026-12-01`);
    expect((await screen.submit()).errors).toHaveProperty('firstDay');
    await screen.shoumi(word);
    await screen.press('away.change');
    expect(await screen.value('deputies')).toEqual([wang.id, david.id]);
    await screen.submit({ lastDay: day(3), deputies: [] });
    expect(await screen.words()).toContain(said.saved);
    expect(await recorded(firm, 'people.away_changed', who.id)).toBe(1);
    await screen.press('away.end');
    expect(await screen.words()).toContain(said.cancelled);
    expect(await screen.buttons('away.end')).toEqual([]);
  });

  it('is ended by coming back, from Home too', async () => {
    await goAway(who.id, 0, 4, []);
    await firm.slack.openHome(who.id);
    await firm.slack.call('POST', '/settle', {});
    await firm.bot.settled();
    const home = await firm.slack.home(who.id);
    expect(wordsOf(home)).toContain(':palm_tree:');
    const screen = screenOf(firm, who.id);
    await screen.shoumi(word);
    await screen.press('away.end');
    expect(await screen.words()).toContain(said.back);
    expect(wordsOf(await firm.slack.home(who.id))).not.toContain(':palm_tree:');
  });
});

describe('a deputy', () => {
  it('is told in their working hours, once, and the message stays true', async () => {
    const told = async () =>
      (await firm.slack.inbox(david.id)).filter(({ text }) => text.includes(`<@${chen.id}> is away`));
    await firm.slack.call('POST', '/clock', { now: '2026-11-30T12:00:00Z' });
    await goAway(chen.id, 1, 2, [david.id]);
    await firm.slack.advance('PT1M');
    expect(await told()).toEqual([]);
    await firm.slack.call('POST', '/clock', { now: '2026-12-01T01:01:00Z' });
    expect(await told()).toHaveLength(1);
    await comeBack(chen.id);
    expect(await told()).toEqual([]);
    expect(wordsOf((await firm.slack.inbox(david.id)).at(-1))).toContain('That is over');
  });

  it('gets what waits when the absence is recorded, decides in the absent one’s stead, and the record says so', async () => {
    await firm.slack.call('POST', '/clock', { now: '2026-12-01T02:00:00Z' });
    const number = await ask(firm, chen.id, wishFor('payroll', { purpose: 'payroll' }));
    expect(await hasCard(zhou.id, number)).toBe(false);
    await goAway(sun.id, 0, 3, [zhou.id]);
    const card = await cardOf(firm, zhou.id, number);
    expect(wordsOf(card)).toContain(`<@${sun.id}>`);
    await firm.slack.click(zhou.id, card, 'access.approve');
    expect(await requestState(firm, number)).toBe('granted');
    expect(await eventOf('access.approved', number)).toMatchObject({ by: zhou.id, insteadOf: sun.id });
    await comeBack(sun.id);
  });

  it('gets what waits when a planned absence begins, and loses the right when it ends', async () => {
    await goAway(sun.id, 1, 1, [zhou.id]);
    await firm.slack.call('POST', '/clock', { now: '2026-12-01T15:00:00Z' });
    const number = await ask(firm, chen.id, wishFor('payroll', { purpose: 'payroll' }));
    expect(await hasCard(zhou.id, number)).toBe(false);
    // At midnight it is Zhou’s to decide, who reads of it at work.
    await firm.slack.call('POST', '/clock', { now: '2026-12-01T16:00:30Z' });
    expect(await hasCard(zhou.id, number)).toBe(false);
    await firm.slack.call('POST', '/clock', { now: '2026-12-02T01:00:30Z' });
    const card = await cardOf(firm, zhou.id, number);
    expect(buttonIn(card.blocks, 'access.approve')).toBeDefined();
    expect(await recorded(firm, 'people.away_began', sun.id)).toBe(1);
    await comeBack(sun.id);
    expect(await recorded(firm, 'people.away_ended', sun.id)).toBe(2);
    await firm.slack.click(zhou.id, card, 'access.approve', true);
    expect(await saidTo(firm, zhou.id)).not.toBe('');
    expect(await requestState(firm, number)).toBe('pending');
    expect(buttonIn((await cardOf(firm, zhou.id, number)).blocks, 'access.approve')).toBeUndefined();
  });

  it('never decides on their own request, nor on one of whom they stand in for', async () => {
    await firm.slack.call('POST', '/clock', { now: '2026-12-03T02:00:00Z' });
    await goAway(sun.id, 0, 2, [zhou.id]);
    const own = await ask(firm, zhou.id, wishFor('payroll', { purpose: 'payroll' }));
    expect(buttonIn((await cardOf(firm, zhou.id, own)).blocks, 'access.approve')).toBeUndefined();
    const theirs = await ask(firm, sun.id, wishFor('payroll', { purpose: 'payroll' }));
    expect(await hasCard(zhou.id, theirs)).toBe(false);
    await comeBack(sun.id);
  });

  it('who is away too passes on to the next; when both are, nobody stands in, and that is said', async () => {
    await goAway(zhou.id, 0, 2, []);
    const screen = screenOf(firm, sun.id);
    await screen.shoumi('away today');
    await screen.submit({ deputies: [zhou.id, wang.id] });
    expect(await screen.words()).toContain(`<@${zhou.id}> 那几天也不在`);
    expect(await deciders('payroll')).toContain(wang.id);
    await goAway(wang.id, 0, 2, []);
    expect(await deciders('payroll')).not.toContain(wang.id);
    expect(await deciders('payroll')).not.toContain(sun.id);
    await screen.shoumi('away');
    await screen.press('away.change');
    await screen.submit();
    expect(await screen.words()).toContain('您指定的人那几天也都不在');
    for (const { id } of [sun, wang, zhou]) await comeBack(id);
  });
});

describe('who may record what', () => {
  it('is the manager for their people, an admin for everybody, and nobody else', async () => {
    const screen = screenOf(firm, wang.id);
    await screen.shoumi('请假 今天');
    await screen.submit({ member: lin.id, firstDay: day(0), lastDay: day(0), deputies: [] });
    expect(await screen.words()).toContain('您为下属登记的');
    expect(await recorded(firm, 'people.away_recorded', lin.id)).toBeGreaterThan(1);
    const other = screenOf(firm, priya.id);
    await other.shoumi('away today');
    expect(await other.words()).not.toContain('Who\n');
    await comeBack(lin.id);
  });

  it('is closed to guests', async () => {
    await firm.slack.command(tom.id, '/shoumi', 'away');
    expect(await saidTo(firm, tom.id)).toContain('Time away is recorded for employees');
  });
});

describe('a Slack status', () => {
  const status = (text: string, emoji: string, until: string | null) =>
    administer(firm, 'user', {
      id: zhao.id,
      status_text: text,
      status_emoji: emoji,
      status_expiration: until ? Date.parse(until) / 1_000 : 0,
    });

  it('with an end is an absence, without one or without a word of it is none', async () => {
    await status('Vacationing', ':palm_tree:', null);
    expect(await recorded(firm, 'people.away_began', zhao.id)).toBe(0);
    await status('In a meeting', ':calendar:', '2026-12-04T10:00:00Z');
    expect(await recorded(firm, 'people.away_began', zhao.id)).toBe(0);
    expect(await deciders('seals')).toContain(zhao.id);
    await status('Vacationing', ':palm_tree:', '2026-12-04T10:00:00Z');
    expect(await recorded(firm, 'people.away_began', zhao.id)).toBe(1);
    expect(await deciders('seals')).not.toContain(zhao.id);
    await firm.slack.command(zhao.id, '/shoumi', '请假');
    expect(await screenOf(firm, zhao.id).words()).toContain('来自您的 Slack 状态');
    await status('', '', null);
    expect(await recorded(firm, 'people.away_ended', zhao.id)).toBe(1);
    expect(await deciders('seals')).toContain(zhao.id);
  });

  it('ends by itself', async () => {
    await status('年假', '', '2026-12-03T09:00:00Z');
    await firm.slack.call('POST', '/clock', { now: '2026-12-03T09:00:01Z' });
    expect(await recorded(firm, 'people.away_ended', zhao.id)).toBe(2);
  });
});
