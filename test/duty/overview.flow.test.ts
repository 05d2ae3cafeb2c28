import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { capabilities } from '../../src/capabilities.ts';
import { completeOccurrence } from '../../src/duty/occurrence.job.ts';
import { openFor } from '../../src/duty/occurrence.store.ts';
import { addRule, dutyId } from '../../src/duty/rule.job.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { gatherRoutes } from '../../src/slack/routes.ts';
import { slackText } from '../../src/slack/slack.text.ts';
import { words as commandWords } from '../../src/slack/words.ts';
import { screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { deskOf, show } from './desk.ts';
import { free, restoreDrill } from './world.ts';

const { lin, emma, priya, zhao, zhou } = workspace.people;

let firm: Firm;

async function add(
  owner: string,
  title: string,
  zh: string,
  rule: string,
  controls: string[],
  toleranceDays = 0,
): Promise<void> {
  const { house } = firm.bot;
  const from = house.now().toISOString().slice(0, 10);
  const added = await addRule(
    house,
    {
      cause: { kind: 'cli', id: `test ${title}` },
      by: null,
      duty: dutyId(house.tenant, 'overview test', title),
    },
    restoreDrill({
      owner,
      ...{ deputy: null, titleEn: free(title), titleZh: free(zh), why: { controls, law: null } },
      cadence: { kind: 'rule', rule, from, off: 'stay' },
      ...{ leadDays: 0, toleranceDays, ladder: [] },
    }),
  );
  expect(added.kind).toBe('done');
}

async function doAll(person: string): Promise<void> {
  const { house } = firm.bot;
  const open = await house.read((tx) => openFor(tx, house.tenant, person));
  for (const { id } of open) {
    const done = await completeOccurrence(
      house,
      { cause: { kind: 'cli', id: `done ${id}`, by: person }, by: person, occurrence: id },
      { minutes: 40 },
      null,
    );
    expect(done.kind).toBe('done');
  }
}

beforeAll(async () => {
  firm = await startFirm();
  await add(lin.id, 'Check the mail log', '检查邮件日志', 'FREQ=DAILY', ['3.2', '15.4']);
  await add(emma.id, 'Review accounts', '核对账号', 'FREQ=WEEKLY;BYDAY=MO', ['3.3']);
  await add(priya.id, '=1+1 <!channel>', '<!channel>', 'FREQ=WEEKLY;BYDAY=TU', []);
  await add(zhao.id, 'Test the alarm', '测试报警', 'FREQ=MONTHLY;BYMONTHDAY=8', [], 10);
  for (let week = 0; week < 6; week += 1) {
    await firm.slack.advance('P1D');
    await doAll(lin.id);
  }
  await firm.slack.advance('P7D');
  await doAll(emma.id);
});
afterAll(() => firm.stop());

const words = async (user: string) => wordsOf((await firm.slack.topView(user))?.view);

describe('the overview', () => {
  it('shows the officer what is due, late and never done, and who carries too much', async () => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi('overview');
    const week = await words(zhou.id);
    expect(week).toMatch(/never done|从未完成/);
    expect(week).toContain(lin.id);
    expect(week).toMatch(/:warning: <@[^>]+>/);
    expect(week).not.toContain('<!channel>');
    for (const [lens, found] of [
      ['late', '=1+1'],
      ['never', '=1+1'],
      ['owner', lin.id],
      ['chapter', '15 '],
      ['office', 'Asia/Shanghai'],
    ] as const) {
      const view = await firm.slack.topView(zhou.id);
      if (!view) throw new Error('no view');
      await firm.slack.clickInView(zhou.id, view, `duty.overview#${lens}`);
      const said = await words(zhou.id);
      expect(said, lens).toContain(found === '=1+1' && said.includes('本周') ? '&lt;!channel&gt;' : found);
    }
  });

  it('says of what is past its day and within its tolerance that it is in time, in both languages', async () => {
    for (const [locale, figures, item, share] of [
      [
        'en-GB',
        '*1* past its day, still in time',
        /Test the alarm\*\n.* · was due Tue 8 Dec, still in time until Tue 22 Dec/,
        /\d+% of what fell due was done in time/,
      ],
      [
        'zh-CN',
        '已到期、仍算按时 *1* 项',
        /测试报警\*\n.* · 应于12月8日（周二）完成，12月22日（周二）下班前仍算按时/,
        /按时完成 \d+%/,
      ],
    ] as const) {
      await firm.slack.user({ id: zhou.id, locale });
      const desk = deskOf(firm, zhou.id);
      await desk.duty('overview');
      const said = await desk.words();
      expect(said).toContain(figures);
      expect(said).toMatch(item);
      expect(said).toMatch(share);
      for (const lens of ['late', 'never', 'owner', 'chapter', 'office']) {
        await desk.press(`duty.overview#${lens}`);
        if (process.env.PRINT) await show(desk);
      }
    }
  });

  it('shows a manager their people alone, and nobody else anything', async () => {
    await firm.fresh.database.sql`update member set manager = ${zhao.id} where id = ${emma.id}`;
    await screenOf(firm, zhao.id).shoumi('概览');
    const said = await words(zhao.id);
    expect(said).toContain('2 位下属');
    expect(said).not.toContain(lin.id);
    await screenOf(firm, lin.id).shoumi('概览');
    expect(await firm.slack.topView(lin.id)).toBeUndefined();
    expect(wordsOf((await firm.slack.inbox(lin.id)).at(-1))).toContain('隐私负责人');
  });

  it('sends the year as a picture with words for those who do not see it, and tables that no sheet runs', async () => {
    for (const what of ['year', 'rules', 'history']) {
      await screenOf(firm, zhou.id).shoumi('overview');
      const view = await firm.slack.topView(zhou.id);
      if (!view) throw new Error('no view');
      await firm.slack.clickInView(zhou.id, view, `duty.file#${what}`);
      await firm.bot.settled();
    }
    const files = (await firm.slack.inbox(zhou.id)).flatMap((message) => message.files ?? []);
    expect(files.map(({ mimetype }) => mimetype)).toEqual(['image/png', 'text/csv', 'text/csv']);
    const [picture, rules, history] = files;
    const at = (file: { url: string } | undefined) => `${firm.sandbox.url}${file?.url}`;
    expect(picture?.alt).toMatch(/\d/);
    const bytes = Buffer.from(await (await fetch(at(picture))).arrayBuffer());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    if (process.env.PICTURE) await writeFile(process.env.PICTURE, bytes);
    const table = Buffer.from(await (await fetch(at(rules))).arrayBuffer()).toString();
    expect(table.startsWith('\ufeffkey,title_en')).toBe(true);
    expect(table).toContain("'=1+1");
    const rows = await (await fetch(at(history))).text();
    expect(rows).toContain('40 min');
    expect(rows).toMatch(/Test the alarm.*past its day, still in time|测试报警.*已到期，仍算按时/);
  });

  it('is found behind /duty like every other word there, in both languages', async () => {
    const { offers } = gatherRoutes(capabilities, slackText);
    const below = offers.filter(({ of }) => of === commandWords.duty).map(({ word }) => word);
    expect(below.map(({ en }) => en)).toEqual(
      expect.arrayContaining(['calendar', 'overview', 'csv', 'set', 'actions', 'meetings', 'history', 'add']),
    );
    const hint = String(
      parse(readFileSync('manifest.yml', 'utf8')).features.slash_commands.find(
        ({ command }: { command: string }) => command === '/duty',
      )?.usage_hint,
    );
    for (const locale of ['en', 'zh'] as const) {
      await firm.slack.command(zhou.id, '/duty', commandWords.help[locale]);
      const help = wordsOf((await firm.slack.inbox(zhou.id)).at(-1)?.blocks);
      for (const word of below) {
        expect(help, word.en).toContain(word.zh);
        expect(hint, word.en).toMatch(new RegExp(`[[ ]${word[locale]} `));
        for (const view of await firm.slack.views(zhou.id))
          await firm.slack.call('POST', '/close', { user: zhou.id, view_id: view.id, all: true });
        const before = (await firm.slack.inbox(zhou.id)).length;
        await firm.slack.command(zhou.id, '/duty', word[locale]);
        const said = (await firm.slack.inbox(zhou.id)).slice(before).map(({ text }) => text);
        const opened = await firm.slack.topView(zhou.id);
        expect(opened !== undefined || said.length > 0, word.en).toBe(true);
        expect(said.join(), word.en).not.toMatch(/没听懂|I do not know/);
      }
    }
    await firm.bot.settled();
    const sent = (await firm.slack.inbox(zhou.id))
      .flatMap(({ files }) => files ?? [])
      .map(({ name }) => name);
    expect(sent.filter((name) => name.endsWith('.csv')).length).toBeGreaterThan(2);
    await firm.slack.command(emma.id, '/duty', 'export');
    expect((await firm.slack.inbox(emma.id)).at(-1)?.text).toMatch(/privacy officers|隐私负责人/);
  });

  it('counts the same on every page of a list', async () => {
    for (let n = 1; n < 10; n += 1) await add(zhao.id, `Once ${n}`, `一次 ${n}`, 'FREQ=DAILY;COUNT=1', []);
    await firm.slack.advance('P2D');
    const desk = deskOf(firm, zhou.id);
    await desk.duty('overview');
    const figures = async () => (await desk.words()).split('\n')[1];
    const first = await figures();
    expect(first).toMatch(/\*1\d\*/);
    await desk.press('duty.overview#late');
    await desk.press('duty.overview.page.next');
    expect(await desk.words()).toMatch(/Page 2 of 2|第 2 页，共 2 页/);
    expect(await figures()).toBe(first);
    // From one of them, and from what somebody did, there is a way back to where one was.
    const listed = await desk.words();
    const one = /duty\.show#(occ_\w+)/.exec(await words(zhou.id))?.[1];
    await desk.press(`duty.show#${one}`);
    await desk.press('duty.back');
    expect(await desk.words()).toBe(listed);
    await desk.press('duty.overview#owner');
    await desk.press(`duty.history#${lin.id}`);
    expect(await desk.words()).toContain(lin.id);
  });
});
