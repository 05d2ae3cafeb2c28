import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oweNoMore } from '../../src/attention/owed.store.ts';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { again, cardJob } from '../../src/slack/card.job.ts';
import { cardId } from '../../src/slack/card.store.ts';
import { dailyDuty } from '../duty/desk.ts';
import { quarterOf } from '../quarter/desk.ts';
import { until } from '../slack/rig.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { read } from './reading.ts';

const { lin, chen } = workspace.people;

let firm: Firm;
let quarter: ReturnType<typeof quarterOf>;
beforeAll(async () => {
  firm = await startFirm();
  quarter = quarterOf(firm);
  await quarter.at('2026-11-30', '10:00');
  for (const { id } of [lin, chen])
    await dailyDuty(firm, { titleZh: '日常检查' as never, titleEn: 'Daily check' as never, owner: id });
  await quarter.at('2026-12-01', '09:05');
});
afterAll(() => firm.stop());

type Row = {
  occasion: string;
  day: string;
  channel: string;
  ts: string | null;
  state: string;
  attempt: number;
};
const rows = (who = lin.id) => firm.fresh.database.sql<Row[]>`
  select c.occasion, d.day, c.channel, c.ts, c.state, c.attempt from card c join digest d on d.id = c.occasion
  where c.kind = 'attention.digest' and d.person = ${who} order by d.day`;
const keyOf = (occasion: string) => ({ kind: 'attention.digest', reader: lin.id, occasion });
async function rowOf(day: string): Promise<Row & { id: string }> {
  const found = (await rows()).find((row) => row.day === day);
  if (!found) throw new Error(`no card of ${day}`);
  return { ...found, id: cardId(firm.bot.house.tenant, keyOf(found.occasion)) };
}
/** What stands of all digests in somebody's conversation, the first line of each, oldest first. */
async function titles(who = lin.id): Promise<string[]> {
  const all = new Set((await rows(who)).map(({ ts }) => ts));
  const stand = (await firm.slack.inbox(who)).filter((one) => !one.ephemeral_for && all.has(one.ts));
  return stand.map(({ blocks }) => read(blocks)[0] ?? '');
}
const allDone = ':white_check_mark: 这里没有等您处理的事了。';
const asked = async (what: string) =>
  (await firm.slack.log()).filter((one) => one.what === what && one.direction === 'from_app').length;
const lines = async () =>
  (await titles()).filter((title) => title === '已有更新的汇总，请看新的一份。').length;
const api = async (method: string, body: object): Promise<Partial<ControlMessage>> => {
  const answer = await fetch(`${firm.sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${firm.sandbox.botToken}` },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Partial<ControlMessage>;
};
/** The next message to this person has to wait, whoever else is written to. */
const notYet = () =>
  firm.slack.fault({ method: 'chat.postMessage', channel: lin.id, status: 429, retry_after: 8 });
/** What becomes of the next deletion in this person's conversation. */
const deleting = (fault: object) =>
  firm.slack.fault({ method: 'chat.delete', channel: firm.slack.dm(lin.id), ...fault });
const stands = async (ts = '') => (await firm.slack.inbox(lin.id)).some((one) => one.ts === ts);
/** Has the card of a day drawn, as a job does that is run again. */
async function drawn(day: string, gone?: string): Promise<void> {
  const { occasion } = await rowOf(day);
  const job = cardJob(firm.bot.house.tenant, keyOf(occasion));
  const look = gone === undefined ? job : again(job, 'gone');
  await firm.bot.jobs.add(firm.fresh.database, [{ ...look, data: { ...look.data, ts: gone ?? '' } }]);
  firm.bot.jobs.ring('card');
  await firm.bot.settled();
}

describe('the digest of a day', () => {
  it('is deleted when the next one stands, and does not come back; the row and the log keep it', async () => {
    expect(await titles()).toEqual(['*12月1日（周二）：1 件事等您处理*']);
    await quarter.at('2026-12-02', '09:05');
    for (const { id } of [lin, chen])
      expect(await titles(id), id).toEqual(['*12月2日（周三）：1 件事等您处理*']);
    const old = await rowOf('2026-12-01');
    expect([old.state, await stands(old.ts ?? '')]).toEqual(['ended', false]);
    // Whoever tells that it is gone, and how often.
    await drawn('2026-12-01', old.ts ?? '');
    await drawn('2026-12-01');
    expect(await titles()).toEqual(['*12月2日（周三）：1 件事等您处理*']);
    const [kept] = await firm.fresh.database.sql`
      select (select count(*)::int from digest where id = ${old.occasion}) as digests,
        (select count(*)::int from event where type = 'attention.digested' and subject = ${old.occasion}) as told,
        (select count(*)::int from card_shows where card_id = ${old.id}) as shows`;
    expect(kept).toEqual({ digests: 1, told: 1, shows: 0 });
  });

  it('is deleted as well where all of it was done', async () => {
    const open = await firm.fresh.database.sql<{ id: string }[]>`
      select subject as id from owed where person = ${lin.id} and kind = 'duty.open' and state = 'listed' and subject in (
        select id from duty_occurrence where planned_on = '2026-12-02')`;
    for (const { id } of open) await quarter.press(lin.id, await quarter.digest(lin.id), 'duty.done', id);
    expect(await titles()).toEqual([allDone]);
    await quarter.at('2026-12-03', '09:05');
    expect(await titles()).toEqual(['*12月3日（周四）：1 件事等您处理*']);
  });

  it('stays with one line where its person wrote under it, and is left alone from then on', async () => {
    const { channel, ts } = await quarter.digest(lin.id);
    await firm.slack.call('POST', '/message', { channel, user: lin.id, text: '谢谢', thread_ts: ts });
    await firm.bot.settled();
    await quarter.at('2026-12-04', '09:05');
    expect([await lines(), (await titles()).length, (await rowOf('2026-12-03')).state]).toEqual([
      1,
      2,
      'ended',
    ]);
    const before = await asked('chat.delete');
    await quarter.at('2026-12-07', '09:05');
    expect([await lines(), (await titles()).length]).toEqual([1, 2]);
    // Yesterday's of both of them, and nothing older.
    expect(await asked('chat.delete')).toBe(before + 2);
  });
});

describe('where Slack', () => {
  it.each([
    ['2026-12-08', 'cant_delete_message'],
    ['2026-12-09', 'compliance_exports_prevent_deletion'],
  ])('lets it not be deleted, its one line says so (%s, %s)', async (day, error) => {
    await deleting({ error });
    const before = await lines();
    await quarter.at(day, '09:05');
    expect(await lines()).toBe(before + 1);
    expect((await titles()).at(-1)).toContain('件事等您处理');
  });

  it('has deleted it and the answer is lost, it is done all the same', async () => {
    const before = [await lines(), (await titles()).length];
    await deleting({ lose_reply: true });
    await quarter.at('2026-12-10', '09:05');
    await until(async () => (await rowOf('2026-12-09')).state === 'ended', 40_000);
    expect([await lines(), (await titles()).length]).toEqual(before);
  });

  it('asks for patience with deleting, the new one comes on time and the old one goes later', async () => {
    await deleting({ status: 429, retry_after: 1 });
    await quarter.at('2026-12-11', '09:05');
    expect((await titles()).at(-1)).toContain('12月11日');
    await until(async () => (await rowOf('2026-12-10')).state === 'ended', 40_000);
    expect((await titles()).join()).not.toContain('12月10日');
  });

  it('does not take the new one yet, the old one stands and is true', async () => {
    await notYet();
    await quarter.at('2026-12-14', '09:05');
    // What it spoke of is over: a new occurrence has come.
    expect([(await rowOf('2026-12-14')).ts, (await titles()).at(-1)]).toEqual([null, allDone]);
    expect(await lines()).toBe(3);
    await until(async () => (await rowOf('2026-12-11')).state === 'ended', 40_000);
    expect((await titles()).at(-1)).toContain('12月14日');
    expect((await titles()).join()).not.toContain(allDone);
  });

  it('takes the new one only when it is over, it is never posted, and the old one stands until the next', async () => {
    await notYet();
    await quarter.at('2026-12-15', '09:05');
    const [today] = await firm.fresh.database.sql<{ items: string[] }[]>`
      select items from digest where person = ${lin.id} and day = '2026-12-15'`;
    const owed = await firm.fresh.database.sql<{ subject: string }[]>`
      select subject from owed where id = any(${today?.items ?? []})`;
    for (const { subject } of owed) await oweNoMore(firm.fresh.database, firm.bot.house.tenant, { subject });
    await until(async () => (await firm.bot.jobs.backlog()).length === 0, 40_000);
    expect([(await rowOf('2026-12-15')).ts, (await rowOf('2026-12-14')).state]).toEqual([null, 'live']);
    expect((await titles()).at(-1)).toBe(allDone);
    await quarter.at('2026-12-16', '09:05');
    expect((await titles()).at(-1)).toContain('12月16日');
    expect((await titles()).join()).not.toContain(allDone);
    expect((await rowOf('2026-12-14')).state).toBe('ended');
  });
});

describe('a process that died', () => {
  /** Has a message in Slack that a card of a day stands for, or does not know of yet. */
  async function planted(day: string, known: boolean): Promise<string> {
    const { id, channel, attempt } = await rowOf(day);
    const metadata = { event_type: 'shoumi_card', event_payload: { card: id, attempt } };
    const { ts = '' } = await api('chat.postMessage', { channel, text: 'old', metadata });
    await firm.fresh.database.sql`
      update card set state = 'live', ts = ${known ? ts : null}, begun_at = ${known ? null : firm.bot.house.now()} where id = ${id}`;
    return ts;
  }

  it('after the new one was posted and before the old one was deleted, is made up for by whoever runs its work', async () => {
    const ts = await planted('2026-12-11', true);
    expect(await stands(ts)).toBe(true);
    await drawn('2026-12-16');
    expect([await stands(ts), (await rowOf('2026-12-11')).state]).toEqual([false, 'ended']);
  });

  it('before it knew where the old one stands: it is found and deleted', async () => {
    const ts = await planted('2026-12-10', false);
    await drawn('2026-12-16');
    expect([await stands(ts), (await rowOf('2026-12-10')).state]).toEqual([false, 'ended']);
  });

  it('for good: the next digest clears away what was left', async () => {
    const ts = await planted('2026-12-08', true);
    await quarter.at('2026-12-17', '09:05');
    expect(await stands(ts)).toBe(false);
    expect((await titles()).at(-1)).toContain('12月17日');
  });
});
