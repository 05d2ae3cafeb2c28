import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firm as workspace } from '../src/sandbox/firm.ts';
import { ask, cardOf } from './access/flow.ts';
import { type Firm, startFirm } from './support/bot.ts';
import { testKeyText } from './support/keys.ts';
import { quickStart } from './support/quick-start.ts';

const { lin, zhao } = workspace.people;
const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

async function shoumi(...words: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    ...quickStart,
    DATABASE_URL: firm.fresh.url,
    SHOUMI_KEY: testKeyText,
    TZ: 'Asia/Shanghai',
  };
  return (await promisify(execFile)(process.execPath, [cli, ...words], { env })).stdout;
}

it('tells a timeline with years, names, and words as they were written', async () => {
  const number = await ask(firm, lin.id);
  await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.deny');
  const form = await firm.slack.topView(zhao.id);
  if (!form) throw new Error('the form did not open');
  await firm.slack.submit(zhao.id, form, { kind: 'other', reason: 'A & B are < C' });
  const [row] = await firm.fresh.database.sql<{ id: string }[]>`select id from access_request`;
  const lines = (await shoumi('timeline', row?.id ?? '')).trim().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/ 20\d\d, \d\d:/);
  expect(lines[0]).toContain(`${lin.real_name} asked for client-files`);
  expect(lines[1]).toContain(`${zhao.real_name} denied: A & B are < C`);
  expect(await shoumi('timeline', row?.id ?? '', '--zh')).toMatch(/^20\d\d年/);
});

it('says what is not there, and ends with 1', async () => {
  await expect(shoumi('timeline', 'req_none')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Nothing is recorded of req_none'),
  });
});

describe('the log from the terminal', () => {
  const run = (...words: string[]) =>
    shoumi(...words).then(
      (stdout) => ({ code: 0, stdout, stderr: '' }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        code,
        stdout,
        stderr,
      }),
    );

  it('is verified, proved event by event and as a whole, and a changed row is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shoumi-proof-'));
    const file = (name: string) => join(folder, name);
    await firm.bot.settled();
    expect(await run('verify', '--no-anchors')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^size \d+\nroot [0-9a-f]{64}\nThe log is whole/),
    });
    const key = (await shoumi('checkpoint', '--key')).trim();
    await writeFile(file('older'), await shoumi('checkpoint'));

    await ask(firm, lin.id);
    await firm.bot.settled();
    const [row] = await firm.fresh.database.sql<{ id: string; subject: string }[]>`
      select id, subject from event where type = 'access.requested' order by at desc limit 1`;
    await shoumi('prove', row?.id ?? '', '--out', file('one.tlog-proof'));
    await shoumi('prove', '--from', file('older'), '--out', file('growth'));
    // Somebody else's machine: no settings at all.
    const offline = async (...words: string[]) =>
      (
        await promisify(execFile)(process.execPath, [cli, 'verify-proof', ...words], {
          env: { PATH: process.env.PATH },
        })
      ).stdout;
    expect(await offline(file('one.tlog-proof'), '--key', key)).toContain(
      `is access.requested on ${row?.subject}`,
    );
    expect(await offline(file('growth'), '--key', key, '--from', file('older'))).toMatch(
      /^Proved: the \d+ leaves of shoumi-\w+ begin with/,
    );
    await expect(offline(file('one.tlog-proof'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--key is missing'),
    });
    const bent = (await readFile(file('one.tlog-proof'), 'utf8')).replace(/index \d+/, 'index 0');
    await writeFile(file('bent'), bent);
    await expect(offline(file('bent'), '--key', key)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not leaf 0'),
    });

    await firm.fresh.database
      .sql`update event set data = replace(data, 'client-files', 'client-filez') where id = ${row?.id ?? ''}`;
    expect(await run('verify', '--no-anchors', '--checkpoint', file('older'))).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^The log is broken: leaf \\d+: event ${row?.id} is not what was put into the log`),
      ),
    });
    await rm(folder, { recursive: true });
  }, 120_000);
});
