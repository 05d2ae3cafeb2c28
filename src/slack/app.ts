import { App, type Receiver } from '@slack/bolt';
import type { Log } from '../log.ts';
import { boltLogger } from '../log.ts';
import type { Clients } from './clients.ts';
import { slackError } from './failure.ts';
import { httpReceiver } from './http.receiver.ts';
import type { Pages } from './pages.ts';
import { makeRouter, type Router } from './router.ts';
import { socketReceiver } from './socket.receiver.ts';

/** How Slack reaches us. */
export type Arrival =
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string; readonly port: number };

/** Who we are in a workspace, as auth.test says. */
export type Identity = {
  readonly tenant: string;
  readonly team: string;
  readonly botId: string;
  readonly botUser: string;
};

/** Thrown with one sentence for the terminal. */
export class NotAccepted extends Error {}

/**
 * Asks Slack who we are. A token Slack does not accept is one sentence, said before anything is started; `new App({ token })`
 * would ask without waiting, and a refusal would end the process unhandled.
 */
export async function identify(clients: Clients): Promise<Identity> {
  try {
    const { team_id, enterprise_id, bot_id, user_id, is_enterprise_install } = await clients.bulk.auth.test();
    const tenant = is_enterprise_install ? enterprise_id : team_id;
    if (!tenant || !bot_id || !user_id)
      throw new NotAccepted('SLACK_BOT_TOKEN is not a bot token: copy the “Bot User OAuth Token” (xoxb-…).');
    return { tenant, team: team_id ?? tenant, botId: bot_id, botUser: user_id };
  } catch (error) {
    if (error instanceof NotAccepted) throw error;
    const code = slackError(error);
    throw new NotAccepted(
      code
        ? `Slack does not accept SLACK_BOT_TOKEN (${code}): copy the “Bot User OAuth Token” from the app’s page “OAuth & Permissions”.`
        : `Slack cannot be reached (${(error as Error).message}): check the network, and SLACK_API_URL if it is set.`,
    );
  }
}

export type SlackApp = {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly connected: () => boolean;
};

/**
 * One Bolt app with one middleware that routes everything. Who we are is known already, so nothing is asked of Slack per payload;
 * conversation memory is off (a third of the throughput).
 */
export function makeApp(options: {
  arrival: Arrival;
  apiUrl?: string | undefined;
  token: string;
  identity: Identity;
  router: Router;
  /** Served where Slack itself comes over HTTP. */
  pages?: Pages;
  log: Log;
  onFatal: (code: string) => void;
}): SlackApp {
  const { arrival, identity, log, token } = options;
  let started = false;
  const socket =
    arrival.mode === 'socket'
      ? socketReceiver({ appToken: arrival.appToken, apiUrl: options.apiUrl, log, onFatal: options.onFatal })
      : undefined;
  const receiver: Receiver =
    socket ??
    httpReceiver({
      ...(arrival as Extract<Arrival, { mode: 'http' }>),
      log,
      ...(options.pages && { pages: options.pages }),
    });
  const app = new App({
    receiver,
    convoStore: false,
    logger: boltLogger(log),
    authorize: async () => ({
      botToken: token,
      botId: identity.botId,
      botUserId: identity.botUser,
      teamId: identity.team,
    }),
    ...(options.apiUrl ? { clientOptions: { slackApiUrl: options.apiUrl } } : {}),
  });
  app.use(makeRouter(options.router) as Parameters<typeof app.use>[0]);
  // The router answers its own trouble; what comes here is a payload it could not read at all. An event is sent again.
  app.error(async (error) => {
    log.error({ err: error }, 'a payload was not understood');
    throw error;
  });
  return {
    start: async () => {
      try {
        await receiver.start(arrival.mode === 'http' ? arrival.port : undefined);
        started = true;
      } catch (error) {
        throw notStarted(error, arrival);
      }
    },
    stop: async () => {
      if (!started) return;
      started = false;
      await receiver.stop();
    },
    connected: () => started && (socket?.connected() ?? true),
  };
}

function notStarted(error: unknown, arrival: Arrival): Error {
  const code = slackError(error) ?? (error as { code?: string }).code;
  if (arrival.mode === 'socket') {
    return new NotAccepted(
      `Slack opens no socket for SLACK_APP_TOKEN (${code ?? (error as Error).message}): it must be an app-level token (xapp-…) with the scope connections:write, and Socket Mode must be on.`,
    );
  }
  return code === 'EADDRINUSE'
    ? new NotAccepted(`Port ${arrival.port} is taken: set PORT to a free one.`)
    : new NotAccepted(
        `Port ${arrival.port} cannot be opened (${code ?? (error as Error).message}): set PORT to another one.`,
      );
}
