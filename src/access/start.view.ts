import { formatMoment, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn } from '../kernel/message.ts';
import type { CardFace } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { type Grant, inForce, isToStart } from './grant.ts';
import type { Request } from './request.ts';

/** What access waits for that has yet to begin: its hour, or Start; undefined for what runs or is over. */
export function stateToStart(grant: Grant, now: Date): 'scheduled' | 'ready' | undefined {
  return isToStart(grant, now) ? (grant.state as 'scheduled' | 'ready') : undefined;
}

/** How to speak of access that has not begun or never did; undefined for what ran. */
export function neverRan(
  grant: Grant,
  now: Date,
): 'scheduled' | 'ready' | 'lapsed' | 'withdrawn' | undefined {
  if (grant.state === 'given_up') return 'withdrawn';
  if (grant.state === 'unused' || (grant.state === 'ready' && now >= grant.startsAt)) return 'lapsed';
  return stateToStart(grant, now);
}

/** `from`: when it begins, or the last moment for Start; `when`: when it ends. */
export function grantTimes(grant: Grant, reader: Reader, now: Date) {
  return {
    from: formatMoment(grant.startsAt, reader, now),
    when: formatMoment(grant.endsAt, reader, now),
  };
}

/** The line under the card of access that does not begin with its approval; undefined for what does, and for what is over. */
export function startNotice(
  { request, grant }: { request: Request; grant: Grant },
  by: string | Markup,
  reader: Reader,
  now: Date,
): { notice: CardFace['notice'] } | undefined {
  const { locale } = reader;
  const { from, when } = grantTimes(grant, reader, now);
  const key = stateToStart(grant, now);
  if (key) {
    return { notice: { key, text: mrkdwn(accessText, locale, `mine.notice.${key}`, { by, from, when }) } };
  }
  if (!inForce(grant, now)) return undefined;
  // Who pressed Start knows; who waited for the hour is told.
  if (request.start.kind === 'press') return { notice: undefined };
  if (grant.startsAt <= (request.decidedAt ?? grant.startsAt)) return undefined;
  return { notice: { key: 'begun', text: mrkdwn(accessText, locale, 'mine.notice.begun', { when }) } };
}
