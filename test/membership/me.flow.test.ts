import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { administer, ask } from '../access/flow.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';

const { emma, lin, james, sun, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

describe('what is held about oneself', () => {
  it('is said whole: who, place, settings, requests, and until when', async () => {
    await ask(firm, lin.id);
    const screen = screenOf(firm, lin.id);
    await screen.shoumi('我的信息');
    const words = await screen.words();
    for (const text of [
      '林晓',
      'Asia/Shanghai',
      '上级 <@',
      '*您自己设定：* 无',
      '您提出的 1 件',
      '目前还没有人看过',
      '保存到什么时候',
      '密钥',
    ])
      expect(words).toContain(text);
  });

  it('says who looked, newest first, a page at a time, and not oneself', async () => {
    await ask(firm, emma.id);
    const [request] = await firm.fresh.database.sql<{ id: string }[]>`
      select id from access_request where requester = ${emma.id}`;
    for (let n = 0; n < 10; n += 1) {
      await firm.slack.command(james.id, '/shoumi', `audit <@${emma.id}>`);
      await firm.slack.advance('PT1M');
    }
    await firm.slack.command(james.id, '/shoumi', `audit ${request?.id}`);
    expect(await recorded(firm, 'audit.read', emma.id)).toBe(10);
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('me');
    expect(await screen.words()).toContain(`<@${james.id}> read a timeline of yours`);
    expect(await screen.words()).toContain('1–10 of 11');
    await screen.press('me.page.next');
    expect(await screen.words()).toContain('11–11 of 11');
    await screen.press('me.page.previous');
    expect(await screen.words()).toContain('1–10 of 11');
  });

  it('says who looked somebody up by name, once for each act, and not one’s own', async () => {
    const screen = screenOf(firm, sun.id);
    await screen.shoumi(`查找 <@${lin.id}>`);
    expect(await recorded(firm, 'people.looked_at', lin.id)).toBe(1);
    const own = screenOf(firm, lin.id);
    await own.shoumi(`查找 <@${lin.id}>`);
    expect(await recorded(firm, 'people.looked_at', lin.id)).toBe(1);
    await own.shoumi('我的信息');
    expect(await own.words()).toContain(`<@${sun.id}> 查找过您`);
  });

  it('comes as a file to oneself, once for two clicks, with names in place of ids', async () => {
    const { slack, bot } = firm;
    const screen = screenOf(firm, lin.id);
    await screen.shoumi('我的信息');
    await Promise.all([screen.press('me.copy'), screen.press('me.copy')]);
    await bot.settled();
    const sent = (await slack.inbox(lin.id)).filter(({ files }) => files !== undefined);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.text).toContain('只发给您本人');
    const [file] = sent[0]?.files ?? [];
    const text = await slack.file(file?.id ?? '');
    expect(text).toContain('来自 Slack： 林晓');
    expect(text).toContain('索取了关于本人的内容文件');
    expect(text).toMatch(/req_\S+ {2}\S/);
    expect(text).not.toMatch(/<@|&lt;|\*/);
    expect(await recorded(firm, 'people.copy_asked', lin.id)).toBe(1);
  });

  it('is open to guests, too, and leads to the settings of employees', async () => {
    const guest = screenOf(firm, tom.id);
    await guest.shoumi('me');
    expect(await guest.words()).toContain('Tom Baker');
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('me');
    await screen.press('settings.open');
    expect(await screen.words()).toContain('Quiet days');
  });

  it('stays readable with a name of emoji and marks of direction', async () => {
    await administer(firm, 'user', { id: emma.id, real_name: 'Emma 🌸 \u202eekralC\u202c \u200f<!channel>' });
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('me');
    const words = await screen.words();
    expect(words).toContain('Emma 🌸 ekralC');
    expect(words).toContain('&lt;!channel&gt;');
    expect(words).not.toMatch(/[\u202a-\u202e]/);
  });
});
