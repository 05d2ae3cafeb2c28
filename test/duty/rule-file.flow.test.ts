import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dutiesOf } from '../../src/duty/duty.store.ts';
import { rowOf, ruleColumns } from '../../src/duty/rule-file.parse.ts';
import { sheet } from '../../src/duty/sheet.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { testKeyText } from '../support/keys.ts';
import { quickStart } from '../support/quick-start.ts';

const { lin, wang } = workspace.people;
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
let firm: Firm;
let folder: string;
beforeAll(async () => {
  firm = await startFirm();
  folder = await mkdtemp(join(tmpdir(), 'shoumi-duties-'));
});
afterAll(async () => {
  await firm?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Ran = { code: number; stdout: string; stderr: string };

async function shoumi(...words: string[]): Promise<Ran> {
  const env = {
    PATH: process.env.PATH,
    ...quickStart,
    DATABASE_URL: firm.fresh.url,
    SHOUMI_KEY: testKeyText,
  };
  const ran = await promisify(execFile)(process.execPath, [cli, ...words], { env }).then(
    (done) => ({ code: 0, ...done }),
    ({ code, stdout, stderr }: Ran) => ({ code, stdout, stderr }),
  );
  if (process.env.PRINT)
    process.stdout.write(`\n$ shoumi ${words.join(' ')}\n${ran.stdout}${ran.stderr}(${ran.code})\n`);
  return ran;
}

async function standing() {
  const { house } = firm.bot;
  return (await house.read((tx) => dutiesOf(tx, house.tenant, { page: { limit: 100, offset: 0 } }))).rows;
}

const dutyEvents = async () =>
  (
    await firm.fresh.database.sql<
      { n: number }[]
    >`select count(*)::int as n from event where type like 'duty.%'`
  )[0]?.n;

it('plans, applies once, takes its own export back unchanged, and ends what the file leaves out when told', async () => {
  const yaml = join(folder, 'duties.yaml');
  const drill = `- key: restore-drill
  title_en: Restore a backup
  title_zh: 备份恢复演练
  controls: [3.4]
  owner: ${lin.real_name}
  checker: ${wang.id}
  when: 每月第一个工作日
  asks: ["数字：恢复用时 / Minutes to restore（min）"]
`;
  const rules = `- key: firewall
  title_zh: 复查防火墙规则
  owner: ${wang.real_name}
  when: workday -1 of quarter
`;
  await writeFile(
    yaml,
    `${drill}${rules}- key: bad\n  title_en: Something\n  owner: Nobody Here\n  when: every Friday\n`,
  );
  const planned = await shoumi('plan', yaml);
  expect(planned).toMatchObject({ code: 1, stderr: '' });
  expect(planned.stdout).toContain(
    'Read 3 duties: 2 to add, 0 to change, 0 as they are, 1 with something wrong.',
  );
  expect(planned.stdout).toMatch(
    /\+ Restore a backup\n {4}on the 1st working day of every month · .* · next on /,
  );
  expect(planned.stdout).toContain('  Line 13, owner: this is the name of no employee who is here.');
  expect(planned.stdout).toContain(`shoumi apply ${yaml} --yes`);
  expect((await shoumi('apply', yaml)).stdout).toContain('Nothing was changed.');
  expect(await standing()).toEqual([]);

  expect(await shoumi('apply', yaml, '--yes')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('2 added, 0 changed, 0 ended.'),
  });
  const [one, two] = await standing();
  expect([one?.owner, one?.checker, two?.titleEn]).toEqual([lin.id, wang.id, '复查防火墙规则']);
  const events = await dutyEvents();
  await writeFile(yaml, drill + rules);
  expect(await shoumi('apply', yaml, '--yes', '--zh')).toMatchObject({
    code: 0,
    stdout: '共读到 2 件：新增 0 件，修改 0 件，2 件不变。\n没有要改的。\n',
  });
  expect(await dutyEvents()).toBe(events);

  const exported = join(folder, 'export.csv');
  await writeFile(exported, sheet(ruleColumns, (await standing()).map(rowOf)));
  expect(await shoumi('apply', exported, '--yes', '--retire')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 as they are.\nNothing to change.'),
  });

  await writeFile(
    yaml,
    drill
      .replace('恢复用时 / Minutes to restore', '恢复用时 / Minutes it took')
      .replace(wang.id, '"@Emma Clarke"'),
  );
  const changed = await shoumi('apply', yaml, '--yes', '--retire');
  expect(changed.stdout).toContain(
    `    checker: ${wang.real_name} → Emma Clarke\n    asks: ~ number: 恢复用时 / Minutes it took (min)`,
  );
  expect(changed.stdout).toContain('- 复查防火墙规则: ended');
  expect(changed.stdout).toContain('0 added, 1 changed, 1 ended.');
  expect(await standing()).toMatchObject([{ asks: [{ en: 'Minutes it took' }], revision: 2 }]);
  await firm.bot.settled();
}, 120_000);
