import { checked } from './chat.method.ts';
import { isObject, type Json, textOf } from './json.ts';
import { byBot, message } from './messages.ts';
import { isRefusal } from './method.ts';
import type { Platform } from './platform.ts';
import { edit, post, postEphemeral, remove } from './posting.ts';
import type { ResponsePlace } from './response-url.ts';
import { APP } from './workspace.ts';

/**
 * Carries out an answer to a command or to an interaction, whether it came with the acknowledgement or to a response_url:
 * a new message (for the person alone unless `in_channel`), or the original replaced or deleted. Returns Slack's error code
 * where it cannot.
 */
export function respond(platform: Platform, place: ResponsePlace, body: unknown): string | undefined {
  if (!isObject(body)) return 'invalid_payload';
  const original = place.ts === undefined ? undefined : message(platform.workspace, place.channel, place.ts);
  try {
    if (body.delete_original === true || body.delete_original === 'true') {
      if (original === undefined) return 'message_not_found';
      remove(platform, original);
      return undefined;
    }
    const said = checked(body as Json);
    if (place.ts !== undefined && (body.replace_original === true || body.replace_original === 'true')) {
      if (original === undefined) return 'message_not_found';
      edit(platform, original, said, APP.bot_id);
      return undefined;
    }
    const threadTs = textOf(body.thread_ts);
    const draft = {
      channel: place.channel,
      ...byBot,
      ...said,
      ...(threadTs === '' ? {} : { thread_ts: threadTs }),
    };
    if (body.response_type === 'in_channel') post(platform, draft);
    else postEphemeral(platform, { ...draft, ephemeral_for: place.user });
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return textOf(error.answer.error);
    throw error;
  }
}
