import type { Database } from '../database/connection.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { plain } from '../kernel/message.ts';
import { findPersonalNumbers } from '../kernel/personal-number.ts';
import { memberById, readerFrom } from '../people/member.store.ts';
import type { Capability, House } from './capability.ts';
import { cardJob, cardQueue, unseenJobs } from './card.job.ts';
import { goneTs, onGone } from './card.sweep.ts';
import type { Clients } from './clients.ts';
import { help } from './help.ts';
import { rosterEvents, takeOverPerson } from './roster.ts';
import { gatherRoutes } from './routes.ts';
import { slackText } from './slack.text.ts';

type SlackEvent = { type: string; [key: string]: unknown };

/**
 * What the house itself does with events: keeps people as Slack has them, shows Home, answers a direct message. Runs before the
 * event is acknowledged, so everything here bears being run twice.
 */
export function onSlackEvents(parts: {
  house: House;
  clients: Clients;
  database: Database;
  capabilities: readonly Capability[];
  jobs: () => Jobs;
  /** The app was removed from the workspace: nothing works any more until it is installed again. */
  onUninstalled: () => void;
}): (event: SlackEvent, eventId: string) => Promise<void> {
  const { house, clients } = parts;
  const routes = gatherRoutes(parts.capabilities, slackText);

  /** Somebody shows a sign of life: what could not be shown to them is tried again. */
  async function retryUnseen(user: unknown): Promise<void> {
    if (typeof user !== 'string') return;
    const unseen = await house.read((tx) => unseenJobs(tx, house.tenant, user));
    if (unseen.length === 0) return;
    await parts.jobs().add(parts.database, unseen);
    parts.jobs().ring(cardQueue.name);
  }

  async function openHome(user: string): Promise<void> {
    if (!(await house.read((tx) => memberById(tx, house.tenant, user))))
      await takeOverPerson(clients.bulk, house, user);
    await parts
      .jobs()
      .add(parts.database, [cardJob(house.tenant, { kind: 'home', reader: user, occasion: 'home' })]);
    parts.jobs().ring(cardQueue.name);
  }

  /** A direct message is no command: say how to begin, or, if it holds a personal number, only how to take it back. */
  async function answerMessage({
    channel,
    user,
    text,
  }: {
    channel: string;
    user: string;
    text: string;
  }): Promise<void> {
    const member = await house.read((tx) => memberById(tx, house.tenant, user));
    const reader = readerFrom(user, member);
    const said =
      findPersonalNumbers(text).length > 0
        ? { text: plain(slackText, reader.locale, 'dm.personalNumber') }
        : member?.standing === 'member' && !member.leftAt
          ? help(routes, reader)
          : { text: plain(slackText, reader.locale, 'stranger.sentence') };
    await clients.interactive.chat.postEphemeral({ channel, user, ...said } as never);
  }

  return async (event, eventId) => {
    switch (event.type) {
      case 'app_home_opened':
        if (event.tab === 'home' && typeof event.user === 'string') await openHome(event.user);
        return retryUnseen(event.user);
      case 'message': {
        const { channel, user, text, channel_type, subtype, bot_id } = event;
        const gone = goneTs(event);
        if (gone && typeof channel === 'string')
          return onGone(house, parts.database, parts.jobs(), { channel, ts: gone });
        if (channel_type !== 'im' || subtype !== undefined || bot_id !== undefined) return;
        if (typeof channel === 'string' && typeof user === 'string' && typeof text === 'string') {
          await answerMessage({ channel, user, text });
          await retryUnseen(user);
        }
        return;
      }
      case 'app_uninstalled':
        house.log.error('Shoumi was removed from the workspace; install it again from the app’s page');
        parts.onUninstalled();
        return;
      default:
        await rosterEvents[event.type]?.(house, clients.bulk, event, eventId);
        if (event.type === 'user_change') await retryUnseen((event.user as { id?: unknown } | undefined)?.id);
    }
  };
}
