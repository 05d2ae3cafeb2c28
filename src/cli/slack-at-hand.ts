import type { WebClient } from '@slack/web-api';
import type { Database } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { logger } from '../log.ts';
import { makeClients } from '../slack/clients.ts';
import { installedTenants, tokenOf } from '../slack/installation.store.ts';
import { settings } from './settings.ts';

/** Slack as the bot reaches it, with the token of the settings or the one kept; undefined in the sandbox, which has no door for others. */
export async function slackAtHand(database: Database): Promise<WebClient | undefined> {
  const { slack } = settings();
  if (slack.mode === 'sandbox') return undefined;
  const token = slack.botToken ?? (await keptTokenOf(database));
  return token
    ? makeClients({ token, apiUrl: slack.apiUrl, log: logger({ level: 'silent' }) }).bulk
    : undefined;
}

async function keptTokenOf(database: Database): Promise<string | undefined> {
  const [tenant, another] = await read(database, '', installedTenants);
  return tenant && !another ? read(database, tenant, (tx) => tokenOf(tx, tenant)) : undefined;
}
