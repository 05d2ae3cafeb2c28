import { WebClient } from '@slack/web-api';
import type { Finding as Found, House } from '../slack/capability.ts';
import { slackError } from '../slack/failure.ts';
import { heardTypes } from '../slack/heard.store.ts';
import { readManifest } from '../slack/manifest.ts';
import { firstEventAt, standingCards } from './doctor.store.ts';
import { type Finding, found } from './doctor.ts';
import { judgeEvents, judgeRetention, judgeScopes, judgeSlackClock } from './doctor-slack.ts';

/** How Slack reaches the bot: over sockets of this process, over sockets that only a token tells of, or over HTTP. */
export type Reached =
  | { readonly by: 'socket'; readonly connected: boolean }
  | { readonly by: 'socket'; readonly appToken: string }
  | { readonly by: 'http' };

/** Slack as far as the doctor may look at it. */
export type SlackPatient = {
  readonly client: Pick<WebClient, 'auth' | 'conversations'>;
  readonly apiUrl?: string | undefined;
  readonly reached: Reached;
  /** This machine's clock, never moved. */
  readonly clock: () => Date;
};

const slackApi = 'https://slack.com/api/';
const longestMs = 5_000;

/** Token, scopes, sockets, clock; what was heard of events; whether older messages still stand. */
export async function slackFindings(
  slack: SlackPatient,
  house: Pick<House, 'tenant' | 'read' | 'now'>,
): Promise<Found[]> {
  const { token, scopes } = await tokenFindings(slack);
  if (token.verdict === 'wrong') return [token];
  const { events } = await readManifest();
  const { heard, born } = await house.read(async (tx) => ({
    heard: await heardTypes(tx, house.tenant),
    born: await firstEventAt(tx),
  }));
  return [
    token,
    ...scopes,
    await reachedFinding(slack),
    judgeEvents(heard, events, born ? house.now().getTime() - born.getTime() : 0),
    await clockFinding(slack),
    await retentionFinding(slack, house),
  ];
}

async function tokenFindings({ client }: SlackPatient): Promise<{ token: Finding; scopes: Finding[] }> {
  try {
    const answer = await client.auth.test();
    const has = answer.response_metadata?.scopes ?? [];
    const { scopes } = await readManifest();
    return {
      token: found('ok', 'token.ok', { team: answer.team ?? answer.team_id ?? '' }),
      scopes: has.length > 0 ? [judgeScopes(has, scopes)] : [],
    };
  } catch (error) {
    const code = slackError(error);
    const token = code ? found('wrong', 'token.refused', { code }) : found('wrong', 'slack.away');
    return { token, scopes: [] };
  }
}

async function reachedFinding({ reached, apiUrl }: SlackPatient): Promise<Finding> {
  if (reached.by === 'http') return found('ok', 'reached.http');
  if ('connected' in reached)
    return reached.connected ? found('ok', 'reached.socket') : found('wrong', 'reached.noSocket');
  try {
    // Asks for the address of a socket and opens none: a running bot is not disturbed.
    const client = new WebClient(reached.appToken, {
      retryConfig: { retries: 0 },
      timeout: longestMs,
      ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    });
    await client.apps.connections.open({});
    return found('ok', 'reached.appToken');
  } catch (error) {
    return found('wrong', 'reached.appTokenRefused', { code: slackError(error) ?? 'no answer' });
  }
}

async function clockFinding({ apiUrl = slackApi, clock }: SlackPatient): Promise<Finding> {
  try {
    const before = clock().getTime();
    const answer = await fetch(new URL('api.test', apiUrl), {
      method: 'POST',
      signal: AbortSignal.timeout(longestMs),
    });
    const there = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isNaN(there)) return found('ok', 'slackClock.unseen');
    // The header has whole seconds, so half a one is added.
    return judgeSlackClock(there + 500 - (before + clock().getTime()) / 2);
  } catch {
    return found('warning', 'slackClock.unseen');
  }
}

const weekMs = 7 * 86_400_000;
const sample = 8;

/** Slack shows an app no retention setting; what became of older messages shows it. */
async function retentionFinding(
  { client }: SlackPatient,
  house: Pick<House, 'tenant' | 'read' | 'now'>,
): Promise<Finding> {
  const before = new Date(house.now().getTime() - weekMs);
  const cards = await house.read((tx) => standingCards(tx, house.tenant, before, sample));
  let [looked, gone] = [0, 0];
  for (const { channel, ts } of cards) {
    try {
      const { messages = [] } = await client.conversations.history({
        channel,
        oldest: ts,
        latest: ts,
        inclusive: true,
        limit: 1,
      });
      looked += 1;
      if (!messages.some((message) => message.ts === ts && message.subtype !== 'tombstone')) gone += 1;
    } catch {
      // A conversation that cannot be read now says nothing about retention.
    }
  }
  return judgeRetention({ looked, gone });
}
