import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { numbersMet } from '../../src/slack/number.metric.ts';
import { type Firm, startFirm } from '../support/bot.ts';

const { lin, emma, zhou } = workspace.people;
const channel = workspace.channels.transfers.id;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

const settle = () => firm.slack.call('POST', '/settle', {});

/** What only this person was told there, newest last. */
async function toldIn(where: string, who: string): Promise<string[]> {
  const all = await firm.slack.messages(where, who);
  return all.filter((one) => one.ephemeral_for === who).map((one) => one.text);
}

async function say(who: string, text: string, where: string = channel): Promise<string> {
  const { ts } = await firm.slack.message(who, text, where);
  await settle();
  return ts;
}

async function command(who: string, line: string, where: string = channel): Promise<string> {
  await firm.slack.command(who, '/shoumi', line, where);
  return (await toldIn(where, who)).at(-1) ?? '';
}

const warnings = () => firm.fresh.database.sql<{ data: string }[]>`
  select data from event where type = 'guard.warned' order by at, id`;

describe('a channel', () => {
  it('is left alone until an admin switches the guard on there', async () => {
    await say(lin.id, '客户电话 13800138000');
    expect(await toldIn(channel, lin.id)).toEqual([]);
    expect(await warnings()).toHaveLength(0);
    expect(await command(lin.id, '号码提醒')).toContain('我目前不检查这个频道里的个人号码。');
    expect(await command(lin.id, '号码提醒 开')).toContain('管理员');
    await say(lin.id, '客户电话 13800138000');
    expect(await warnings()).toHaveLength(0);
  });

  it('has its authors told, and nobody else, once it is on', async () => {
    expect(await command(zhou.id, 'guard on')).toMatch(/^好，以后这个频道的消息里有个人号码/);
    const before = (await toldIn(channel, emma.id)).length;
    await say(emma.id, 'Her phone is １３8-0013-８０００, her card 6222021234567890128');
    const said = (await toldIn(channel, emma.id)).slice(before);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('Only you see this');
    expect(said[0]).toContain('a phone number and a bank card number');
    expect(said[0]).not.toMatch(/0013|6222/);
    expect((await toldIn(channel, lin.id)).join()).not.toContain('6222');
    const [event] = await warnings();
    expect(JSON.parse(event?.data ?? '')).toEqual({
      by: emma.id,
      where: 'channel',
      channel,
      kinds: ['phone', 'bank_card'],
      edited: false,
    });
    const counted = (await numbersMet.get()).values.filter(({ labels }) => labels.where === 'channel');
    expect(counted.map(({ labels }) => labels.kind).sort()).toEqual(['bank_card', 'phone']);
  });

  it('where the bot is no member says so, and how to have it in', async () => {
    const { id } = await firm.slack.call<{ id: string }>('POST', '/channel', {
      name: '新客户-接洽',
      members: [zhou.id, lin.id],
    });
    const invite = '请先邀请我：`/invite @Shoumi`';
    expect(await command(zhou.id, 'guard on', id)).toContain(`我还不在这个频道里，收不到消息。${invite}`);
    expect(await command(lin.id, '号码提醒', id)).toContain('我不在这个频道里，收不到消息。请邀请我');
    await firm.slack.call('POST', '/channel', { id, members: [zhou.id, lin.id, 'U00SHOUMI00'] });
    expect(await command(lin.id, '号码提醒', id)).not.toContain('/invite');
    expect(await command(zhou.id, 'guard on', id)).not.toContain('/invite');
    expect(await command(zhou.id, 'guard off', id)).toContain('我不再检查');
  });

  it('says nothing to what holds none, though it looks like an order number', async () => {
    const before = await toldIn(channel, lin.id);
    for (const line of [
      '今天 18:00 开会',
      'C-2026-0412 已完成',
      '金额 1500、2300、800',
      '<!channel> 明天放假',
      '🙂',
    ])
      await say(lin.id, line);
    expect(await toldIn(channel, lin.id)).toEqual(before);
  });

  it('hears an edit that puts a number in, under the message it stands in', async () => {
    const ts = await say(lin.id, '客户电话稍后补上');
    const before = (await toldIn(channel, lin.id)).length;
    await firm.slack.call('POST', '/edit-message', {
      user: lin.id,
      channel,
      ts,
      text: '客户电话 13800138000',
    });
    await settle();
    expect((await toldIn(channel, lin.id)).slice(before)).toEqual([
      '这条只有您看得到：您刚才在这里发的消息里好像有电话号码。请把它删除（⋯ → 删除消息），改写案件编号，例如 C-2026-0412；需要号码的同事可以到案件里查。守密没有保存。',
    ]);
    expect(JSON.parse((await warnings()).at(-1)?.data ?? '')).toMatchObject({ edited: true });
  });

  it('keeps nothing of the number, in no row', async () => {
    const [row] = await firm.fresh.database.sql<{ n: number }[]>`
      select count(*)::int as n from event where data ~ '13800138000|6222021234567890128'`;
    expect(row?.n).toBe(0);
  });

  it('is left alone again once the guard is off', async () => {
    expect(await command(zhou.id, 'guard off')).toContain('我不再检查');
    const before = await toldIn(channel, lin.id);
    await say(lin.id, '客户电话 13800138000');
    expect(await toldIn(channel, lin.id)).toEqual(before);
  });
});

describe('direct messages to the bot', () => {
  it('are looked at by default, and no longer when an admin switches that off', async () => {
    const dm = firm.slack.dm(emma.id);
    await say(emma.id, 'call 13800138000', dm);
    expect((await toldIn(dm, emma.id)).at(-1)).toContain('seems to hold a phone number');
    expect(await command(zhou.id, 'guard off', firm.slack.dm(zhou.id))).toContain('私信');
    await say(emma.id, 'call 13800138000', dm);
    expect((await toldIn(dm, emma.id)).at(-1)).toBe('I do not know “call”. Did you mean one of these?');
    expect(await command(zhou.id, 'guard on', firm.slack.dm(zhou.id))).toContain('私信');
  });
});
