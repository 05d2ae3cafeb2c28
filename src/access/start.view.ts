import { formatMoment, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn } from '../kernel/message.ts';
import type { CardFace } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { type Grant, inForce, isToStart } from './grant.ts';
import type { Request } from './request.ts';

/** The line under the card of access that does not begin with its approval; undefined for what does, and for what is over. */
export function startNotice(
  { request, grant }: { request: Request; grant: Grant },
  by: string | Markup,
  reader: Reader,
  now: Date,
): { notice: CardFace['notice'] } | undefined {
  const { locale } = reader;
  const from = formatMoment(grant.startsAt, reader, now);
  const when = formatMoment(grant.endsAt, reader, now);
  if (isToStart(grant, now)) {
    const key = grant.state as 'scheduled' | 'ready';
    return { notice: { key, text: mrkdwn(accessText, locale, `mine.notice.${key}`, { by, from, when }) } };
  }
  if (!inForce(grant, now)) return undefined;
  // Who pressed Start knows; who waited for the hour is told.
  if (request.start.kind === 'press') return { notice: undefined };
  if (grant.startsAt <= (request.decidedAt ?? grant.startsAt)) return undefined;
  return { notice: { key: 'begun', text: mrkdwn(accessText, locale, 'mine.notice.begun', { when }) } };
}
