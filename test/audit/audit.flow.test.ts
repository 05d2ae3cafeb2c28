import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeFrom } from '../../src/audit/anchor.ts';
import { logKeysOf } from '../../src/ledger/log-key.ts';
import { checkProofs } from '../../src/ledger/proof-file.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { ask, cardOf, requestState, saidTo } from '../access/flow.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { testKeys } from '../support/keys.ts';

const { james, sun, zhou, lin, zhao, emma } = workspace.people;
const ANCHORS = workspace.channels.anchors.id;

let firm: Firm;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoumi-anchors-'));
  const places = [placeFrom(`slack:${ANCHORS}`), placeFrom(`file:${folder}`)].flatMap((one) => one ?? []);
  firm = await startFirm('socket', { places, everyMs: 3_600_000 });
});
afterAll(async () => {
  await firm.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A request of Lin's that Zhao granted: its id and its access's. */
async function granted(): Promise<{ request: string; grant: string }> {
  const number = await ask(firm, lin.id);
  await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
  expect(await requestState(firm, number)).toBe('granted');
  const [row] = await firm.fresh.database.sql<{ request: string; grant: string }[]>`
    select r.id as request, g.id as grant from access_request r join access_grant g on g.case_number = r.case_number
    where r.case_number = ${number}`;
  if (!row) throw new Error('no grant');
  return row;
}

async function filesOf(user: string): Promise<{ name: string; url: string; text: string }[]> {
  const all = (await firm.slack.inbox(user)).flatMap((message) =>
    (message.files ?? []).map(({ name, url }) => ({ name, url, text: message.text })),
  );
  return all;
}

async function checkCards(user: string): Promise<string[]> {
  return (await firm.slack.inbox(user))
    .filter((message) => !message.ephemeral_for && !message.thread_ts)
    .map((message) => wordsOf([message.text, message.blocks]))
    .filter((words) => /audit log|审计日志/.test(words));
}

describe('who may look', () => {
  it('others are told whom to ask, in their language, and nothing is recorded', async () => {
    for (const [who, text, sentence] of [
      [lin.id, '审计', '只有审计员、隐私负责人和管理员可以查看审计记录'],
      [lin.id, '审计 核验', '只有审计员、隐私负责人和管理员'],
      [emma.id, 'audit', 'Only auditors, privacy officers and admins'],
      [emma.id, `audit ${lin.id}`, 'Only auditors, privacy officers and admins'],
    ] as const) {
      const screen = screenOf(firm, who);
      await screen.shoumi(text);
      expect(await screen.told()).toContain(sentence);
      expect(await firm.slack.topView(who)).toBeUndefined();
    }
    expect(await recorded(firm, 'audit.read', lin.id)).toBe(0);
  });

  it('a modal that was opened before somebody lost the role leads nowhere', async () => {
    const screen = screenOf(firm, james.id);
    await screen.shoumi('audit');
    const { sql } = firm.fresh.database;
    await sql`update member set roles = '[]' where id = ${james.id}`;
    const answer = await screen.submit({ subject: lin.id });
    expect(wordsOf(answer)).toContain('Only auditors, privacy officers and admins');
    await screen.press('audit.verify');
    expect(await screen.words()).toContain('Only auditors');
    await sql`update member set roles = '["auditor"]' where id = ${james.id}`;
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from audit_check`;
    expect(row?.n).toBe(0);
    await firm.slack.call('POST', '/close', { user: james.id });
  });
});

describe('the timeline', () => {
  it('of a request, however its id was copied: worded, proved, and the look itself recorded once', async () => {
    const { request, grant } = await granted();
    const screen = screenOf(firm, james.id);
    await screen.shoumi(`audit \`${request}\`.`);
    const words = await screen.words();
    expect(words).toMatch(/<@U01LINXIAO0> asked for/);
    expect(words).toMatch(/proved, leaf \d+/);
    expect(words).toContain('<@U09JAMES000> looked at this timeline');
    expect(await recorded(firm, 'audit.read', request)).toBe(1);
    expect(await screen.buttons('audit.together')).toEqual([]);
    expect(words).toContain(grant);
  });

  it('of a person, a data set and an access, in Chinese', async () => {
    const { grant } = await granted();
    const screen = screenOf(firm, sun.id);
    for (const [typed, expected] of [
      [`<@${lin.id}|lin.xiao>`, `<@${lin.id}>`],
      ['Client-Files。', '客户身份资料'],
      [`「${grant}」`, grant],
    ] as const) {
      await screen.shoumi(`审计 ${typed}`);
      const words = await screen.words();
      expect(words).toContain('的全部记录');
      expect(words).toContain(expected);
      expect(words).toMatch(/已入树，第 [\d,]+ 号叶/);
      expect(words).toContain('查看了这条时间线');
    }
  });

  it('by the menu’s field, and by its list of people', async () => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi('审计');
    expect(wordsOf(await screen.submit({ subject: '' }))).toContain('这不像是编号');
    expect(wordsOf(await screen.submit({ subject: 'req_00000000000000000000' }))).toContain(
      '没有这个编号的记录',
    );
    await screen.submit({ subject: '', person: lin.id });
    expect(await screen.words()).toContain(`<@${lin.id}> 的全部记录`);
  });

  it('of hundreds of events turns its pages, and no page records another look', async () => {
    const { request } = await granted();
    const { house } = firm.bot;
    for (let n = 0; n < 45; n++)
      await house.commit({
        id: `many ${n} ${request}`,
        cause: { kind: 'cli', id: 'many' },
        keys: [],
        load: async () => undefined,
        decide: () => ({
          next: null,
          events: [{ type: 'test.<many>', version: 1, subject: request, data: { n } }],
        }),
        save: async () => {},
      });
    await firm.bot.settled();
    const screen = screenOf(firm, james.id);
    await screen.shoumi(`audit ${request}`);
    expect(await screen.words()).toContain('1–20 of 48');
    await screen.press('audit.page.next');
    await screen.press('audit.page.next');
    expect(await screen.words()).toContain('41–48 of 48');
    await screen.press('audit.page.previous');
    expect(await screen.words()).toContain('21–40 of 48');
    expect(await recorded(firm, 'audit.read', request)).toBe(1);
  });

  it('refuses what is no id, never echoes it, and records nothing', async () => {
    const screen = screenOf(firm, james.id);
    const before = await count('audit.read');
    for (const hostile of [
      '__proto__',
      'constructor',
      'x'.repeat(10_000),
      '<!channel>',
      '110101199003077758',
      '😀',
      "'; drop table event; --",
    ]) {
      await screen.shoumi(`audit ${hostile}`);
      const told = await screen.told();
      expect(told).toMatch(/no id I know the form of|Nothing is recorded under this id/);
      expect(told).not.toContain(hostile.slice(0, 60));
    }
    await screen.shoumi('audit req_00000000000000000000');
    expect(await screen.told()).toContain('Nothing is recorded under this id');
    expect(await count('audit.read')).toBe(before);
  });
});

describe('proofs', () => {
  it('come as one file for two clicks and a lost answer, with nothing personal in it', async () => {
    const { request } = await granted();
    const screen = screenOf(firm, james.id);
    await screen.shoumi(`audit ${request}`);
    await firm.slack.fault({ method: 'files.completeUploadExternal', times: 1, lose_reply: true });
    await Promise.all([screen.press('audit.proofs'), screen.press('audit.proofs')]);
    expect(await screen.words()).toContain('on their way');
    await expect.poll(() => filesOf(james.id), { timeout: 15_000, interval: 250 }).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await firm.bot.settled();
    const [file, ...more] = await filesOf(james.id);
    expect(more).toEqual([]);
    expect(file?.name).toBe(`${request}.tlog-proof`);
    expect(file?.text).toMatch(/^Proofs of \d+ events of req_/);
    const text = await download(file?.url ?? '');
    const proved = checkProofs(text, logKeysOf(testKeys).verifiers);
    expect(proved.length).toBeGreaterThanOrEqual(2);
    for (const one of proved)
      expect(one).toMatchObject({ kind: 'included', entry: { subject: request }, opened: {} });
    expect(text).not.toContain(Buffer.from('VAT filing').toString('base64').slice(0, 10));
    expect(await recorded(firm, 'audit.proofs_asked', request)).toBe(1);
  });
});

describe('the check of the whole log', () => {
  it('finds it whole, and compares it with what the channel and the folder hold', async () => {
    await firm.slack.advance('PT2H');
    const [message] = (await firm.slack.messages(ANCHORS)).filter(({ bot_id }) => bot_id);
    expect(message?.text).toContain('审计日志的检查点');
    const names = await readdir(folder);
    expect(names.length).toBeGreaterThanOrEqual(1);
    const note = await readFile(join(folder, names[0] ?? ''), 'utf8');
    expect(note).toMatch(/\n\n— \S+ \S+\n$/);
    const screen = screenOf(firm, james.id);
    await screen.shoumi('audit verify');
    expect(await saidTo(firm, james.id)).toContain('The check is running');
    await firm.bot.settled();
    const [card, ...others] = await checkCards(james.id);
    expect(others).toEqual([]);
    expect(card).toContain('The audit log is whole');
    expect(card).toMatch(/agrees with (all \d+ checkpoints|the 1 checkpoint) held outside/);
    expect(await count('audit.check_asked')).toBe(1);
    expect(await count('audit.check_finished')).toBe(1);
  });

  it('by the button in Chinese: one check for two clicks', async () => {
    const screen = screenOf(firm, sun.id);
    await screen.shoumi('审计');
    expect(await screen.words()).toContain('外部留存的检查点');
    await Promise.all([screen.press('audit.verify'), screen.press('audit.verify')]);
    await firm.bot.settled();
    const cards = await checkCards(sun.id);
    expect(cards).toHaveLength(1);
    expect(cards[0]).toContain('审计日志完整');
    expect(await count('audit.check_asked')).toBe(2);
  });

  it('finishes after a restart in the middle', async () => {
    const { sql } = firm.fresh.database;
    await firm.slack.command(zhou.id, '/shoumi', '审计 核验');
    await firm.restartBot();
    await firm.bot.settled();
    const [row] = await sql<{ state: string }[]>`select state from audit_check where asked_by = ${zhou.id}`;
    expect(row?.state).toBe('whole');
  });

  it('finds a changed row, names it exactly, and tells everybody who answers for the log', async () => {
    const owner = postgres(firm.fresh.url, { max: 1, onnotice: () => {} });
    const [bad] = await owner<{ id: string }[]>`
      update event set data = replace(data, 'client-files', 'bank-statements') where id = (
        select id from event where type = 'access.requested' order by at limit 1) returning id`;
    await owner.end();
    await screenOf(firm, james.id).shoumi('audit verify');
    await firm.bot.settled();
    const card = (await checkCards(james.id)).at(-1);
    expect(card).toContain('The audit log is not whole');
    expect(card).toContain(bad?.id);
    expect((await checkCards(sun.id)).at(-1)).toContain('审计日志不完整');
    expect((await checkCards(zhou.id)).at(-1)).toContain(bad?.id);
    expect(await checkCards(lin.id)).toEqual([]);
  });
});

async function count(type: string): Promise<number> {
  const [row] = await firm.fresh.database.sql<{ n: number }[]>`
    select count(*)::int as n from event where type = ${type}`;
  return row?.n ?? 0;
}

async function download(url: string): Promise<string> {
  const answer = await fetch(new URL(url, firm.sandbox.url));
  return answer.text();
}
