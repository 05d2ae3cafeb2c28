import type { DomainEvent, Json } from '../kernel/event.ts';
import { formatHours, formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, type Values } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import { accessText } from './access.text.ts';
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
    length: typeof data.hours === 'number' ? formatHours(data.hours, reader.locale) : '',
    reason: written(personal.reason ?? null, reader.locale),
    when,
  };
  const say = (key: Parameters<typeof mrkdwn<keyof typeof accessText.en & string>>[2]) =>
    mrkdwn(accessText, reader.locale, key, values);
  switch (event.type) {
    case 'access.requested':
      return say('event.requested');
    case 'access.approved':
      return say('event.approved');
    case 'access.granted':
      return say('event.granted');
    case 'access.denied':
      return say('event.denied');
    case 'access.withdrawn':
      return say(data.by === 'leaver' ? 'event.withdrawnLeaver' : 'event.withdrawn');
    case 'access.lapsed':
      return say('event.lapsed');
    case 'access.returned':
      return say('event.returned');
    case 'access.revoked':
      return say(data.why === 'left' ? 'event.revokedLeaver' : 'event.revoked');
    case 'access.expired':
      return say('event.expired');
    default:
      return undefined;
  }
}

function person(id: Json | undefined) {
  return typeof id === 'string' ? mention(id) : '—';
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
