import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, context, mention, section } from '../slack/blocks.ts';
import type { CardFace } from '../slack/capability.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { checkerButtons, occurrenceLine, ownerButtons, timeOf, titleOf } from './duty.view.ts';
import { evidenceLines, type LastTime, sameness } from './evidence.view.ts';
import { isOpen, type Occurrence } from './occurrence.ts';

/** What was returned, for its owner: an answer to what they did, so it may come at once. */
export function returnedFace(duty: Duty, occurrence: Occurrence, reader: Reader, now: Date): CardFace {
  const { locale } = reader;
  const shows = [occurrence.id, duty.id];
  const open = occurrence.state === 'returned' && occurrence.owner === reader.id;
  const text = mrkdwn(dutyText, locale, open ? 'returned.lock' : 'returned.past', {
    title: titleOf(duty, locale),
    who: mention(occurrence.checkedBy ?? duty.checker ?? occurrence.owner),
  });
  return {
    text,
    shows,
    open,
    blocks: [
      section(occurrenceLine(duty, occurrence, reader, now)),
      ...(open ? [actions('duty.act', ...ownerButtons(occurrence, reader, { skip: false }))] : []),
    ],
  };
}

/** Something to do, for its owner, alone: they asked to be told again. */
export function openFace(duty: Duty, occurrence: Occurrence, reader: Reader, now: Date): CardFace {
  const { locale } = reader;
  const open = isOpen(occurrence) && occurrence.owner === reader.id;
  const { how, due, until } = timeOf(duty, occurrence, reader, now);
  const text = plain(dutyText, locale, `open.${how}`, { title: titleOf(duty, locale), due, until });
  const line = section(occurrenceLine(duty, occurrence, reader, now));
  const buttons = open ? [actions('duty.act', ...ownerButtons(occurrence, reader, { skip: false }))] : [];
  return { text, shows: [occurrence.id, duty.id], open, blocks: [line, ...buttons] };
}

/** What was handed in, for its checker. */
export function checkFace(
  duty: Duty,
  occurrence: Occurrence,
  last: LastTime | undefined,
  reader: Reader,
  now: Date,
): CardFace {
  const { locale } = reader;
  const open = occurrence.state === 'submitted' && occurrence.doneBy !== reader.id;
  const text = mrkdwn(dutyText, locale, 'check.lock', {
    title: titleOf(duty, locale),
    who: mention(occurrence.doneBy ?? occurrence.owner),
  });
  const handedIn = occurrence.doneAt
    ? [context(plain(dutyText, locale, 'check.at', { at: formatMoment(occurrence.doneAt, reader, now) }))]
    : [];
  return {
    text,
    shows: [occurrence.id, duty.id],
    open,
    blocks: [
      section(occurrenceLine(duty, occurrence, reader, now)),
      ...evidenceLines(duty, occurrence, locale),
      ...sameness(duty, occurrence, last, reader, now),
      ...(open ? handedIn : []),
      ...(open ? [actions('duty.act', ...checkerButtons(occurrence, reader))] : []),
    ],
  };
}
