import { codePoints, own, ownList, type Report, type Rule, uniqueIds } from './rule.ts';

/** Blocks that stand inside others, with their pointers: they share the ids and the quotas of the whole. */
function* withNested(
  blocks: readonly unknown[],
  at: string,
): Generator<readonly [held: unknown, at: string]> {
  for (const [i, held] of blocks.entries()) {
    yield [held, `${at}/${i}`];
    for (const inside of ['child_blocks', 'elements', 'tasks']) {
      for (const [j, inner] of ownList(held, inside).slice(0, 100).entries()) {
        yield [inner, `${at}/${i}/${inside}/${j}`];
      }
    }
  }
}

type Placed = readonly (readonly [held: unknown, at: string])[];

/** What the blocks of one message or view share: ids, quotas and the focus. */
export const acrossBlocks: Rule = (value, at, report) => {
  if (!Array.isArray(value)) return;
  const all = [...withNested(value.slice(0, 100), at)];
  uniqueIds('block_id', all, report);
  atMost(1, ['table', 'data_table'], all, report);
  atMost(2, ['data_visualization'], all, report);
  markdownTogether(all, report);
  focusedOnce(all, report);
};

function atMost(most: number, types: readonly string[], all: Placed, report: Report): void {
  const those = all.filter(([held]) => types.some((type) => type === own(held, 'type')));
  for (const [, where] of those.slice(most)) {
    report(`no more than ${most} \`${types.join('` or `')}\` blocks allowed`, where);
  }
}

/** The 12,000 characters of markdown are for the whole message. */
function markdownTogether(all: Placed, report: Report): void {
  let written = 0;
  for (const [held, where] of all) {
    const words = own(held, 'type') === 'markdown' ? own(held, 'text') : undefined;
    if (typeof words !== 'string') continue;
    const before = written;
    written += codePoints(words);
    if (before > 0 && written > 12_000) report('must be less than 12001 characters in all', `${where}/text`);
  }
}

function focusedOnce(all: Placed, report: Report): void {
  let focused = false;
  for (const [held, where] of all) {
    for (const [element, place] of [
      [own(held, 'element'), `${where}/element`],
      [own(held, 'accessory'), `${where}/accessory`],
      [held, where],
    ] as const) {
      if (own(element, 'focus_on_load') !== true) continue;
      if (focused) report('only one element can have `focus_on_load`', `${place}/focus_on_load`);
      focused = true;
    }
  }
}
