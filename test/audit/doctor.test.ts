import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { placeFrom } from '../../src/audit/anchor.ts';
import { examine } from '../../src/audit/doctor.job.ts';
import { doctorText } from '../../src/audit/doctor.text.ts';
import {
  type AnchorFacts,
  judgeAnchor,
  judgeCheckpoint,
  judgeClock,
  judgeLag,
  judgeRights,
} from '../../src/audit/doctor.ts';
import { connect } from '../../src/database/connection.ts';
import { roles } from '../../src/database/roles.ts';
import { plain, type Texts } from '../../src/kernel/message.ts';
import { logKeysOf } from '../../src/ledger/log-key.ts';
import { logger } from '../../src/log.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { makeClients } from '../../src/slack/clients.ts';
import { type HouseKeys, houseKeys } from '../../src/vault/keys.ts';
import { screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { testKeys, testKeyText } from '../support/keys.ts';
import { quickStart } from '../support/quick-start.ts';

describe('what the doctor makes of what was found', () => {
  it('rights: a superuser obeys none, too many are worse than too few', () => {
    const good = { login: 'shoumi_app', superuser: false, tooMany: [], missing: [] };
    expect(judgeRights(good)).toMatchObject([{ verdict: 'ok' }]);
    expect(judgeRights({ ...good, superuser: true })).toMatchObject([{ key: 'rights.superuser' }]);
    expect(judgeRights({ ...good, tooMany: ['shoumi_app UPDATE event'], missing: ['x'] })).toMatchObject([
      { verdict: 'wrong', key: 'rights.tooMany', values: { rights: 'shoumi_app UPDATE event' } },
    ]);
    expect(judgeRights({ ...good, missing: ['x'] })).toMatchObject([
      { verdict: 'wrong', key: 'rights.missing' },
    ]);
  });

  it.each([
    [0, 'ok'],
    [-1_999, 'ok'],
    [2_000, 'warning'],
    [-59_999, 'warning'],
    [60_000, 'wrong'],
  ])('clocks %i ms apart are %s', (ms, verdict) => expect(judgeClock(ms).verdict).toBe(verdict));

  it('waiting events: a second is nothing, an hour is wrong', () => {
    const now = new Date('2026-11-23T10:00:00.000Z');
    const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
    expect(judgeLag({ count: 0, oldest: undefined }, now).verdict).toBe('ok');
    expect(judgeLag({ count: 900, oldest: ago(59) }, now).verdict).toBe('ok');
    expect(judgeLag({ count: 1, oldest: ago(61) }, now).verdict).toBe('warning');
    expect(judgeLag({ count: 1, oldest: ago(3_600) }, now).verdict).toBe('wrong');
    expect(judgeLag({ count: 1, oldest: ago(-600) }, now).verdict).toBe('ok');
  });

  it('the checkpoint: missing, forged, of another size, behind, right', () => {
    const opened = { origin: 'x', size: 9, root: new Uint8Array(32) };
    const right = { opened, size: 9, entries: 9, minutes: 1 };
    expect(judgeCheckpoint(right).key).toBe('checkpoint.ok');
    expect(judgeCheckpoint({ ...right, entries: 10 }).key).toBe('checkpoint.behind');
    expect(judgeCheckpoint({ ...right, entries: 8 }).key).toBe('checkpoint.size');
    expect(judgeCheckpoint({ ...right, size: 8 }).key).toBe('checkpoint.size');
    expect(judgeCheckpoint({ ...right, opened: 'unsigned' }).key).toBe('checkpoint.unsigned');
    expect(judgeCheckpoint({ ...right, opened: 'malformed' }).key).toBe('checkpoint.malformed');
    expect(judgeCheckpoint({ ...right, opened: undefined }).key).toBe('checkpoint.missing');
    expect(judgeCheckpoint({ ...right, opened: undefined, entries: 0 }).verdict).toBe('ok');
  });

  it('an anchor: what is gone or changed outweighs what is late', () => {
    const good: AnchorFacts = {
      place: 'slack:C1',
      kind: 'slack',
      looked: 3,
      gone: 0,
      changed: 0,
      unseen: false,
      aheadMs: 0,
    };
    const judged = (more: Partial<AnchorFacts>) => {
      const { verdict, key } = judgeAnchor({ ...good, ...more }, 3_600_000);
      return [verdict, key];
    };
    const hour = 3_600_000;
    expect(judged({})).toEqual(['ok', 'anchor.ok']);
    expect(judged({ aheadMs: 2 * hour })).toEqual(['ok', 'anchor.ok']);
    expect(judged({ aheadMs: 3 * hour })).toEqual(['warning', 'anchor.late']);
    expect(judged({ aheadMs: 25 * hour })).toEqual(['wrong', 'anchor.failing']);
    expect(judged({ gone: 1, aheadMs: 25 * hour })).toEqual(['wrong', 'anchor.retention']);
    expect(judged({ gone: 1, kind: 'file' })).toEqual(['wrong', 'anchor.gone']);
    expect(judged({ gone: 1, changed: 1 })).toEqual(['wrong', 'anchor.changed']);
    expect(judged({ fault: 'shared' })).toEqual(['wrong', 'anchor.fault']);
    expect(judged({ fault: 'no_answer' })).toEqual(['warning', 'anchor.fault']);
    expect(judged({ fault: 'no_answer', aheadMs: 25 * hour })).toEqual(['wrong', 'anchor.fault']);
    expect(judged({ looked: 0 })).toEqual(['warning', 'anchor.empty']);
    expect(judged({ looked: 0, unseen: true })).toEqual(['warning', 'anchor.unseen']);
  });
});

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const ANCHORS = workspace.channels.anchors.id;

describe('shoumi doctor beside a running bot', () => {
  let firm: Firm;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shoumi-anchors-'));
    // `shoumi doctor` is a program of its own and has the machine's clock.
    const today = new Date();
    firm = await startFirm('socket', { places: places(), everyMs: 3_600_000 }, undefined, undefined, today);
    // Nor are the holidays of every year known on its first day.
    const admin = screenOf(firm, workspace.people.zhou.id);
    await admin.shoumi('settings company');
    expect(await admin.submit({ holidays: 'none' })).toMatchObject({ ok: true });
    for (let hour = 0; hour < 3; hour++) {
      await firm.slack.openHome(workspace.people.lin.id);
      await firm.slack.command(workspace.people.james.id, '/shoumi', `audit ${workspace.people.lin.id}`);
      await firm.slack.advance('PT2H');
    }
  });
  afterAll(async () => {
    await firm.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const places = () =>
    [placeFrom(`slack:${ANCHORS}`), placeFrom(`file:${folder}`)].flatMap((one) => one ?? []);

  /** What the doctor finds that is not well, in words. */
  async function examined(more: { url?: string; keys?: HouseKeys } = {}, locale: 'en' | 'zh' = 'en') {
    const keys = more.keys ?? testKeys;
    const database = connect(more.url ?? firm.fresh.appUrl, { max: 1, role: roles.app });
    const { bulk } = makeClients({
      token: firm.sandbox.botToken,
      apiUrl: firm.sandbox.apiUrl,
      log: logger({ level: 'silent' }),
    });
    try {
      const findings = await examine({
        database,
        keys,
        verifiers: logKeysOf(keys).verifiers,
        anchoring: { settings: { places: places(), everyMs: 3_600_000 }, slack: bulk },
        now: () => new Date(),
        tenant: firm.bot.house.tenant,
        slack: {
          client: bulk,
          apiUrl: firm.sandbox.apiUrl,
          clock: () => new Date(),
          reached: { by: 'socket', connected: firm.bot.connected() },
        },
      });
      return findings
        .filter(({ verdict }) => verdict !== 'ok')
        .map(({ verdict, key, values }) => `${verdict}: ${plain(doctorText as Texts, locale, key, values)}`);
    } finally {
      await database.stop();
    }
  }

  async function shoumiDoctor(...words: string[]): Promise<{ code: number; stdout: string }> {
    const env = {
      PATH: process.env.PATH,
      ...quickStart,
      DATABASE_URL: firm.fresh.appUrl,
      DATABASE_OWNER_URL: firm.fresh.url,
      SHOUMI_KEY: testKeyText,
      SHOUMI_ANCHORS: `slack:${ANCHORS},file:${folder}`,
      SLACK_BOT_TOKEN: firm.sandbox.botToken,
      SLACK_APP_TOKEN: firm.sandbox.appToken,
      SLACK_API_URL: firm.sandbox.apiUrl,
    };
    return promisify(execFile)(process.execPath, [cli, 'doctor', ...words], { env }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    );
  }

  it('finds nothing wrong, and ends with 0', { timeout: 60_000 }, async () => {
    expect(await examined()).toEqual([]);
    const { code, stdout } = await shoumiDoctor();
    expect(code).toBe(0);
    expect(stdout).toMatch(/✓ slack:C06ANCHORS0: all \d checkpoints looked at are there, unchanged/);
    expect(stdout).toContain('✓ Slack accepts the bot token, for Lanhe');
    expect(stdout).toContain('✓ Slack accepts the app token, so sockets can be opened.');
    expect(stdout).toContain('! No backups are made here.');
    expect(stdout).toMatch(/Nothing is wrong, 1 warning\./);
  });

  it('sees that a key, a right or a superuser is not as it should be', async () => {
    const superuser = new URL(inject('postgres').superuserUrl);
    superuser.pathname = new URL(firm.fresh.url).pathname;
    expect(await examined({ url: superuser.href })).toEqual([
      expect.stringMatching(/^wrong: .* a superuser, for whom no rule/),
    ]);
    const keys = houseKeys([Buffer.from('12345678901234567890123456789abc')], (bytes) => randomBytes(bytes));
    expect(await examined({ keys })).toContainEqual(expect.stringMatching(/^wrong: .*not signed by the key/));
    const owner = postgres(firm.fresh.url, { max: 1 });
    await owner`grant delete on event to shoumi_app`;
    await owner`revoke insert on log_anchor from shoumi_app`;
    expect(await examined()).toEqual([
      'wrong: Somebody may do more in the database than they should: shoumi_app DELETE event. Take it away (REVOKE … FROM …), then run “shoumi verify”.',
    ]);
    await owner`revoke delete on event from shoumi_app`;
    expect(await examined({}, 'zh')).toEqual([
      expect.stringContaining('数据库里缺少权限：shoumi_app INSERT log_anchor'),
    ]);
    await owner`grant insert on log_anchor to shoumi_app`;
    await owner.end();
  });

  it('says that a channel whose older messages are gone is no anchor, and which file was changed', {
    timeout: 60_000,
  }, async () => {
    const [oldest] = (await firm.slack.messages(ANCHORS)).filter(({ bot_id }) => bot_id);
    await fetch(`${firm.sandbox.apiUrl}chat.delete`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${firm.sandbox.botToken}` },
      body: JSON.stringify({ channel: ANCHORS, ts: oldest?.ts }),
    });
    const [name = ''] = await readdir(folder);
    await rm(join(folder, name));
    await writeFile(join(folder, name), 'something else\n');
    expect(await examined()).toEqual([
      expect.stringMatching(/^wrong: slack:C06ANCHORS0: 1 older message is gone.*retention rule/),
      expect.stringMatching(/^wrong: file:\S+: 1 checkpoint is not what this database recorded/),
    ]);
    const { code, stdout } = await shoumiDoctor('--zh');
    expect(code).toBe(1);
    expect(stdout).toMatch(/✓ 最新检查点涵盖全部 \d+ 条记录，由本日志的密钥签名/);
    expect(stdout).toContain('不能用来存证');
    expect(stdout).toContain('有 2 处错误');
  });

  it('says that the database is away', async () => {
    expect(await examined({ url: 'postgres://shoumi_app:x@127.0.0.1:9/none' })).toEqual([
      expect.stringMatching(/^wrong: The database does not answer/),
    ]);
  });
});
