import type { DomainEvent } from '../kernel/event.ts';
import { formatDay, formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import { attentionText } from './attention.text.ts';

/** An event about what is owed in one sentence. */
export function describeAttention({ type, data, at }: DomainEvent, reader: Reader): string | undefined {
  const { locale } = reader;
  const who = mention(String(data.person));
  switch (type) {
    case 'attention.told':
    case 'attention.dropped':
    case 'attention.stopped':
    case 'attention.taken_back':
      return mrkdwn(attentionText, locale, `event.${type.slice(10)}` as 'event.told', { who });
    case 'attention.snoozed':
      return mrkdwn(attentionText, locale, 'event.snoozed', {
        who,
        when: formatMoment(new Date(String(data.until)), reader, at),
      });
    case 'attention.escalated':
      return mrkdwn(attentionText, locale, 'event.escalated', { who, to: mention(String(data.to)) });
    case 'attention.digested':
      return mrkdwn(attentionText, locale, 'event.digested', {
        who,
        day: formatDay(String(data.day), locale, at),
        count: Number(data.items),
      });
    default:
      return undefined;
  }
}
