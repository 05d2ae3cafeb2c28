import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { isRefusal } from '../kernel/decision.ts';
import type { Cause, NewEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import {
  allUserGroups,
  holdersOf,
  membersById,
  saveMembers,
  saveUserGroup,
  workspaceOwners,
} from '../people/member.store.ts';
import {
  appointFirstAdmins,
  type FirstAdmins,
  type Member,
  positionsKey,
  takeOver,
} from '../people/member.ts';
import { takeOverGroups as decideGroups, type UserGroup } from '../people/user-group.ts';
import type { House } from './capability.ts';
import { retryAfter, slackError } from './failure.ts';
import { onDnd } from './roster.dnd.ts';
import { takeOverStatuses } from './roster.status.ts';
import { readUsers, type SlackUser, seenOf, word } from './roster.user.ts';

const slackGroup = z.object({
  id: z.string(),
  handle: word.default(''),
  name: word.default(''),
  date_delete: z.number().default(0),
  users: z.array(z.string()).default([]),
});

/** Slack recommends no more than 200 people a page. */
const pageLength = 200;

/**
 * Takes over everybody from Slack, page by page; a page in which nothing changed costs one read. Somebody who is missing from the list
 * has not left by that: only Slack's own `deleted` says so. Roles and managers are never touched, but while nobody is admin the
 * first admins are made.
 */
export async function takeOverPeople(
  client: WebClient,
  house: House,
  firstAdmins: FirstAdmins,
): Promise<void> {
  let cursor = '';
  do {
    const page = await patiently(() =>
      client.users.list({ limit: pageLength, include_locale: true, ...(cursor ? { cursor } : {}) }),
    );
    await takeOverUsers(house, readUsers(house.log, page.members ?? []), { kind: 'tick', id: 'people' });
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  await makeFirstAdmins(house, firstAdmins);
}

/** The workspace's primary owner, who as a rule lets an app in; other owners where Slack names none. */
export async function primaryOwner(client: Pick<WebClient, 'users'>): Promise<string[]> {
  const owners: string[] = [];
  let cursor = '';
  do {
    const page = await patiently(() =>
      client.users.list({ limit: pageLength, ...(cursor ? { cursor } : {}) }),
    );
    for (const { id, is_primary_owner, is_owner, deleted } of page.members ?? []) {
      if (!id || deleted) continue;
      if (is_primary_owner) return [id];
      if (is_owner) owners.push(id);
    }
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  return owners;
}

/** Looks one person up: somebody who acts and whom we have never seen. Nothing happens when Slack does not know them either. */
export async function takeOverPerson(client: WebClient, house: House, user: string): Promise<void> {
  try {
    const { user: found } = await client.users.info({ user, include_locale: true });
    await takeOverUsers(house, readUsers(house.log, [found]), { kind: 'action', id: user });
  } catch (error) {
    if (!['user_not_found', 'user_not_visible'].includes(slackError(error) ?? '')) throw error;
  }
}

/** Takes over the user groups with their members: who belongs to one may decide on the data sets that name it. */
export async function takeOverGroups(client: WebClient, house: House): Promise<void> {
  const seen = z
    .array(slackGroup)
    .parse(await listGroups(client))
    .map(
      ({ date_delete, users, ...group }): UserGroup => ({
        ...group,
        members: users,
        disabled: date_delete > 0,
      }),
    );
  const changes = decideGroups(seen);
  const before = await house.read((tx) => allUserGroups(tx, house.tenant));
  const trial = changes(before);
  if (isRefusal(trial) || trial.next.length === 0) return;
  await house.commit({
    id: derivedId('cmd', house.tenant, 'groups', house.now().toISOString(), JSON.stringify(seen)),
    cause: { kind: 'tick', id: 'groups' },
    keys: ['people.groups'],
    load: (tx) => allUserGroups(tx, house.tenant),
    decide: changes,
    save: async (tx, next) => {
      for (const group of next) await saveUserGroup(tx, house.tenant, group);
    },
  });
}

/** User groups come with Slack's paid plans; a workspace without has none. */
async function listGroups(client: WebClient): Promise<readonly unknown[]> {
  try {
    const asked = { include_users: true, include_disabled: true };
    return (await patiently(() => client.usergroups.list(asked))).usergroups ?? [];
  } catch (error) {
    if (!['paid_teams_only', 'plan_upgrade_required'].includes(slackError(error) ?? '')) throw error;
    return [];
  }
}

type RosterEvent = (
  house: House,
  client: WebClient,
  event: Readonly<Record<string, unknown>>,
  eventId: string,
) => Promise<void>;

/** What the house does with Slack's events about people. Each bears being run twice, and being run late. */
export const rosterEvents: Readonly<Record<string, RosterEvent>> = {
  user_change: onPerson,
  team_join: onPerson,
  dnd_updated_user: (house, _client, event, eventId) => onDnd(house, event, eventId),
  // The events carry the change, the list carries the truth: with it neither order nor loss of events matters.
  subteam_created: (house, client) => takeOverGroups(client, house),
  subteam_updated: (house, client) => takeOverGroups(client, house),
  subteam_members_changed: (house, client) => takeOverGroups(client, house),
};

/**
 * The event carries the person, but not always their language: a known one is kept, an unknown one asked for. Slack repeats events up to
 * minutes later, so one that says that a leaver is here is not believed: Slack is asked how things stand.
 */
async function onPerson(
  house: House,
  client: WebClient,
  event: Readonly<Record<string, unknown>>,
  eventId: string,
): Promise<void> {
  const [user] = readUsers(house.log, [event.user]);
  if (!user) return;
  const known = await house.read((tx) => membersById(tx, house.tenant, [user.id]));
  const before = known.get(user.id);
  const unsure = before ? before.leftAt !== null : !user.locale;
  if (unsure && !user.deleted) return takeOverPerson(client, house, user.id);
  await takeOverUsers(house, [user], { kind: 'event', id: eventId });
}

/** Who they are, and whether their status says that they are not there. */
async function takeOverUsers(house: House, users: readonly SlackUser[], cause: Cause): Promise<void> {
  await takeOverFacts(house, users, cause);
  await takeOverStatuses(house, users, cause);
}

/** One commit with those for whom something changed; none when nothing did. */
async function takeOverFacts(house: House, users: readonly SlackUser[], cause: Cause): Promise<void> {
  const { tenant } = house;
  const known = await house.read((tx) => membersById(tx, tenant, idsOf(users)));
  const changed = users.filter((user) => news(user, known.get(user.id), tenant, house.now()).length > 0);
  if (changed.length === 0) return;
  await house.commit({
    id: derivedId('cmd', tenant, 'people', cause.id, house.now().toISOString(), JSON.stringify(changed)),
    cause,
    keys: idsOf(changed).map((id) => `person:${id}`),
    load: (tx) => membersById(tx, tenant, idsOf(changed)),
    decide: (before, now) => {
      const found = changed.flatMap((user) => news(user, before.get(user.id), tenant, now));
      return { next: found.map(({ next }) => next), events: found.flatMap(({ events }) => events) };
    },
    save: (tx, next) => saveMembers(tx, tenant, next),
  });
}

const idsOf = (users: readonly SlackUser[]): string[] => users.map((user) => user.id);

type News = { readonly next: Member; readonly events: readonly NewEvent[] };

/** What Slack says of somebody that we do not have yet: one piece of news, or none. */
function news(user: SlackUser, known: Member | undefined, tenant: string, now: Date): News[] {
  const decision = takeOver(seenOf(user, known, tenant))(known, now);
  return isRefusal(decision) || decision.next === known ? [] : [decision];
}

async function makeFirstAdmins(house: House, first: FirstAdmins): Promise<void> {
  const { tenant } = house;
  const admins = await house.read((tx) => holdersOf(tx, tenant, 'admin'));
  if (admins.length > 0) return;
  const outcome = await house.commit({
    id: derivedId('cmd', tenant, 'first-admins', house.now().toISOString()),
    cause: { kind: 'start', id: 'people' },
    keys: [positionsKey],
    guards: ({ members }) => members.map(({ id }) => `person:${id}`),
    load: async (tx) => ({
      admins: await holdersOf(tx, tenant, 'admin'),
      members:
        first === 'workspace_owners'
          ? await workspaceOwners(tx, tenant)
          : [...(await membersById(tx, tenant, first)).values()],
    }),
    decide: appointFirstAdmins(first),
    save: (tx, next) => saveMembers(tx, tenant, next),
  });
  if (outcome.kind === 'done' && outcome.events.length === 0)
    house.log.warn('nobody is admin: set SHOUMI_ADMINS to the Slack id of an employee of this workspace');
}

const longestWaitSeconds = 120;

/** Calls Slack in the background: when it asks us to wait, waits, up to two minutes for a call. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; ) {
    try {
      return await call();
    } catch (error) {
      const wait = retryAfter(error);
      if (wait === undefined || waited + wait > longestWaitSeconds) throw error;
      waited += wait;
      await sleep(wait * 1_000);
    }
  }
}
