import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeFrom } from '../../src/audit/anchor.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { companyDefaults } from '../../src/people/company.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { ask } from '../access/flow.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';

const { james, zhou, lin, sun } = workspace.people;
const ANCHORS = workspace.channels.anchors.id;

let firm: Firm;
beforeAll(async () => {
  const places = [placeFrom(`slack:${ANCHORS}`)].flatMap((one) => one ?? []);
  firm = await startFirm('socket', { places, everyMs: 3_600_000 });
  await workOn(everyDay);
  await firm.slack.advance('PT1M');
});
afterAll(() => firm.stop());

const everyDay = [1, 2, 3, 4, 5, 6, 7];
/** The company works on these days, round the clock. */
const workOn = (days: readonly number[]) =>
  saveCompany(firm.fresh.database, firm.bot.house.tenant, {
    ...companyDefaults,
    hours: { days, from: '00:00', to: '23:59' },
    holidays: 'none',
  });

const told = async (user: string) =>
  (await firm.slack.inbox(user)).filter(
    (one) => !one.thread_ts && /keeps checkpoints|收不到审计日志|又能留存|kept again/.test(wordsOf(one)),
  );
const members = (ids: string[]) => firm.slack.call('POST', '/channel', { id: ANCHORS, members: ids });

it('keeps a checkpoint whose time each reader sees in their own zone', async () => {
  const posted = (await firm.slack.messages(ANCHORS)).find(({ text }) => text.includes('Checkpoint'));
  expect(posted?.text).toMatch(
    /<!date\^\d{10}\^\{date_short_pretty\} \{time\}\|20\d\d-\d\d-\d\d \d\d:\d\d UTC>/,
  );
  expect(posted?.text).toContain('审计日志的检查点');
  expect(await told(zhou.id)).toEqual([]);
});

it('tells those who can invite the bot again once, however often it is tried, and says when it is over', async () => {
  await members([james.id, zhou.id]);
  await ask(firm, lin.id);
  for (let hour = 0; hour < 3; hour++) await firm.slack.advance('PT1H');
  const [chinese, ...again] = await told(zhou.id);
  expect(again).toEqual([]);
  expect(wordsOf(chinese)).toContain('/invite @Shoumi');
  expect(wordsOf(chinese)).toContain(`<#${ANCHORS}>`);
  const [english] = await told(james.id);
  expect(wordsOf(english)).toContain('not a member of the channel');
  expect(await told(sun.id)).toEqual([]);

  await members([james.id, zhou.id, 'U00SHOUMI00']);
  await firm.slack.advance('PT1H');
  expect(wordsOf(await told(zhou.id))).toContain('又能收到审计日志的检查点');
  const events = await firm.fresh.database.sql<{ type: string }[]>`
    select type from event where type like 'audit.anchor%' order by at, id`;
  expect(events.map(({ type }) => type)).toEqual(['audit.anchor_failed', 'audit.anchor_mended']);
});

it('writes in the language that the company chose for its channels', async () => {
  await firm.fresh.database.sql`update company set language = 'zh'`;
  await ask(firm, lin.id);
  await firm.slack.advance('PT2H');
  const newest = (await firm.slack.messages(ANCHORS)).filter(({ bot_id }) => bot_id).at(-1);
  expect(newest?.text).toContain('审计日志的检查点');
  expect(newest?.text).not.toContain('Checkpoint');
});

it('waits with what is no emergency until its reader works, and forgets it if it is over by then', async () => {
  const known = { james: (await told(james.id)).length, zhou: (await told(zhou.id)).length };
  const today = (firm.bot.house.now().getUTCDay() + 6) % 7;
  // In no time zone of theirs is it one of these days yet.
  await workOn([2, 3, 4].map((later) => ((today + later) % 7) + 1));
  await members([james.id, zhou.id]);
  await ask(firm, lin.id);
  await firm.slack.advance('PT2H');
  const [failed] = await firm.fresh.database.sql<{ n: number }[]>`
    select count(*)::int as n from event where type = 'audit.anchor_failed'`;
  expect(failed?.n).toBe(2);
  expect(await told(zhou.id)).toHaveLength(known.zhou);
  await firm.slack.advance('P3D');
  expect(await told(zhou.id)).toHaveLength(known.zhou + 1);
  expect(await told(james.id)).toHaveLength(known.james + 1);

  await members([james.id, zhou.id, 'U00SHOUMI00']);
  await workOn([2, 3, 4].map((later) => ((today + 3 + later) % 7) + 1));
  await firm.slack.advance('PT2H');
  await members([james.id, zhou.id]);
  await ask(firm, lin.id);
  await firm.slack.advance('PT2H');
  await members([james.id, zhou.id, 'U00SHOUMI00']);
  await firm.slack.advance('PT2H');
  await firm.slack.advance('P3D');
  expect(await told(zhou.id)).toHaveLength(known.zhou + 1);
  await workOn(everyDay);
});

it('posts nothing where the channel is shared with another company meanwhile, tells admins and auditors once, and catches up', async () => {
  const posted = async () => (await firm.slack.messages(ANCHORS)).map(({ ts, edited }) => ({ ts, edited }));
  const before = await posted();
  const known = { zhou: (await told(zhou.id)).length, james: (await told(james.id)).length };
  await firm.slack.call('POST', '/channel', { id: ANCHORS, is_ext_shared: true });
  await ask(firm, lin.id);
  for (let hour = 0; hour < 3; hour += 1) await firm.slack.advance('PT1H');
  // Neither a new message nor another text in an old one: it would be read over there.
  expect(await posted()).toEqual(before);
  const cards = { zhou: await told(zhou.id), james: await told(james.id) };
  expect(cards.zhou).toHaveLength(known.zhou + 1);
  expect(cards.james).toHaveLength(known.james + 1);
  expect(wordsOf(cards.zhou.at(-1))).toContain('与其他公司共用');
  expect(wordsOf(cards.james.at(-1))).toContain('shared with another company');
  expect(await told(sun.id)).toEqual([]);

  await firm.slack.call('POST', '/channel', { id: ANCHORS, is_ext_shared: false });
  await firm.slack.advance('PT1H');
  expect((await posted()).length).toBeGreaterThan(before.length);
  expect(wordsOf((await told(james.id)).at(-1))).toContain('kept again');
});
