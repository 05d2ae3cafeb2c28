import { DateTime } from 'luxon';
import type { ControlUser } from './control.contract.ts';
import { APP, SLACKBOT, TEAM, type Workspace } from './workspace.ts';

export type Person = {
  id: string;
  team_id: string;
  name: string;
  real_name: string;
  title: string;
  locale: string;
  tz: string;
  is_admin: boolean;
  is_owner: boolean;
  is_bot: boolean;
  is_restricted: boolean;
  is_ultra_restricted: boolean;
  is_stranger: boolean;
  deleted: boolean;
  status_text: string;
  status_emoji: string;
  /** Seconds since 1970; 0 = does not end. */
  status_expiration: number;
  /** Do-not-disturb from and until, in seconds since 1970; 0 = none. */
  dnd_start: number;
  dnd_end: number;
  color: string;
  /** Seconds since 1970. */
  updated: number;
};

export type Usergroup = { id: string; handle: string; name: string; users: string[]; date_update: number };

const COLORS = ['#2e6e62', '#8a4b2d', '#3f5b9e', '#7a3f7e', '#9a6b15', '#2f7d3a', '#a33f52', '#4a6572'];

export function newPerson(given: Partial<Person> & { id: string; name: string }): Person {
  return {
    team_id: TEAM.id,
    real_name: given.name,
    title: '',
    locale: 'en-US',
    tz: 'Asia/Shanghai',
    is_admin: false,
    is_owner: false,
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_stranger: false,
    deleted: false,
    status_text: '',
    status_emoji: '',
    status_expiration: 0,
    dnd_start: 0,
    dnd_end: 0,
    color: COLORS[
      [...given.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COLORS.length
    ] as string,
    updated: 0,
    ...given,
  };
}

export const person = ({ store }: Workspace, id: string) => store.get<Person>('user', id);
export const people = ({ store }: Workspace) => store.all<Person>('user');
export const usergroups = ({ store }: Workspace) => store.all<Usergroup>('usergroup');

export function keepPerson({ store, changes }: Workspace, kept: Person): void {
  store.put('user', kept.id, kept);
  changes.tell({ type: 'users' });
}

export function keepUsergroup({ store, changes }: Workspace, kept: Usergroup): void {
  store.put('usergroup', kept.id, kept);
  changes.tell({ type: 'users' });
}

const zoned = ({ clock }: Workspace, tz: string) => DateTime.fromJSDate(clock.now(), { zone: tz });

/**
 * The user object of the Web API and of events. A deactivated person has neither roles nor a time zone any more,
 * and the e-mail address needs a scope of its own.
 */
export function slackUser(
  workspace: Workspace,
  one: Person,
  options: { locale?: boolean } = {},
): Record<string, unknown> {
  const own = one.id === APP.bot_user;
  const profile = {
    title: one.title,
    phone: '',
    skype: '',
    real_name: one.real_name,
    real_name_normalized: one.real_name,
    display_name: one.is_bot ? '' : one.name,
    display_name_normalized: one.is_bot ? '' : one.name,
    fields: null,
    status_text: one.status_text,
    status_emoji: one.status_emoji,
    status_emoji_display_info: [],
    status_expiration: one.status_expiration,
    avatar_hash: '',
    ...(workspace.manifest.oauth_config.scopes.bot.includes('users:read.email') && !one.is_bot
      ? { email: `${one.name}@${TEAM.domain}.example` }
      : {}),
    ...(own ? { api_app_id: APP.id, bot_id: APP.bot_id, always_active: true } : {}),
    team: one.team_id,
  };
  const base = { id: one.id, team_id: one.team_id, name: one.name, deleted: one.deleted };
  const end = { is_bot: one.is_bot, is_app_user: false, updated: one.updated };
  if (one.deleted) return { ...base, profile, ...end };
  return {
    ...base,
    color: one.color.slice(1),
    real_name: one.real_name,
    tz: one.tz,
    tz_label: zoned(workspace, one.tz).setLocale('en-US').offsetNameLong,
    tz_offset: zoned(workspace, one.tz).offset * 60,
    profile,
    is_admin: one.is_admin,
    is_owner: one.is_owner,
    is_primary_owner: one.is_owner,
    is_restricted: one.is_restricted,
    is_ultra_restricted: one.is_ultra_restricted,
    ...end,
    is_email_confirmed: !one.is_bot,
    who_can_share_contact_card: 'EVERYONE',
    ...(one.is_stranger ? { is_stranger: true } : {}),
    ...(options.locale ? { locale: one.locale } : {}),
  };
}

export function slackUsergroup(group: Usergroup): Record<string, unknown> {
  return {
    id: group.id,
    team_id: TEAM.id,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: 0,
    date_update: group.date_update,
    date_delete: 0,
    auto_type: null,
    auto_provision: false,
    enterprise_subteam_id: '',
    created_by: APP.bot_user,
    updated_by: APP.bot_user,
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    users: group.users,
    user_count: group.users.length,
    channel_count: 0,
  };
}

export function controlUser(workspace: Workspace, one: Person): ControlUser {
  const words = one.real_name.split(/\s+/u).filter((word) => word !== '');
  const latin = /^\p{Script=Latin}/u.test(one.real_name);
  return {
    id: one.id,
    name: one.name,
    real_name: one.real_name,
    title: one.title,
    locale: one.locale,
    tz: one.tz,
    tz_offset: zoned(workspace, one.tz).offset * 60,
    is_admin: one.is_admin,
    is_owner: one.is_owner,
    // Slack says of its own bot that it is none; nobody can be it, so here it is one.
    is_bot: one.is_bot || one.id === SLACKBOT,
    is_restricted: one.is_restricted,
    is_ultra_restricted: one.is_ultra_restricted,
    is_stranger: one.is_stranger,
    deleted: one.deleted,
    status_text: one.status_text,
    status_emoji: one.status_emoji,
    color: one.color,
    // A Chinese name is known by its given name's last character, a Latin one by its first letters.
    initials: latin
      ? words
          .slice(0, 2)
          .map((word) => [...word][0])
          .join('')
          .toUpperCase()
      : ([...one.real_name].at(-1) ?? ''),
  };
}
