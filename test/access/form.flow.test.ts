import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot } from '../../src/bot.ts';
import { capabilities } from '../../src/capabilities.ts';
import { logger } from '../../src/log.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { peopleOf, wordsOf } from '../support/control.ts';
import { testKeys } from '../support/keys.ts';
import { administer, ask, edit, eventCount, officers, openForm, retireSet, wishFor } from './flow.ts';

const { lin, emma, zhao, priya, wang, david, sun } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

/** Sends a form that must not be taken, and answers the sentences under its fields. */
async function refused(who: string, more: Record<string, unknown>, words = 'request client-files') {
  const form = await openForm(firm, who, words);
  const wish = wishFor('client-files', more);
  const sent = await firm.slack.submit(who, form, wish);
  expect(sent).toMatchObject({ ok: true, response_action: 'errors' });
  expect(await eventCount(firm, 'access.requested', String(wish.caseNumber))).toBe(0);
  return sent.errors;
}

describe('a form that cannot be taken says so under the field', () => {
  it.each<[string, Record<string, unknown>, Record<string, string>, Record<string, string>]>([
    [
      'a name instead of a case number',
      { caseNumber: '张伟' },
      { caseNumber: '请填案件编号，例如 C-2026-0412，不要写姓名。' },
      { caseNumber: 'Please give a case number such as C-2026-0412, not a name.' },
    ],
    [
      'a reason that says nothing',
      { reason: 'x y' },
      { reason: '请至少写 4 个字。' },
      { reason: 'Please write at least 4 characters.' },
    ],
    [
      'two mistakes at once',
      { caseNumber: 'Zhang', reason: 'no' },
      { caseNumber: '请填案件编号，例如 C-2026-0412，不要写姓名。', reason: '请至少写 4 个字。' },
      {
        caseNumber: 'Please give a case number such as C-2026-0412, not a name.',
        reason: 'Please write at least 4 characters.',
      },
    ],
  ])('%s', async (_, more, zh, en) => {
    expect(await refused(lin.id, more)).toEqual(zh);
    expect(await refused(emma.id, more)).toEqual(en);
  });

  it('keeps the form open with everything in it, and takes it once it is right', async () => {
    const form = await openForm(firm, emma.id, 'request client-files');
    const wish = wishFor('client-files');
    expect((await firm.slack.submit(emma.id, form, { ...wish, caseNumber: 'Mr Zhang' })).closed).toBeFalsy();
    expect((await firm.slack.topView(emma.id))?.id).toBe(form.id);
    expect((await firm.slack.submit(emma.id, form, wish)).closed).toBe(true);
    expect(await eventCount(firm, 'access.requested', wish.caseNumber)).toBe(1);
  });
});

describe('a stale form', () => {
  it('is refused when the data set was taken out of use meanwhile', async () => {
    const form = await openForm(firm, lin.id, '申请 statistics 4h');
    await retireSet(firm, 'statistics');
    const sent = await firm.slack.submit(lin.id, form, wishFor('statistics', { purpose: 'audit' }));
    expect(sent.errors).toEqual({ dataSet: '这份资料已停用，请另选一份。' });
  });

  it('is refused when the rules became stricter meanwhile, naming the field', async () => {
    const [first, second] = [
      await openForm(firm, emma.id, 'request leads 8h'),
      await openForm(firm, lin.id, '申请 leads 8h'),
    ];
    await edit(firm, 'leads', { longestHours: 6 });
    expect(
      (await firm.slack.submit(emma.id, first, wishFor('leads', { purpose: 'marketing', hours: '8' })))
        .errors,
    ).toEqual({
      hours: 'The longest access to this data set is 6 hours. Please choose less.',
    });
    await edit(firm, 'leads', { purposes: ['audit'] });
    expect(
      (await firm.slack.submit(lin.id, second, wishFor('leads', { purpose: 'marketing', hours: '4' })))
        .errors,
    ).toEqual({
      purpose: '这份资料不用于这个用途，请从列出的用途中选择。',
    });
  });

  it('is refused when nobody could decide any more', async () => {
    const form = await openForm(firm, emma.id, 'request tax-filings 4h');
    await administer(firm, 'usergroup', { id: 'S02BOOKKEEP', users: [] });
    await officers(firm);
    const sent = await firm.slack.submit(emma.id, form, wishFor('tax-filings', { purpose: 'tax_filing' }));
    expect(sent.errors).toEqual({
      dataSet:
        'Nobody can decide on this data set at the moment: no approver is there, and no privacy officer. Please ask 周凯 to appoint a privacy officer (/shoumi people).',
    });
    await officers(firm, sun);
    await administer(firm, 'usergroup', { id: 'S02BOOKKEEP', users: [david.id, priya.id] });
  });

  it('is refused when only its own sender could decide', async () => {
    await edit(firm, 'leads', { approvers: [wang.id], purposes: ['marketing'] });
    await officers(firm, wang);
    const form = await openForm(firm, wang.id, 'request leads 4h');
    expect(wordsOf(form)).toContain('目前没有人能审批这份资料');
    const sent = await firm.slack.submit(wang.id, form, wishFor('leads', { purpose: 'marketing' }));
    expect(sent.errors?.dataSet).toContain(
      '目前没有人能审批这份资料：审批人都不在，也没有隐私负责人。请联系',
    );
    await officers(firm, sun);
  });

  it('is refused while the same wish waits', async () => {
    const wish = wishFor('client-files');
    await ask(firm, emma.id, wish);
    const form = await openForm(firm, emma.id, 'request client-files');
    expect((await firm.slack.submit(emma.id, form, wish)).errors).toEqual({
      dataSet:
        'You have already asked for this data and case, and your request is waiting. /access mine shows it.',
    });
    expect(await eventCount(firm, 'access.requested', wish.caseNumber)).toBe(1);
  });
});

describe('a personal number', () => {
  it('is kept nowhere: not in the database, not in a message, not in what the bot sends or logs', async () => {
    // A bot of its own on the same rows, whose log is read.
    let logged = '';
    const to = new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    });
    await firm.bot.stop();
    const { sandbox, fresh } = firm;
    const bot = await startBot({
      databaseUrl: fresh.url,
      ownerUrl: fresh.url,
      capabilities,
      keys: testKeys,
      slack: {
        token: sandbox.botToken,
        apiUrl: sandbox.apiUrl,
        arrival: { mode: 'socket', appToken: sandbox.appToken },
      },
      now: sandbox.now,
      random: (bytes) => randomBytes(bytes),
      admins: [],
      log: logger({ level: 'trace', onTerminal: false, to }),
      onFatal: () => {},
    });
    const own: Firm = { ...firm, bot, slack: peopleOf(sandbox.url, () => bot.settled()) };
    const numbers = ['13800138000', '11010519491231002X', '6222021234567890128', 'zhang.wei@example.com'];
    try {
      for (const number of numbers) {
        const words = `request client-files 4h because call ${number}`;
        // One time the form does not open, so that something is logged about it.
        await own.slack.fault({ method: 'views.open', error: 'internal_error' });
        await own.slack.command(emma.id, '/access', words);
        await own.slack.command(emma.id, '/access', words);
        const form = await own.slack.topView(emma.id);
        if (!form) throw new Error('the form did not open');
        expect(wordsOf(form)).toMatch(/call \[.+\]/);
        const sent = await own.slack.submit(
          emma.id,
          form,
          wishFor('client-files', { reason: `call ${number}` }),
        );
        expect(sent).toMatchObject({ response_action: 'update' });
        const back = await own.slack.topView(emma.id);
        expect(wordsOf(back)).toContain('It has been taken out');
        expect(wordsOf(back)).not.toContain(number);
        await own.slack.submit(
          emma.id,
          back ?? form,
          wishFor('client-files', { reason: 'VAT filing', caseNumber: `C-${number}` }),
        );
      }
      const number = await ask(own, lin.id);
      await own.slack.command(zhao.id, '/access', '待批');
      expect(number).toMatch(/^C-/);
    } finally {
      await bot.stop();
    }
    const rows = JSON.stringify(await everything(fresh.database.sql));
    const messages = JSON.stringify(
      await Promise.all([emma, zhao, priya].map((who) => own.slack.inbox(who.id))),
    );
    const sentByBot = JSON.stringify(
      (await own.slack.log())
        .filter(({ direction }) => direction === 'from_app')
        .map(({ payload }) => payload),
    );
    expect(logged).toContain('internal_error');
    for (const number of numbers) {
      for (const [where, text] of Object.entries({ rows, messages, sentByBot, logged }))
        expect(`${where}: ${text.includes(number)}`).toBe(`${where}: false`);
    }
  });
});

/** Every row of every table, work queue included, as text. */
async function everything(sql: Firm['fresh']['database']['sql']): Promise<unknown[]> {
  const tables = await sql<{ name: string }[]>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`;
  const rows: unknown[] = [];
  for (const { name } of tables) rows.push(...(await sql.unsafe(`select to_jsonb(t) as row from ${name} t`)));
  return rows;
}
