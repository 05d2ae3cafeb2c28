import type { Database } from '../database/connection.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { memberById } from '../people/member.store.ts';
import type { Capability, House } from './capability.ts';
import { onReply, repliedUnder } from './card.away.ts';
import { cardJob, cardQueue, unseenJobs } from './card.job.ts';
import { goneTs, onGone } from './card.sweep.ts';
import type { Clients } from './clients.ts';
import { hearing } from './heard.ts';
import { rosterEvents, takeOverPerson } from './roster.ts';
import { gatherRoutes } from './routes.ts';
import { saidIn } from './said.ts';
import { slackText } from './slack.text.ts';
import { makeTalk } from './talk.ts';

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
  botUser: string;
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

  const talk = makeTalk({
    house,
    clients,
    routes,
    botUser: parts.botUser,
    meet: (at, user) => takeOverPerson(clients.bulk, at, user),
  });

  const heard = hearing(house);
  return async (event, eventId) => {
    await heard(event);
    switch (event.type) {
      case 'app_home_opened':
        if (event.tab === 'home' && typeof event.user === 'string') await openHome(event.user);
        return retryUnseen(event.user);
      case 'message': {
        const gone = goneTs(event);
        if (gone && typeof event.channel === 'string')
          return onGone(house, parts.database, parts.jobs(), { channel: event.channel, ts: gone });
        const under = repliedUnder(event);
        if (under) await onReply(house, under);
        const said = saidIn(event);
        if (!said) return;
        await talk(said, eventId);
        if (said.kind === 'im') await retryUnseen(said.user);
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
