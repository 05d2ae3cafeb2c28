import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';

/** What Slack says of a channel, as far as it decides whether something may be posted there. */
export type ChannelFacts = {
  readonly is_archived?: boolean;
  /** With another workspace or organisation. */
  readonly is_shared?: boolean;
  /** Within our own organisation only (Enterprise Grid). */
  readonly is_org_shared?: boolean;
  readonly is_ext_shared?: boolean;
  readonly is_pending_ext_shared?: boolean;
  readonly pending_shared?: readonly unknown[];
  readonly pending_connected_team_ids?: readonly unknown[];
};

/** Why nothing is posted in a channel, or undefined. One that is about to be shared is shared: its history will be read. */
export function channelFault(facts: ChannelFacts): 'shared' | 'archived' | undefined {
  const shared =
    facts.is_ext_shared ||
    facts.is_pending_ext_shared ||
    (facts.is_shared && !facts.is_org_shared) ||
    (facts.pending_shared ?? []).length > 0 ||
    (facts.pending_connected_team_ids ?? []).length > 0;
  if (shared) return 'shared';
  return facts.is_archived ? 'archived' : undefined;
}

/** Thrown where nothing is posted. */
export class ChannelRefused extends Error {
  readonly fault: 'shared' | 'archived';
  constructor(channel: string, fault: 'shared' | 'archived') {
    super(`nothing is posted in ${channel}: ${fault}`);
    this.fault = fault;
  }
}

type Slack = Pick<WebClient, 'conversations' | 'chat'>;

/**
 * Asks Slack about the channel. Every time: a channel can be shared between two posts, and what was posted in it by then cannot be called
 * back. Throws ChannelRefused for one that is archived, or shared with another company or about to be.
 */
export async function requireOwnChannel(slack: Slack, channel: string): Promise<void> {
  const { channel: facts } = await slack.conversations.info({ channel });
  const fault = channelFault((facts ?? {}) as ChannelFacts);
  if (fault) throw new ChannelRefused(channel, fault);
}

/** The one door to channels: asks, then posts. Answers the message's ts. */
export async function postInChannel(slack: Slack, message: ChatPostMessageArguments): Promise<string> {
  await requireOwnChannel(slack, message.channel);
  const { ts } = await slack.chat.postMessage(message);
  if (!ts) throw new Error('chat.postMessage answered no ts');
  return ts;
}
