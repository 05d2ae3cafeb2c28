import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { dailyDuty } from '../duty/desk.ts';
import { quarterOf } from '../quarter/desk.ts';
import { type Firm, startFirm } from '../support/bot.ts';

const { lin, chen, sun, wang } = workspace.people;

let firm: Firm;
let quarter: ReturnType<typeof quarterOf>;
beforeAll(async () => {
  firm = await startFirm();
  quarter = quarterOf(firm);
  await quarter.at('2026-11-30', '10:00');
  for (const { id } of [lin, chen])
    await dailyDuty(firm, { titleZh: '日常检查' as never, titleEn: 'Daily check' as never, owner: id });
});
afterAll(() => firm.stop());

const monday = '2026-11-30';

const asked = async (): Promise<string[]> =>
  (await firm.slack.log())
    .filter(({ what, direction }) => what === 'dnd.teamInfo' && direction === 'from_app')
    .map(({ payload }) => String((payload as { users?: string }).users));
const known = async (who: string) => {
  const [row] = await firm.fresh.database.sql<{ from: Date | null; until: Date | null }[]>`
    select dnd_from as from, dnd_until as until from member where id = ${who}`;
  return row;
};
const days = async (who: string) => (await quarter.digests(who)).map(({ day }) => day);
const dnd = (user: string, from: string, until: string | null) =>
  firm.slack.call('POST', '/dnd', { user, from: `${from}:00+08:00`, until: until && `${until}:00+08:00` });
/** As if the event had never come. */
const forget = () => firm.fresh.database.sql`update member set dnd_from = null, dnd_until = null`;

describe('do-not-disturb that no event told of', () => {
  it('is asked for before a digest goes, once a day, and waited for', async () => {
    await quarter.at('2026-11-30', '19:00');
    await dnd(lin.id, '2026-12-01T08:30', '2026-12-01T10:00');
    await forget();
    const before = (await asked()).length;
    await quarter.at('2026-12-01', '07:20');
    expect((await asked()).length).toBe(before);
    await quarter.at('2026-12-01', '07:31');
    await quarter.at('2026-12-01', '08:00');
    const [users, ...more] = (await asked()).slice(before);
    expect([users?.split(',').sort(), more]).toEqual([[lin.id, chen.id, sun.id].sort(), []]);
    expect(await known(lin.id)).toEqual({
      from: new Date('2026-12-01T00:30:00Z'),
      until: new Date('2026-12-01T02:00:00Z'),
    });
    await quarter.at('2026-12-01', '09:05');
    expect([await days(lin.id), await days(chen.id)]).toEqual([[monday], [monday, '2026-12-01']]);
    await quarter.at('2026-12-01', '10:01');
    expect(await days(lin.id)).toEqual([monday, '2026-12-01']);
    expect((await asked()).length).toBe(before + 1);
  });

  it('keeps nothing of the hours of a night', async () => {
    expect(await known(chen.id)).toEqual({ from: null, until: null });
  });

  it('does not write over what an event said of the moment', async () => {
    await quarter.at('2026-12-02', '07:00');
    await dnd(chen.id, '2026-12-02T06:00', '2026-12-02T09:30');
    await firm.bot.settled();
    const snoozed = { from: new Date('2026-12-01T22:00:00Z'), until: new Date('2026-12-02T03:00:00Z') };
    await firm.fresh.database.sql`
      update member set dnd_until = ${snoozed.until} where id = ${chen.id}`;
    const before = (await asked()).length;
    await quarter.at('2026-12-02', '08:00');
    expect([(await asked()).length, await known(chen.id)]).toEqual([before + 1, snoozed]);
    await quarter.at('2026-12-02', '09:05');
    expect(await days(chen.id)).toEqual([monday, '2026-12-01']);
  });

  it('that Slack does not tell holds nobody’s digest up, and is asked for again when it only asked for patience', async () => {
    await quarter.at('2026-12-02', '20:00');
    const before = (await asked()).length;
    await firm.slack.fault({ method: 'dnd.teamInfo', times: 1, status: 429, retry_after: 1 });
    await quarter.at('2026-12-03', '08:00');
    await firm.slack.fault({ method: 'dnd.teamInfo', times: 1, error: 'missing_scope' });
    await quarter.at('2026-12-03', '09:05');
    expect((await asked()).length).toBe(before + 2);
    for (const { id } of [lin, chen]) expect((await days(id)).at(-1)).toBe('2026-12-03');
    // Refused for good, it is asked again the next day only.
    await quarter.at('2026-12-03', '09:06');
    expect((await asked()).length).toBe(before + 2);
    expect(firm.fatal).toEqual([]);
  });

  it('is asked for in the very tick in which the first thing of somebody falls due', async () => {
    await quarter.at('2026-12-03', '19:00');
    // Never owed anything, and in do-not-disturb in the morning as long as a call goes on.
    await dailyDuty(firm, {
      titleZh: '新人的事' as never,
      titleEn: 'A first thing' as never,
      owner: wang.id,
    });
    await firm.fresh.database.sql`delete from attention_turn where person = ${wang.id}`;
    await dnd(wang.id, '2026-12-04T08:30', '2026-12-04T10:00');
    await forget();
    // The patience that Slack asked for above is over.
    await firm.fresh.database.sql`delete from slack_pace`;
    await quarter.at('2026-12-04', '08:55');
    const before = (await asked()).length;
    await quarter.at('2026-12-04', '09:05');
    expect((await asked()).slice(before)).toEqual([wang.id]);
    expect(await days(wang.id)).toEqual([]);
    await quarter.at('2026-12-04', '10:01');
    expect(await days(wang.id)).toEqual(['2026-12-04']);
    expect((await asked()).length).toBe(before + 1);
  });
});
