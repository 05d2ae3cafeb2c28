import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Bot, type BotParts, startBot } from '../../src/bot.ts';
import { capabilities as all } from '../../src/capabilities.ts';
import { logger } from '../../src/log.ts';
import type { ControlLogEntry, ControlMessage, ControlView } from '../../src/sandbox/control.contract.ts';
import { firm } from '../../src/sandbox/firm.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Capability } from '../../src/slack/capability.ts';
import { settlingWith } from '../support/bot.ts';
import { type People, peopleOf } from '../support/control.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { demoFirm, manifest, thursday } from '../support/demo-firm.ts';
import { testKeys } from '../support/keys.ts';

/** A bot and a workspace whose doors a test can shut: its log is kept, Slack and the database can be taken away and given back. */
export type Rig = {
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  readonly fresh: FreshDatabase;
  readonly slack: People;
  /** What the bot logged, parsed. */
  readonly logged: () => Logged[];
  /** Reasons for which the bot wanted to end. */
  readonly fatal: string[];
  /** Where Slack's requests go, over HTTP. */
  readonly endpoint: string;
  readonly parts: BotParts;
  /** Ends the workspace's server; `back` brings the same one again at the same place. */
  readonly loseSlack: () => Promise<{ back: () => Promise<void> }>;
  /** Ends every connection to the database and lets no new one in; `back` opens it again. */
  readonly loseDatabase: () => Promise<{ back: () => Promise<void> }>;
  readonly stop: () => Promise<void>;
};

export type Logged = { level: string; msg: string; reference?: string; [key: string]: unknown };

export async function startRig(
  options: { delivery?: 'socket' | 'http'; capabilities?: readonly Capability[] } = {},
): Promise<Rig> {
  const { delivery = 'socket', capabilities = all } = options;
  const folder = await mkdtemp(join(tmpdir(), 'shoumi-slack-'));
  const fresh = capabilities === all ? await demoFirm(folder) : await freshDatabase();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/slack/events`;
  let bot: Bot | undefined;
  const workspace = (at: number) =>
    startSandbox({
      folder,
      port: at,
      manifest,
      ...(delivery === 'http' ? { delivery: { url: endpoint } } : {}),
      retryWaitsMs: [50, 400, 1_200],
      begins: thursday,
      onClock: async () => {
        await bot?.settled();
        await bot?.tick();
        await bot?.settled();
      },
    });
  let sandbox = await workspace(0);
  const { url, now, botToken, appToken, apiUrl, signingSecret } = sandbox;
  const lines: Logged[] = [];
  const fatal: string[] = [];
  const parts: BotParts = {
    databaseUrl: fresh.url,
    ownerUrl: fresh.url,
    capabilities,
    keys: testKeys,
    slack: {
      token: botToken,
      apiUrl,
      arrival: delivery === 'http' ? { mode: 'http', signingSecret, port } : { mode: 'socket', appToken },
    },
    now,
    random: (bytes) => randomBytes(bytes),
    admins: [],
    log: logger({ level: 'debug', to: { write: (line: string) => void lines.push(JSON.parse(line)) } }),
    onFatal: (reason) => fatal.push(reason),
  };
  // Whichever server the workspace has by then.
  bot = settlingWith({ settle: () => sandbox.settle() }, await startBot(parts));
  await bot.settled();
  const started = bot;
  return {
    get sandbox() {
      return sandbox;
    },
    bot: started,
    fresh,
    slack: peopleOf(url, async () => bot?.settled()),
    logged: () => lines,
    fatal,
    endpoint,
    parts,
    loseSlack: async () => {
      await sandbox.stop();
      return {
        back: async () => {
          sandbox = await workspace(Number(new URL(url).port));
        },
      };
    },
    loseDatabase: async () => {
      await lockOut(fresh, true);
      return { back: () => lockOut(fresh, false) };
    },
    stop: async () => {
      await started.stop();
      await sandbox.stop();
      await fresh.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function lockOut(fresh: FreshDatabase, out: boolean): Promise<void> {
  const name = new URL(fresh.url).pathname.slice(1);
  const sql = postgres(inject('postgres').superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`alter database ${name} allow_connections ${!out}`);
    if (out) await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What an employee fills in, for the data set that everybody in the demo firm may ask for. */
export const wish = {
  dataSet: 'client-files',
  caseNumber: 'C-2026-0412',
  purpose: 'tax_filing',
  reason: 'VAT filing for October',
  hours: '4',
  acknowledged: ['yes'],
};

/** Asks for access in the form; answers what the form was answered. */
export async function askFor(slack: People, user: string, filledIn: Record<string, unknown> = {}) {
  await slack.command(user, '/access', 'request client-files');
  return slack.submit(user, await formOf(slack, user), { ...wish, ...filledIn });
}

/** The bot's own messages to a person: no ephemerals, no replies. */
export async function cardsOf(slack: People, user: string): Promise<ControlMessage[]> {
  return (await slack.inbox(user)).filter(
    (one) => one.bot_id !== undefined && one.ephemeral_for === undefined && one.thread_ts === undefined,
  );
}

/** The newest card of a person, who must have one. */
export async function cardOf(slack: People, user: string): Promise<ControlMessage> {
  const card = (await cardsOf(slack, user)).at(-1);
  if (!card) throw new Error(`${user} has no card`);
  return card;
}

/** The form a person has before them, who must have one. */
export async function formOf(slack: People, user: string): Promise<ControlView> {
  const form = await slack.topView(user);
  if (!form) throw new Error(`${user} has no form`);
  return form;
}

/** The lines under the person's cards. */
export async function repliesTo(slack: People, user: string): Promise<ControlMessage[]> {
  return (await slack.inbox(user)).filter((one) => one.thread_ts !== undefined && one.thread_ts !== one.ts);
}

/** What the bot said to this person alone, oldest first. */
export async function said(slack: People, user: string, channel = slack.dm(user)): Promise<string[]> {
  const messages = await slack.messages(channel, user);
  return messages.filter((one) => one.ephemeral_for === user && !one.is_system).map((one) => one.text);
}

/** How often each thing stands in the tables that matter. */
export async function counted({ fresh }: Pick<Rig, 'fresh'>) {
  const [row] = await fresh.database.sql<
    { requests: number; grants: number; running: number; asked: number; approved: number; outbox: number }[]
  >`
    select (select count(*)::int from access_request) as requests,
      (select count(*)::int from access_grant) as grants,
      (select count(*)::int from access_grant where state = 'running') as running,
      (select count(*)::int from event where type = 'access.requested') as asked,
      (select count(*)::int from event where type = 'access.approved') as approved,
      (select count(*)::int from outbox) as outbox`;
  if (!row) throw new Error('nothing was counted');
  return row;
}

export async function calls(slack: People, what: string): Promise<ControlLogEntry[]> {
  return (await slack.log()).filter((entry) => entry.what === what) as ControlLogEntry[];
}

/** Waits until `look` gives something. */
export async function until<T>(
  look: () => Promise<T | undefined | false | null> | T | undefined | false | null,
  within = 10_000,
): Promise<T> {
  const end = performance.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > end) throw new Error(`nothing within ${within} ms: ${look}`);
    await sleep(20);
  }
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Posts a body as Slack does, or with one thing wrong about it. */
export function signed(
  endpoint: string,
  secret: string,
  body: string,
  options: { type?: string; at?: number; signature?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const seconds = options.at ?? Math.floor(Date.now() / 1_000);
  const signature =
    options.signature ?? `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;
  return fetch(endpoint, {
    method: 'POST',
    body,
    headers: {
      'content-type': options.type ?? 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(seconds),
      'x-slack-signature': signature,
      ...options.headers,
    },
  });
}

/** The body of a slash command, as a form. */
export function commandBody(given: Record<string, string>): string {
  return new URLSearchParams({
    team_id: firm.team.id,
    command: '/access',
    text: '',
    user_id: firm.people.lin.id,
    channel_id: 'D01LINXIAO0',
    trigger_id: `1.2.${randomBytes(6).toString('hex')}`,
    response_url: 'http://127.0.0.1:9/none',
    ...given,
  }).toString();
}

/** The body of an interaction: a form with the one field `payload`. */
export function payloadBody(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** A workspace's API, except that sockets are to be opened where nobody listens, after the first `good` of them. */
export async function apiWithoutSockets(
  apiUrl: string,
  good = 0,
): Promise<{ apiUrl: string; asked: () => number; stop: () => Promise<void> }> {
  let asked = 0;
  const dead = await freePort();
  const server = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = String(request.url).replace('/api/', '');
    response.setHeader('content-type', 'application/json');
    if (method === 'apps.connections.open') {
      asked += 1;
      if (asked > good) {
        response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${dead}/link/?ticket=x` }));
        return;
      }
    }
    const { 'content-type': type, authorization } = request.headers;
    const headers = { 'content-type': String(type), authorization: String(authorization) };
    const answer = await fetch(`${apiUrl}${method}`, {
      method: 'POST',
      headers,
      body: Buffer.concat(chunks),
    });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    asked: () => asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
