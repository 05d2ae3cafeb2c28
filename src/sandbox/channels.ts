import type { ControlChannel } from './control.contract.ts';
import { APP, TEAM, type Workspace } from './workspace.ts';

export type Channel = {
  id: string;
  /** Empty for a DM. */
  name: string;
  is_im: boolean;
  is_mpim: boolean;
  is_private: boolean;
  is_archived: boolean;
  is_ext_shared: boolean;
  topic: string;
  members: string[];
  creator: string;
  /** Seconds since 1970. */
  created: number;
};

/** The four kinds by which scopes, events and `types` tell conversations apart. */
export type ChannelKind = 'channels' | 'groups' | 'im' | 'mpim';

export function newChannel(given: Partial<Channel> & { id: string }): Channel {
  return {
    name: '',
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: false,
    is_ext_shared: false,
    topic: '',
    members: [],
    creator: APP.bot_user,
    created: 0,
    ...given,
  };
}

/** The DM of a person with the bot. */
export function directChannel(userId: string): Channel {
  return newChannel({ id: directId(userId), is_im: true, members: [userId, APP.bot_user], creator: userId });
}

export const directId = (userId: string) => `D${userId.slice(1)}`;
export const channel = ({ store }: Workspace, id: string) => store.get<Channel>('channel', id);
export const channels = ({ store }: Workspace) => store.all<Channel>('channel');

export function keepChannel({ store, changes }: Workspace, kept: Channel): void {
  store.put('channel', kept.id, kept);
  changes.tell({ type: 'channels' });
}

export function kindOf(one: Channel): ChannelKind {
  if (one.is_im) return 'im';
  if (one.is_mpim) return 'mpim';
  return one.is_private ? 'groups' : 'channels';
}

/** How payloads of commands and interactions name a conversation. */
export function payloadName(one: Channel): string {
  if (one.is_im) return 'directmessage';
  return one.is_private ? 'privategroup' : one.name;
}

/** The conversation object as the bot sees it. */
export function slackChannel(one: Channel): Record<string, unknown> {
  const member = one.members.includes(APP.bot_user);
  if (one.is_im) {
    return {
      id: one.id,
      created: one.created,
      is_archived: one.is_archived,
      is_im: true,
      is_org_shared: false,
      context_team_id: TEAM.id,
      user: one.members.find((id) => id !== APP.bot_user),
      is_user_deleted: false,
      priority: 0,
    };
  }
  return {
    id: one.id,
    name: one.name,
    name_normalized: one.name,
    is_channel: !one.is_private,
    is_group: one.is_private,
    is_im: false,
    is_mpim: one.is_mpim,
    is_private: one.is_private,
    is_archived: one.is_archived,
    is_general: one.name === 'general',
    is_shared: one.is_ext_shared,
    is_org_shared: false,
    is_ext_shared: one.is_ext_shared,
    is_pending_ext_shared: false,
    pending_shared: [],
    pending_connected_team_ids: [],
    context_team_id: TEAM.id,
    created: one.created,
    creator: one.creator,
    unlinked: 0,
    shared_team_ids: [TEAM.id],
    is_member: member,
    topic: { value: one.topic, creator: one.creator, last_set: one.created },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: one.members.length,
  };
}

export function controlChannel(one: Channel): ControlChannel {
  const [first, second] = one.members;
  return {
    id: one.id,
    name: one.name,
    is_im: one.is_im,
    is_private: one.is_private,
    is_archived: one.is_archived,
    is_ext_shared: one.is_ext_shared,
    topic: one.topic,
    members: one.members,
    ...(one.is_im && first !== undefined && second !== undefined ? { im_users: [first, second] } : {}),
  };
}
