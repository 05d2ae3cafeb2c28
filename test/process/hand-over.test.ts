import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Crossing } from '../../src/kernel/crossing.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { TEAM } from '../../src/sandbox/workspace.ts';
import { alwaysAtWork } from '../access/flow.ts';
import { until } from '../slack/rig.ts';
import { wordsOf } from '../support/control.ts';
import type { Program } from './program.ts';
import { clockHook, openWorkspace, toMorning, type Workspace } from './workspace.ts';

/** The moments of passing a duty on for good, and of what follows from it: the first that is crossed after the click. */
const moments: readonly Crossing[] = [
  'commit.before',
  'commit.after',
  'ack.before',
  'ack.after',
  'job.start',
  'job.end',
];
/** Those of telling whoever has it now: the second message of the morning. */
const tellings: readonly Crossing[] = ['post.before', 'post.sent', 'post.noted'];
const people = moments.map((moment, n) => ({
  moment,
  from: `U9FROM${n}00000`,
  to: `U9TO${n}0000000`,
  duty: `dty_pass${n}`,
  title: `移交演练${n}号`,
}));

let around: Workspace;
let program: Program | undefined;
beforeAll(async () => {
  around = await openWorkspace();
}, 60_000);
afterAll(async () => {
  await stop();
  await around.stop();
});

type Death = { at: string; armed: boolean };
async function start(death: Death | undefined, clockMs: number): Promise<void> {
  const { sandbox, folder } = around;
  const settings: Record<string, string> = {
    SLACK_APP_TOKEN: sandbox.appToken,
    CHAOS_CLOCK_MS: String(clockMs),
    ...(death ? { CHAOS_KILL_AT: death.at } : {}),
    ...(death?.armed ? { CHAOS_ARMED_BY: join(folder, 'armed') } : {}),
  };
  [program] = await around.start([settings], { imports: [clockHook], mortal: death?.armed === false });
}
/** The next to die, once it is armed: one start for each death. */
const deathAt = (n: number): Death | undefined => {
  const moment = moments[n];
  return moment && { at: `${moment}:1`, armed: true };
};
async function stop(): Promise<void> {
  program?.kill('SIGTERM');
  expect(await program?.ended).toEqual({ code: 0, signal: null });
}

/** A duty each with one time open, which their owner was told of this morning. */
async function duties(): Promise<void> {
  const { sql } = around.fresh.database;
  const [ids, owners, titles] = [
    people.map(({ duty }) => duty),
    people.map(({ from }) => from),
    people.map(({ title }) => title),
  ];
  await sql`
    insert into duty (id, tenant, title_en, title_zh, kind, controls, owner, office, cadence, lead_days, tolerance_days, asks, ladder,
      state, added_at, revision)
    select id, ${TEAM.id}, title, title, 'recurring', '["3.4"]', owner, '{"tz":"Asia/Shanghai","holidays":"none"}',
      '{"kind":"rule","rule":"FREQ=DAILY","from":"2016-01-01","off":"stay"}', 0, 30, '[]', '[]', 'paused', now(), 1
    from unnest(${ids}::text[], ${owners}::text[], ${titles}::text[]) as d(id, owner, title)`;
  await sql`
    insert into duty_occurrence (id, tenant, duty, planned_on, opens_at, due_at, late_at, owner, state)
    select 'occ_' || id, ${TEAM.id}, id, current_date, now() - interval '2 days', now() + interval '9 days', now() + interval '9 days', owner, 'open'
    from unnest(${ids}::text[], ${owners}::text[]) as d(id, owner)`;
  await sql`
    insert into owed (id, tenant, kind, person, subject, first_at, due_at, deadline, state)
    select 'owe_' || id, ${TEAM.id}, 'duty.open', owner, 'occ_' || id, now() - interval '2 days', now() - interval '2 days',
      now() + interval '9 days', 'owed'
    from unnest(${ids}::text[], ${owners}::text[]) as d(id, owner)`;
}

/** How a duty stands: the rule, what is open of it, what is owed to whom, and what was recorded. */
async function standing(duty: string) {
  const [row] = await around.fresh.database.sql<
    { rule: string; time: string; owed: string[]; over: number; passed: number }[]
  >`select d.owner as rule, o.owner as time,
      array(select person from owed where subject = o.id and kind = 'duty.open' and state in ('owed', 'listed')) as owed,
      (select count(*)::int from event where subject = d.id and type = 'duty.handed_over') as over,
      (select count(*)::int from event where subject = o.id and type = 'duty.passed') as passed
    from duty d join duty_occurrence o on o.duty = d.id where d.id = ${duty}`;
  return row;
}

const told = async (user: string, title: string) =>
  (await around.slack.inbox(user)).filter(
    (one) => one.ephemeral_for === undefined && wordsOf(one).includes(title),
  );

/** Work of the start, whose moments are not meant; what a killed process left active is taken up much later. */
const underWay = () =>
  around.count(`select count(*) from pgboss.job
    where state = 'created' and start_after <= now() or state = 'active' and started_on > now() - interval '5 seconds'`);

it('passes a duty on for good wholly or not at all, and tells each person once, at whichever moment it is killed', async ({
  annotate,
}) => {
  const { slack, fresh, folder, count } = around;
  await saveCompany(fresh.database, TEAM.id, alwaysAtWork);
  for (const id of people.flatMap(({ from, to }) => [from, to]))
    await slack.call('POST', '/user', {
      ...{ id, name: id.toLowerCase(), real_name: id, locale: 'zh-CN', tz: 'Asia/Shanghai' },
    });
  const today = toMorning();
  expect(await slack.advance(`PT${today / 1_000}S`)).toMatchObject({ ok: true });
  await start(deathAt(0), today);
  await until(
    async () => (await count(`select count(*) from member where id like 'U9%'`)) === 2 * people.length,
    30_000,
  );
  await duties();
  for (const { from, title } of people)
    await until(async () => (await told(from, title)).length === 1, 60_000);

  for (const [n, { moment, from, to, duty, title }] of people.entries()) {
    await slack.call('POST', '/command', {
      user: from,
      channel: slack.dm(from),
      command: '/duty',
      text: `转交 ${title}`,
    });
    const form = await until(async () => {
      const view = await slack.topView(from);
      return view?.view.callback_id === 'duty.pass' ? view : undefined;
    }, 30_000);
    await until(async () => (await underWay()) === 0, 30_000);
    await writeFile(join(folder, 'armed'), '');
    const press = () =>
      slack.submit(from, form, { to, how: 'good' }).then(
        ({ ok }) => ok,
        () => false,
      );
    const answered = await press();
    expect(await program?.ended, moment).toEqual({ code: null, signal: 'SIGKILL' });
    await rm(join(folder, 'armed'));

    const wholly = { rule: to, time: to, owed: [to], over: 1, passed: 1 };
    const notAtAll = { rule: from, time: from, owed: [from], over: 0, passed: 0 };
    const after = await standing(duty);
    expect(after, moment).toEqual(moment === 'commit.before' ? notAtAll : wholly);
    await annotate(`${moment}: ${answered ? 'acknowledged' : 'not acknowledged'}`);
    if (answered) expect(after).toEqual(wholly);
    await start(deathAt(n + 1), today);
    // Who saw no effect presses again, as people do; also where it had one.
    if (await slack.topView(from)) await press();
    await until(async () => (await standing(duty))?.rule === to, 30_000);
    expect(await standing(duty), moment).toEqual(wholly);
  }

  // Whoever has it now is told in the morning, in the middle of which it is killed again and again.
  await stop();
  const tomorrow = today + 86_400_000;
  expect(await slack.advance('P1D')).toMatchObject({ ok: true });
  for (const moment of tellings) {
    await start({ at: `${moment}:2`, armed: false }, tomorrow);
    expect(await program?.ended, moment).toEqual({ code: null, signal: 'SIGKILL' });
  }
  await start(undefined, tomorrow);
  for (const { to, title } of people) await until(async () => (await told(to, title)).length > 0, 60_000);
  // Whatever was begun is looked at again: a card has been once it is known to stand.
  const open = () =>
    count(`select count(*) from card where kind = 'attention.digest' and (ts is null or shown is null)`);
  await until(async () => (await open()) === 0, 60_000);
  for (const { moment, from, to, title, duty } of people) {
    expect((await told(to, title)).length, `${moment}: told to whoever has it`).toBe(1);
    expect((await told(from, title)).length, `${moment}: told to whoever had it`).toBeLessThanOrEqual(1);
    expect(await standing(duty)).toEqual({ rule: to, time: to, owed: [to], over: 1, passed: 1 });
  }
  expect(await count(`select count(*) from digest where person like 'U9%'`)).toBe(2 * people.length);
}, 240_000);
