import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { askFor, cardsOf, freePort, repliesTo, sleep, until } from '../slack/rig.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import { quickStart } from '../support/quick-start.ts';
import {
  askDatabase,
  livingIn,
  newHome,
  type Program,
  peopleAt,
  removeHome,
  serverOf,
  startProgram,
} from './program.ts';

const { lin, zhao, priya, emma } = workspace.people;

let home: string;
let port: number;
let program: Program;
beforeAll(async () => {
  home = await newHome();
  port = await freePort();
});
afterAll(() => removeHome(home));

async function start(): Promise<void> {
  program = startProgram({ SHOUMI_HOME: home, PORT: String(port) });
  await program.ready;
}

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** The demo firm has a register of cases: what is asked for must be in it. */
async function register(numbers: readonly string[]): Promise<void> {
  const list = join(home, 'cases.csv');
  await writeFile(list, ['number,kind', ...numbers.map((number) => `${number},tax`)].join('\n'));
  const env = { ...process.env, ...quickStart, SHOUMI_HOME: home };
  await promisify(execFile)(process.execPath, [cli, 'cases', 'import', list, '--yes'], { env });
}

/** Nobody has a chance to tidy up. Only the bot and the workspace in it die; the server stays behind. */
async function killNow(): Promise<void> {
  program.kill('SIGKILL');
  await program.ended;
}

const slack = () => peopleAt(`http://localhost:${port}`);

/** The card of a person about one case; several would be one too many. */
async function cardAbout(user: string, caseNumber: string) {
  const all = (await cardsOf(slack(), user)).filter((card) => wordsOf(card).includes(caseNumber));
  if (all.length > 1) throw new Error(`${user} has ${all.length} cards about ${caseNumber}`);
  return all[0];
}

/** Clicks Approve on zhao’s card; the answer may never come. */
function approve(card: { channel: string; ts: string; blocks?: unknown[] }): Promise<boolean> {
  return slack()
    .call<{ ok: boolean }>('POST', '/interact', {
      user: zhao.id,
      channel: card.channel,
      messageTs: card.ts,
      action: buttonIn(card.blocks, 'access.approve'),
    })
    .then(
      ({ ok }) => ok,
      () => false,
    );
}

/** Who saw no effect clicks again, as people do; also on what was decided. Left waiting, a third one would come as an inbox. */
async function clickAgain(caseNumber: string): Promise<void> {
  const card = await until(() => cardAbout(zhao.id, caseNumber), 30_000);
  if (buttonIn(card.blocks, 'access.approve')) await approve(card);
}

async function grantsFor(caseNumber: string): Promise<number | undefined> {
  const [row] = await askDatabase<{ count: number }>(
    home,
    `select count(*)::int as count from access_grant where case_number = '${caseNumber}'`,
  );
  return row?.count;
}

it('loses nothing and doubles nothing when it is killed at any moment of the story', async () => {
  const cases: { name: string; kill: string }[] = [];
  const next = () => `C-2026-${8_000 + cases.length}`;
  const servers: number[] = [];
  await start();
  await register(Array.from({ length: 100 }, (_, n) => `C-2026-${8_000 + n}`));
  servers.push(await serverOf(home));

  // Between the request and its cards: the answer is here, the work for it has hardly begun.
  for (const wait of [0, 40]) {
    const name = next();
    expect(await askFor(slack(), lin.id, { caseNumber: name })).toMatchObject({ ok: true, closed: true });
    cases.push({ name, kill: `${wait} ms after the request` });
    await sleep(wait);
    await killNow();
    expect(await livingIn(home)).toContain(await serverOf(home));
    await start();
    servers.push(await serverOf(home));
    await clickAgain(name);
  }

  // Around the decision: before its commit, after it, before the answer, while both cards are edited.
  for (const wait of [0, 6, 15, 40, 120]) {
    const name = next();
    await askFor(slack(), lin.id, { caseNumber: name });
    const card = await until(() => cardAbout(zhao.id, name), 25_000);
    const answer = approve(card);
    await sleep(wait);
    await killNow();
    const acknowledged = await answer;
    cases.push({ name, kill: `${wait} ms after the click` });
    await start();
    servers.push(await serverOf(home));
    // What Slack was told has happened is there, before anybody clicks again.
    if (acknowledged) expect(await grantsFor(name), `killed ${wait} ms after the click`).toBe(1);
    await clickAgain(name);
  }
  // Every start took over the server that the one before had left behind.
  expect(new Set(servers).size).toBe(1);

  for (const { name, kill } of cases) {
    const about = `case killed ${kill}`;
    await until(async () => wordsOf(await cardAbout(lin.id, name)).includes('授权有效至'), 30_000);
    await until(async () => wordsOf(await cardAbout(priya.id, name)).includes('Approved by'), 30_000);
    await until(async () => !wordsOf(await cardAbout(zhao.id, name)).includes('access.approve'), 30_000);
    const mine = await cardAbout(lin.id, name);
    const lines = async () => (await repliesTo(slack(), lin.id)).filter((one) => one.thread_ts === mine?.ts);
    await until(async () => (await lines()).length > 0, 30_000);
    expect(await lines(), about).toHaveLength(1);
  }

  const rows = await askDatabase<{
    name: string;
    requests: number;
    grants: number;
    asked: number;
    approved: number;
  }>(
    home,
    `select r.case_number as name, count(distinct r.id)::int as requests, count(distinct g.id)::int as grants,
       (select count(*)::int from event e where e.type = 'access.requested' and e.subject = min(r.id)) as asked,
       (select count(*)::int from event e where e.type = 'access.approved' and e.subject = min(r.id)) as approved
     from access_request r left join access_grant g on g.request = r.id group by 1 order by 1`,
  );
  expect(rows).toEqual(cases.map(({ name }) => ({ name, requests: 1, grants: 1, asked: 1, approved: 1 })));

  // Time goes on over all of it: every grant ends once.
  await slack().advance('PT5H');
  const [ended] = await askDatabase<{ running: number; expired: number; told: number }>(
    home,
    `select (select count(*)::int from access_grant where state = 'running') as running,
       (select count(*)::int from event where type = 'access.expired') as expired,
       (select count(distinct subject)::int from event where type = 'access.expired') as told`,
  );
  expect(ended).toEqual({ running: 0, expired: cases.length, told: cases.length });
}, 150_000);

it('keeps what was acknowledged when it dies in the middle of a crowd, and starts again on its own server', async () => {
  const people = [lin.id, emma.id];
  const wanted = Array.from({ length: 8 }, (_, n) => ({
    user: people[n % people.length] ?? lin.id,
    name: `C-2027-${9_000 + n}`,
  }));
  await register(wanted.map(({ name }) => name));
  const acknowledged: string[] = [];
  const crowd = people.map(async (user) => {
    for (const { name } of wanted.filter((one) => one.user === user)) {
      const answer = await askFor(slack(), user, { caseNumber: name }).catch(() => undefined);
      if (answer?.closed && answer.ok) acknowledged.push(name);
    }
  });
  await until(() => acknowledged.length >= 3);
  await killNow();
  await Promise.all(crowd);
  const kept = [...acknowledged];
  await start();
  expect(program.logged().some(({ msg }) => /took over the PostgreSQL/.test(msg))).toBe(true);
  for (const name of kept) {
    // One by one, or from the third on in the approver's inbox.
    for (const { id } of [zhao, priya])
      await until(
        async () => (await cardsOf(slack(), id)).some((card) => wordsOf(card).includes(name)),
        30_000,
      );
  }
  const rows = await askDatabase<{ name: string; times: number }>(
    home,
    `select case_number as name, count(*)::int as times from access_request where case_number like 'C-2027-%' group by 1`,
  );
  for (const name of kept) expect(rows).toContainEqual({ name, times: 1 });
  for (const { times } of rows) expect(times).toBe(1);

  program.toGroup('SIGINT');
  expect(await program.ended).toEqual({ code: 0, signal: null });
  expect(await livingIn(home)).toEqual([]);
}, 90_000);
