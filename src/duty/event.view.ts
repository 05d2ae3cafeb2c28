import type { DomainEvent } from '../kernel/event.ts';
import { formatDay, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import { dutyEventText } from './event.text.ts';

/** An event about a duty or one of its times, in one sentence. */
export function describeDuty(event: DomainEvent, reader: Reader): string | undefined {
  const { type, data, personal, at } = event;
  if (!type.startsWith('duty.')) return undefined;
  const { locale } = reader;
  const person = (id: unknown): Markup | string =>
    typeof id === 'string' ? mention(id) : plain(dutyEventText, locale, 'house');
  const erased = plain(dutyEventText, locale, 'erased');
  const late = Number(data.lateMinutes ?? 0);
  const key = keyOf(type.slice('duty.'.length), data, late);
  if (!key) return undefined;
  const said = mrkdwn(dutyEventText, locale, key, {
    by: person(data.by),
    owner: person(data.owner),
    from: person(data.from),
    to: person(data.to),
    title: (locale === 'zh' ? personal.titleZh : personal.titleEn) ?? erased,
    note: personal.note ?? erased,
    on: typeof data.plannedOn === 'string' ? formatDay(data.plannedOn, locale, at) : '—',
    held: data.unknownYear ? 'yes' : 'no',
    year: String(data.unknownYear ?? ''),
    next: typeof data.nextOn === 'string' ? formatDay(data.nextOn, locale, at) : '—',
    serial: Number(data.serial ?? 0),
    what: String(data.what ?? ''),
    revision: Number(data.revision ?? 1),
    uncounted: Number(data.uncounted ?? 0),
    hours: Math.max(1, Math.round(late / 60)),
  });
  const { flagged } = data;
  if (flagged !== 'same' && flagged !== 'template') return said;
  return `${said} (${plain(dutyEventText, locale, `event.${flagged}`)})`;
}

function keyOf(
  what: string,
  data: DomainEvent['data'],
  late: number,
): (keyof typeof dutyEventText.en & string) | undefined {
  switch (what) {
    case 'retired':
      if (data.by) return 'event.retired';
      if (data.why === 'done') return 'event.retiredDone';
      return data.why === 'over' ? 'event.retiredOver' : 'event.retiredByHouse';
    case 'handed_over':
      if (!data.to) return 'event.orphaned';
      if (!data.by) return 'event.moved';
      return data.from === data.to ? 'event.kept' : 'event.handed_over';
    case 'done':
      return late > 0 ? 'event.doneLate' : 'event.done';
    default: {
      const key = `event.${what}`;
      return Object.hasOwn(dutyEventText.en, key) ? (key as 'event.opened') : undefined;
    }
  }
}
