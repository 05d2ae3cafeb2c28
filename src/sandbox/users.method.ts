import { z } from 'zod';
import { channels, kindOf, slackChannel } from './channels.ts';
import { conversationTypes, wantedKinds } from './conversations.method.ts';
import { dndStatus } from './dnd.ts';
import { type Call, flag, type Method, method, page, paging, refusal, text } from './method.ts';
import { type Person, people, person, slackUser, slackUsergroup, usergroups } from './people.ts';
import { APP } from './workspace.ts';

export const usersMethods: Record<string, Method> = {
  'users.list': method({
    scopes: ['users:read'],
    tier: 2,
    args: z.object({ ...paging, include_locale: flag }),
    run: (call, args) => {
      const everybody = people(call.workspace);
      const { items, next_cursor } = page(
        everybody,
        { cursor: args.cursor, limit: args.limit },
        ({ id }) => id,
      );
      return {
        ok: true,
        members: items.map((one) => slackUser(call.workspace, one, { locale: args.include_locale === true })),
        cache_ts: call.workspace.clock.seconds(),
        response_metadata: { next_cursor },
      };
    },
  }),

  'users.info': method({
    scopes: ['users:read'],
    tier: 4,
    args: z.object({ user: text, include_locale: flag }),
    run: (call, args) => ({
      ok: true,
      user: slackUser(call.workspace, someone(call, args.user), { locale: args.include_locale === true }),
    }),
  }),

  'users.getPresence': method({
    scopes: ['users:read'],
    tier: 3,
    args: z.object({ user: text }),
    run: (call, args) => ({ ok: true, presence: someone(call, args.user).deleted ? 'away' : 'active' }),
  }),

  'users.profile.get': method({
    scopes: ['users.profile:read'],
    tier: 4,
    args: z.object({ user: text.optional(), include_labels: flag }),
    run: (call, args) => ({
      ok: true,
      profile: slackUser(call.workspace, someone(call, args.user ?? APP.bot_user)).profile,
    }),
  }),

  'users.conversations': method({
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    tier: 3,
    args: z.object({ ...paging, types: conversationTypes, exclude_archived: flag, user: text.optional() }),
    run: (call, args) => {
      const kinds = wantedKinds(call, args.types);
      const whose = args.user === undefined ? APP.bot_user : someone(call, args.user).id;
      // Of other people the bot sees only what it sees itself.
      const listed = channels(call.workspace).filter(
        (one) =>
          one.members.includes(whose) &&
          (one.members.includes(APP.bot_user) || kindOf(one) === 'channels') &&
          kinds.has(kindOf(one)) &&
          !(args.exclude_archived && one.is_archived),
      );
      const { items, next_cursor } = page(
        listed,
        { cursor: args.cursor, limit: args.limit ?? 100 },
        ({ id }) => id,
      );
      return { ok: true, channels: items.map(slackChannel), response_metadata: { next_cursor } };
    },
  }),

  'usergroups.list': method({
    scopes: ['usergroups:read'],
    tier: 2,
    args: z.object({ include_users: flag, include_count: flag, include_disabled: flag }),
    run: (call, args) => ({
      ok: true,
      usergroups: usergroups(call.workspace).map((group) => {
        const { users, ...rest } = slackUsergroup(group);
        return args.include_users ? { ...rest, users } : rest;
      }),
    }),
  }),

  'usergroups.users.list': method({
    scopes: ['usergroups:read'],
    tier: 2,
    args: z.object({ usergroup: text, include_disabled: flag }),
    run: (call, args) => {
      const group = usergroups(call.workspace).find(({ id }) => id === args.usergroup);
      if (group === undefined) throw refusal('no_such_subteam');
      return { ok: true, users: group.users };
    },
  }),

  'dnd.info': method({
    scopes: ['dnd:read'],
    tier: 3,
    args: z.object({ user: text.optional() }),
    run: (call, args) => ({
      ok: true,
      ...dndStatus(call.workspace, someone(call, args.user ?? APP.bot_user)),
      snooze_enabled: false,
    }),
  }),

  'dnd.teamInfo': method({
    scopes: ['dnd:read'],
    tier: 2,
    args: z.object({ users: text }),
    run: (call, args) => {
      const named = args.users.split(',').filter((id) => id !== '');
      if (named.length > 50) throw refusal('too_many_users');
      return {
        ok: true,
        users: Object.fromEntries(named.map((id) => [id, dndStatus(call.workspace, someone(call, id))])),
      };
    },
  }),
};

function someone(call: Call, id: string): Person {
  const found = person(call.workspace, id);
  if (found === undefined) throw refusal('user_not_found');
  return found;
}
