import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { afterAll } from 'vitest';
import { parse, stringify } from 'yaml';
import type {
  ControlLogEntry,
  ControlMessage,
  ControlState,
  ControlView,
} from '../../src/sandbox/control.contract.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

export type Json = Record<string, unknown>;
type Answer = Json & { ok: boolean; error?: string; detail?: string };

export type Rig = {
  sandbox: Sandbox;
  folder: string;
  client: WebClient;
  /** The bot's token unless another is given; raw, so that what a client library would hide is seen. */
  call(method: string, args?: Json, options?: { token?: string | null }): Promise<Json & { ok: boolean }>;
  control(call: string, body?: unknown): Promise<Answer & { status: number }>;
  read<T = Json>(path: string): Promise<T>;
  messages(channel: string, user?: string): Promise<ControlMessage[]>;
  views(user: string): Promise<ControlView[]>;
  log(what?: string): Promise<ControlLogEntry[]>;
  state(user?: string): Promise<ControlState>;
  stop(): Promise<void>;
};

const MANIFEST = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');

type ManifestPatch = { scopes?: string[]; events?: string[]; shortcuts?: Json[] };

/** The project's manifest, with more (or other) rights where a test needs them. */
export function writeManifest(folder: string, patch: ManifestPatch = {}): string {
  const manifest = parse(MANIFEST);
  if (patch.scopes) manifest.oauth_config.scopes.bot = patch.scopes;
  if (patch.events) manifest.settings.event_subscriptions.bot_events = patch.events;
  if (patch.shortcuts) manifest.features.shortcuts = patch.shortcuts;
  const path = join(folder, 'manifest.yml');
  writeFileSync(path, stringify(manifest));
  return path;
}

const folders: string[] = [];
// Registered first, so run last: everything that used them has stopped.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shoumi-sandbox-'));
  folders.push(folder);
  return folder;
}

/** A sandbox of its own in a temporary folder, on a free port. */
export async function startRig(
  options: Partial<SandboxOptions> & ManifestPatch & { client?: WebClientOptions } = {},
): Promise<Rig> {
  const { scopes, events, shortcuts, client, ...rest } = options;
  const folder = rest.folder ?? freshFolder();
  const manifest = writeManifest(folder, {
    ...(scopes ? { scopes } : {}),
    ...(events ? { events } : {}),
    ...(shortcuts ? { shortcuts } : {}),
  });
  const sandbox = await startSandbox({ port: 0, manifest, retryWaitsMs: [0, 40, 80], ...rest, folder });
  const read = async <T>(path: string) =>
    (await (await fetch(`${sandbox.url}/_control/${path}`)).json()) as T;
  return {
    sandbox,
    folder,
    client: new WebClient(sandbox.botToken, {
      slackApiUrl: sandbox.apiUrl,
      retryConfig: { retries: 0 },
      logger: silent,
      ...client,
    }),
    call: async (method, args = {}, { token = sandbox.botToken } = {}) => {
      const response = await fetch(`${sandbox.apiUrl}${method}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(args),
      });
      return (await response.json()) as Json & { ok: boolean };
    },
    control: async (call, body = {}) => {
      const response = await fetch(`${sandbox.url}/_control/${call}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { ...((await response.json()) as Answer), status: response.status };
    },
    read,
    messages: async (channel, user) =>
      (await read<{ messages: ControlMessage[] }>(`messages/${channel}${user ? `?user=${user}` : ''}`))
        .messages,
    views: async (user) => (await read<{ views: ControlView[] }>(`views/${user}`)).views,
    log: async (what) => {
      const { log } = await read<{ log: ControlLogEntry[] }>('log');
      return what === undefined ? log : log.filter((entry) => entry.what === what);
    },
    state: (user) => read<ControlState>(`state${user ? `?user=${user}` : ''}`),
    stop: () => sandbox.stop(),
  };
}

/** For clients whose complaints are part of the test. */
export const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => 'error' as never,
  setName: () => {},
};

/** Waits until `look` gives something; for what happens after an acknowledgement. */
export async function until<T>(
  look: () => Promise<T | undefined | false | null>,
  within = 5_000,
): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (Date.now() > end) throw new Error(`nothing within ${within} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const LIN = 'U01LINXIAO0';
export const EMMA = 'U03EMMA0000';
export const WANG = 'U04WANGFANG';
export const ZHOU = 'U10ZHOUKAI0';
export const GAO = 'U11GAOXIANG';
export const LIN_DM = 'D01LINXIAO0';
export const GENERAL = 'C01GENERAL0';
export const COMPLIANCE = 'C04COMPLY00';
