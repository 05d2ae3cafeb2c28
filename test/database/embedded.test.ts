import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import { halt, isAlive, serves } from '../../src/database/embedded.process.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/database/embedded.ts';

const isRoot = process.getuid?.() === 0;
const script = fileURLToPath(new URL('start-embedded.script.ts', import.meta.url));

const run = promisify(execFile);

let home: string;
/** A home in which a server was made and stopped. */
let used: string;
let said: string[];
const started: { pid: number; folder: string }[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  used = await newHome();
  const server = await startEmbedded({ home: used, log: { info: () => {} } });
  await server.stop();
});
afterAll(() => rm(used, { recursive: true, force: true }));
beforeEach(async () => {
  home = await newHome();
  said = [];
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const servers = started.splice(0);
  for (const { pid, folder } of servers) await halt(pid, join(folder, 'data'));
  for (const { folder } of servers) await rm(folder, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

async function newHome(): Promise<string> {
  // A space and Chinese, as home folders have them.
  const folder = await mkdtemp(join(tmpdir(), 'shoumi 家 '));
  await chmod(folder, 0o755);
  return folder;
}

/** Puts into the home what an earlier run left: to make a server anew takes seconds. */
const furnish = () => run('cp', ['-a', `${used}/.`, home]);

/** In a furnished home, unless the test has put something there. */
async function start(): Promise<EmbeddedPostgres> {
  if ((await readdir(home)).length === 0) await furnish();
  return startHere();
}

async function startHere(): Promise<EmbeddedPostgres> {
  const note = (_: object, message: string) => {
    said.push(message);
  };
  const server = await startEmbedded({ home, log: { info: note } });
  started.push(server);
  return server;
}

/** The same in a process of its own, the leader of its group. */
async function startElsewhere(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [script, home], {
    detached: true,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  const server = JSON.parse(String(line)) as EmbeddedPostgres & { lines: string[] };
  started.push(server);
  return { child, server };
}

async function ask(url: string, statement: string): Promise<unknown> {
  const database = connect(url, { max: 1 });
  try {
    const [row] = await database.sql.unsafe(statement);
    return row && Object.values(row)[0];
  } finally {
    await database.stop();
  }
}

describe('a start', () => {
  it('makes a database with an owner, and an app and an auditor who own nothing; none is a superuser', async () => {
    const server = await startHere();
    expect(await ask(server.ownerUrl, 'select current_user')).toBe('shoumi');
    expect(await ask(server.url, 'select current_user')).toBe('shoumi_app');
    expect(await ask(server.auditorUrl, 'select current_user')).toBe('shoumi_auditor');
    expect(
      await ask(
        server.url,
        `select bool_or(rolsuper or rolcreatedb or rolcreaterole) from pg_roles where rolname like 'shoumi%'`,
      ),
    ).toBe(false);
    expect(
      await ask(
        server.url,
        `select pg_get_userbyid(datdba) from pg_database where datname = current_database()`,
      ),
    ).toBe('shoumi');
    expect(await ask(server.superuserUrl, `select usesuper from pg_user where usename = current_user`)).toBe(
      true,
    );
    await server.stop();
  });

  it('listens on loopback alone, writes through to the disk and wants its password', async () => {
    const server = await startHere();
    const setting = (name: string) => ask(server.superuserUrl, `select current_setting('${name}')`);
    expect(await setting('listen_addresses')).toBe('127.0.0.1');
    expect(await setting('unix_socket_directories')).toBe('');
    expect(await setting('fsync')).toBe('on');
    expect(await setting('data_checksums')).toBe('on');
    await expect(ask(server.url.replace(/:[0-9a-f]{48}@/, ':wrong@'), 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
    expect((await stat(join(home, 'postgres.json'))).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  it('takes no note of the environment: UTF-8 and one collation everywhere', async () => {
    const { server } = await startElsewhere({
      LC_ALL: 'POSIX',
      PGPORT: '1',
      PGDATA: '/nowhere',
      PGUSER: 'x',
    });
    expect(await ask(server.url, 'show server_encoding')).toBe('UTF8');
    expect(
      await ask(
        server.url,
        `select datlocprovider::text || datlocale from pg_database where datname = current_database()`,
      ),
    ).toBe('bC.UTF-8');
    expect(await ask(server.url, `select upper('é')`)).toBe('É');
    expect(await ask(server.url, `select length('守密')`)).toBe(2);
  });

  it('continues where the last one stopped, at the same address', async () => {
    const first = await start();
    await ask(first.ownerUrl, 'create table note as select 1 as id');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.ownerUrl, 'select id from note')).toBe(1);
    await second.stop();
    await second.stop();
    expect(existsSync(join(second.folder, 'data', 'postmaster.pid'))).toBe(false);
  });

  it('finds another port when the one it had is taken, and never needs 5432', async () => {
    const wellKnown = createServer().listen(5432, '127.0.0.1');
    wellKnown.on('error', () => {}); // A PostgreSQL of this machine has it: as good.
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    expect(second.port).not.toBe(first.port);
    expect(await ask(second.url, 'select 1')).toBe(1);
    squatter.close();
    wellKnown.close();
  });
});

describe('after a kill', () => {
  it('-9 of the bot the server lives on and is taken over', async () => {
    await furnish();
    const { child, server } = await startElsewhere();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = await start();
    expect(again.pid).toBe(server.pid);
    expect(again.url).toBe(server.url);
    expect(said).toContain('took over the PostgreSQL that an earlier run left behind');
    expect(await ask(again.url, 'select 1')).toBe(1);
    await again.stop();
    expect(await serves(server.pid, join(server.folder, 'data'))).toBe(false);
  });

  it('by Ctrl-C on the terminal only the bot is hit; the server waits to be stopped', async () => {
    await furnish();
    const { child, server } = await startElsewhere();
    const data = join(server.folder, 'data');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await once(child, 'exit');
    await sleep(500);
    expect(await serves(server.pid, data)).toBe(true);
    expect(await ask(server.url, 'select 1')).toBe(1);
    await halt(server.pid, data);
    expect(await serves(server.pid, data)).toBe(false);
  });

  it('-9 of the server itself everything committed is there again', async () => {
    const first = await start();
    await ask(first.ownerUrl, 'create table note as select 7 as id');
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.ownerUrl, 'select id from note')).toBe(7);
    await second.stop();
  });

  it('in the middle of initdb the next start begins afresh', async () => {
    const child = spawn(process.execPath, [script, home], { stdio: 'ignore' });
    children.push(child);
    const half = async () =>
      (await readdir(join(home, 'postgres')).catch(() => [])).find((one) => /^data\.[0-9a-f]+$/.test(one));
    while (!(await half())) await sleep(5);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(join(home, 'postgres', 'data'))).toBe(false);
    const server = await start();
    expect(await ask(server.url, 'select 1')).toBe(1);
    expect(await readdir(server.folder)).toEqual(['data']);
    await server.stop();
  });
});

describe('a stale postmaster.pid', () => {
  it.each(['nobody', 'another program'] as const)(
    'whose number is that of %s is no obstacle',
    async (who) => {
      const first = await start();
      const data = join(first.folder, 'data');
      const pidFile = await readFile(join(data, 'postmaster.pid'), 'utf8');
      await first.stop();
      const { uid, gid } = await stat(data);
      // Of the server's own user: PostgreSQL gives way to such a process whatever it is.
      const other = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot && { uid, gid }) });
      children.push(other);
      await once(other, 'spawn');
      if (who === 'nobody') {
        other.kill('SIGKILL');
        await once(other, 'exit');
      }
      await writeFile(join(data, 'postmaster.pid'), pidFile.replace(/^\d+/, String(other.pid)));
      if (isRoot) await chown(join(data, 'postmaster.pid'), uid, gid);
      const second = await start();
      expect(await ask(second.url, 'select 1')).toBe(1);
      expect(await serves(other.pid ?? 0, data)).toBe(false);
      await second.stop();
      expect(other.exitCode).toBe(null);
    },
  );
});

describe('stop', () => {
  it('does not wait for people in the middle of a transaction', async () => {
    const server = await start();
    const database = connect(server.url, { max: 1 });
    const open = database.sql.begin(async (sql) => {
      await sql`select 1`;
      await sleep(30_000, undefined, { ref: false });
    });
    const broken = expect(open).rejects.toThrow();
    await sleep(200);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    await broken;
    await database.stop();
  });

  it('is bounded: a server that hangs is ended at once', { timeout: 40_000 }, async () => {
    const server = await start();
    const database = connect(server.url, { max: 1 });
    const [backend] = await database.sql`select pg_backend_pid() as pid`;
    process.kill(backend?.pid, 'SIGSTOP');
    await halt(server.pid, join(server.folder, 'data'), { fast: 300, immediate: 15_000 });
    expect(isAlive(server.pid)).toBe(false);
    expect(await readFile(join(home, 'postgres.log'), 'utf8')).toContain(
      'received immediate shutdown request',
    );
    await database.stop();
  });

  it('signals nobody but a server on that very folder', async () => {
    const server = await start();
    const other = await mkdtemp(join(tmpdir(), 'shoumi-other-'));
    await halt(server.pid, other);
    await halt(process.pid, join(server.folder, 'data'));
    expect(isAlive(server.pid)).toBe(true);
    await rm(other, { recursive: true });
  });
});

it('comes back under a live pool', async () => {
  const first = await start();
  const database = connect(first.ownerUrl, { max: 4 });
  await database.sql`create table note (id int)`;
  await Promise.all(Array.from({ length: 8 }, (_, id) => database.sql`insert into note values (${id})`));
  await first.stop();
  expect(await database.reachable()).toBe(false);
  await start();
  const since = performance.now();
  while (!(await database.reachable())) await sleep(20);
  expect(performance.now() - since).toBeLessThan(5_000);
  const counts = await Promise.all(
    Array.from({ length: 8 }, () => database.sql`select count(*) as notes from note`),
  );
  expect(counts.flat()).toEqual(Array.from({ length: 8 }, () => ({ notes: 8 })));
  await database.stop();
});

it('names backup and restore for data of another major version', async () => {
  const first = await start();
  await first.stop();
  await writeFile(join(first.folder, 'data', 'PG_VERSION'), '17\n');
  await expect(start()).rejects.toThrow(
    /was written by PostgreSQL 17 and this Shoumi brings PostgreSQL 18: back it up with pg_dump .* restore the backup\.$/,
  );
});

it('says so when the passwords are gone and the data is not', async () => {
  const first = await start();
  await first.stop();
  await rm(join(home, 'postgres.json'));
  await expect(start()).rejects.toThrow(
    /postgres\.json, which has the passwords .* put it back from a backup/,
  );
});

it('keeps statements and what they held out of its log', async () => {
  const server = await start();
  await expect(ask(server.ownerUrl, `select '张三的身份证'::int`)).rejects.toMatchObject({ code: '22P02' });
  await ask(server.ownerUrl, 'create table note (name text primary key)');
  await ask(server.ownerUrl, `insert into note values ('李四')`);
  await expect(ask(server.ownerUrl, `insert into note values ('李四')`)).rejects.toMatchObject({
    code: '23505',
  });
  await server.stop();
  const log = await readFile(join(home, 'postgres.log'), 'utf8');
  expect(log).toContain('ready to accept connections');
  expect(log).not.toMatch(/张三|李四|insert|duplicate/);
});

describe('a home that only its owner may enter', () => {
  beforeEach(() => chmod(home, 0o700));

  it('is enough for its owner; for root the data goes where the server’s user may go, and one line says where', async () => {
    const first = await startHere();
    await ask(first.ownerUrl, 'create table note as select 3 as id');
    if (isRoot) {
      expect(first.folder).toMatch(/^\/var\/lib\/shoumi-[0-9a-f]{8}$/);
      expect(said.filter((line) => line.includes(first.folder))).toHaveLength(1);
    } else {
      expect(first.folder).toBe(join(home, 'postgres'));
    }
    await first.stop();
    const second = await start();
    expect(second.folder).toBe(first.folder);
    expect(await ask(second.ownerUrl, 'select id from note')).toBe(3);
    await second.stop();
  });
});
