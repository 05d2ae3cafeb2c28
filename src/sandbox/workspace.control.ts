import { z } from 'zod';
import { mintId } from './chance.ts';
import { channel, directChannel, keepChannel, newChannel } from './channels.ts';
import { type ControlCall, controlCall, denial } from './control.call.ts';
import { admit } from './conversations.method.ts';
import { dndStatus } from './dnd.ts';
import {
  keepPerson,
  keepUsergroup,
  newPerson,
  person,
  slackUser,
  slackUsergroup,
  usergroups,
} from './people.ts';
import { APP, TEAM } from './workspace.ts';

const id = z.string().regex(/^[A-Z][A-Z0-9]{2,20}$/, 'an id such as U01ABCDEF');
const zone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}, 'an IANA time zone');

const personPatch = z
  .strictObject({
    name: z.string().regex(/^[\p{Ll}\p{Lo}\p{N}._-]{1,80}$/u),
    real_name: z.string().min(1).max(80),
    title: z.string().max(255),
    locale: z.string().regex(/^[a-z]{2,3}-[A-Z]{2}$/),
    tz: zone,
    is_admin: z.boolean(),
    is_owner: z.boolean(),
    is_restricted: z.boolean(),
    is_ultra_restricted: z.boolean(),
    is_stranger: z.boolean(),
    deleted: z.boolean(),
    status_text: z.string().max(100),
    status_emoji: z.string().max(100),
    status_expiration: z.int().min(0),
    team_id: id,
  })
  .partial();

/** Given fields only: an absent one must not overwrite. */
const given = <T extends object>(patch: T) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };

/** What administrators do: people, groups and channels come, change and go, and so does the app. */
export const workspaceCalls: Record<string, ControlCall> = {
  user: controlCall({
    args: personPatch.extend({ id: id.optional() }),
    run: ({ workspace, events }, { id: userId, ...patch }) => {
      const before = userId === undefined ? undefined : person(workspace, userId);
      const updated = workspace.clock.seconds();
      if (before === undefined) {
        if (patch.name === undefined) throw denial('invalid_arguments', 'A new person needs a name.');
        const joined = newPerson({ id: userId ?? mintId('U'), name: patch.name, ...given(patch), updated });
        keepPerson(workspace, joined);
        keepChannel(workspace, { ...directChannel(joined.id), created: updated });
        events.tell({
          type: 'team_join',
          user: slackUser(workspace, joined, { locale: true }),
          cache_ts: updated,
        });
        return { ok: true, id: joined.id };
      }
      const changed = { ...before, ...given(patch), updated };
      keepPerson(workspace, changed);
      events.tell({
        type: 'user_change',
        user: slackUser(workspace, changed, { locale: true }),
        cache_ts: updated,
      });
      return { ok: true, id: changed.id };
    },
  }),

  dnd: controlCall({
    args: z.strictObject({
      user: id,
      from: z.iso.datetime({ offset: true }).optional(),
      until: z.iso.datetime({ offset: true }).nullable(),
    }),
    run: ({ workspace, events }, { user, from, until }) => {
      const before = person(workspace, user);
      if (before === undefined) throw denial('user_not_found', `There is no person ${user}.`, 404);
      const seconds = (at: string) => Math.floor(Date.parse(at) / 1_000);
      const [dnd_start, dnd_end] =
        until === null ? [0, 0] : [from ? seconds(from) : workspace.clock.seconds(), seconds(until)];
      const changed = { ...before, dnd_start, dnd_end };
      keepPerson(workspace, changed);
      events.tell({ type: 'dnd_updated_user', user, dnd_status: dndStatus(workspace, changed) });
      return { ok: true };
    },
  }),

  usergroup: controlCall({
    args: z.strictObject({
      id: id.optional(),
      handle: z.string().min(1).max(80).optional(),
      name: z.string().min(1).max(80).optional(),
      users: z.array(id).optional(),
    }),
    run: ({ workspace, events }, { id: groupId, ...patch }) => {
      const before = usergroups(workspace).find((group) => group.id === groupId);
      const missing = (patch.users ?? []).find((user) => person(workspace, user) === undefined);
      if (missing !== undefined) throw denial('user_not_found', `There is no person ${missing}.`, 404);
      const date_update = workspace.clock.seconds();
      const after = {
        ...(before ?? { id: groupId ?? mintId('S'), handle: 'group', name: 'Group', users: [] }),
        ...given(patch),
        date_update,
      };
      keepUsergroup(workspace, after);
      const subteam = { ...slackUsergroup(after), user_count: String(after.users.length) };
      events.tell({ type: before === undefined ? 'subteam_created' : 'subteam_updated', subteam });
      const added = after.users.filter((user) => !before?.users.includes(user));
      const removed = (before?.users ?? []).filter((user) => !after.users.includes(user));
      if (before !== undefined && added.length + removed.length > 0) {
        events.tell({
          type: 'subteam_members_changed',
          subteam_id: after.id,
          team_id: TEAM.id,
          date_previous_update: before.date_update,
          date_update,
          added_users: added,
          added_users_count: String(added.length),
          removed_users: removed,
          removed_users_count: String(removed.length),
        });
      }
      return { ok: true, id: after.id };
    },
  }),

  channel: controlCall({
    args: z.strictObject({
      id: id.optional(),
      name: z
        .string()
        .regex(/^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u)
        .optional(),
      topic: z.string().max(250).optional(),
      members: z.array(id).optional(),
      is_private: z.boolean().optional(),
      is_archived: z.boolean().optional(),
      is_ext_shared: z.boolean().optional(),
      is_mpim: z.boolean().optional(),
    }),
    run: ({ workspace, events }, { id: channelId, members, ...patch }) => {
      const before = channelId === undefined ? undefined : channel(workspace, channelId);
      if (before === undefined && patch.name === undefined)
        throw denial('invalid_arguments', 'A new channel needs a name.');
      if (before?.is_im) throw denial('invalid_arguments', 'A direct message cannot be changed.');
      const created = workspace.clock.seconds();
      const base = before ?? newChannel({ id: channelId ?? mintId('C'), created });
      const kept = {
        ...base,
        ...given(patch),
        members: base.members.filter((user) => members?.includes(user) ?? true),
      };
      keepChannel(workspace, kept);
      for (const user of base.members.filter((one) => !kept.members.includes(one))) {
        events.tell(
          { type: 'member_left_channel', user, channel: kept.id, channel_type: 'C', team: TEAM.id },
          { user },
        );
      }
      admit({ workspace, events }, kept, members ?? []);
      if (before !== undefined && before.is_archived !== kept.is_archived) {
        const type = kept.is_archived ? 'channel_archive' : 'channel_unarchive';
        events.tell({ type, channel: kept.id, user: kept.creator });
      }
      return { ok: true, id: kept.id };
    },
  }),

  uninstall: controlCall({
    args: z.object({}),
    run: ({ workspace, events }) => {
      events.tell({ type: 'app_uninstalled' });
      events.tell({ type: 'tokens_revoked', tokens: { oauth: [], bot: [APP.bot_user] } });
      workspace.store.put('setting', 'uninstalled', true);
      return { ok: true };
    },
  }),
};
