import type { WebClient } from '@slack/web-api';
import { RunAgainAfter } from '../jobs/jobs.ts';
import { retryAfter } from './failure.ts';

/** What sending a file needs of Slack's client. */
export type FileClient = Pick<WebClient, 'conversations' | 'files' | 'filesUploadV2'>;

/**
 * Sends a person a file in their conversation with us, once: a file of this name that stands there since it was asked for was sent by an
 * upload whose answer was lost, or for another click. For jobs: waits where Slack asks to.
 */
export async function sendFile(
  slack: FileClient,
  to: string,
  file: {
    readonly name: string;
    readonly content: string | Buffer;
    readonly comment: string;
    readonly since: Date;
    /** What a picture shows, in words. */
    readonly alt?: string | undefined;
  },
): Promise<void> {
  try {
    const { channel } = await slack.conversations.open({ users: to });
    if (!channel?.id) throw new Error('conversations.open answered no channel');
    const { messages = [] } = await slack.conversations.history({
      channel: channel.id,
      limit: 100,
      oldest: String(file.since.getTime() / 1_000),
    });
    if (messages.some((message) => message.files?.some((one) => one.name === file.name))) return;
    await describing(slack).filesUploadV2({
      channel_id: channel.id,
      filename: file.name,
      ...(typeof file.content === 'string' ? { content: file.content } : { file: file.content }),
      ...(file.alt ? { alt_text: file.alt } : {}),
      initial_comment: file.comment,
    });
  } catch (error) {
    const wait = retryAfter(error);
    throw wait === undefined ? error : new RunAgainAfter(wait);
  }
}

/** Slack’s client hands the words for a picture on as `alt_text`; the method that takes them calls them `alt_txt`, and reads no other name. */
function describing(slack: FileClient): FileClient {
  const getUploadURLExternal: FileClient['files']['getUploadURLExternal'] = (args) => {
    const { alt_text, ...rest } = args ?? {};
    return slack.files.getUploadURLExternal({ ...rest, ...(alt_text ? { alt_txt: alt_text } : {}) } as never);
  };
  return Object.create(slack, { files: { value: { ...slack.files, getUploadURLExternal } } });
}
