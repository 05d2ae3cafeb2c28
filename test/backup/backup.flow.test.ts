import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identityOf } from '../../src/backup/archive.key.ts';
import { restoreBackup } from '../../src/backup/archive.restore.ts';
import { prepareDatabase } from '../../src/bot.ts';
import { emptyDatabase } from '../../src/database/empty.ts';
import { logKeysOf } from '../../src/ledger/log-key.ts';
import { verifyLog } from '../../src/ledger/verify.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { companyDefaults } from '../../src/people/company.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { ask, cardOf, requestState } from '../access/flow.ts';
import { screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { freshDatabase } from '../support/database.ts';
import { testKeys } from '../support/keys.ts';

const { lin, zhao, zhou, emma } = workspace.people;

let firm: Firm;
let home: string;
let folder: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shoumi-backups-'));
  folder = join(home, 'firm.backups');
  firm = await startFirm('socket', undefined, { folder, tried: true });
  // Round the clock: what is unasked waits for working hours, whenever this runs.
  await saveCompany(firm.fresh.database, firm.bot.house.tenant, {
    ...companyDefaults,
    hours: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' },
    holidays: 'none',
  });
});
afterAll(async () => {
  await firm.stop();
  await rm(home, { recursive: true, force: true });
});

const files = async () => (await readdir(folder).catch(() => [])).sort();
const events = async (type: string) =>
  firm.fresh.database.sql<{ data: Record<string, unknown> }[]>`
    select data_json as data from event where type = ${type} order by at`;

it('a young house has none; then one a day, one after many missed days, and a trial of it', {
  timeout: 90_000,
}, async () => {
  const number = await ask(firm, lin.id);
  await firm.slack.click(zhao.id, await cardOf(firm, zhao.id, number), 'access.approve');
  expect(await requestState(firm, number)).toBe('granted');
  await firm.bot.tick();
  await firm.bot.settled();
  expect(await files()).toEqual([]);

  await firm.slack.advance('PT2H');
  const [first, ...others] = await files();
  expect(first).toMatch(/^shoumi-.*\.age$/);
  expect(others).toEqual([]);
  expect(await events('backup.made')).toMatchObject([{ data: { name: first } }]);
  // What a killed one left behind, and a file of somebody else's.
  await writeFile(join(folder, 'shoumi-2026-01-01T0000Z.age.part'), 'half');
  await writeFile(join(folder, 'shoumi-2020-01-01T0000Z.age'), 'not recorded here');

  await firm.slack.advance('P5D');
  expect(await events('backup.made')).toHaveLength(2);
  expect(await files()).toHaveLength(3);
  expect((await files()).filter((name) => name.endsWith('.part'))).toEqual([]);

  await firm.bot.tick();
  await firm.bot.settled();
  expect(await events('backup.checked')).toMatchObject([
    { data: { ok: true, name: (await files()).at(-1) } },
  ]);
  expect(await events('backup.failed')).toEqual([]);
});

it('what a firm lived through is whole in another database', { timeout: 60_000 }, async () => {
  const target = await freshDatabase();
  try {
    await emptyDatabase(target.url);
    const name = (await files()).at(-1) ?? '';
    const identities = testKeys.backupSecrets.map(identityOf);
    const path = join(folder, name);
    const restored = await restoreBackup({
      ownerUrl: target.url,
      path,
      identities,
      prepare: prepareDatabase,
    });
    const { verifiers } = logKeysOf(testKeys);
    const verdict = await verifyLog({ database: target.database, verifiers });
    expect(verdict).toMatchObject({ kind: 'whole', size: restored.header.log.size });
    const [row] = await target.database.sql`select state from access_request`;
    expect(row?.state).toBe('granted');
  } finally {
    await target.drop();
  }
});

it('others are told whom to ask, in their language', async () => {
  for (const [who, text, sentence] of [
    [lin.id, '备份', '备份由守密的管理员负责'],
    [emma.id, 'backup', 'Backups are looked after by Shoumi’s admins'],
  ] as const) {
    const screen = screenOf(firm, who);
    await screen.shoumi(text);
    expect(await screen.told()).toContain(sentence);
    expect(await firm.slack.topView(who)).toBeUndefined();
  }
});

it('an admin sees the last one, its trial and the place, and has one made now', async () => {
  const screen = screenOf(firm, zhou.id);
  await screen.shoumi('backup');
  const before = (await events('backup.made')).length;
  const words = await screen.words();
  expect(words).toContain((await events('backup.made')).at(-1)?.data.name);
  expect(words).toContain(folder);
  expect(words).toMatch(/已试恢复，日志完整|its log is whole/);
  await screen.press('backup.now');
  await firm.bot.settled();
  expect(await screen.words()).toMatch(/正在备份|is being made/);
  await screen.press('backup.reload');
  const made = await events('backup.made');
  expect(made).toHaveLength(before + 1);
  // The one of earlier that day has made room for it.
  expect((await files()).at(-1)).toBe(made.at(-1)?.data.name);
  expect(await screen.words()).toContain(made.at(-1)?.data.name);
  expect((await events('backup.asked')).map(({ data }) => data)).toEqual([{ by: zhou.id }]);
  await firm.slack.call('POST', '/close', { user: zhou.id });
});

it('admins hear once of a folder that takes nothing, and that it is well again', {
  timeout: 60_000,
}, async () => {
  const cards = async () =>
    (await firm.slack.inbox(zhou.id))
      .filter((message) => !message.ephemeral_for && !message.thread_ts)
      .map((message) => wordsOf([message.text, message.blocks]))
      .filter((words) => /守密备份失败|Shoumi’s backup failed/.test(words));
  await rename(folder, `${folder}.away`);
  await writeFile(folder, 'a file where the folder was');
  await firm.slack.advance('P1DT1H');
  expect(await events('backup.failed')).toHaveLength(1);
  await firm.slack.advance('PT2H');
  expect(await events('backup.failed')).toHaveLength(2);
  expect(await cards()).toHaveLength(1);

  await rm(folder);
  await rename(`${folder}.away`, folder);
  await firm.slack.advance('PT2H');
  const [card, ...more] = await cards();
  expect(more).toEqual([]);
  expect(card).toMatch(/备份已恢复正常|Backups are made again/);
});
