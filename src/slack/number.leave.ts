import type { View } from '@slack/types';
import { context } from './blocks.ts';
import type { Blocks } from './capability.ts';
import type { ViewPayload } from './payload.ts';

/**
 * What a person vouched for stands in the form itself, above its field: a sentence in a block whose id has the fingerprints of what may
 * stay. So it lasts as long as the form and holds for nothing else.
 */
const leave = 'number.passed.';
/** Slack's limit of a block id is 255 characters; a fingerprint has 16. */
const mostPassed = 10;

export function isLeave(blockId: string | undefined): boolean {
  return blockId?.startsWith(leave) === true;
}

/** The sentence above a field, with leave for what has these fingerprints. */
export function leaveBlock(field: string, fingerprints: readonly string[], said: string): Blocks[number] {
  const passes = fingerprints.slice(0, mostPassed).join('.');
  return { ...context(`:white_check_mark: ${said}`), block_id: `${leave}${passes}:${field}`.slice(0, 255) };
}

/** Fingerprints of what this form may hold. */
export function vouchedIn(view: Pick<ViewPayload, 'blocks'>): string[] {
  return view.blocks.flatMap(({ block_id = '' }) =>
    isLeave(block_id) ? (block_id.slice(leave.length).split(':')[0] ?? '').split('.') : [],
  );
}

/** The same form drawn anew, with the leave that was given in it before, above the fields that it still has. */
export function keepingLeave(before: ViewPayload | undefined, drawn: View): View {
  if (!before || before.callback_id !== drawn.callback_id) return drawn;
  const there = new Set(drawn.blocks.map(({ block_id }) => block_id));
  const kept = before.blocks.filter(({ block_id }) => isLeave(block_id) && !there.has(block_id));
  if (kept.length === 0) return drawn;
  const blocks = drawn.blocks.flatMap((block): Blocks => {
    const above = kept.filter(
      ({ block_id = '' }) => block_id.slice(block_id.indexOf(':') + 1) === block.block_id,
    );
    return [...(above as unknown as Blocks), block];
  });
  return { ...drawn, blocks: blocks.slice(0, 100) } as View;
}
