import type { Refusal } from '../kernel/decision.ts';
import { mrkdwn } from '../kernel/message.ts';
import type { Answer, Visit } from '../slack/capability.ts';
import { accessText } from './access.text.ts';

/** A refusal as the person who acted reads it. */
export function refusal(
  { reader }: Pick<Visit, 'reader'>,
  { refused }: Refusal<keyof typeof accessText.en & string>,
): Answer {
  return { kind: 'say', text: mrkdwn(accessText, reader.locale, refused.key, refused.values) };
}
