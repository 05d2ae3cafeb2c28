import { createContext, useContext, useState } from 'react';
import type { ControlSuggestAnswer } from '../../control.contract.ts';
import {
  type ElementState,
  heldValue,
  type Interactive,
  initialState,
  withValue,
} from '../elements/state.ts';
import { type Confirmation, confirmed } from '../store.ts';

/** Where blocks stand: a message, a modal or a Home view; it carries their values and sends what is done with them. */
export type Surface = {
  /** What the person has put in, or nothing where the element still is as it came. */
  stateOf(blockId: string, actionId: string): ElementState | undefined;
  setValue(blockId: string, actionId: string, value: ElementState): void;
  /** Sends `actions[0]` to the app and waits for its acknowledgement. */
  act(action: Record<string, unknown>): Promise<void>;
  suggest(blockId: string, actionId: string, typed: string): Promise<ControlSuggestAnswer>;
  /** Sentences under the fields, by block id. */
  errors: Record<string, string>;
};

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('blocks stand on a surface');
  return surface;
}

/** How an element is drawn inside its block. */
export type ElementProps = {
  element: Interactive;
  blockId: string;
  /** Of the control that takes the focus, so that a label can name it. */
  id: string;
  /** Inside an `input` block: a change is sent only with `dispatch_action`, everywhere else always. */
  input?: {
    dispatch: boolean;
    describedBy: string | undefined;
    invalid: boolean;
    required: boolean;
    labelledBy: string;
  };
};

/** An element's value, how to change it, and how to send an action of its own. */
export function useElement({ element, blockId, input }: ElementProps) {
  const surface = useSurface();
  const [busy, setBusy] = useState(false);
  const known = surface.stateOf(blockId, element.action_id);
  // A view updated meanwhile may have put another kind of element in the same place.
  const state = known?.type === element.type ? known : initialState(element);

  const send = async (extra: Record<string, unknown>) => {
    setBusy(true);
    try {
      await surface.act({ ...extra, type: element.type, block_id: blockId, action_id: element.action_id });
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    value: heldValue(state),
    /** Sends an action without holding a value (buttons, menus), after asking where the app wants it asked. */
    async press(extra: Record<string, unknown>) {
      if (await confirmed(element.confirm as Confirmation | undefined)) await send(extra);
    },
    /** Takes a value; tells the app unless `quiet` or the element waits for the form's submission. */
    async change(value: unknown, options: { quiet?: boolean } = {}) {
      const tell = !options.quiet && (!input || input.dispatch);
      if (tell && !(await confirmed(element.confirm as Confirmation | undefined))) return;
      const next = withValue(element, value);
      surface.setValue(blockId, element.action_id, next);
      if (tell) await send(next);
    },
  };
}
