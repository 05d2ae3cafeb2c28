import { mintSecret } from './chance.ts';
import { isObject, type Json, listOf, textOf } from './json.ts';

/** An interactive element and the block it stands in. */
export type Placed = { block: Json; element: Json; blockId: string; actionId: string };

const nested = (block: Json) => [
  ...listOf(block.child_blocks),
  ...(block.type === 'carousel' ? listOf(block.elements) : []),
];

/** The blocks and, below containers and carousels, theirs. */
function* everyBlock(blocks: unknown): Generator<Json> {
  for (const block of listOf(blocks)) {
    yield block;
    yield* everyBlock(nested(block));
  }
}

function elementsOf(block: Json): Json[] {
  if (block.type === 'section') return isObject(block.accessory) ? [block.accessory] : [];
  if (block.type === 'input') return isObject(block.element) ? [block.element] : [];
  if (block.type === 'actions' || block.type === 'context_actions') return listOf(block.elements);
  return block.type === 'card' ? listOf(block.actions) : [];
}

/** Every element that a person can act on (an image is none). */
export function* placed(blocks: unknown): Generator<Placed> {
  for (const block of everyBlock(blocks)) {
    for (const element of elementsOf(block)) {
      if (element.type === 'image') continue;
      yield { block, element, blockId: textOf(block.block_id), actionId: textOf(element.action_id) };
    }
  }
}

/** The element of that action id; the block id tells apart where an action id stands in several blocks. */
export function findPlaced(blocks: unknown, actionId: string, blockId?: string): Placed | undefined {
  for (const one of placed(blocks)) {
    if (one.actionId === actionId && (blockId === undefined || one.blockId === blockId)) return one;
  }
  return undefined;
}

/** A copy as Slack keeps it: ids filled in where the app gave none, `emoji` and `verbatim` spelled out. */
export function completeBlocks(blocks: unknown): Json[] {
  const copy = listOf(structuredClone(blocks));
  for (const block of everyBlock(copy)) block.block_id = textOf(block.block_id) || mintSecret(5);
  for (const { element } of placed(copy)) element.action_id = textOf(element.action_id) || mintSecret(5);
  completeTexts(copy);
  return copy;
}

export function completeTexts(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) completeTexts(item);
  if (!isObject(value)) return;
  if (typeof value.text === 'string') {
    if (value.type === 'plain_text') value.emoji ??= true;
    if (value.type === 'mrkdwn') value.verbatim ??= false;
  }
  for (const item of Object.values(value)) completeTexts(item);
}

/** What a person types becomes a rich text block. */
export function typedBlocks(text: string): Json[] {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  return [{ type: 'rich_text', block_id: mintSecret(5), elements: [section] }];
}
