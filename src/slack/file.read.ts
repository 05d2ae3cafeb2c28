import type { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import { slackError } from './failure.ts';

/** The bytes of a file, or why there are none: a sentence that says what to do. */
export type ReadFile =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly fault: 'file.tooLarge' | 'file.gone' | 'file.scope' | 'file.unreachable' };

/** Far more than any list somebody gives us; what is larger is no list. */
const mostBytes = 2_000_000;
/** Slack waits 3 s for the answer to a form, and two calls are made for it. */
const longestMs = 1_200;

/**
 * Reads a file that a person chose in a form: only their own, only from where Slack's API itself lives, and never more than 2 MB. A token
 * without `files:read` cannot; Slack then answers the download with its login page, which is a redirect and not followed.
 */
export async function readFile(slack: WebClient, log: Log, user: string, id: string): Promise<ReadFile> {
  try {
    const { file } = await slack.files.info({ file: id });
    const url = URL.parse(file?.url_private_download ?? '');
    if (!url || file?.user !== user || !ofSlack(url, slack.slackApiUrl)) return { fault: 'file.gone' };
    if ((file.size ?? 0) > mostBytes) return { fault: 'file.tooLarge' };
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${slack.token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(longestMs),
    });
    if (!answer.ok || !answer.body) return { fault: 'file.gone' };
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body) {
      length += part.byteLength;
      if (length > mostBytes) return { fault: 'file.tooLarge' };
      parts.push(part);
    }
    return { name: file.name ?? '', bytes: Buffer.concat(parts) };
  } catch (error) {
    const code = slackError(error);
    log.warn({ err: error, code }, 'a file that somebody chose could not be read');
    if (code === 'missing_scope') return { fault: 'file.scope' };
    return { fault: code === 'file_not_found' || code === 'file_deleted' ? 'file.gone' : 'file.unreachable' };
  }
}

/** The token goes to Slack only: its files lie on files.slack.com, and with another server that speaks Slack's API beside it. */
function ofSlack(url: URL, api: string): boolean {
  const { host } = new URL(api);
  const own = host === 'slack.com' || host.endsWith('.slack.com');
  return own ? url.protocol === 'https:' && url.host.endsWith('.slack.com') : url.host === host;
}
