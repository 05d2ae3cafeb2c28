import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

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
  'message.im': 'im:history',
  subteam_created: 'usergroups:read',
  subteam_members_changed: 'usergroups:read',
  subteam_updated: 'usergroups:read',
  team_join: 'users:read',
  user_change: 'users:read',
};

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
