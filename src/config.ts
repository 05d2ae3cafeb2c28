import { isIP } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';
import { Duration } from 'luxon';
import { z } from 'zod';
import { type AnchorPlace, type AnchorSettings, placeFrom } from './audit/anchor.ts';
import type { BackupSettings } from './backup/backup.job.ts';
import { commandPrefix } from './kernel/command-name.ts';
import { parseSigner, parseVerifier } from './ledger/note.ts';
import { levels } from './log.ts';
import { pageAddress } from './slack/page-address.ts';
import { type KeySettings, parseRing } from './vault/keys.ts';

/** Where the bot speaks: its own sandbox, or a Slack (real, or another server by `apiUrl`) over a socket or HTTP. */
export type SlackConfig =
  | { readonly mode: 'sandbox' }
  | {
      readonly mode: 'socket';
      /** Absent: the one kept from before. */
      readonly botToken?: string;
      readonly appToken: string;
      readonly apiUrl?: string;
    }
  | {
      readonly mode: 'http';
      /** Absent: the one kept from before. */
      readonly botToken?: string;
      readonly signingSecret: string;
      readonly apiUrl?: string;
    };

export type Config = {
  readonly port: number;
  readonly url?: string;
  /** Absolute. */
  readonly home: string;
  readonly slack: SlackConfig;
  /** Absent: the embedded server. */
  readonly database?: { readonly url: string; readonly ownerUrl: string };
  readonly keys: KeySettings;
  readonly logLevel: (typeof levels)[number];
  /** `fixed`: somebody asked for this port, so another one will not do. */
  readonly admin: { readonly host: string; readonly port: number; readonly fixed: boolean };
  /** Slack user ids of the first admins; empty: the workspace's owners. */
  readonly admins: readonly string[];
  /** What the slash commands begin with in the installed manifest; absent: they have our own names. */
  readonly commandPrefix?: string;
  /** Where signed checkpoints go. `chosen`: somebody named the places; else they are ours. */
  readonly anchors: AnchorSettings & { readonly chosen: boolean };
  /** Where daily backups are kept; absent: none are made. */
  readonly backup?: BackupSettings;
};

/** OpenTelemetry's port for metrics; rarely taken on a developer's machine. */
const ADMIN_PORT = 9464;

/**
 * The settings of this process, or one sentence that names the variable at fault and never quotes its value. An empty
 * variable counts as not set.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config | { fault: string } {
  const set = Object.fromEntries(
    Object.keys(environment.shape).flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const read = environment.safeParse(set);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { fault: `${issue?.path.join('.')} ${issue?.message}.` };
  }
  const e = read.data;
  const slack = slackOf(e);
  if ('fault' in slack) return slack;
  if (e.DATABASE_OWNER_URL && !e.DATABASE_URL) {
    return {
      fault:
        'DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither for the embedded database.',
    };
  }
  const anchors = anchorsOf(e);
  if ('fault' in anchors) return anchors;
  if (e.SHOUMI_ADMIN_PORT && e.SHOUMI_ADMIN_PORT === e.PORT) {
    return { fault: 'SHOUMI_ADMIN_PORT and PORT are the same: give one of them another port.' };
  }
  return {
    port: e.PORT,
    ...(e.SHOUMI_URL && { url: e.SHOUMI_URL }),
    home: e.SHOUMI_HOME,
    slack,
    ...(e.DATABASE_URL && {
      database: { url: e.DATABASE_URL, ownerUrl: e.DATABASE_OWNER_URL ?? e.DATABASE_URL },
    }),
    keys: {
      ...(e.SHOUMI_KEY && { ring: e.SHOUMI_KEY }),
      ...(e.SHOUMI_LOG_KEY && { logKey: e.SHOUMI_LOG_KEY }),
      ...(e.SHOUMI_KMS && { kms: e.SHOUMI_KMS }),
      ...keyFile(e),
    },
    logLevel: e.LOG_LEVEL,
    admin: {
      host: e.SHOUMI_ADMIN_HOST,
      port: e.SHOUMI_ADMIN_PORT ?? (e.PORT === ADMIN_PORT ? 0 : ADMIN_PORT),
      fixed: e.SHOUMI_ADMIN_PORT !== undefined,
    },
    admins: e.SHOUMI_ADMINS,
    ...(e.SHOUMI_COMMAND_PREFIX && { commandPrefix: e.SHOUMI_COMMAND_PREFIX }),
    anchors,
    ...backupOf(e),
  };
}

const portRule = 'must be a port: a number from 0 to 65535, where 0 means any that is free';
const port = z
  .string()
  .regex(/^\d{1,5}$/, portRule)
  .transform(Number)
  .refine((number) => number <= 65_535, portRule);

/** Which variable a Slack token belongs into, by its first letters. */
const tokenKinds = [
  { begins: 'xoxb-', variable: 'SLACK_BOT_TOKEN', kind: 'a bot token' },
  { begins: 'xapp-', variable: 'SLACK_APP_TOKEN', kind: 'an app-level token' },
] as const;

function slackToken(variable: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN') {
  const own = tokenKinds.find((one) => one.variable === variable);
  return z.string().superRefine((token, context) => {
    const kind = tokenKinds.find(({ begins }) => token.startsWith(begins));
    if (kind === own && /^[\w.-]{6,}$/.test(token)) return;
    context.addIssue(
      kind && kind !== own
        ? `holds ${kind.kind} (${kind.begins}…), which belongs into ${kind.variable}`
        : `must be ${own?.kind} as Slack shows it: it begins with ${own?.begins} and has no spaces or quotes`,
    );
  });
}

const databaseUrl = z.string().refine(
  // A list of hosts is allowed (one writer and its standbys) and unknown to URL.
  (url) => /^postgres(ql)?:\/\/[^/]/.test(url) && URL.canParse(url.replace(/,[^/?@]+(?=[/?]|$)/, '')),
  'must be a PostgreSQL address like postgres://user:password@host:5432/database, with special characters of the password written as %XX',
);

const path = z.string().refine((text) => !text.includes('\0'), 'must be a path');

const printable = (what: string) =>
  z.string().regex(/^[\x21-\x7e]{1,200}$/, `must be ${what}, without spaces`);

const environment = z.object({
  PORT: port.default(3000),
  SHOUMI_URL: pageAddress.optional(),
  SHOUMI_HOME: path.default('.shoumi').transform((text) => resolve(text)),
  SLACK_BOT_TOKEN: slackToken('SLACK_BOT_TOKEN').optional(),
  SLACK_APP_TOKEN: slackToken('SLACK_APP_TOKEN').optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(
      /^(?!xox|xapp-)[\x21\x23-\x26\x28-\x7e]{8,}$/,
      'must be the signing secret from "Basic Information" of the Slack app, not a token, without spaces or quotes',
    )
    .optional(),
  SLACK_API_URL: z
    .string()
    .refine(
      (url) => /^https?:\/\//.test(url) && URL.canParse(url),
      'must be an address that begins with http:// or https://',
    )
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .optional(),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_OWNER_URL: databaseUrl.optional(),
  SHOUMI_KEY: z
    .string()
    .superRefine((text, context) => {
      const ring = parseRing(text);
      if ('fault' in ring) context.addIssue(ring.fault);
    })
    .optional(),
  SHOUMI_KEY_FILE: path.transform((text) => resolve(text)).optional(),
  SHOUMI_KMS: path.transform((text) => resolve(text)).optional(),
  SHOUMI_LOG_KEY: z
    .string()
    .refine((text) => {
      const [first = '', ...others] = text.split(',').map((one) => one.trim());
      return parseSigner(first) && others.every((one) => parseSigner(one) ?? parseVerifier(one));
    }, 'must be a signer key of a signed note (PRIVATE+KEY+<name>+<hash>+<key>); behind it, with commas, older ones or their verifier keys')
    .optional(),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(levels, `must be one of ${levels.join(', ')}`))
    .default('info'),
  SHOUMI_ADMIN_PORT: port.optional(),
  SHOUMI_ADMIN_HOST: z
    .string()
    .refine(
      (host) => isIP(host) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host),
      'must be an IP address or a host name',
    )
    .default('127.0.0.1'),
  SHOUMI_ADMINS: z
    .string()
    .transform((list) => [...new Set(list.split(',').map((id) => id.trim()))].filter(Boolean))
    .refine(
      (ids) => ids.every((id) => /^[UW][A-Z0-9]+$/.test(id)),
      'must be Slack user ids with commas between them, like U024BE7LH,U0G9QF9C6',
    )
    .default([]),
  SHOUMI_COMMAND_PREFIX: commandPrefix.optional(),
  SHOUMI_ANCHORS: z
    .string()
    .transform((list) => list.split(',').flatMap((one) => one.trim() || []))
    .refine(
      (list) => list.join() === 'none' || list.every((one) => placeFrom(one)),
      'must be none, or places with commas between them: slack:C0123ABCD, file:/path/to/folder, s3:https://host/bucket/prefix',
    )
    .optional(),
  SHOUMI_ANCHOR_EVERY: z
    .string()
    .transform((text) => Duration.fromISO(text).toMillis())
    .refine(
      (length) => length >= 60_000 && length <= 31 * 86_400_000,
      'must be an ISO 8601 duration from PT1M to P31D, like PT1H',
    )
    .default(3_600_000),
  SHOUMI_BACKUP: path
    .refine(
      (text) => text === 'off' || isAbsolute(text),
      'must be off, or the absolute path of a folder for daily backups',
    )
    .optional(),
  SHOUMI_S3_KEY_ID: printable('the key id of the object store').optional(),
  SHOUMI_S3_SECRET: printable('the secret of the object store').optional(),
  SHOUMI_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/, 'must be a region’s name like eu-central-1')
    .default('us-east-1'),
});

/** The places that are named, else the one in our own folder while the database is there too. */
function anchorsOf(e: z.infer<typeof environment>): Config['anchors'] | { fault: string } {
  const named = e.SHOUMI_ANCHORS?.flatMap((one) => placeFrom(one) ?? []);
  const own: AnchorPlace[] = [placeFrom(`file:${join(e.SHOUMI_HOME, 'anchors')}`) ?? []].flat();
  const places = named ?? (e.DATABASE_URL ? [] : own);
  const { SHOUMI_S3_KEY_ID: keyId, SHOUMI_S3_SECRET: secret, SHOUMI_S3_REGION: region } = e;
  if (places.some(({ kind }) => kind === 's3') && !(keyId && secret)) {
    return {
      fault: `${keyId ? 'SHOUMI_S3_SECRET' : 'SHOUMI_S3_KEY_ID'} is missing while SHOUMI_ANCHORS names an object store: set both SHOUMI_S3_KEY_ID and SHOUMI_S3_SECRET.`,
    };
  }
  return {
    places,
    chosen: named !== undefined,
    everyMs: e.SHOUMI_ANCHOR_EVERY,
    ...(keyId && secret ? { s3: { keyId, secret, region } } : {}),
  };
}

/** By default the embedded database is backed up beside itself; a database of somebody's own has backups of its own. */
function backupOf(e: z.infer<typeof environment>): Pick<Config, 'backup'> {
  const named = e.SHOUMI_BACKUP ?? (e.DATABASE_URL ? 'off' : join(e.SHOUMI_HOME, 'backups'));
  // A trial needs an embedded server, which beside somebody's own database need not be installed.
  return named === 'off' ? {} : { backup: { folder: named, tried: !e.DATABASE_URL } };
}

/** The embedded database has a key file of its own accord; a database of somebody's own has the one that is named. */
function keyFile(e: z.infer<typeof environment>): Pick<KeySettings, 'file' | 'mayMake'> {
  if (e.SHOUMI_KEY_FILE) return { file: e.SHOUMI_KEY_FILE, mayMake: false };
  if (e.DATABASE_URL) return { mayMake: false };
  return { file: join(e.SHOUMI_HOME, 'keys'), mayMake: true };
}

/** What of Slack's settings goes together. */
function slackOf(e: z.infer<typeof environment>): SlackConfig | { fault: string } {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = e;
  if (!botToken && !appToken && !signingSecret) {
    if (!e.SLACK_API_URL) return { mode: 'sandbox' };
    return {
      fault: 'SLACK_BOT_TOKEN is missing while SLACK_API_URL is set: set it too, or neither for the sandbox.',
    };
  }
  if (appToken && signingSecret) {
    return {
      fault:
        'SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (HTTP) are both set: keep the one for the way Slack is to reach Shoumi.',
    };
  }
  const apiUrl = e.SLACK_API_URL ? { apiUrl: e.SLACK_API_URL } : {};
  const known = { ...(botToken && { botToken }), ...apiUrl };
  if (appToken) return { mode: 'socket', appToken, ...known };
  if (signingSecret) return { mode: 'http', signingSecret, ...known };
  return {
    fault:
      'SLACK_BOT_TOKEN is set alone: add SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
  };
}
