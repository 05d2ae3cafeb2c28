import { useState } from 'react';
import type { ControlValues } from '../../control.contract.ts';
import type { ElementState } from '../elements/state.ts';

/** The values typed on one surface over those the workspace already knows. */
export function useValues(known: ControlValues = {}) {
  const [typed, setTyped] = useState<ControlValues>({});
  return {
    typed,
    stateOf: (blockId: string, actionId: string) =>
      (typed[blockId]?.[actionId] ?? known[blockId]?.[actionId]) as ElementState | undefined,
    setValue: (blockId: string, actionId: string, value: ElementState) =>
      setTyped((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: value } })),
  };
}

/** Of the typed values those whose element still stands in the blocks: an updated view may have dropped some. */
export function presentValues(blocks: unknown, typed: ControlValues): ControlValues {
  const present = new Set<string>();
  const visit = (block: PlacedBlock) => {
    const elements = [block.element, block.accessory, ...(block.elements ?? [])];
    for (const element of elements) {
      if (element?.action_id) present.add(placeOf(block.block_id ?? '', element.action_id, element.type));
    }
    block.child_blocks?.forEach(visit);
  };
  for (const block of (blocks ?? []) as PlacedBlock[]) visit(block);
  return Object.fromEntries(
    Object.entries(typed)
      .map(([blockId, actions]) => {
        const kept = Object.entries(actions).filter(([actionId, { type }]) =>
          present.has(placeOf(blockId, actionId, type)),
        );
        return [blockId, Object.fromEntries(kept)] as const;
      })
      .filter(([, actions]) => Object.keys(actions).length > 0),
  );
}

type PlacedElement = { action_id?: string; type?: string };
type PlacedBlock = {
  block_id?: string;
  element?: PlacedElement;
  accessory?: PlacedElement;
  elements?: PlacedElement[];
  child_blocks?: PlacedBlock[];
};

const placeOf = (blockId: string, actionId: string, type: unknown) =>
  JSON.stringify([blockId, actionId, type]);
