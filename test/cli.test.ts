import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firm as workspace } from '../src/sandbox/firm.ts';
import { ask, cardOf } from './access/flow.ts';
import { type Firm, startFirm } from './support/bot.ts';
import { testKeyText } from './support/keys.ts';

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
  await firm.slack.submit(zhao.id, form, { reason: 'A & B are < C' });
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
