import { useSyncExternalStore } from 'react';
import type { ControlLogEntry, ControlMessage, ControlState, ControlView } from '../control.contract.ts';
import type { Place } from './place.ts';

/** Slack's confirmation object, as an element carries it. */
export type Confirmation = {
  title?: { text: string };
  text?: { type: string; text: string };
  confirm?: { text: string };
  deny?: { text: string };
  style?: string;
};

export type PageState = {
  /** Absent until the first answer. */
  workspace: ControlState | null;
  /** Business time minus this machine's, in milliseconds. */
  skew: number;
  place: Place;
  /** By channel, as the person who looks sees them. */
  messages: Record<string, ControlMessage[]>;
  /** Open modals, top last. */
  views: ControlView[];
  /** `undefined` until asked, `null` when the app published none. */
  home: ControlView | null | undefined;
  log: ControlLogEntry[];
  online: boolean;
  inspecting: boolean;
  /** The sidebar as a drawer, on narrow screens. */
  drawer: boolean;
  toasts: { id: number; text: string }[];
  confirming: { ask: Confirmation; answer(yes: boolean): void } | null;
};

let current: PageState = {
  workspace: null,
  skew: 0,
  // Nowhere yet: arriving at the URL's place is a change like any other.
  place: { user: '', channel: '', thread: '' },
  messages: {},
  views: [],
  home: undefined,
  log: [],
  online: true,
  inspecting: false,
  drawer: false,
  toasts: [],
  confirming: null,
};
const listeners = new Set<() => void>();

export function getState(): PageState {
  return current;
}

export function setState(patch: Partial<PageState> | ((state: PageState) => Partial<PageState>)): void {
  current = { ...current, ...(typeof patch === 'function' ? patch(current) : patch) };
  for (const listener of listeners) listener();
}

/** `select` must return a part of the state, not something made anew. */
export function useStore<T>(select: (state: PageState) => T): T {
  return useSyncExternalStore(subscribe, () => select(current));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let toasts = 0;

/** A sentence at the foot of the page for a few seconds. */
export function toast(text: string): void {
  toasts += 1;
  const id = toasts;
  setState((state) => ({ toasts: [...state.toasts.filter((other) => other.text !== text), { id, text }] }));
  setTimeout(() => dismissToast(id), 8000);
}

export function dismissToast(id: number): void {
  setState((state) => ({ toasts: state.toasts.filter((other) => other.id !== id) }));
}

/** Asks as Slack does before an action that carries a `confirm`; true without one. */
export function confirmed(ask: Confirmation | undefined): Promise<boolean> {
  if (!ask) return Promise.resolve(true);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      setState({ confirming: null });
      resolve(yes);
    };
    setState({ confirming: { ask, answer } });
  });
}
