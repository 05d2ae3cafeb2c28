import { mintId } from './chance.ts';
import { type Channel, channel, kindOf } from './channels.ts';
import type { Delivery } from './delivery.ts';
import type { Json } from './json.ts';
import { type Message, slackMessage } from './messages.ts';
import type { Secrets } from './secrets.ts';
import { APP, TEAM, type Workspace } from './workspace.ts';

export type Events = {
  /** Sends an event that the manifest subscribes to; any other is kept quiet, as Slack does. */
  tell(event: Json & { type: string }, about?: { channel?: Channel; user?: string }): void;
  posted(message: Message): void;
  edited(message: Message, before: Message): void;
  deleted(before: Message): void;
};

export function openEvents(workspace: Workspace, delivery: Delivery, secrets: Secrets): Events {
  const { clock, manifest } = workspace;
  const subscribed = new Set(manifest.settings.event_subscriptions.bot_events);

  const send = (name: string, event: Json, user: string | undefined, about: Channel | undefined) => {
    if (!subscribed.has(name) || workspace.store.get<boolean>('setting', 'uninstalled')) return;
    const event_ts = (event.event_ts as string | undefined) ?? `${clock.seconds()}.000000`;
    const payload = {
      token: secrets.verificationToken,
      team_id: TEAM.id,
      context_team_id: TEAM.id,
      context_enterprise_id: null,
      api_app_id: APP.id,
      event: { ...event, event_ts },
      type: 'event_callback',
      event_id: mintId('Ev'),
      event_time: clock.seconds(),
      authorizations: [
        {
          enterprise_id: null,
          team_id: TEAM.id,
          user_id: APP.bot_user,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: about?.is_ext_shared ?? false,
      event_context: `4-${Buffer.from(JSON.stringify({ et: event.type, tid: TEAM.id, aid: APP.id })).toString('base64url')}`,
    };
    delivery.event({ kind: 'events_api', payload, answers: false }, { what: String(event.type), user });
  };

  /** The bot hears what is said where it is a member, its own messages included. */
  const message = (about: Message, event: Json) => {
    const where = channel(workspace, about.channel);
    if (where === undefined || !where.members.includes(APP.bot_user) || about.ephemeral_for !== undefined)
      return;
    const kind = kindOf(where);
    const channelType = { channels: 'channel', groups: 'group', im: 'im', mpim: 'mpim' }[kind];
    send(
      `message.${kind}`,
      { type: 'message', channel: about.channel, ...event, channel_type: channelType },
      about.user,
      where,
    );
  };

  return {
    tell: (event, about = {}) => send(event.type, event, about.user, about.channel),
    posted: (added) => message(added, { ...slackMessage(added), event_ts: added.ts }),
    edited: (after, before) => {
      message(after, {
        subtype: 'message_changed',
        message: slackMessage(after),
        previous_message: slackMessage(before),
        hidden: true,
        ts: `${clock.seconds()}.000100`,
      });
    },
    deleted: (before) => {
      message(before, {
        subtype: 'message_deleted',
        previous_message: slackMessage(before),
        hidden: true,
        deleted_ts: before.ts,
        ts: `${clock.seconds()}.000100`,
      });
    },
  };
}
