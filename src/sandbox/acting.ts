import { type Channel, channel, payloadName } from './channels.ts';
import { denial } from './control.call.ts';
import type { Json } from './json.ts';
import { type Message, message } from './messages.ts';
import { type Person, person } from './people.ts';
import type { Platform } from './platform.ts';
import { APP, TEAM, type Workspace } from './workspace.ts';

/** Somebody who can do something: a person who has not left. */
export function actor(workspace: Workspace, id: string): Person {
  const found = person(workspace, id);
  if (found === undefined || found.is_bot) throw denial('user_not_found', `There is no person ${id}.`, 404);
  if (found.deleted) throw denial('user_deleted', `${found.real_name} has left the company.`, 403);
  return found;
}

/** A conversation in which that person can act now. */
export function conversation(workspace: Workspace, id: string, who: Person): Channel {
  const found = channel(workspace, id);
  if (found === undefined) throw denial('channel_not_found', `There is no channel ${id}.`, 404);
  if (!found.members.includes(who.id))
    throw denial('not_in_channel', `${who.real_name} is not in ${id}.`, 403);
  if (found.is_archived) throw denial('is_archived', `${id} is archived.`, 403);
  return found;
}

/** A message that this person sees. */
export function seen(workspace: Workspace, where: Channel, ts: string, who: Person): Message {
  const found = message(workspace, where.id, ts);
  if (found === undefined || (found.ephemeral_for !== undefined && found.ephemeral_for !== who.id)) {
    throw denial(
      'message_not_found',
      `There is no message ${ts} in ${where.id} that ${who.real_name} sees.`,
      404,
    );
  }
  return found;
}

export function installed({ workspace }: Platform): void {
  if (workspace.store.get<boolean>('setting', 'uninstalled')) {
    throw denial('app_not_installed', 'The app has been uninstalled from this workspace.', 409);
  }
}

/** What every interactive payload has. */
export function interaction({ secrets }: Platform, type: string, who: Person): Json {
  return {
    type,
    user: { id: who.id, username: who.name, name: who.name, team_id: who.team_id },
    api_app_id: APP.id,
    token: secrets.verificationToken,
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export const payloadChannel = (where: Channel) => ({ id: where.id, name: payloadName(where) });
