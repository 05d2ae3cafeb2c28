import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Admin, startAdmin } from './admin.ts';
import { type Bot, startBot } from './bot.ts';
import { capabilities } from './capabilities.ts';
import { type Config, readConfig } from './config.ts';
import type { EmbeddedPostgres } from './database/embedded.ts';
import { installedPrefix } from './kernel/command-name.ts';
import { logger } from './log.ts';
import { makeMetrics } from './metrics.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { servePages } from './slack/pages.ts';
import { startTicks } from './tick.ts';
import { holdsWrappedKeys } from './vault/key.store.ts';
import { makeKeys, readKeys } from './vault/keys.ts';

const manifest = fileURLToPath(new URL('../manifest.yml', import.meta.url));
/** Longest a stop may take before the process ends all the same. */
const longestStopMs = 20_000;

const config = readConfig();
if ('fault' in config) {
  process.stderr.write(`${config.fault}\n`);
  process.exit(1);
}
installedPrefix(config.commandPrefix);
const random = (bytes: number): Uint8Array => randomBytes(bytes);
const log = logger({
  level: config.logLevel,
  secrets: [
    ...(config.slack.mode === 'http' ? [config.slack.signingSecret] : []),
    ...(config.anchors.s3 ? [config.anchors.s3.secret] : []),
    ...[config.keys.ring, config.keys.logKey].flatMap((list) => list?.split(',') ?? []),
  ],
});

/** What was started, in the order in which it is stopped: last first. */
const started: { name: string; stop: () => Promise<void> | void }[] = [];
let stopping: Promise<never> | undefined;

function stop(code: number): Promise<never> {
  stopping ??= (async () => {
    setTimeout(() => process.exit(code || 1), longestStopMs).unref();
    for (const { name, stop: end } of started.reverse()) {
      try {
        await end();
      } catch (error) {
        log.warn({ err: error, part: name }, 'a part did not stop in order');
      }
    }
    process.exit(code);
  })();
  return stopping;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'an error nobody expected; stopping');
  void stop(1);
});
process.on('unhandledRejection', (error) => {
  log.fatal({ err: error }, 'an error nobody expected; stopping');
  void stop(1);
});

try {
  const url = await run(config);
  process.stdout.write(`ready ${url}\n`);
} catch (error) {
  log.debug({ err: error }, 'not started');
  if (!stopping) process.stderr.write(`${(error as Error).message}\n`);
  await stop(1);
}

/** Starts what the settings ask for; answers where people find it. */
async function run(settings: Config): Promise<string> {
  const { slack } = settings;
  const known = await readKeys(settings.keys, random);
  const local = slack.mode === 'sandbox' || !settings.database;
  const hold = local
    ? await import('./database/hold.ts').then(({ holdHome }) => holdHome(settings.home))
    : undefined;
  if (hold) started.push({ name: 'hold', stop: () => hold.release() });

  // The page is built while the database starts.
  const page =
    slack.mode === 'sandbox' ? wanted('the sandbox', () => import('./sandbox/page.build.ts')) : undefined;
  const pageFolder = page?.then(({ buildPage }) => buildPage({ out: join(settings.home, 'page'), log }));
  pageFolder?.catch(() => {});
  const database = settings.database ?? (await embedded(settings.home));
  const keys = known ?? (await makeKeys(settings.keys, random, () => holdsWrappedKeys(database.ownerUrl)));

  let bot: Bot | undefined;
  const admin: Admin = await startAdmin({
    ...settings.admin,
    checks: {
      database: async () => (await bot?.database.reachable()) ?? false,
      slack: () => bot?.connected() ?? false,
    },
    metrics: makeMetrics(() => bot),
  });
  started.push({ name: 'admin', stop: () => admin.stop() });

  const pages = async (request: Request): Promise<Response> =>
    (await bot?.pages(request)) ?? new Response(null, { status: 503, headers: { 'retry-after': '30' } });
  let sandbox: Sandbox | undefined;
  if (slack.mode === 'sandbox') {
    const { startSandbox } = await wanted('the sandbox', () => import('./sandbox/sandbox.ts'));
    sandbox = await startSandbox({
      folder: join(settings.home, 'sandbox'),
      port: settings.port,
      manifest: await manifestFor(settings),
      log,
      ...(pageFolder ? { pageFolder: await pageFolder } : {}),
      pages,
      onClock: async () => {
        await bot?.settled();
        await bot?.tick();
        await bot?.settled();
      },
      onReset: async () => {
        await bot?.stop();
        const { emptyDatabase } = await import('./database/empty.ts');
        await emptyDatabase(database.ownerUrl);
        // What is kept of a log that is no more would contradict the next one.
        await rm(join(settings.home, 'anchors'), { recursive: true, force: true });
        bot = await connectBot();
      },
    }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE'
        ? new Error(`Port ${settings.port} is taken: set PORT to a free one.`)
        : error;
    });
    started.push({ name: 'sandbox', stop: () => sandbox?.stop() });
  }

  async function connectBot(): Promise<Bot> {
    const demo = sandbox ? await import('./demo.ts') : undefined;
    const made = await startBot({
      databaseUrl: database.url,
      ownerUrl: database.ownerUrl,
      capabilities,
      keys,
      slack: speaking(settings, sandbox),
      now: sandbox ? sandbox.now : () => new Date(),
      clock: () => new Date(),
      random,
      admins: settings.admins,
      anchors: {
        ...settings.anchors,
        places: [...settings.anchors.places, ...(settings.anchors.chosen ? [] : (demo?.demoAnchors ?? []))],
      },
      backup: settings.backup,
      url: settings.url ?? sandbox?.url,
      log,
      onFatal: (reason) => {
        process.stderr.write(
          `Slack has closed the door (${reason}): check the tokens and that the app is installed.\n`,
        );
        void stop(1);
      },
    });
    await demo?.seedDemo(made.house);
    await demo?.seedCases(made.house);
    return made;
  }
  started.push({ name: 'bot', stop: () => bot?.stop() });
  bot = await connectBot();
  if (slack.mode === 'socket' && settings.url) {
    const server = await servePages(settings.port, pages);
    started.push({ name: 'pages', stop: () => server.stop() });
  }

  const ticks = startTicks({
    tick: async () => bot?.tick(),
    takeOver: async () => bot?.takeOver(),
    log,
  });
  started.push({ name: 'ticks', stop: () => ticks.stop() });
  void bot.tick().catch((error: unknown) => log.warn({ err: error }, 'the first tick failed'));

  const url = `http://localhost:${settings.port === 0 && sandbox ? new URL(sandbox.url).port : settings.port}`;
  hold?.tell({ url: sandbox ? url : admin.url });
  log.info({ admin: admin.url, slack: slack.mode }, 'Shoumi runs');
  return sandbox || slack.mode === 'http' ? url : admin.url;
}

/** The sandbox's app is installed with the commands the settings name. */
async function manifestFor({ commandPrefix, home }: Config): Promise<string> {
  if (!commandPrefix) return manifest;
  const { prefixed } = await import('./slack/manifest.prefix.ts');
  const file = join(home, 'manifest.yml');
  await writeFile(file, await prefixed(await readFile(manifest, 'utf8'), commandPrefix));
  return file;
}

/** Real PostgreSQL of our own under the home folder. */
async function embedded(home: string): Promise<EmbeddedPostgres> {
  const { startEmbedded } = await wanted('the embedded database', () => import('./database/embedded.ts'));
  const starting = startEmbedded({ home, log });
  // Named before it runs: a signal that comes in the middle of its start must not leave a server behind.
  started.push({ name: 'postgres', stop: async () => (await starting.catch(() => undefined))?.stop() });
  return starting;
}

/** Where the bot speaks: the sandbox just started, or the Slack of the settings. */
function speaking(
  { slack, port }: Config,
  sandbox: Sandbox | undefined,
): Parameters<typeof startBot>[0]['slack'] {
  if (slack.mode === 'sandbox') {
    if (!sandbox) throw new Error('the sandbox has not started');
    return {
      token: sandbox.botToken,
      apiUrl: sandbox.apiUrl,
      arrival: { mode: 'socket', appToken: sandbox.appToken },
    };
  }
  const arrival =
    slack.mode === 'socket'
      ? ({ mode: 'socket', appToken: slack.appToken } as const)
      : ({ mode: 'http', signingSecret: slack.signingSecret, port } as const);
  return { token: slack.botToken, keepToken: true, apiUrl: slack.apiUrl, arrival };
}

/** Loads a part that only a full install has. */
async function wanted<T>(part: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(
      `This install has no parts for ${part} (npm ci --omit=dev leaves them out): run npm ci, or set DATABASE_URL, SLACK_BOT_TOKEN and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET.`,
    );
  }
}
