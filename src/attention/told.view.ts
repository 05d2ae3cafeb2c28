import type { ActionsBlock } from '@slack/types';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, context, section } from '../slack/blocks.ts';
import type { Blocks, CardFace, OwedKind } from '../slack/capability.ts';
import { attentionText } from './attention.text.ts';
import { laterSelect, takeBackButton } from './later.view.ts';
import type { OwedState } from './owed.ts';
import { isPutOff, isStopped, type PutOff } from './put-off.ts';

/** Most elements of a row of buttons that still stand in one line of a screen. */
const mostBeside = 4;

/**
 * A reminder alone, framed: beside its own buttons the choice of when to hear of it again, to pass it on or to stop it; once put off or
 * stopped, that and the way back instead of the buttons. What asks nothing (any more) stays as it is.
 */
export function framed(
  face: CardFace,
  of: { owed: OwedState; kind: OwedKind | undefined; putOff: PutOff | undefined },
  reader: Reader,
  now: Date,
): CardFace {
  const { owed, kind, putOff } = of;
  // What is only good to know needs no "later".
  if (!face.open || !kind || kind.priority === 'practice') return face;
  const { locale } = reader;
  const stopped = isStopped(owed, putOff);
  if (stopped || isPutOff(owed, putOff, now)) {
    const said = stopped
      ? plain(attentionText, locale, 'told.stopped')
      : mrkdwn(attentionText, locale, 'told.putOff', {
          when: formatMoment(putOff?.until ?? now, reader, now),
        });
    const back = actions(`back.${owed.id}`, takeBackButton({ owed: owed.id, putOff }, reader));
    const { blocks } = withoutActs(face);
    return { ...face, blocks: [...blocks, context(said), back], open: false };
  }
  return { ...face, blocks: withLater(face.blocks, laterSelect({ owed: owed.id, kind, putOff }, reader)) };
}

/** Nothing can be done there any more: a later message has taken its place. */
export function withoutActs(face: CardFace): CardFace {
  return { ...face, blocks: face.blocks.filter(({ type }) => type !== 'actions'), open: false };
}

/** What has no words of its own left: done, wherever that was. */
export function settledFace({ locale }: Reader): CardFace {
  const text = plain(attentionText, locale, 'told.settled');
  return { text, blocks: [section(text)], shows: [], open: false };
}

/** In the last row of buttons where there is room, else in a row of its own. */
function withLater(blocks: Blocks, select: ActionsBlock['elements'][number]): Blocks {
  const last = blocks.at(-1);
  if (last?.type === 'actions' && (last as ActionsBlock).elements.length < mostBeside) {
    const row = last as ActionsBlock;
    return [...blocks.slice(0, -1), { ...row, elements: [...row.elements, select] }];
  }
  return [...blocks, { type: 'actions', block_id: 'attention.later', elements: [select] }];
}
