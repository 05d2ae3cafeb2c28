import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { askFor, cardOf, cardsOf, formOf, freePort, until } from '../slack/rig.ts';
import { wordsOf } from '../support/control.ts';
import {
  adminOf,
  askDatabase,
  livingIn,
  newHome,
  type Program,
  peopleAt,
  removeHome,
  serverOf,
  startProgram,
} from './program.ts';

// Whole programs start and end here, several at once where the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const { lin, zhao, priya, emma } = workspace.people;

describe('one home, from the first start to the last', () => {
  let home: string;
  let port: number;
  let url: string;
  let program: Program;
  const start = async () => {
    // As people start it, with nothing that makes it quicker.
    program = startProgram({ SHOUMI_HOME: home, PORT: String(port), NODE_OPTIONS: '' });
    expect(await program.ready).toBe(`http://localhost:${port}`);
  };
  beforeAll(async () => {
    home = await newHome();
    port = await freePort();
    url = `http://localhost:${port}`;
    await start();
  }, 90_000);
  afterAll(() => removeHome(home));

  it('says once that it is ready, and then everything answers', async () => {
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<html');
    const admin = await adminOf(program);
    expect(new URL(admin).hostname).toBe('127.0.0.1');
    expect(await (await fetch(`${admin}/healthz`)).json()).toEqual({ alive: true });
    const ready = await fetch(`${admin}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, database: true, slack: true }]);
    const metrics = await (await fetch(`${admin}/metrics`)).text();
    expect(metrics).toMatch(/^shoumi_outbox_rows 0$/m);
    expect(metrics).toMatch(/^shoumi_log_waiting \d+$/m);
    expect(metrics).toMatch(/^process_cpu_seconds_total /m);
    expect(program.out().match(/^ready /gm)).toHaveLength(1);
    expect(program.err()).toBe('');
  });

  it('outlives requests that no browser sends', async () => {
    for (const place of [url, await adminOf(program)])
      for (const path of ['//', '/%E0%A4%A', '/_control/%E0%A4%A', '/x/%E0%A4%A'])
        expect((await fetch(`${place}${path}`)).status, `${place}${path}`).toBeLessThan(600);
    expect((await fetch(`${await adminOf(program)}/readyz`)).status).toBe(200);
  });

  it('lets the story be lived', async () => {
    const slack = peopleAt(url);
    expect(await askFor(slack, lin.id)).toMatchObject({ ok: true, closed: true });
    await until(async () => (await cardsOf(slack, zhao.id)).length === 1);
    await slack.click(zhao.id, await cardOf(slack, zhao.id), 'access.approve');
    await until(async () => wordsOf(await cardOf(slack, lin.id)).includes('授权有效至'));
    await slack.advance('PT5H');
    expect(wordsOf(await cardOf(slack, lin.id))).toContain('自动收回');
  });

  it('is held: a second start says by whom, and leaves the first alone', async () => {
    const second = startProgram({ SHOUMI_HOME: home, PORT: String(await freePort()) });
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.err()).toBe(
      `Shoumi already runs on ${home} (process ${program.pid}, ${url}, since ${/since ([^)]+)\)/.exec(second.err())?.[1]}): stop that one first, or set SHOUMI_HOME to another folder.\n`,
    );
    expect(second.out()).toBe('');
    expect((await fetch(`${await adminOf(program)}/readyz`)).status).toBe(200);
  });

  it('ends with Ctrl-C: code 0, and no process is left', async () => {
    const server = await serverOf(home);
    const before = await livingIn(home);
    expect(before).toContain(server);
    expect(before.length).toBeGreaterThan(3);
    program.toGroup('SIGINT');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(await livingIn(home)).toEqual([]);
    expect(program.err()).toBe('');
  });

  it('goes on where it stopped, messages and clock too', async () => {
    await start();
    const slack = peopleAt(url);
    for (const { id } of [lin, zhao, priya]) expect((await cardsOf(slack, id)).length, id).toBeGreaterThan(0);
    expect(wordsOf((await cardsOf(slack, priya.id))[0])).toContain('Approved by');
    const { clock } = await slack.state();
    expect(clock.offset_ms).toBeGreaterThan(4.9 * 3_600_000);
    expect(await slack.command(emma.id, '/access', 'request')).toEqual({ ok: true });
    expect(await formOf(slack, emma.id)).toBeDefined();
  }, 40_000);

  it('gives a fresh firm to the bot and the workspace together', async () => {
    const slack = peopleAt(url);
    expect(await slack.call('POST', '/reset', {})).toMatchObject({ ok: true });
    const { clock } = await slack.state();
    expect(Math.abs(clock.offset_ms)).toBeLessThan(1_000);
    for (const { id } of [lin, zhao, priya]) expect(await slack.inbox(id)).toEqual([]);
    const [left] = await askDatabase<Record<string, number>>(
      home,
      `select (select count(*)::int from access_request) as requests, (select count(*)::int from card) as cards,
        (select count(*)::int from event where type like 'access.%') as events, (select count(*)::int from data_set) as sets`,
    );
    expect(left).toMatchObject({ requests: 0, cards: 0, events: 0 });
    expect(left?.sets).toBeGreaterThan(1);
    expect((await fetch(`${await adminOf(program)}/readyz`)).status).toBe(200);
    expect(await askFor(slack, lin.id)).toMatchObject({ ok: true, closed: true });
    await until(async () => (await cardsOf(slack, zhao.id)).length === 1);
  }, 40_000);

  it('ends with SIGTERM to the one process: code 0, and no process is left', async () => {
    program.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(await livingIn(home)).toEqual([]);
  });
});

describe('a signal in the middle of a start leaves nothing behind', () => {
  const inside = (home: string, ...path: string[]) => existsSync(join(home, ...path));
  const moments: [string, (home: string, program: Program) => boolean][] = [
    ['the home is held', (home) => inside(home, 'hold.json')],
    [
      'the database is made',
      (home) => inside(home, 'postgres') && readdirSync(join(home, 'postgres')).length > 0,
    ],
    ['the server starts', (home) => inside(home, 'postgres/data')],
    ['the server is there', (home) => inside(home, 'postgres/data/postmaster.pid')],
    ['the workspace listens', (_, program) => program.out().includes('sandbox listens')],
  ];

  it.each(moments)('when %s', async (_, reached) => {
    const home = await newHome();
    try {
      const program = startProgram({ SHOUMI_HOME: home, PORT: '0' });
      const ended = program.ended.then(() => {
        throw new Error(`it ended by itself:\n${program.err()}`);
      });
      await Promise.race([until(() => reached(home, program), 15_000), ended]);
      // To the group as Ctrl-C does it, or to the one process as a supervisor does.
      if (_.length % 2) program.toGroup('SIGINT');
      else program.kill('SIGTERM');
      expect(await program.ended).toEqual({ code: 0, signal: null });
      expect(await livingIn(home)).toEqual([]);
      expect(program.err()).toBe('');
    } finally {
      await removeHome(home);
    }
  });
});
