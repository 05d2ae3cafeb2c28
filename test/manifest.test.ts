import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { capabilities } from '../src/capabilities.ts';
import { commandName, installedPrefix, withCommandNames } from '../src/kernel/command-name.ts';
import { offerOf } from '../src/slack/line.ts';
import { prefixed } from '../src/slack/manifest.prefix.ts';
import { gatherRoutes } from '../src/slack/routes.ts';
import { slackText } from '../src/slack/slack.text.ts';
import { namesOf, words } from '../src/slack/words.ts';

/**
 * What Slack accepts when a manifest is pasted: limits and required fields of Slack's published manifest schema 2.0.0
 * (github.com/slackapi/manifest-schema), as far as ours goes. Unknown fields are refused there, so here too.
 */
const slackAccepts = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    long_description: z.string().min(175).max(4000),
    background_color: z.string().regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z
            .string()
            .regex(/^\/[a-z0-9_-]+$/)
            .max(32),
          description: z.string().min(1).max(2000),
          usage_hint: z.string().min(1).max(1000),
          should_escape: z.boolean(),
        }),
      )
      .min(1)
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .min(1)
      .max(10),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string().min(1)).min(1).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()).min(1).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true) }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(true),
    token_rotation_enabled: z.literal(false),
  }),
});

/** The scope each subscribed event needs; Slack refuses a manifest that subscribes without it. */
const scopeOfEvent: Record<string, string> = {
  dnd_updated_user: 'dnd:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
  subteam_created: 'usergroups:read',
  subteam_members_changed: 'usergroups:read',
  subteam_updated: 'usergroups:read',
  team_join: 'users:read',
  user_change: 'users:read',
};

describe('the manifest with other command names', () => {
  const original = readFileSync(fileURLToPath(new URL('../manifest.yml', import.meta.url)), 'utf8');

  it('is what Slack accepts, and nothing but the commands differs', async () => {
    const [before, after] = [
      slackAccepts.parse(parse(original)),
      slackAccepts.parse(parse(await prefixed(original, 'acme'))),
    ];
    const names = after.features.slash_commands.map(({ command }) => command);
    expect(names).toContain('/acme');
    expect(names).toContain('/acme-access');
    expect(names.every((name) => name.startsWith('/acme'))).toBe(true);
    const [first, second] = [before, after].map((one) => ({
      ...one,
      features: { ...one.features, slash_commands: [] },
    }));
    expect(second).toEqual(first);
    expect(after.features.slash_commands.map(({ usage_hint }) => usage_hint)).toEqual(
      before.features.slash_commands.map(({ usage_hint }) => usage_hint),
    );
  });

  it.each(['', 'Acme', '守密', '1st', 'a b', '-x', 'x'.repeat(21), 'é'])(
    'is not made with the prefix %j',
    async (prefix) => {
      await expect(prefixed(original, prefix)).rejects.toThrow('lower-case letter');
    },
  );

  it('has commands whose names the bot maps to its words', () => {
    const routes = gatherRoutes(capabilities, slackText);
    for (const { command } of slackAccepts.parse(parse(original)).features.slash_commands) {
      const word = command.slice(1);
      const found = offerOf(routes, commandName(word, 'acme'));
      expect(found?.word.en, command).toBe(word === 'shoumi' ? undefined : word);
      expect(offerOf(routes, command)?.word.en, command).toBe(found?.word.en);
    }
  });

  it('hints at words that are there', () => {
    const { offers } = gatherRoutes(capabilities, slackText);
    const names = new Set(offers.flatMap(({ word }) => namesOf(word)).concat(namesOf(words.help)));
    for (const { usage_hint } of slackAccepts.parse(parse(original)).features.slash_commands) {
      const hinted = usage_hint
        .replaceAll(/[[\]|·]/g, ' ')
        .trim()
        .split(/ +/);
      expect(hinted.filter((word) => !names.has(word))).toEqual([]);
    }
  });

  it('is named that way in every sentence', () => {
    installedPrefix('acme');
    try {
      expect(withCommandNames('输入 /access 我的 可以查看；/shoumi 帮助。')).toBe(
        '输入 /acme-access 我的 可以查看；/acme 帮助。',
      );
      expect(
        withCommandNames('Type /shoumi. Or `/access mine`, not /accessories or https://x/shoumi/y.'),
      ).toBe('Type /acme. Or `/acme-access mine`, not /accessories or https://x/shoumi/y.');
      for (const { texts } of capabilities)
        for (const { en, zh } of texts)
          for (const sentence of Object.values({ ...en, ...zh }))
            expect(withCommandNames(String(sentence))).not.toMatch(/(?<![\w/.-])\/(?:shoumi|access)\b(?!-)/);
    } finally {
      installedPrefix(undefined);
    }
  });
});

describe('manifest.yml', () => {
  const text = readFileSync(fileURLToPath(new URL('../manifest.yml', import.meta.url)), 'utf8');
  const manifest = slackAccepts.parse(parse(text));

  it('has the scopes its events and commands need', () => {
    const { bot } = manifest.oauth_config.scopes;
    const wanted = manifest.settings.event_subscriptions.bot_events.flatMap(
      (event) => scopeOfEvent[event] ?? [],
    );
    expect([...wanted, 'commands'].filter((scope) => !bot.includes(scope))).toEqual([]);
  });

  it('gives a reason for each scope in both READMEs', () => {
    for (const name of ['README.md', 'README.zh-CN.md']) {
      const readme = readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');
      const missing = manifest.oauth_config.scopes.bot.filter((scope) => !readme.includes(`\`${scope}\``));
      expect(missing, name).toEqual([]);
    }
  });
});
