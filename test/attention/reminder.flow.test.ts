import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { administer, saidTo } from '../access/flow.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { read } from './reading.ts';

const { david, zhou } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  // A Monday morning in Shanghai.
  await firm.slack.call('POST', '/clock', { now: '2026-11-30T01:30:00Z' });
  await administer(firm, 'user', { id: david.id, deleted: true });
  await firm.slack.advance('PT1M');
});
afterAll(() => firm.stop());

/** Messages to Zhou that say what David left, the newest last. */
const told = async (): Promise<ControlMessage[]> =>
  (await firm.slack.inbox(zhou.id)).filter(
    (one) => one.ephemeral_for === undefined && wordsOf(one.blocks).includes(`<@${david.id}>`),
  );
const newest = async (): Promise<ControlMessage> => {
  const found = (await told()).at(-1);
  if (!found) throw new Error('nothing was told');
  return found;
};

type Choice = { text: { text: string }; value: string };
type Row = {
  type: string;
  block_id: string;
  elements?: { action_id: string; option_groups?: { options: Choice[] }[] }[];
};
/** Chooses under “Later …”, as somebody. */
async function choose(message: ControlMessage, words: string) {
  for (const { block_id, elements = [] } of message.blocks as Row[])
    for (const { action_id, option_groups = [] } of elements) {
      const options = option_groups.flatMap(({ options }) => options);
      const selected_option = options.find(({ text }) => text.text === words);
      if (!selected_option) continue;
      const action = { type: 'static_select', action_id, block_id, selected_option };
      const at = { channel: message.channel, messageTs: message.ts };
      const answer = await firm.slack.call<{ ok: boolean }>('POST', '/interact', {
        ...{ user: zhou.id, ...at, action, stale: true },
      });
      await firm.bot.settled();
      return answer;
    }
  throw new Error(`there is no choice ${words}`);
}
const press = async (message: ControlMessage, prefix: string, stale = false) => {
  const action = (message.blocks as Row[])
    .flatMap(({ elements = [] }) => elements)
    .find(({ action_id }) => action_id?.startsWith(prefix));
  return firm.slack.click(zhou.id, message, action?.action_id ?? prefix, stale);
};

describe('a reminder alone', () => {
  it('is put off with a tap, which is answered, shown and can be undone', async () => {
    const card = await newest();
    expect(read(card.blocks).at(-1)).toContain('[稍后…]');
    await choose(card, '1 小时后');
    expect(await saidTo(firm, zhou.id)).toBe('好的，11月30日（周一）10:31 再提醒您。');
    const quiet = await newest();
    expect(read(quiet.blocks).slice(-2)).toEqual([
      ':hourglass_flowing_sand: 已推迟到 11月30日（周一）10:31。',
      '[撤销]',
    ]);
    await press(quiet, 'attention.take_back');
    expect(await saidTo(firm, zhou.id)).toBe('已撤销，照原样提醒。');
    expect(read((await newest()).blocks)).toEqual(read(card.blocks));
    expect(await told()).toHaveLength(1);
    // Pressed twice it is undone once.
    await press(quiet, 'attention.take_back', true);
    expect(await recorded(firm, 'attention.taken_back', await owedId())).toBe(1);
  });

  it('comes back at its moment as a new message, and the old one is put away', async () => {
    const card = await newest();
    await choose(card, '1 小时后');
    await choose(card, '1 小时后');
    // Once above, once here: a choice sent twice is one.
    expect(await recorded(firm, 'attention.snoozed', await owedId())).toBe(2);
    await firm.slack.advance('PT59M');
    expect(await told()).toHaveLength(1);
    await firm.slack.advance('PT2M');
    const [old, fresh, ...more] = await told();
    expect(more).toEqual([]);
    expect(read(fresh?.blocks).at(-1)).toContain('[稍后…]');
    expect(read(old?.blocks).join()).not.toContain('[');
    // A click on what stood there before still finds its way.
    await choose(card, '20 分钟后');
    expect(await saidTo(firm, zhou.id)).toContain('10:5');
    await press(await newest(), 'attention.take_back');
  });
});

const owedId = async (): Promise<string> => {
  const [row] = await firm.fresh.database.sql<{ id: string }[]>`
    select id from owed where kind = 'membership.leaver' and person = ${zhou.id}`;
  return row?.id ?? '';
};

describe('the day’s digest', () => {
  const digest = async () =>
    (await firm.slack.inbox(zhou.id)).findLast((one) => one.text.includes('等您') && !one.ephemeral_for);

  it('comes once in the morning, opens as a list, and is edited when all is done', async () => {
    // As if the day before had been too full for a message of its own.
    await firm.fresh.database.sql`
      update owed set state = 'listed' where id = ${await owedId()}`;
    await firm.fresh.database.sql`
      insert into attention_turn as turn (tenant, person, look_at) values (${firm.bot.house.tenant}, ${zhou.id}, ${firm.bot.house.now()})
      on conflict (tenant, person) do update set look_at = excluded.look_at`;
    await firm.slack.call('POST', '/clock', { now: '2026-12-01T00:59:00Z' });
    const before = (await firm.slack.inbox(zhou.id)).length;
    await firm.slack.advance('PT2M');
    expect((await firm.slack.inbox(zhou.id)).length).toBe(before + 1);
    const card = await digest();
    expect(read(card?.blocks).slice(0, 1)).toEqual(['*12月1日（周二）：1 件事等您处理*']);
    if (!card) throw new Error('there is no digest');
    await press(card, 'attention.show');
    const screen = screenOf(firm, zhou.id);
    expect(await screen.words()).toContain('交接：银行流水');
    await firm.slack.openHome(zhou.id);
    expect(wordsOf(await firm.slack.home(zhou.id))).toContain('有 1 件事等您处理');
    await administer(firm, 'user', { id: david.id, deleted: false });
    await firm.slack.advance('PT1M');
    expect(read((await digest())?.blocks)).toEqual([':white_check_mark: 这里没有等您处理的事了。']);
    expect(wordsOf(await firm.slack.home(zhou.id))).not.toContain('件事等您处理');
  });

  it('of long ago is forgotten, and a press on it still finds what waits now', async () => {
    const card = await digest();
    if (!card) throw new Error('there is no digest');
    await firm.slack.call('POST', '/clock', { now: '2027-03-02T01:30:00Z' });
    await firm.bot.settled();
    const left = await firm.fresh.database.sql`select id from digest where day = '2026-12-01'`;
    expect(left).toEqual([]);
    const old = { channel: card.channel, messageTs: card.ts, stale: true, user: zhou.id };
    const pressed = (action_id: string, value: string) =>
      firm.slack.call('POST', '/interact', {
        ...old,
        action: { type: 'button', block_id: 'old', action_id, value },
      });
    await pressed('attention.list', 'all');
    await firm.bot.settled();
    expect(await screenOf(firm, zhou.id).words()).toContain('没有事等您处理');
    await pressed(`attention.later#${await owedId()}.0`, `${await owedId()} 1h 0`);
    await firm.bot.settled();
    // What it was about has been over as long, and is forgotten too.
    expect(await saidTo(firm, zhou.id)).toBe('这条提醒已经不在了，请看最近一次的汇总。');
  });
});
