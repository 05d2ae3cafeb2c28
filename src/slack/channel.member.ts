import type { WebClient } from '@slack/web-api';
import { slackError } from './failure.ts';

/** Whether the bot is in a conversation and hears what is said there; `unknown`: Slack did not say. */
export type Membership = 'in' | 'out' | 'unknown';

/** Asks Slack. A private channel that the bot is not in does not exist for it. */
export async function isMember(
  slack: Pick<WebClient, 'conversations'>,
  channel: string,
): Promise<Membership> {
  try {
    const { channel: facts } = await slack.conversations.info({ channel });
    if (facts?.is_member === undefined) return 'unknown';
    return facts.is_member ? 'in' : 'out';
  } catch (error) {
    return slackError(error) === 'channel_not_found' ? 'out' : 'unknown';
  }
}
