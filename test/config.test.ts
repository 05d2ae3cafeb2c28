import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const bot = 'xoxb-1-2-abcdef';
const app = 'xapp-1-A1-2-abcdef';
const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const key = 'a9q3pS0vJ1rYd8c2Xk7mZtB4hWfN6uLoEiGxRbCyTsU=';
// From the C2SP signed-note specification's own examples of keys.
const signer = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const verifier = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

it('needs nothing: the sandbox, the embedded database, three thousand', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    home: resolve('.shoumi'),
    slack: { mode: 'sandbox' },
    keys: { file: resolve('.shoumi/keys'), mayMake: true },
    logLevel: 'info',
    admin: { host: '127.0.0.1', port: 9464, fixed: false },
    admins: [],
    anchors: {
      places: [
        { kind: 'file', name: `file:${resolve('.shoumi/anchors')}`, folder: resolve('.shoumi/anchors') },
      ],
      chosen: false,
      everyMs: 3_600_000,
    },
    backup: { folder: resolve('.shoumi/backups'), tried: true },
  });
});

it('backs up the embedded database beside itself, another one where it is told to, or not at all', () => {
  const DATABASE_URL = 'postgres://a@h/d';
  expect(readConfig({ DATABASE_URL })).not.toHaveProperty('backup');
  expect(readConfig({ SHOUMI_BACKUP: 'off' })).not.toHaveProperty('backup');
  expect(readConfig({ SHOUMI_BACKUP: '/mnt/备份' })).toMatchObject({
    backup: { folder: '/mnt/备份', tried: true },
  });
  expect(readConfig({ SHOUMI_BACKUP: '/mnt/备份', DATABASE_URL })).toMatchObject({
    backup: { folder: '/mnt/备份', tried: false },
  });
});

it('reads everything there is', () => {
  expect(
    readConfig({
      PORT: ' 8080 ',
      SHOUMI_HOME: '/srv/守密',
      SLACK_BOT_TOKEN: `${bot}\n`,
      SLACK_SIGNING_SECRET: secret,
      SLACK_API_URL: 'http://localhost:4000/api',
      DATABASE_URL: 'postgres://app:p%40ss@db.example:5432/shoumi',
      DATABASE_OWNER_URL: 'postgresql://owner@db.example/shoumi?sslmode=require',
      SHOUMI_KEY: ` ${key}, ${'0123456789abcdef'.repeat(4)}`,
      SHOUMI_KEY_FILE: 'keys/now',
      SHOUMI_KMS: '/srv/kms.mjs',
      SHOUMI_LOG_KEY: `${signer},${verifier}`,
      LOG_LEVEL: 'Debug',
      SHOUMI_ADMIN_PORT: '0',
      SHOUMI_ADMIN_HOST: '::1',
      SHOUMI_ADMINS: 'U024BE7LH, W0G9QF9C6,,U024BE7LH',
      SHOUMI_ANCHORS: 'slack:C0123ABCD, file:/mnt/存证, s3:https://s3.example/bucket/shoumi/',
      SHOUMI_ANCHOR_EVERY: 'PT15M',
      SHOUMI_S3_KEY_ID: 'AKIAEXAMPLE',
      SHOUMI_S3_SECRET: 'wJalrXUtnFEMI/K7MDENG',
      SHOUMI_S3_REGION: 'cn-north-1',
    }),
  ).toEqual({
    port: 8080,
    home: '/srv/守密',
    slack: { mode: 'http', botToken: bot, signingSecret: secret, apiUrl: 'http://localhost:4000/api/' },
    database: {
      url: 'postgres://app:p%40ss@db.example:5432/shoumi',
      ownerUrl: 'postgresql://owner@db.example/shoumi?sslmode=require',
    },
    keys: {
      ring: `${key}, ${'0123456789abcdef'.repeat(4)}`,
      logKey: `${signer},${verifier}`,
      kms: '/srv/kms.mjs',
      file: resolve('keys/now'),
      mayMake: false,
    },
    logLevel: 'debug',
    admin: { host: '::1', port: 0, fixed: true },
    admins: ['U024BE7LH', 'W0G9QF9C6'],
    anchors: {
      places: [
        { kind: 'slack', name: 'slack:C0123ABCD', channel: 'C0123ABCD' },
        { kind: 'file', name: 'file:/mnt/存证', folder: '/mnt/存证' },
        {
          kind: 's3',
          name: 's3:https://s3.example/bucket/shoumi',
          address: 'https://s3.example/bucket/shoumi',
        },
      ],
      chosen: true,
      everyMs: 900_000,
      s3: { keyId: 'AKIAEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG', region: 'cn-north-1' },
    },
  });
});

it('takes Socket Mode from an app token, and one database url for both logins', () => {
  const config = readConfig({
    SLACK_BOT_TOKEN: bot,
    SLACK_APP_TOKEN: app,
    DATABASE_URL: 'postgres://a@h1:1,h2:2/d',
  });
  expect(config).toMatchObject({
    slack: { mode: 'socket', botToken: bot, appToken: app },
    database: { url: 'postgres://a@h1:1,h2:2/d', ownerUrl: 'postgres://a@h1:1,h2:2/d' },
  });
});

it('leaves a bot token that is not set to the one kept from before', () => {
  expect(readConfig({ SLACK_APP_TOKEN: app })).toMatchObject({ slack: { mode: 'socket', appToken: app } });
  expect(readConfig({ SLACK_SIGNING_SECRET: secret })).toMatchObject({
    slack: { mode: 'http', signingSecret: secret },
  });
});

it('reads an empty variable as one that is not set', () => {
  expect(readConfig({ PORT: '', SLACK_BOT_TOKEN: '  ', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual(
    readConfig({}),
  );
});

it('gives way to a PORT that is the one for metrics', () => {
  expect(readConfig({ PORT: '9464' })).toMatchObject({ admin: { port: 0, fixed: false } });
});

describe('contradictions are one sentence', () => {
  it.each([
    [
      { SLACK_BOT_TOKEN: bot },
      /^SLACK_BOT_TOKEN is set alone: add SLACK_APP_TOKEN .* or SLACK_SIGNING_SECRET/,
    ],
    [{ SLACK_API_URL: 'http://localhost/api/' }, /^SLACK_BOT_TOKEN is missing while SLACK_API_URL is set/],
    [{ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret }, /are both set/],
    [
      { SLACK_BOT_TOKEN: app, SLACK_APP_TOKEN: app },
      /^SLACK_BOT_TOKEN holds an app-level token .*SLACK_APP_TOKEN\.$/,
    ],
    [
      { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: bot },
      /^SLACK_APP_TOKEN holds a bot token .*SLACK_BOT_TOKEN\.$/,
    ],
    [{ DATABASE_OWNER_URL: 'postgres://h/d' }, /^DATABASE_OWNER_URL is set without DATABASE_URL/],
    [
      { SHOUMI_ANCHORS: 's3:https://s3.example/bucket' },
      /^SHOUMI_S3_KEY_ID is missing while SHOUMI_ANCHORS names an object store/,
    ],
    [{ PORT: '4000', SHOUMI_ADMIN_PORT: '4000' }, /^SHOUMI_ADMIN_PORT and PORT are the same/],
  ])('%o', (env, sentence) => {
    expect(readConfig(env)).toEqual({ fault: expect.stringMatching(sentence) });
  });
});

describe('hostile and mistaken values are named, never quoted', () => {
  it.each([
    ['PORT', ['-1', '65536', '99999', '3000abc', '0x10', '3.5', '1e3', '３０００', '3000 4000', 'NaN']],
    ['SHOUMI_ADMIN_PORT', ['-1', '70000', 'http']],
    ['SHOUMI_ADMIN_HOST', ['a b', '127.0.0.1:80', 'http://x', '$(id)', '-x', '[::1]']],
    ['SHOUMI_HOME', ['a\0b']],
    [
      'SLACK_BOT_TOKEN',
      ['hunter2', `"${bot}"`, 'xoxp-1-2-3', 'xoxb-', `${bot} ${bot}`, 'xoxb-ab\ncd', 'Bearer xoxb-1'],
    ],
    ['SLACK_APP_TOKEN', ['hunter2', "'xapp-1-2'", 'xapp-ü-zzz']],
    ['SLACK_SIGNING_SECRET', ['short', 'two words here', bot, app, `"${secret}"`, `${secret}\0`]],
    ['SLACK_API_URL', ['slack.com/api', 'ftp://x/', 'http://?', 'javascript:alert(1)', 'https://[::1/']],
    [
      'DATABASE_URL',
      [
        'localhost/db',
        'mysql://h/d',
        'postgres:///d',
        'postgres://u:p@ss:w@rd@h:x/d',
        'postgres://h:99999/d',
      ],
    ],
    ['LOG_LEVEL', ['loud', '10', '__proto__']],
    [
      'SHOUMI_ANCHORS',
      ['#general', 'slack:general', 'file:relative', 's3:https://k:secret@h/b', 'none,file:/x', '__proto__'],
    ],
    ['SHOUMI_BACKUP', ['copies', './copies', 'none', '/a\0b']],
    ['SHOUMI_ANCHOR_EVERY', ['1h', 'PT1S', 'P1Y', '-PT1H', '3600', 'PT']],
    ['SHOUMI_S3_SECRET', ['two words', '"quöted"']],
    ['SHOUMI_S3_REGION', ['eu central', 'EU/1']],
    [
      'SHOUMI_KEY',
      ['hunter2', key.slice(4), `${key}${key}`, `${key},`, `${key},${key}`, 'ab'.repeat(32), 'A'.repeat(43)],
    ],
    [
      'SHOUMI_LOG_KEY',
      ['hunter2', verifier, `${verifier},${signer}`, signer.replace('c74f', 'c74e'), `${signer},x`],
    ],
    ['SHOUMI_KEY_FILE', ['a\0b']],
    ['SHOUMI_KMS', ['a\0b']],
    ['SHOUMI_ADMINS', ['anna', 'U1;U2', '<@U024BE7LH>', 'U1 U2', '@U1']],
  ])('%s', (name, values) => {
    for (const value of values) {
      const config = readConfig({ [name]: value });
      const { fault } = config as { fault: string };
      expect(fault, value).toMatch(new RegExp(`^${name} [^\\n]+\\.$`));
      if (value.length > 5) expect(fault).not.toContain(value);
    }
  });

  it('never throws, whatever the environment holds', () => {
    const names = [
      'PORT',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'DATABASE_URL',
      'SHOUMI_ADMINS',
      'SHOUMI_HOME',
      'constructor',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' })), (env) => {
        const config = readConfig(env);
        expect('fault' in config ? typeof config.fault : config.slack.mode).toMatch(/string|sandbox/);
      }),
    );
  });
});

it('reads where people reach the server, and says what is wrong with it', () => {
  expect(readConfig({ SHOUMI_URL: 'https://shoumi.example.com/bot/' })).toMatchObject({
    url: 'https://shoumi.example.com/bot',
  });
  expect(readConfig({})).not.toHaveProperty('url');
  for (const wrong of ['shoumi.example.com', 'ftp://x', 'https://', 'https://x/?a=b', 'https://u:p@x'])
    expect(readConfig({ SHOUMI_URL: wrong }), wrong).toMatchObject({
      fault: expect.stringMatching(/^SHOUMI_URL must be/),
    });
});
