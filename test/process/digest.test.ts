import { afterEach, beforeEach, expect, it } from 'vitest';
import { saveCompany } from '../../src/people/company.store.ts';
import { TEAM } from '../../src/sandbox/workspace.ts';
import { alwaysAtWork } from '../access/flow.ts';
import { calls, until } from '../slack/rig.ts';
import { wordsOf } from '../support/control.ts';
import type { Program } from './program.ts';
import { clockHook, openWorkspace, toMorning, type Workspace } from './workspace.ts';

const people = Array.from({ length: 40 }, (_, n) => `U9DIGEST${String(n).padStart(3, '0')}`);

let around: Workspace;
let programs: Program[];
beforeEach(async () => {
  programs = [];
  around = await openWorkspace();
}, 60_000);
afterEach(async () => {
  for (const program of programs) program.kill('SIGTERM');
  for (const program of programs) expect(await program.ended).toEqual({ code: 0, signal: null });
  await around.stop();
});

/** A duty each that came to them because somebody left, owed since the day before yesterday: their hour of today has come. */
async function owe(): Promise<void> {
  await around.fresh.database.sql`
    insert into duty (id, tenant, title_en, title_zh, kind, controls, owner, left_by, office, cadence, lead_days, tolerance_days, asks, ladder,
      state, added_at, revision)
    select 'dty_' || person, ${TEAM.id}, 'Duty of ' || person, '待办 ' || person, 'recurring', '["3.4"]', person, 'U05DAVID000',
      '{"tz":"Asia/Shanghai","holidays":"none"}', '{"kind":"rule","rule":"FREQ=DAILY","from":"2016-01-01","off":"stay"}',
      0, 0, '[]', '[]', 'paused', now(), 1
    from unnest(${people}::text[]) person`;
  await around.fresh.database.sql`
    insert into owed (id, tenant, kind, person, subject, first_at, due_at, state)
    select 'owe_' || person, ${TEAM.id}, 'duty.orphan', person, 'dty_' || person, now() - interval '2 days', now() - interval '2 days', 'owed'
    from unnest(${people}::text[]) person`;
}

it('gives each of forty people their digest once between three processes, one of which is killed in the middle', async ({
  annotate,
}) => {
  const { slack, sandbox, fresh, count } = around;
  // At work on any day, so that it does not matter when this runs.
  await saveCompany(fresh.database, TEAM.id, alwaysAtWork);
  for (const id of people)
    await slack.call('POST', '/user', {
      ...{ id, name: id.toLowerCase(), real_name: id, locale: 'zh-CN', tz: 'Asia/Shanghai' },
    });
  const ahead = toMorning();
  expect(await slack.advance(`PT${ahead / 1_000}S`)).toMatchObject({ ok: true });
  const socket = { SLACK_APP_TOKEN: sandbox.appToken, CHAOS_CLOCK_MS: String(ahead) };
  programs = await around.start([socket, socket, socket], { imports: [clockHook] });
  const known = () => count(`select count(*) from member where id like 'U9DIGEST%'`);
  await until(async () => (await known()) === people.length, 30_000);

  const digestsOf = async (id: string) =>
    (await slack.inbox(id)).filter((message) => wordsOf(message).includes(`待办 ${id}`));
  const sent = async () =>
    (await calls(slack, 'chat.postMessage')).filter((entry) => JSON.stringify(entry).includes('待办 U9'))
      .length;
  await slack.fault({ method: 'chat.postMessage', times: 200, delay_ms: 250 });
  await owe();
  await until(async () => (await sent()) >= 8, 60_000);
  const [killed, ...left] = programs;
  killed?.kill('SIGKILL');
  await killed?.ended;
  programs = left;
  const before = await sent();
  await annotate(`killed after ${before} of ${people.length}`);
  expect(before).toBeLessThan(people.length);

  for (const id of people) await until(async () => (await digestsOf(id)).length > 0, 60_000);
  // What the killed process had begun is looked at again by another one: it has been once its card is known to stand.
  const open = () =>
    count(`select count(*) from card where kind = 'attention.digest' and (ts is null or shown is null)`);
  await until(async () => (await open()) === 0, 60_000);
  const twice = [];
  for (const id of people) if ((await digestsOf(id)).length !== 1) twice.push(id);
  expect(twice).toEqual([]);
  expect(await count(`select count(*) from digest where person like 'U9DIGEST%'`)).toBe(people.length);
  expect(
    await count(
      `select count(*) from event where type = 'attention.digested' and data_json ->> 'person' like 'U9DIGEST%'`,
    ),
  ).toBe(people.length);
}, 180_000);
