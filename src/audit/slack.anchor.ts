import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { RunAgainAfter } from '../jobs/jobs.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { type ChannelLanguage, eachTime, localesOf, section } from '../slack/blocks.ts';
import { ChannelRefused, postInChannel, requireOwnChannel } from '../slack/channel.post.ts';
import { retryAfter, slackError } from '../slack/failure.ts';
import { anchorText } from './anchor.text.ts';
import {
  type Anchorage,
  type Anchored,
  type AnchorFault,
  type AnchorPlace,
  AnchorRefused,
} from './anchor.ts';

const metadataType = 'shoumi_anchor';

const faults: Readonly<Record<string, AnchorFault>> = {
  not_in_channel: 'not_a_member',
  channel_not_found: 'not_found',
  is_archived: 'archived',
  missing_scope: 'missing_scope',
};

type Posted = { ts?: string; metadata?: unknown; blocks?: unknown };

/**
 * Checkpoints as messages of a channel, where everybody who reads it holds a copy. Nothing is posted in a channel shared with
 * another company; the bot must be a member.
 */
export function slackAnchorage(
  place: Extract<AnchorPlace, { kind: 'slack' }>,
  slack: Pick<WebClient, 'conversations' | 'chat'>,
  language: ChannelLanguage = 'both',
): Anchorage {
  const { channel } = place;

  async function asked<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      const wait = retryAfter(error);
      if (wait !== undefined) throw new RunAgainAfter(wait);
      if (error instanceof ChannelRefused) throw new AnchorRefused(place, error.fault);
      const code = slackError(error) ?? '';
      if (Object.hasOwn(faults, code)) throw new AnchorRefused(place, faults[code] ?? 'not_found');
      throw error;
    }
  }

  async function* messages(): AsyncIterable<Posted> {
    for (let cursor = '', more = true; more; ) {
      const answer = await asked(
        slack.conversations.history({
          channel,
          limit: 200,
          include_all_metadata: true,
          ...(cursor ? { cursor } : {}),
        }),
      );
      yield* answer.messages ?? [];
      cursor = answer.response_metadata?.next_cursor ?? '';
      more = cursor !== '';
    }
  }

  /** The message that carries a checkpoint already: an earlier post may have got no answer. Among the newest hundred. */
  async function posted(checkpoint: Anchored): Promise<string | undefined> {
    const { messages: newest = [] } = await asked(
      slack.conversations.history({ channel, limit: 100, include_all_metadata: true }),
    );
    return newest.find(
      (message) => sizeIn(message) === checkpoint.size && noteIn(message) === checkpoint.note,
    )?.ts;
  }

  return {
    place,
    put: async (checkpoint) => {
      // Before anything else: what is wrong with the channel is told by its own name.
      await asked(requireOwnChannel(slack, channel));
      const already = await posted(checkpoint);
      if (already) return already;
      const { text, blocks } = anchorMessage(checkpoint, language);
      return asked(
        postInChannel(slack, {
          channel,
          text,
          blocks,
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: metadataType, event_payload: { size: checkpoint.size } },
        }),
      );
    },
    get: async (reference) => {
      const { messages: found = [] } = await asked(
        slack.conversations.history({
          channel,
          oldest: reference,
          latest: reference,
          inclusive: true,
          limit: 1,
        }),
      );
      const message = found.find(({ ts }) => ts === reference);
      return message && noteIn(message);
    },
    all: async function* () {
      for await (const message of messages()) {
        const note = sizeIn(message) === undefined ? undefined : noteIn(message);
        if (note !== undefined) yield note;
      }
    },
  };
}

/** One sentence in the channel's language, by default both, and the signed note letter by letter. */
export function anchorMessage(
  { size, note, at }: Anchored,
  language: ChannelLanguage = 'both',
): { text: string; blocks: KnownBlock[] } {
  const words = localesOf(language).map((locale) =>
    at
      ? mrkdwn(anchorText, locale, 'anchor.post', { size, when: eachTime(at) })
      : plain(anchorText, locale, 'anchor.postUndated', { size }),
  );
  // In rich text nothing is escaped, linked or formatted on the way: what is read back is what was posted.
  const signed: RichTextBlock = {
    type: 'rich_text',
    block_id: 'note',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: note }] }],
  };
  return { text: words.join('\n'), blocks: [section(words.join('\n')), signed] };
}

function sizeIn({ metadata }: Posted): number | undefined {
  const { event_type, event_payload } = (metadata ?? {}) as {
    event_type?: string;
    event_payload?: { size?: unknown };
  };
  const size = event_type === metadataType ? event_payload?.size : undefined;
  return typeof size === 'number' ? size : undefined;
}

type Rich = { type?: string; text?: string; url?: string; elements?: readonly Rich[] };

/** The signed note out of a message's code block; undefined when it has none. */
export function noteIn({ blocks }: Posted): string | undefined {
  const parts: Rich[] = Array.isArray(blocks) ? blocks : [];
  const code = parts
    .filter((block) => block.type === 'rich_text')
    .flatMap((block) => block.elements ?? [])
    .find((element) => element.type === 'rich_text_preformatted');
  const text = code?.elements?.map((one) => one.text ?? one.url ?? '').join('');
  // A note ends with a line break, which a code block need not keep.
  return text?.replace(/\n*$/, '\n');
}
