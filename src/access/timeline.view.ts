import type { DomainEvent, Json } from '../kernel/event.ts';
import { formatHours, formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, type Values } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import { accessText } from './access.text.ts';
import { decisionText } from './decision.text.ts';
import { denialWords } from './outcome.view.ts';
import { denialKinds } from './request.ts';
import { lengthInput } from './span.ts';
import { lengthWords } from './span.view.ts';
import { written } from './written.view.ts';

/** An event of access in one sentence; undefined for what is not ours. What was erased says so. */
export function describeAccess(event: DomainEvent, reader: Reader): string | undefined {
  const { data, personal } = event;
  const when = typeof data.endsAt === 'string' ? formatMoment(new Date(data.endsAt), reader, event.at) : '';
  const values: Values = {
    by: person(data.by),
    who: person(data.holder),
    data: text(data.dataSet),
    case: text(data.caseNumber),
    length: lengthOf(event, reader),
    reason: written(personal.reason ?? null, reader.locale),
    when,
    from: typeof data.startsAt === 'string' ? formatMoment(new Date(data.startsAt), reader, event.at) : '',
  };
  const say = (key: Parameters<typeof mrkdwn<keyof typeof accessText.en & string>>[2], more: Values = {}) =>
    mrkdwn(accessText, reader.locale, key, { ...values, ...more });
  const tell = (
    key: Parameters<typeof mrkdwn<keyof typeof decisionText.en & string>>[2],
    more: Values = {},
  ) => mrkdwn(decisionText, reader.locale, key, { ...values, ...more });
  switch (event.type) {
    case 'access.requested':
      return say('event.requested');
    case 'access.approved':
      return typeof data.shortenedTo === 'number'
        ? tell('event.approvedShorter', { length: formatHours(data.shortenedTo, reader.locale) })
        : say('event.approved');
    case 'access.asked':
      return tell('event.asked', { question: written(personal.question ?? null, reader.locale) });
    case 'access.answered':
      return tell('event.answered', { answer: written(personal.answer ?? null, reader.locale) });
    case 'access.reopened':
      return tell('event.reopened');
    case 'access.granted':
      if (data.state === 'ready') return say('event.grantedReady');
      return say(data.state === 'scheduled' ? 'event.grantedLater' : 'event.granted');
    case 'access.denied':
      return say('event.denied', {
        reason: denialWords(
          {
            denialKind: denialKinds.find((kind) => kind === data.kind) ?? null,
            // A ready reason needs no words; of one's own words something must have been there.
            denialReason: personal.reason ?? (isReady(data.kind) ? '' : null),
          },
          reader.locale,
        ),
      });
    case 'access.withdrawn':
      return say(data.by === 'leaver' ? 'event.withdrawnLeaver' : 'event.withdrawn');
    case 'access.lapsed':
      return data.why === 'unanswered' ? tell('event.lapsedUnanswered') : say('event.lapsed');
    case 'access.returned':
      return say('event.returned');
    case 'access.revoked':
      if (data.why === 'taken_back')
        return tell(personal.reason === undefined ? 'event.takenBack' : 'event.takenBackReason');
      return say(data.why === 'left' ? 'event.revokedLeaver' : 'event.revoked');
    case 'access.started':
      return say(data.by === undefined ? 'event.started' : 'event.pressed');
    case 'access.unused':
      return say('event.unused');
    case 'access.given_up':
      return say('event.givenUp');
    case 'access.case_closed':
      return say('event.caseClosed');
    case 'access.rerouted':
      return say(data.road === 'privacy_officer' ? 'event.reroutedOfficer' : 'event.reroutedBack');
    case 'access.expired':
      return say('event.expired');
    default:
      return undefined;
  }
}

function isReady(kind: Json | undefined): boolean {
  return typeof kind === 'string' && kind !== 'other';
}

/** How long was asked for; events from before there were other lengths have hours alone. */
function lengthOf({ data, at }: DomainEvent, reader: Reader): string {
  const hours = typeof data.hours === 'number' ? data.hours : 0;
  const length = lengthInput.safeParse(data.length ?? String(hours));
  return length.success ? lengthWords({ length: length.data, hours, createdAt: at }, reader) : '';
}

function person(id: Json | undefined) {
  return typeof id === 'string' ? mention(id) : '—';
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
