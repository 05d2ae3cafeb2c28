import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { testKeyText } from '../support/keys.ts';
import { quickStart } from '../support/quick-start.ts';
import { screenOf } from './screen.ts';

const { lin, wang, david } = workspace.people;
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
let firm: Firm;
let folder: string;
beforeAll(async () => {
  firm = await startFirm();
  folder = await mkdtemp(join(tmpdir(), 'shoumi-import-'));
});
afterAll(async () => {
  await firm?.stop();
  await rm(folder, { recursive: true, force: true });
});

const count = async () =>
  (await firm.fresh.database.sql<{ n: number }[]>`select count(*)::int as n from client_case`)[0]?.n;
const shown = async (who: string) => wordsOf((await firm.slack.topView(who))?.view);

it('shows what was read before anything is imported, and then imports the good rows once', async () => {
  const screen = screenOf(firm, wang.id);
  await screen.shoumi('案件 导入');
  const list = `编号;类型;经办人\nC-2026-0601;转让;林晓、Emma Clarke\nC-2026-0602;离婚;王小明\nC-2026-0601;转让;`;
  await screen.submit({ list });
  const view = await shown(wang.id);
  expect(view).toContain('*共读到 3 行：* 1 行可以导入，2 行有问题。');
  expect(view).toContain('• 第 3 行，类型：没有这个类型，请填公司转让、代理记账、税务或其他。');
  expect(view).toContain('• 第 3 行，经办人：第 1 位不是本公司在职员工');
  expect(view).toContain('• 第 4 行，编号：与第 2 行的编号重复，请只保留一行。');
  expect(view).not.toContain('• 第 2 行');
  expect(await count()).toBe(0);
  const form = await screen.top();
  await Promise.all([firm.slack.submit(wang.id, form, { list }), firm.slack.submit(wang.id, form, { list })]);
  expect(await count()).toBe(1);
  const [events] = await firm.fresh.database.sql<{ n: number }[]>`
    select count(*)::int as n from event where type = 'case.opened' and subject = 'C-2026-0601'`;
  expect(events?.n).toBe(1);
});

it('checks again what was changed after it was checked, and pages through many faults', async () => {
  const screen = screenOf(firm, david.id);
  await screen.shoumi('case import');
  const bad = Array.from({ length: 23 }, (_, n) => `C-2026-07${String(n).padStart(2, '0')},nonsense`).join(
    '\n',
  );
  await screen.submit({ list: `number,kind\nC-2026-0650,tax\n${bad}` });
  expect(await shown(david.id)).toContain('1–10 of 23 faults');
  await screen.press('import.page.next');
  expect(await shown(david.id)).toContain('11–20 of 23 faults');
  await screen.submit({ list: 'number,kind\nC-2026-0651,tax' });
  expect(await shown(david.id)).toContain('Read 1 row');
  expect(await count()).toBe(1);
  await screen.submit({ list: 'number,kind\nC-2026-0651,tax' });
  expect(await shown(david.id)).toContain('1 case imported.');
  expect(await count()).toBe(2);
});

it('says under the field what cannot be read, and is not for everybody', async () => {
  const screen = screenOf(firm, david.id);
  await screen.shoumi('case import');
  expect(await screen.submit({ list: 'kind,team\ntax,A' })).toMatchObject({
    errors: { list: expect.stringContaining('No column is called “number”') },
  });
  await screenOf(firm, lin.id).shoumi('案件 导入');
  expect(await firm.slack.topView(lin.id)).toBeUndefined();
});

it('takes a file as a Chinese Excel saves it: judged first, imported part by part, and a second click imports nothing twice', async () => {
  const { slack } = firm;
  const screen = screenOf(firm, wang.id);
  const lines = Array.from({ length: 2_500 }, (_, n) => `F-2026-${n},${n % 125 === 7 ? 'zzz' : '转让'}`);
  const file = await slack.upload(wang.id, '案件.csv', gbk(`编号,类型\r\n${lines.join('\r\n')}\r\n`));
  const before = (await count()) ?? 0;

  await screen.shoumi('案件 导入');
  expect(await screen.submit({ list: '编号\nF-2026-1', file: [file] })).toMatchObject({
    errors: { file: '请二选一：粘贴清单，或选择文件。' },
  });
  await screen.submit({ list: '', file: [file] });
  const view = await shown(wang.id);
  expect(view).toContain('文件：案件.csv');
  expect(view).toContain('*共读到 2,500 行：* 2,480 行可以导入，20 行有问题。');
  expect(view).toContain('按一次导入 2,000 行，再按一次继续，直到全部导入。');
  await screen.press('import.page.next');
  expect(await shown(wang.id)).toContain('第 11–20 处问题，共 20 处');
  expect(await count()).toBe(before);

  const form = await screen.top();
  await Promise.all([slack.submit(wang.id, form, {}), slack.submit(wang.id, form, {})]);
  expect(await shown(wang.id)).toMatch(/480 行可以导入|已导入/);
  if ((await count()) !== before + 2_480) await screen.submit({});
  expect(await count()).toBe(before + 2_480);
  const [twice] = await firm.fresh.database.sql<{ n: number }[]>`
    select count(*)::int as n from (
      select 1 from event where type = 'case.opened' and subject like 'F-2026-%' group by subject having count(*) > 1) as s`;
  expect(twice?.n).toBe(0);
}, 60_000);

it('says what to do about a file that is too large, somebody else’s, gone, or that Slack does not hand over', async () => {
  const { slack } = firm;
  const screen = screenOf(firm, david.id);
  const foreign = await slack.upload(wang.id, 'list.csv', Buffer.from('number\nC-1'));
  await screen.shoumi('case import');
  expect(await screen.submit({ list: '', file: [foreign] })).toMatchObject({ error: 'file_not_found' });

  const mine = await slack.upload(david.id, 'list.csv', Buffer.from('number,kind\nC-2026-0777,tax'));
  await slack.fault({ method: 'files.info', times: 1, error: 'missing_scope' });
  expect(await screen.submit({ list: '', file: [mine] })).toMatchObject({
    errors: { file: expect.stringContaining('an admin has to install me again') },
  });
  await slack.fault({ method: 'files.info', times: 1, status: 500 });
  expect(await screen.submit({ list: '', file: [mine] })).toMatchObject({
    errors: { file: expect.stringContaining('did not hand the file over in time') },
  });
  const empty = await slack.upload(david.id, 'empty.csv', Buffer.from('kind,team\ntax,A'));
  expect(await screen.submit({ list: '', file: [empty] })).toMatchObject({
    errors: { file: expect.stringContaining('No column is called “number”') },
  });
  await screen.submit({ list: '', file: [mine] });
  expect(await shown(david.id)).toContain('Read 1 row');
  // Meanwhile it is deleted in Slack: the form begins anew, and says why.
  await slack.fault({ method: 'files.info', times: 1, error: 'file_not_found' });
  await screen.submit({});
  expect(await shown(david.id)).toContain('not to be had from Slack any more');
  await screen.submit({ list: '', file: [mine] });
  await screen.submit({});
  expect(await shown(david.id)).toContain('1 case imported.');
});

it('reads 5,000 rows in GBK with 40 faults on the server, writes them to a file, and imports the rest once', async () => {
  const lines = Array.from({ length: 5_000 }, (_, n) => `G-2026-${n},${n % 125 === 7 ? 'zzz' : '转让'}`);
  const file = join(folder, 'cases.csv');
  await writeFile(file, gbk(`编号,类型\r\n${lines.join('\r\n')}\r\n`));
  const run = async (...more: string[]) => {
    const env = {
      PATH: process.env.PATH,
      ...quickStart,
      DATABASE_URL: firm.fresh.url,
      SHOUMI_KEY: testKeyText,
    };
    const words = [cli, 'cases', 'import', file, ...more];
    return promisify(execFile)(process.execPath, words, { env }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    );
  };
  const preview = await run('--faults', join(folder, 'faults.csv'));
  expect(preview.code).toBe(1);
  expect(preview.stdout).toContain('Read 5,000 rows: 4,960 are ready to import, 40 have something wrong.');
  expect(preview.stdout).toContain('  Row 9, kind: not known. Use transfer, bookkeeping, tax or other.');
  expect(preview.stdout).toContain('… and 20 more');
  expect((await readFile(join(folder, 'faults.csv'), 'utf8')).split('\r\n')).toHaveLength(41);
  const before = (await count()) ?? 0;
  expect((await run('--yes')).stdout).toContain('4,960 cases imported.');
  expect(await count()).toBe(before + 4_960);
  expect((await run('--yes')).stdout).toContain('none is ready to import, 4,960 are in the register already');
}, 120_000);

it('knows clients by hashes of their names, and says in any form which number to write instead', async () => {
  const file = join(folder, 'names.csv');
  await writeFile(file, 'number,name\nC-2026-0601,上海晨光贸易有限公司\nC-2026-0651,x\nC-2026-9999,某某公司');
  const env = {
    PATH: process.env.PATH,
    ...quickStart,
    DATABASE_URL: firm.fresh.url,
    SHOUMI_KEY: testKeyText,
  };
  const ran = await promisify(execFile)(process.execPath, [cli, 'cases', 'names', file], { env }).catch(
    (error: { stdout: string; code: number }) => error,
  );
  expect(ran.stdout).toContain('Row 3, name: missing, too short');
  expect(ran.stdout).toContain('Row 4, number: not in the register of cases');
  expect(ran.stdout).toContain('1 case is known by name now, 2 rows left out.');
  expect(ran.stdout).not.toContain('晨光');
  const screen = screenOf(firm, wang.id);
  await screen.shoumi('案件 登记');
  const fields = {
    number: 'C-2026-0888',
    kind: 'tax',
    people: [],
    team: '',
    region: '',
    clauses: '晨光贸易合同第3条',
  };
  const said = '这里像是写了 C-2026-0601 的客户名称，请改用案件编号；守密里不写客户名称。';
  // A company's whole name is nothing else, and there is nothing to say about it.
  expect(await screen.submit({ ...fields, clauses: '上海晨光贸易有限公司合同第3条' })).toMatchObject({
    errors: { clauses: said },
  });
  expect(await screen.submit(fields)).toMatchObject({ response_action: 'update', closed: false });
  expect(wordsOf(await firm.slack.topView(wang.id))).toContain(said);
  expect((await screen.submit({ ...fields, clauses: '合同第3条' })).errors).toBeUndefined();

  // Two characters can be ordinary words: one tap says so, for these words in this form alone.
  await screen.shoumi('案件 登记');
  const innocent = { ...fields, number: 'C-2026-0889', clauses: '晨光贸易区的仓库' };
  await screen.submit(innocent);
  const back = (await firm.slack.topView(wang.id)) as ControlView;
  expect(wordsOf(back)).toContain('这里不是客户名称');
  await firm.slack.clickInView(wang.id, back, 'slack.vouchName');
  const vouched = (await firm.slack.topView(wang.id)) as ControlView;
  expect(wordsOf(vouched)).toContain('已按普通词语处理');
  expect(wordsOf(vouched)).not.toContain(said);
  expect(await screen.submit({ clauses: '晨光贸易区，上海晨光贸易有限公司' })).toMatchObject({
    errors: { clauses: said },
  });
  expect((await screen.submit({ clauses: innocent.clauses })).errors).toBeUndefined();
  const [recorded] = await firm.fresh.database.sql<{ data: string }[]>`
    select data from event where type = 'guard.name_vouched'`;
  expect(JSON.parse(recorded?.data ?? '')).toMatchObject({ by: wang.id, field: 'clauses' });
  expect(recorded?.data).not.toContain('晨光');
  const dump = await firm.fresh.database.sql<
    { data: string }[]
  >`select data from event where type like 'case.%'`;
  expect(JSON.stringify(dump)).not.toContain('晨光');
}, 120_000);

/** A text in GBK, as far as these tests need it. */
function gbk(text: string): Buffer {
  return Buffer.from([...text].flatMap((one) => hanzi[one] ?? [one.charCodeAt(0)]));
}

/** The characters of the files in GBK. */
const hanzi: Readonly<Record<string, number[]>> = {
  编: [0xb1, 0xe0],
  号: [0xba, 0xc5],
  类: [0xc0, 0xe0],
  型: [0xd0, 0xcd],
  转: [0xd7, 0xaa],
  让: [0xc8, 0xc3],
};
