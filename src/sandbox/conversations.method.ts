import { z } from 'zod';
import { mintId } from './chance.ts';
import {
  type Channel,
  type ChannelKind,
  channels,
  keepChannel,
  kindOf,
  newChannel,
  slackChannel,
} from './channels.ts';
import { directTo, known } from './chat.method.ts';
import type { Json } from './json.ts';
import { type Call, flag, type Method, method, needScope, page, paging, refusal, text } from './method.ts';
import { person } from './people.ts';
import { APP, TEAM } from './workspace.ts';

const TYPES: Record<string, ChannelKind> = {
  public_channel: 'channels',
  private_channel: 'groups',
  im: 'im',
  mpim: 'mpim',
};
const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

export const conversationTypes = z
  .string()
  .default('public_channel')
  .transform((given) => given.split(',').map((name) => name.trim()));

/** The kinds asked for; each needs its own scope. */
export function wantedKinds(call: Call, types: string[]): Set<ChannelKind> {
  return new Set(
    types.map((type) => {
      const kind = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
      if (kind === undefined) throw refusal('invalid_types');
      needScope(call, `${kind}:read`);
      return kind;
    }),
  );
}

/** A conversation that the bot may see, with the scope that its kind needs. */
export function readable(call: Call, id: string, right: 'read' | 'history'): Channel {
  const found = known(call, id);
  needScope(call, `${kindOf(found)}:${right}`);
  if (right === 'history' && !found.members.includes(APP.bot_user)) throw refusal('not_in_channel');
  return found;
}

export const conversationsMethods: Record<string, Method> = {
  'conversations.list': method({
    scopes: READ,
    tier: 2,
    args: z.object({ ...paging, types: conversationTypes, exclude_archived: flag }),
    run: (call, args) => {
      const kinds = wantedKinds(call, args.types);
      const listed = channels(call.workspace).filter(
        (one) =>
          kinds.has(kindOf(one)) &&
          (kindOf(one) === 'channels' || one.members.includes(APP.bot_user)) &&
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

  'conversations.info': method({
    scopes: READ,
    tier: 3,
    args: z.object({ channel: text, include_locale: flag, include_num_members: flag }),
    run: (call, args) => ({ ok: true, channel: slackChannel(readable(call, args.channel, 'read')) }),
  }),

  'conversations.members': method({
    scopes: READ,
    tier: 4,
    args: z.object({ channel: text, ...paging }),
    run: (call, args) => {
      const { members } = readable(call, args.channel, 'read');
      const { items, next_cursor } = page(
        members,
        { cursor: args.cursor, limit: args.limit ?? 100 },
        (id) => id,
      );
      return { ok: true, members: items, response_metadata: { next_cursor } };
    },
  }),

  'conversations.open': method({
    scopes: ['im:write', 'mpim:write'],
    tier: 3,
    args: z.object({
      users: text.optional(),
      channel: text.optional(),
      return_im: flag,
      prevent_creation: flag,
    }),
    run: (call, args) => {
      const where = args.channel === undefined ? opened(call, args.users ?? '') : known(call, args.channel);
      return { ok: true, channel: args.return_im ? slackChannel(where) : { id: where.id } };
    },
  }),

  'conversations.join': method({
    scopes: ['channels:join'],
    tier: 3,
    args: z.object({ channel: text }),
    run: (call, args) => {
      const where = known(call, args.channel);
      if (kindOf(where) !== 'channels') throw refusal('method_not_supported_for_channel_type');
      if (where.is_archived) throw refusal('is_archived');
      return { ok: true, channel: slackChannel(admit(call, where, [APP.bot_user])) };
    },
  }),

  'conversations.create': method({
    scopes: ['channels:manage', 'groups:write'],
    tier: 2,
    args: z.object({ name: text, is_private: flag }),
    run: (call, args) => {
      needScope(call, args.is_private ? 'groups:write' : 'channels:manage');
      if (args.name === '') throw refusal('invalid_name_required');
      if (args.name.length > 80) throw refusal('invalid_name_maxlength');
      if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(args.name)) throw refusal('invalid_name_specials');
      if (channels(call.workspace).some(({ name }) => name === args.name)) throw refusal('name_taken');
      const created = newChannel({
        id: mintId('C'),
        name: args.name,
        is_private: args.is_private === true,
        members: [APP.bot_user],
        created: call.workspace.clock.seconds(),
      });
      keepChannel(call.workspace, created);
      return { ok: true, channel: slackChannel(created) };
    },
  }),

  'conversations.invite': method({
    scopes: ['channels:manage', 'groups:write'],
    tier: 3,
    args: z.object({ channel: text, users: text }),
    run: (call, args) => {
      const where = known(call, args.channel);
      needScope(call, where.is_private ? 'groups:write' : 'channels:manage');
      if (where.is_archived) throw refusal('is_archived');
      if (!where.members.includes(APP.bot_user)) throw refusal('not_in_channel');
      const ids = named(args.users);
      for (const id of ids) {
        const invited = person(call.workspace, id);
        if (invited === undefined || invited.deleted) throw refusal('user_not_found');
        if (id === APP.bot_user) throw refusal('cant_invite_self');
      }
      if (ids.every((id) => where.members.includes(id))) throw refusal('already_in_channel');
      return { ok: true, channel: slackChannel(admit(call, where, ids)) };
    },
  }),

  'conversations.archive': method({
    scopes: ['channels:manage', 'groups:write'],
    tier: 2,
    args: z.object({ channel: text }),
    run: (call, args) => {
      const where = known(call, args.channel);
      if (where.is_im) throw refusal('method_not_supported_for_channel_type');
      needScope(call, where.is_private ? 'groups:write' : 'channels:manage');
      if (where.is_archived) throw refusal('already_archived');
      if (where.name === 'general') throw refusal('cant_archive_general');
      keepChannel(call.workspace, { ...where, is_archived: true });
      return { ok: true };
    },
  }),
};

const named = (users: string) =>
  users
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

function opened(call: Call, users: string): Channel {
  const ids = named(users);
  if (ids.length === 0) throw refusal('users_list_not_supplied');
  if (ids.length > 8) throw refusal('too_many_users');
  for (const id of ids) {
    const one = person(call.workspace, id);
    if (one === undefined) throw refusal('user_not_found');
    if (one.deleted) throw refusal('user_disabled');
  }
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) {
    needScope(call, 'im:write');
    return directTo(call, only);
  }
  needScope(call, 'mpim:write');
  const members = [...ids, APP.bot_user].sort();
  const existing = channels(call.workspace).find(
    (one) => one.is_mpim && String(one.members) === String(members),
  );
  if (existing !== undefined) return existing;
  const created = newChannel({
    id: mintId('G'),
    name: `mpdm-${ids.map((id) => person(call.workspace, id)?.name).join('--')}-1`,
    is_mpim: true,
    is_private: true,
    members,
    created: call.workspace.clock.seconds(),
  });
  keepChannel(call.workspace, created);
  return created;
}

/** Takes people in and tells the app of each who is new. */
export function admit(
  { workspace, events }: Pick<Call, 'workspace' | 'events'>,
  where: Channel,
  ids: string[],
): Channel {
  const fresh = ids.filter((id) => !where.members.includes(id));
  const joined = { ...where, members: [...where.members, ...fresh] };
  keepChannel(workspace, joined);
  for (const user of fresh) {
    const channelType = where.is_private ? 'G' : 'C';
    events.tell(
      {
        type: 'member_joined_channel',
        user,
        channel: where.id,
        channel_type: channelType,
        team: TEAM.id,
      } as Json & {
        type: string;
      },
      { channel: joined, user },
    );
  }
  return joined;
}
