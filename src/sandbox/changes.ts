import type { ControlChange } from './control.contract.ts';

/** Who watches the workspace (the page) hears what changed and fetches it again. */
export type Changes = {
  tell(change: ControlChange): void;
  listen(listener: (change: ControlChange) => void): () => void;
};

export function openChanges(): Changes {
  const listeners = new Set<(change: ControlChange) => void>();
  return {
    tell: (change) => {
      for (const listener of listeners) listener(change);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
