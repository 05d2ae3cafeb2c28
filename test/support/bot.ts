import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnchorSettings } from '../../src/audit/anchor.ts';
import type { BackupSettings } from '../../src/backup/backup.job.ts';
import { type Bot, startBot } from '../../src/bot.ts';
import { capabilities } from '../../src/capabilities.ts';
import { seedDemo } from '../../src/demo.ts';
import { logger } from '../../src/log.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type People, peopleOf } from './control.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { demoFirm, manifest, thursday } from './demo-firm.ts';
import { testKeys } from './keys.ts';

/** A real bot against a real sandbox, with a database of its own and the demo firm in it. */
export type Firm = {
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  readonly fresh: FreshDatabase;
  /** Reasons for which the bot wanted to end. */
  readonly fatal: string[];
  readonly slack: People;
  /** Ends the bot and starts another on the same rows. */
  readonly restartBot: () => Promise<Bot>;
  readonly stop: () => Promise<void>;
};

export async function startFirm(
  delivery: 'socket' | 'http' = 'socket',
  anchors?: AnchorSettings,
  backup?: BackupSettings,
  /** A workspace into which the bot is let for the first time: no demo firm; what is done there before. */
  unseen?: (slack: People) => Promise<unknown>,
  /** When its clock begins, if not on the Thursday of all firms: the demo firm is then set up at that time, which takes a few seconds. */
  begins?: Date,
): Promise<Firm> {
  const folder = await mkdtemp(join(tmpdir(), 'shoumi-sandbox-'));
  const fresh = unseen || begins ? await freshDatabase() : await demoFirm(folder);
  const port = delivery === 'http' ? await freePort() : 0;
  let bot: Bot | undefined;
  const sandbox = await startSandbox({
    folder,
    port: 0,
    manifest,
    ...(delivery === 'http' ? { delivery: { url: `http://127.0.0.1:${port}/slack/events` } } : {}),
    retryWaitsMs: [50, 200, 400],
    begins: begins ?? thursday,
    pages: async (request) => (await bot?.pages(request)) ?? new Response(null, { status: 503 }),
    onClock: async () => {
      await bot?.settled();
      await bot?.tick();
      await bot?.settled();
    },
  });
  const fatal: string[] = [];
  const connectBot = async (): Promise<Bot> => {
    const made = await startBot({
      databaseUrl: fresh.appUrl,
      ownerUrl: fresh.url,
      capabilities,
      keys: testKeys,
      slack: {
        token: sandbox.botToken,
        keepToken: unseen !== undefined,
        apiUrl: sandbox.apiUrl,
        arrival:
          delivery === 'http'
            ? { mode: 'http', signingSecret: sandbox.signingSecret, port }
            : { mode: 'socket', appToken: sandbox.appToken },
      },
      now: sandbox.now,
      clock: () => new Date(),
      random: (bytes) => randomBytes(bytes),
      admins: [],
      ...(anchors ? { anchors } : {}),
      backup,
      url: sandbox.url,
      log: logger({ level: process.env.LOG_LEVEL === undefined ? 'silent' : 'debug' }),
      onFatal: (reason) => fatal.push(reason),
    });
    await made.settled();
    return settlingWith(sandbox, made);
  };
  await unseen?.(peopleOf(sandbox.url, async () => {}));
  bot = await connectBot();
  if (begins && !unseen) {
    await seedDemo(bot.house);
    await bot.settled();
  }
  const firm = {
    sandbox,
    get bot() {
      return bot as Bot;
    },
    fresh,
    fatal,
    slack: peopleOf(sandbox.url, async () => bot?.settled()),
    restartBot: async () => {
      await bot?.stop();
      bot = await connectBot();
      return bot;
    },
    stop: async () => {
      await bot?.stop();
      await sandbox.stop();
      await fresh.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return firm;
}

/** The bot, at rest only once nothing is on its way to it: such an event is work that it does not know of yet. */
export function settlingWith(sandbox: Pick<Sandbox, 'settle'>, bot: Bot): Bot {
  return {
    ...bot,
    settled: async () => {
      await sandbox.settle();
      await bot.settled();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
