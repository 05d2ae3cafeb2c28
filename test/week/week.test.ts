import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { cardOf, grantsOf, linesUnder, requestState } from '../access/flow.ts';
import { screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import { printed, transcriptOf } from './transcript.ts';

/**
 * A week as four people live it: Lin and Emma need client files, Zhao and Priya answer for them; one pair reads Chinese in
 * Shanghai, the other English in London. `WEEK=folder` writes what each of them got, in order, into files to be read.
 */
const { lin, emma, zhao, priya, wang, zhou } = workspace.people;
const shanghai = 'Asia/Shanghai';

let firm: Firm;
let monday: DateTime;
beforeAll(async () => {
  firm = await startFirm();
  monday = DateTime.fromJSDate(firm.bot.house.now(), { zone: shanghai }).plus({ weeks: 1 }).startOf('week');
});
afterAll(async () => {
  const folder = process.env.WEEK;
  if (folder) {
    for (const [name, { id, tz }] of Object.entries({ lin, emma, zhao, priya, wang, zhou }))
      await writeFile(join(folder, `${name}.txt`), printed(await transcriptOf(firm.slack, id, tz)));
  }
  await firm.stop();
});

/** The clock of the workspace, moved on to a time of a day of the week, 0 for Monday, in Shanghai. */
async function at(day: number, time: string): Promise<void> {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const now = monday.plus({ days: day }).set({ hour, minute }).toUTC().toISO();
  const moved = await firm.slack.call<{ ok: boolean }>('POST', '/clock', { now });
  expect(moved.ok, `${day} ${time}`).toBe(true);
}

/** The form on top, sent with these fields; whatever is not taken fails. */
async function send(who: string, values: Record<string, unknown>): Promise<void> {
  const form = await firm.slack.topView(who);
  if (!form) throw new Error(`${who} has no form`);
  const sent = await firm.slack.submit(who, form, values);
  expect(sent).toMatchObject({ ok: true, closed: true });
}

async function press(who: string, card: ControlMessage, action: string): Promise<void> {
  expect(buttonIn(card.blocks, action), `${who} ${action} ${wordsOf(card.blocks)}`).toBeDefined();
  expect(await firm.slack.click(who, card, action)).toMatchObject({ ok: true });
}

const wish = (caseNumber: string, more: Record<string, unknown> = {}) => ({
  dataSet: 'client-files',
  caseNumber,
  purpose: 'tax_filing',
  reason: 'VAT filing for October',
  hours: '4',
  acknowledged: ['yes'],
  ...more,
});

async function ask(who: string, line: string, values: Record<string, unknown>): Promise<void> {
  await firm.slack.command(who, '/access', line);
  await send(who, values);
}

const state = (number: string) => requestState(firm, number);

it('Monday: asked in a message, questioned, answered, approved, given back', async () => {
  await at(0, '09:30');
  await firm.slack.message(lin.id, '、申请 客户身份资料 4小时 C-2026-0412 因为 增值税申报');
  await firm.slack.call('POST', '/settle', {});
  const understood = (await firm.slack.inbox(lin.id)).at(-1);
  if (!understood) throw new Error('nothing was said');
  await press(lin.id, understood, 'slack.word');
  await send(lin.id, wish('C-2026-0412', { reason: '十月增值税申报' }));
  expect(await state('C-2026-0412')).toBe('pending');

  await at(0, '09:41');
  await press(zhao.id, await cardOf(firm, zhao.id, 'C-2026-0412'), 'access.inquire');
  await send(zhao.id, { question: '是十月还是九月的申报？' });
  await at(0, '09:50');
  const waiting = await cardOf(firm, lin.id, 'C-2026-0412');
  expect(wordsOf(waiting.blocks)).toContain('十月还是九月');
  await press(lin.id, waiting, 'access.answer');
  await send(lin.id, { answer: '十月的。' });
  const asking = await cardOf(firm, priya.id, 'C-2026-0412');
  expect(wordsOf(asking.blocks)).toContain('十月的');
  await at(0, '09:55');
  await press(zhao.id, await cardOf(firm, zhao.id, 'C-2026-0412'), 'access.approve');
  expect(await state('C-2026-0412')).toBe('granted');

  await at(0, '11:20');
  const held = await cardOf(firm, lin.id, 'C-2026-0412');
  await press(lin.id, held, 'access.give_back');
  expect(await grantsOf(firm, 'C-2026-0412')).toMatchObject([{ state: 'returned' }]);
  // Asked, granted: one line each for what an edited card rings no phone for.
  const lines = await linesUnder(firm, lin.id, held);
  expect(lines.length).toBeGreaterThanOrEqual(2);
});

it('Monday in London: asked in English, approved for less, warned, ended', async () => {
  await at(0, '17:30');
  await ask(emma.id, 'request client-files', wish('C-2026-0405', { hours: '8' }));
  await at(0, '17:40');
  await press(priya.id, await cardOf(firm, priya.id, 'C-2026-0405'), 'access.shorten');
  await send(priya.id, { hours: '2' });
  const card = await cardOf(firm, emma.id, 'C-2026-0405');
  await at(0, '19:26');
  await at(0, '19:41');
  expect(await grantsOf(firm, 'C-2026-0405')).toMatchObject([{ state: 'expired' }]);
  const lines = (await linesUnder(firm, emma.id, card)).join('\n');
  expect(lines).toMatch(/approved for 2 hours/);
  expect(lines).toMatch(/access has ended/);
  const told = await transcriptOf(firm.slack, emma.id, emma.tz);
  expect(told.filter(({ at: when, how }) => how === 'card' && when === 'Mon 11:26')).toHaveLength(1);
});

it('Tuesday: an approval taken back, a denial reopened', async () => {
  await at(1, '10:00');
  await ask(lin.id, '申请 client-files', wish('C-2026-0398', { reason: '股权变更材料' }));
  await press(zhao.id, await cardOf(firm, zhao.id, 'C-2026-0398'), 'access.approve');
  await at(1, '10:20');
  await press(zhao.id, await cardOf(firm, zhao.id, 'C-2026-0398'), 'access.take_back');
  await send(zhao.id, { reason: '案件选错了' });
  expect(await grantsOf(firm, 'C-2026-0398')).toMatchObject([{ state: 'revoked' }]);
  expect(wordsOf((await cardOf(firm, lin.id, 'C-2026-0398')).blocks)).toContain('案件选错了');

  await at(1, '17:00');
  await ask(lin.id, '申请 client-files', wish('C-2026-0413', { reason: '核对申报信息' }));
  await press(priya.id, await cardOf(firm, priya.id, 'C-2026-0413'), 'access.deny');
  await send(priya.id, { kind: 'not_needed' });
  expect(await state('C-2026-0413')).toBe('denied');
  await press(priya.id, await cardOf(firm, priya.id, 'C-2026-0413'), 'access.reopen');
  expect(await state('C-2026-0413')).toBe('pending');
  await press(priya.id, await cardOf(firm, priya.id, 'C-2026-0413'), 'access.approve');
  expect(await state('C-2026-0413')).toBe('granted');
});

it('Wednesday: Zhao is away and Wang decides in his place', async () => {
  await at(1, '17:30');
  const away = screenOf(firm, zhao.id);
  await away.shoumi('请假 明天 <@U04WANGFANG>');
  const day = monday.plus({ days: 2 }).toFormat('yyyy-MM-dd');
  await away.submit({ firstDay: day, lastDay: day, deputies: [wang.id] });
  await at(2, '09:20');
  await ask(lin.id, '申请 client-files', wish('C-2026-0412', { reason: '变更登记' }));
  await press(wang.id, await cardOf(firm, wang.id, 'C-2026-0412'), 'access.approve');
  expect(await state('C-2026-0412')).toBe('granted');
  const [event] = await firm.fresh.database.sql<{ data: Record<string, unknown> }[]>`
    select data_json as data from event where type = 'access.approved' order by at desc limit 1`;
  expect(event?.data).toMatchObject({ by: wang.id, insteadOf: zhao.id });
});

it('Thursday: a day off on which nothing lapses and nobody is messaged unasked', async () => {
  await at(2, '15:00');
  const settings = screenOf(firm, zhou.id);
  await settings.shoumi('设置');
  await settings.press('settings.company');
  const off = monday.plus({ days: 3 }).toFormat('yyyy-MM-dd');
  expect(await settings.submit({ daysOff: `${off} 休` })).toMatchObject({ ok: true, closed: true });
  await at(2, '16:00');
  await ask(lin.id, '申请 client-files', wish('C-2026-0398', { reason: '补充材料' }));
  await at(2, '20:00');
  const got = async (who: { id: string; tz: string }) =>
    (await transcriptOf(firm.slack, who.id, who.tz)).filter(({ how }) => how !== 'changed');
  const before = [await got(lin), await got(zhao)];
  // At midnight Zhao is back from his leave, and the request is his to decide again.
  await at(3, '00:10');
  await at(3, '12:00');
  await at(3, '23:50');
  expect([await got(lin), await got(zhao)]).toEqual(before);
  expect(await state('C-2026-0398')).toBe('pending');
});

it('Friday: a lost card comes back, Emma leaves', async () => {
  await at(4, '09:10');
  const lost = await cardOf(firm, zhao.id, 'C-2026-0398');
  expect(buttonIn(lost.blocks, 'access.approve')).toBeDefined();
  await firm.slack.call('POST', '/delete-message', { channel: lost.channel, ts: lost.ts, user: zhou.id });
  // Retention took Priya’s: in her night it does not come back.
  const taken = await cardOf(firm, priya.id, 'C-2026-0398');
  expect(buttonIn(taken.blocks, 'access.approve')).toBeDefined();
  await firm.slack.call('POST', '/delete-message', { channel: taken.channel, ts: taken.ts });
  await at(4, '09:30');
  expect(buttonIn((await cardOf(firm, priya.id, 'C-2026-0398')).blocks, 'access.approve')).toBeUndefined();
  const again = await cardOf(firm, zhao.id, 'C-2026-0398');
  expect(again.ts).not.toBe(lost.ts);
  await press(zhao.id, again, 'access.approve');
  expect(await state('C-2026-0398')).toBe('granted');

  await at(4, '17:00');
  await ask(emma.id, 'request client-files', wish('C-2026-0405', { reason: 'Transfer papers' }));
  await press(priya.id, await cardOf(firm, priya.id, 'C-2026-0405'), 'access.approve');
  await firm.slack.user({ id: emma.id, deleted: true });
  expect((await grantsOf(firm, 'C-2026-0405')).at(-1)).toMatchObject({ state: 'revoked' });
});

it('each of the four read their own language all week', async () => {
  const told = async ({ id, tz }: { id: string; tz: string }) => {
    const all = await transcriptOf(firm.slack, id, tz);
    expect(all.length).toBeGreaterThan(8);
    return all.flatMap(({ text }) => text.split('\n'));
  };
  const foreign = (line: string) => line.replaceAll(/<[^>]*>|“[^”]*”|:[a-z_]+:|[A-Z]-[\d-]+/gu, '');
  for (const who of [lin, zhao])
    for (const line of await told(who)) expect(foreign(line)).toMatch(/\p{Script=Han}|^[^A-Za-z]*$/u);
  // What a Chinese colleague wrote is quoted as written; our own words are English.
  for (const who of [emma, priya])
    for (const line of await told(who))
      expect(foreign(line)).toMatch(/^[^\p{Script=Han}]*$|asked:|answer|Reason:/u);
});
