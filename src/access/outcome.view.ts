import { formatHours, type Locale } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { accessText } from './access.text.ts';
import { decisionText } from './decision.text.ts';
import type { Grant } from './grant.ts';
import type { Request } from './request.ts';
import { written } from './written.view.ts';

/** Why a request was denied: the ready reason, the approver's own words, or both. Not escaped. */
export function denialWords(
  { denialKind, denialReason }: Pick<Request, 'denialKind' | 'denialReason'>,
  locale: Locale,
): string {
  const reason = written(denialReason, locale);
  if (denialKind === null || denialKind === 'other') return reason;
  const kind = plain(decisionText, locale, `deny.${denialKind}`);
  return reason === '' ? kind : plain(decisionText, locale, 'deny.both', { kind, reason });
}

/** Ended by who had approved, which is taking the approval back. */
export function isTakenBack({ request, grant }: { request: Request; grant: Grant | undefined }): boolean {
  return grant?.state === 'revoked' && grant.endedBy !== null && grant.endedBy === request.decidedBy;
}

/** A request that lapsed because nobody decided, or because its requester did not answer. */
export function lapsedLine(request: Request, when: string, locale: Locale): string {
  return request.waitLeft === null
    ? plain(accessText, locale, 'state.lapsed', { when })
    : plain(decisionText, locale, 'state.lapsedUnanswered', { when });
}

/** How long a grant is meant to run, in hours. */
export function grantedHours({ startsAt, endsAt }: Pick<Grant, 'startsAt' | 'endsAt'>): number {
  return (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
}

/** The line of an approval for less than was asked. */
export function shortenedLine(request: Request, locale: Locale): string | undefined {
  if (request.approvedHours === null) return undefined;
  return mrkdwn(decisionText, locale, 'state.shortened', {
    length: formatHours(request.approvedHours, locale),
    asked: formatHours(request.hours, locale),
  });
}
